"""Several names in one text, each with a note in brackets: 张三（队员 2021-07-12—2022-08-15）."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Protocol

from flask_babel import gettext

from partyhub.forms.fields import ValueField
from partyhub.texts import lazy_pattern, parse_date

# A name may contain a number in brackets; the note is in the last brackets.
WITH_NOTE = lazy_pattern(r"(.+)[（(]((?:[^（）()]|[（(][^（）()]*[）)])*)[）)]", re.DOTALL)
BETWEEN = lazy_pattern(r"(?<=[）)])\s*[、,，;；\n]\s*")
SPAN = lazy_pattern(r"(\D*?)\s*(\d[^—–~]*)[—–~](.*)", re.DOTALL)


def split_dated_names(text: str) -> list[tuple[str, str]]:
    """Return (name, note) pairs; raises ValueError for a name without a note."""
    found = []
    for part in filter(None, BETWEEN.split(text.strip())):
        match = WITH_NOTE.fullmatch(part)
        if match is None or not match[2].strip():
            sentence = gettext("“%(text)s” has no note in brackets behind the name.", text=part)
            raise ValueError(sentence)
        found.append((match[1].strip(), match[2].strip()))
    return found


@dataclass(frozen=True)
class Span:
    """A person's part in something, from `started_on` up to the day before `ended_on`.

    `part` describes the part in words; it is empty if there is only one. `ended_on` is None while
    it lasts.
    """

    name: str
    part: str
    started_on: date
    ended_on: date | None = None

    def __str__(self) -> str:
        days = f"{self.started_on.isoformat()}—{self.ended_on.isoformat() if self.ended_on else ''}"
        return f"{self.name}（{self.part} {days}）" if self.part else f"{self.name}（{days}）"


class Dated(Protocol):
    """Anything valid from one day up to the day before another; None means without an end."""

    @property
    def started_on(self) -> date: ...

    @property
    def ended_on(self) -> date | None: ...


def overlap(spans: Sequence[Dated]) -> bool:
    """Return whether two of the spans share a day."""
    ordered = sorted(spans, key=lambda span: span.started_on)
    return any(
        one.ended_on is None or next_one.started_on < one.ended_on
        for one, next_one in pairwise(ordered)
    )


class SpansField(ValueField):
    """A field for the history of a dated list, which the sheet row of a new record may contain."""

    is_create_only = True
    # Whether a name in it isn't found; the form sets it.
    is_unresolved = False

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.is_unresolved = False
        super().process(formdata, data, extra_filters)

    def read(self, text: str) -> list[Span]:
        return [read_span(name, note) for name, note in split_dated_names(text)]


def read_span(name: str, note: str) -> Span:
    """Return the span that a note describes; raises ValueError with a sentence for the user."""
    found = SPAN.fullmatch(note)
    try:
        started = parse_date(found[2]) if found else None
        ended = parse_date(found[3]) if found and found[3] else None
    except ValueError:
        started = None
    if found is None or started is None:
        raise ValueError(
            gettext("“%(text)s” names no days. Write them like 2021-07-12—2022-08-15.", text=note)
        )
    if ended is not None and ended <= started:
        raise ValueError(gettext("It must lie after the first day."))
    return Span(name, found[1], started, ended)
