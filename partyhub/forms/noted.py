"""Several names in one text, each with a note in brackets: 张三（队员 2021-07-12—2022-08-15）."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Protocol

from flask_babel import gettext

from partyhub.forms.fields import ValueField
from partyhub.texts import parse_date

# A name may have a number in brackets of its own; the note stands in the last ones.
NOTED = re.compile(r"(.+)[（(]((?:[^（）()]|[（(][^（）()]*[）)])*)[）)]", re.DOTALL)
BETWEEN = re.compile(r"(?<=[）)])\s*[、,，;；\n]\s*")
SPAN = re.compile(r"(\D*?)\s*(\d[^—–~]*)[—–~](.*)", re.DOTALL)


def split_noted(text: str) -> list[tuple[str, str]]:
    """Each name with its note; raises ValueError for a name without one."""
    found = []
    for part in filter(None, BETWEEN.split(text.strip())):
        noted = NOTED.fullmatch(part)
        if noted is None or not noted[2].strip():
            sentence = gettext("“%(text)s” has no note in brackets behind the name.", text=part)
            raise ValueError(sentence)
        found.append((noted[1].strip(), noted[2].strip()))
    return found


@dataclass(frozen=True)
class Span:
    """From which day, and up to the day before which one, somebody had a part somewhere.

    `part` says which, in words; empty where there is only one.
    """

    name: str
    part: str
    started_on: date
    ended_on: date | None = None

    def __str__(self) -> str:
        days = f"{self.started_on.isoformat()}—{self.ended_on.isoformat() if self.ended_on else ''}"
        return f"{self.name}（{self.part} {days}）" if self.part else f"{self.name}（{days}）"


class Dated(Protocol):
    """What is so from a day on, up to the day before another."""

    @property
    def started_on(self) -> date: ...

    @property
    def ended_on(self) -> date | None: ...


def overlap(spans: Sequence[Dated]) -> bool:
    """Whether two of the spans share a day."""
    ordered = sorted(spans, key=lambda span: span.started_on)
    return any(
        one.ended_on is None or next_one.started_on < one.ended_on
        for one, next_one in pairwise(ordered)
    )


class SpansField(ValueField):
    """What a dated list was over time; a sheet's row of a new record may bring it."""

    is_read_once = True
    # Whether a name in it is nobody's; the form finds out.
    is_unresolved = False

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.is_unresolved = False
        super().process(formdata, data, extra_filters)

    def read(self, text: str) -> list[Span]:
        return [read_span(name, note) for name, note in split_noted(text)]


def read_span(name: str, note: str) -> Span:
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
