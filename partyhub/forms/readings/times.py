"""Times of day and lengths of time: 下午2点, 14:30-16:00, 1小时30分."""

import re
from contextlib import suppress
from datetime import time
from decimal import Decimal
from typing import NamedTuple

from flask_babel import gettext

from partyhub import texts
from partyhub.forms.readings.days import read_day
from partyhub.forms.readings.several import SeveralReadingsError
from partyhub.texts import lazy_pattern

MINUTES_A_DAY = 24 * 60
NOON = 12

_BEFORE_NOON = ("上午", "早上", "早晨", "清晨", "凌晨", "早", "am", "a.m.")
_AFTER_NOON = ("中午", "下午", "午后", "傍晚", "晚上", "晚间", "晚", "pm", "p.m.")
_HALVES = "|".join(map(re.escape, _BEFORE_NOON + _AFTER_NOON))
_CLOCK = lazy_pattern(
    rf"({_HALVES})?\s*(\d{{1,2}})\s*(?:[:.]\s*(\d\d)(?::00)?"
    rf"|([时点])\s*(?:(\d{{1,2}})\s*分?|(半)|整)?)?\s*({_HALVES})?",
    re.ASCII | re.IGNORECASE,
)
_DIGITS = lazy_pattern(r"(\d{1,2})(\d\d)", re.ASCII)
_FRACTION = lazy_pattern(r"0?\.\d{3,}", re.ASCII)  # of a day, as spreadsheet programs store it
_SPAN = lazy_pattern(r"(.*\S)\s*(?:[-~～]+|至|到)\s*(\S.*)", re.DOTALL)
# Hours from which on nobody would say 2点 for the afternoon.
_CERTAIN = 7

_MINUTES = lazy_pattern(
    r"(?:(\d+(?:\.\d+)?)\s*(?:个)?\s*(半)?\s*(?:小时|钟头|h|hours?)|(半)\s*(?:个)?\s*(?:小时|钟头))?"
    r"\s*(?:(\d+)\s*(?:分钟?|min|minutes?)|(半)|(1刻钟))?",
    re.ASCII | re.IGNORECASE,
)


class TimeSpan(NamedTuple):
    """A time of day, and the minutes from it to the end that the text names, if any."""

    start: time
    minutes: int | None = None


def read_times(text: str) -> TimeSpan:
    """Return the time of day that a non-empty text names, or the beginning of a span of times."""
    plain = texts.plain_form(text)
    span = _SPAN.fullmatch(plain)
    if span is None:
        return TimeSpan(_read_time(plain, text))
    start = _read_time(span[1], text)
    half = _half_of(span[1])
    end = _read_time(span[2] if _half_of(span[2]) else half + span[2], text)
    minutes = _minute_of(end) - _minute_of(start)
    if minutes <= 0:
        raise ValueError(gettext("“%(text)s” ends before it begins.", text=text))
    return TimeSpan(start, minutes)


def read_time_behind(text: str) -> time | None:
    """Return the time of day that stands behind a day in a text, or None."""
    with suppress(ValueError):
        return read_times(read_day(text).rest).start
    return None


def _read_time(plain: str, text: str) -> time:
    """Return the time that a part of `text` names."""
    if _FRACTION.fullmatch(plain):
        minutes = round(Decimal(plain) * MINUTES_A_DAY)
        return time(minutes // 60 % 24, minutes % 60)
    found = _CLOCK.fullmatch(plain)
    if found and found[4] and not (found[1] or found[7]) and 0 < int(found[2]) < _CERTAIN:
        raise _either(text, int(found[2]), _minutes_past(found))
    with suppress(ValueError):
        if digits := _DIGITS.fullmatch(plain):
            return time(int(digits[1]), int(digits[2]))
        if found and found[2] != plain:  # hours alone may be anything
            return time(_hour_of(found), _minutes_past(found))
    raise ValueError(gettext("“%(text)s” is not a time of day. Write it like 14:30.", text=text))


def _hour_of(found: re.Match[str]) -> int:
    """Return the hour of 24; raises ValueError if the hour and the half of the day don't fit."""
    hour, half = int(found[2]), (found[1] or found[7] or "").lower()
    is_night = half.startswith("晚") and hour == NOON
    if (found[1] and found[7]) or is_night or (half in _BEFORE_NOON and hour > NOON):
        raise ValueError
    if half in ("am", "a.m.", "凌晨") and hour == NOON:
        return 0
    is_before_noon = half not in _AFTER_NOON or (half == "中午" and hour > NOON - 2)
    return hour if is_before_noon or hour >= NOON else hour + NOON


def _minutes_past(found: re.Match[str]) -> int:
    return int(found[3] or found[5] or (30 if found[6] else 0))


def _either(text: str, hour: int, minutes: int) -> SeveralReadingsError:
    one, other = f"{hour:02}:{minutes:02}", f"{hour + NOON}:{minutes:02}"
    sentence = gettext(
        "“%(text)s” may be %(one)s or %(other)s. Write the one that is right.",
        text=text,
        one=one,
        other=other,
    )
    return SeveralReadingsError(sentence, (one, other))


def _half_of(plain: str) -> str:
    found = re.match(_HALVES, plain, re.IGNORECASE)
    return found[0] if found else ""


def _minute_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def read_minutes(text: str) -> int:
    """Return the minutes that a non-empty text says something lasts: 90分钟, 1.5小时, 1:30."""
    plain = texts.with_digits(text.replace("两", "二"))
    with suppress(ValueError):
        found = texts.parse_time(plain) if ":" in plain else None
        if found is not None:
            return _minute_of(found)
    parts = _MINUTES.fullmatch(plain)
    hours, half, half_hour, minutes, half_after, quarter = parts.groups() if parts else (None,) * 6
    is_length = bool(hours or half_hour or minutes or quarter)
    total = Decimal(hours or 0) * 60 + Decimal(minutes or 0)
    total += 30 * sum(map(bool, (half, half_hour, half_after))) + 15 * bool(quarter)
    if not is_length or total != int(total):
        sentence = gettext(
            "“%(text)s” is no length of time. Write the minutes, like 90.", text=text
        )
        raise ValueError(sentence)
    return int(total)
