"""Evidence for a register's column behind an unknown header: the header's words, the cells."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask_babel import gettext, ngettext

from partyhub.registers.importing.reading import contents
from partyhub.registers.importing.reading.layout import Layout, folded, names_of
from partyhub.registers.importing.reading.units import without_notes
from partyhub.registers.register import Column

# The rows whose cells are looked at.
MOST_SAMPLED = 200
# Scores of what speaks for a column; what scores less than PROPOSED is not proposed.
STRONG, SAME, NEAR, PART, PROPOSED = 0.9, 1.0, 0.8, 0.6, 0.6
# Of a header that is part of another, it has to be at least this share.
LEAST_SHARE = 0.5
LEAST_LETTERS = 2
Names = Callable[[Column], Collection[str]]


class Candidate(NamedTuple):
    """A column that one in the file may be; the higher the score, the more speaks for it."""

    score: float
    column: Column
    evidence: str


@dataclass
class Columns:
    """The columns of a sheet's first rows, and the columns of the register that are still free."""

    layout: Layout
    # The cells of the first rows by column.
    cells: Mapping[int, Sequence[Any]]
    # Returns the names of the records that a column may refer to.
    names: Names

    def __post_init__(self) -> None:
        self._names: dict[str, set[str]] = {}
        self._tests: dict[str, Callable[[Any], bool]] = {}
        for name, column in names_of(self.layout.register).items():
            self._names.setdefault(column.key, set()).add(name)
        taken = self.layout.keys
        register = self.layout.register
        self.free = [c for c in register.columns if c.key not in taken and register.field(c)]

    def candidates(self, index: int, header: str) -> list[Candidate]:
        """Return the free columns that the one in the file may be, the likeliest first."""
        values = contents.filled(self.cells[index])
        if not values and len(self.cells[index]) < MOST_SAMPLED:  # it is empty to its end
            return []
        found = [
            candidate
            for column in self.free
            if contents.may_hold(self.layout.register.kind(column), values)
            for candidate in self._judge(index, header, column, values)
        ]
        return sorted(found, key=lambda each: -each.score)

    def _judge(
        self, index: int, header: str, column: Column, values: Sequence[Any]
    ) -> Iterator[Candidate]:
        title = self.layout.register.header(column)
        likeness = max(like(folded(header), name) for name in self._names[column.key])
        if sentence := self._after_a_year(index, column):
            yield Candidate(STRONG, column, sentence)
        elif self._looks_like(column, values):
            sentence = ngettext(
                "%(num)s value looks like those of “%(column)s”.",
                "%(num)s values look like those of “%(column)s”.",
                len(values),
                column=title,
            )
            yield Candidate(max(STRONG, likeness), column, sentence)
        elif likeness >= PROPOSED:
            sentence = gettext("Its header reads like “%(column)s”.", column=title)
            yield Candidate(likeness, column, sentence)

    def _looks_like(self, column: Column, values: Sequence[Any]) -> bool:
        """Return whether the cells are such as only this kind of column has."""
        register = self.layout.register
        kind, members = register.kind(column), register.members(column)
        if kind == "phone":
            return contents.mostly(values, contents.is_phone)
        if kind in ("enum", "enums") and members:
            return contents.mostly(values, contents.is_label_of(members))
        if kind in ("ref", "refs") and values:
            return contents.mostly(values, self._is_name(column))
        return False

    def _is_name(self, column: Column) -> Callable[[Any], bool]:
        if column.key not in self._tests:
            self._tests[column.key] = contents.is_like(self.names(column))
        return self._tests[column.key]

    def _after_a_year(self, index: int, column: Column) -> str:
        """Return the sentence for days about a year after those of a certain column, or none."""
        other = next(
            (i for i, c in self.layout.columns.items() if c.key == column.year_after), None
        )
        if other is None:
            return ""
        later, pairs = contents.count_year_after(self.cells[index], self.cells[other])
        if not pairs or later * 100 < contents.MOST_PERCENT * pairs:
            return ""
        return ngettext(
            "%(num)s date is about a year after “%(header)s”.",
            "%(num)s dates are about a year after “%(header)s”.",
            later,
            header=self.layout.headers[other],
        )

    def are_days(self, index: int) -> bool:
        """Return whether the column holds days or months."""
        values = contents.filled(self.cells[index])
        return contents.mostly(values, lambda value: contents.as_day(value) is not None)

    def days_are_wanted(self, taken: Collection[str]) -> bool:
        """Return whether a column of days is still free, not among those `taken`."""
        kind = self.layout.register.kind
        return any(
            kind(column) in contents.DAY_KINDS and column.key not in taken for column in self.free
        )


def like(header: str, name: str) -> float:
    """Return how much two folded headers are alike, from 0 to 1."""
    one, other = without_notes(header), without_notes(name)
    short, long = sorted((one, other), key=len)
    if one == other:
        return SAME
    if len(short) < LEAST_LETTERS:
        return 0
    if len(short) > LEAST_LETTERS and _differs_by_one(short, long):
        return NEAR
    share = len(short) / len(long)
    return PART + share / 10 if short in long and share >= LEAST_SHARE else 0


def _differs_by_one(short: str, long: str) -> bool:
    """Return whether one letter more, or one other letter, makes `long` of `short`."""
    at = next((i for i, letter in enumerate(short) if letter != long[i]), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]
