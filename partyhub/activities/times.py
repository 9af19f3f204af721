"""The beginning, length and year of an activity, taken from what stands beside them in a row."""

from typing import Any

from flask_babel import gettext

from partyhub.activities.frequencies.kinds import year_of
from partyhub.forms.readings.times import read_time_behind


def take_times(form: Any) -> None:
    """Fill a blank time or length from what stands beside: behind the day, or as a span."""
    if form.held_on.remarks:
        _take_time_of_day(form)
    minutes = form.starts_at.minutes if form.starts_at.given else None
    if minutes is None or minutes == form.minutes_long.data:
        return
    if form.minutes_long.data is None:
        _fill(form, "minutes_long", minutes)
    else:
        sentence = gettext(
            "“%(text)s” lasts %(minutes)s minutes. Correct one of the two.",
            text=form.starts_at.raw,
            minutes=minutes,
        )
        form.refuse("minutes_long", sentence)


def _take_time_of_day(form: Any) -> None:
    """Take the time that stands behind the day as the beginning; refuse it if there is another."""
    start = read_time_behind(form.held_on.raw)
    if start is None:
        return
    form.held_on.remarks = ()  # nothing is left out
    if form.starts_at.data is None:
        _fill(form, "starts_at", start)
    elif form.starts_at.data != start:
        sentence = gettext(
            "The time here (%(time)s) isn't that in “%(column)s” (%(other)s). Correct one of"
            " the two.",
            time=f"{start:%H:%M}",
            column=form.starts_at.label.text,
            other=f"{form.starts_at.data:%H:%M}",
        )
        form.refuse("held_on", sentence)


def take_year(form: Any) -> None:
    """Fill a blank year, and say so where it isn't that of the day."""
    held_on = form.held_on.data
    if form.for_year.data is not None or held_on is None:
        return
    year = year_of(form.kinds.data or (), held_on)
    if year != held_on.year:
        _fill(form, "for_year", year)
        sentence = gettext(
            "%(year)s, since such a meeting from January to March is for the year before. Enter"
            " the year if it is for another one.",
            year=year,
        )
        form.for_year.remarks = (sentence,)


def _fill(form: Any, name: str, value: Any) -> None:
    """Give a blank field the value that another one names."""
    form[name].data, form[name].given = value, True
