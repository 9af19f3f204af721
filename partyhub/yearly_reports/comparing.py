"""Comparing of two sides: the figures that differ, and the records that make the difference."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from partyhub.figures import AnyFigure, Figure, Ratio
from partyhub.registers import Register, current_catalog
from partyhub.yearly_reports.frozen_records import Counted, as_json
from partyhub.yearly_reports.sides import Side


class Kind(StrEnum):
    """The ways in which a record makes a figure differ."""

    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"


class RecordChange(NamedTuple):
    """A record that one side alone counts, or that counts with another number."""

    kind: Kind
    register: Register
    record_id: int


@dataclass(frozen=True)
class Difference:
    """A figure whose two values differ, and the records behind it."""

    figure: AnyFigure
    before: Any
    after: Any
    changes: Sequence[RecordChange]

    def count(self, kind: Kind) -> int:
        """Return how many of the records are of this kind."""
        return sum(each.kind is kind for each in self.changes)


def differing_figures(first: Side, second: Side) -> list[AnyFigure]:
    """Return the figures that both sides have with different values, in the catalog's order."""
    old, new = first.values, second.values
    figures = current_catalog().figures
    both = [each for each in figures if each.code in old and each.code in new]
    return [each for each in both if old[each.code] != new[each.code]]


def count_equal(first: Side, second: Side) -> int:
    """Return how many figures have one value on both sides."""
    both = first.values.keys() & second.values.keys()
    return len(both) - len(differing_figures(first, second))


def compare_sides(first: Side, second: Side, figures: Sequence[AnyFigure]) -> list[Difference]:
    """Return the differences of these figures; the records are read once for each register."""
    plain = list(dict.fromkeys(part for figure in figures for part in parts_of(figure)))
    changes = dict(_find_changes(first, second, plain))
    return [
        Difference(
            figure,
            first.values[figure.code],
            second.values[figure.code],
            list(dict.fromkeys(e for part in parts_of(figure) for e in changes[part.code])),
        )
        for figure in figures
    ]


def compare_values(first: Side, second: Side, figures: Sequence[AnyFigure]) -> list[Difference]:
    """Return the differences of these figures without their records."""
    return [Difference(f, first.values[f.code], second.values[f.code], ()) for f in figures]


def parts_of(figure: AnyFigure) -> list[Figure]:
    """Return the figures that count the records: the two of a ratio, or the figure itself."""
    by_code = current_catalog().figures_by_code
    codes = figure.parts if isinstance(figure, Ratio) else [figure.code]
    return [each for each in map(by_code.__getitem__, codes) if isinstance(each, Figure)]


def _find_changes(
    first: Side, second: Side, figures: Sequence[Figure]
) -> Iterator[tuple[str, list[RecordChange]]]:
    by_model = current_catalog().by_model
    for model in dict.fromkeys(figure.model for figure in figures):
        register = by_model[model]
        own = [figure for figure in figures if figure.model is model]
        old, new = (side.counted(register, own) for side in (first, second))
        for figure in own:
            yield figure.code, list(_changes_of(figure, register, old, new))


def _changes_of(
    figure: Figure,
    register: Register,
    old: Mapping[int, Counted],
    new: Mapping[int, Counted],
) -> Iterator[RecordChange]:
    was, now = (
        {number for number, each in side.items() if figure.code in each.codes}
        for side in (old, new)
    )
    yield from (RecordChange(Kind.REMOVED, register, each) for each in sorted(was - now))
    yield from (RecordChange(Kind.ADDED, register, each) for each in sorted(now - was))
    if figure.measure is None:
        return
    key = figure.measure.key
    for number in sorted(was & now):
        if as_json(old[number].numbers.get(key)) != as_json(new[number].numbers.get(key)):
            yield RecordChange(Kind.CHANGED, register, number)
