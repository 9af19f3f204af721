"""The parts of a register's contract."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from tests import factories

NOT_YET = "This day has not come yet."
NOT_FIRST = "It must lie after the first day."
OUTSIDE = "They were no Party members here on"


class Column(NamedTuple):
    """A column that sheets, exports, imports and acceptance checks name."""

    key: str
    header: str
    kind: str
    is_required: bool


class Edit(NamedTuple):
    """A field, what is typed into it, how the page shows that, and another person's text for it."""

    field: str
    typed: str
    shown: str
    other: str
    other_shown: str


class Case(NamedTuple):
    """What differs from the values that are right, the field, and what it says."""

    changed: dict[str, Any]
    field: str
    sentence: str


@dataclass(frozen=True)
class Contract:
    """Everything that is promised of one register, and samples of its records.

    `columns` has a line each: key, Chinese header, kind, and "!" where it is required. `enums` has
    the members of a column, key and Chinese label. A register may have more columns, never fewer.
    """

    title: str
    # Whose sheet comes before this one's in a workbook of all registers; empty for the first.
    follows: str
    key: tuple[str, ...]
    columns: str
    edit: Edit
    # A record, of the branch that is given, if any.
    make: Callable[..., Any]
    # A record among others that each of the texts finds.
    searched: tuple[str, ...]
    make_searched: Callable[[], Any]
    # A record of tests/stages.py, of that branch, beside what was made for it already.
    make_staged: Callable[[Any], Any]
    enums: Mapping[str, str] = field(default_factory=dict)
    # Who may do what: else every secretary writes the records of the own organizations.
    is_committees_own: bool = False
    is_everybodys: bool = False
    is_chosen_by_name: bool = False
    # Read by the committee's secretary and clerks alone, and in no workbook but its own list.
    is_confidential: bool = False
    is_read_by_commissars: bool = False
    is_written_by_commissars: bool = False
    # What a new record needs that the page of a change doesn't show.
    left_out: Callable[[Any], dict[str, Any]] = lambda record: {}
    # Values that are right; what is refused or warned of differs in one thing, on 30 June 2023.
    make_valid: Callable[[], dict[str, Any]] | None = None
    refused: Sequence[Case] = ()
    warned: Sequence[Case] = ()
    # Changes that make another record of it, not the same one twice.
    other_keys: Sequence[dict[str, Any]] = ()

    def promised(self) -> list[Column]:
        lines = [line.split() for line in self.columns.strip().splitlines()]
        return [Column(key, header, kind, mark == ["!"]) for key, header, kind, *mark in lines]

    def labels(self, key: str) -> dict[str, str]:
        """Return the Chinese label of each member of a column."""
        words = self.enums[key].split()
        return dict(zip(words[::2], words[1::2], strict=True))

    def values_of(self, case: Case) -> dict[str, Any]:
        """Return the right values with what the case changes, of which some is made now."""
        assert self.make_valid is not None
        made = {key: each() if callable(each) else each for key, each in case.changed.items()}
        lists = {key: [each] for key, each in made.items() if key in ("holders", "members", "team")}
        texts = {key: each for key, each in made.items() if isinstance(each, str)}
        return self.make_valid() | made | {k: v for k, v in lists.items() if k not in texts}


def applicant() -> Any:
    """Make somebody who became a member on 1 January 2023."""
    days = {"applied_on": date(2020, 1, 1), "admitted_on": date(2023, 1, 1), "full_on": None}
    return factories.make_member(name="Late", **days)
