"""Cells and columns of a newer file, found by the labels that they had in the older one."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias
from unicodedata import normalize

from werkzeug.utils import cached_property

from partyhub.superior_forms.grids import TEXT, Grid
from partyhub.superior_forms.labels import full_form

Key: TypeAlias = tuple[str, ...]
At: TypeAlias = tuple[int, int]
Labels: TypeAlias = tuple[Key, Key]
# The labels of the row before, and how far the labels are.
Surroundings: TypeAlias = tuple[Key, int]
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def key_of(texts: Sequence[str]) -> Key:
    """Return labels without numbering, marks and years, which change every year.

    Other numbers tell labels apart, such as those of ages.
    """
    bare = (full_form(_YEAR.sub("", normalize("NFKC", text))) for text in texts)
    return tuple(text for text in bare if text)


class Finder:
    """The places that cells of a sheet have in its newer file.

    Labels that stand several times are told apart by what is above them, else by their order;
    where neither is as it was, nothing is found.
    """

    def __init__(self, old: Grid, new: Grid) -> None:
        self.old, self.new = old, new
        self._keys: dict[Key, Key] = {}

    def find(self, row: int, column: int) -> At | None:
        """Return where the labels of a cell are in the newer file, or None."""
        if self._is_unchanged:
            return row, column
        labels = self._labels(self.old, row, column)
        before, now = self._before.get(labels, ()), self._now.get(labels, ())
        if not any(labels) or (row, column) not in before:
            return None
        own = self._surroundings(self.old, row, column)
        like_old = [at for at in before if self._surroundings(self.old, *at) == own]
        like_new = [at for at in now if self._surroundings(self.new, *at) == own]
        if like_new or len(before) != len(now):
            return _in_order(like_old, like_new, (row, column))
        found = now[before.index((row, column))]
        others = {self._surroundings(self.old, *at) for at in before}
        return None if self._surroundings(self.new, *found) in others else found

    def find_column(self, row: int, column: int) -> int | None:
        """Return the column under the same headings; without headings the column itself."""
        headings = self._key(self.old.labels_above(row, column)[:2])
        if not headings:
            return column if column <= self.new.columns else None
        before, now = (
            sorted({at for at, key in self._headings(grid) if key == headings})
            for grid in (self.old, self.new)
        )
        return now[before.index(column)] if column in before and len(before) == len(now) else None

    @cached_property
    def _is_unchanged(self) -> bool:
        """Return whether the same labels are at the same places."""
        old, new = self.old, self.new
        is_alike = (old.rows, old.columns, old.merged) == (new.rows, new.columns, new.merged)
        return is_alike and self._own_labels(old) == self._own_labels(new)

    def _own_labels(self, grid: Grid) -> dict[At, Key]:
        return {at: self._key([each.text]) for at, each in grid.cells.items() if each.kind == TEXT}

    @cached_property
    def _before(self) -> Mapping[Labels, Sequence[At]]:
        return self._by_labels(self.old)

    @cached_property
    def _now(self) -> Mapping[Labels, Sequence[At]]:
        return self._by_labels(self.new)

    def _by_labels(self, grid: Grid) -> Mapping[Labels, Sequence[At]]:
        found: dict[Labels, list[At]] = {}
        for row, column in grid.places():
            found.setdefault(self._labels(grid, row, column), []).append((row, column))
        return found

    def _labels(self, grid: Grid, row: int, column: int) -> Labels:
        """Return the labels by which a cell is found; a label is found by its own words."""
        content = grid.content(row, column)
        if content is not None and content.kind == TEXT:
            return (self._key([content.text.split("：")[0].split(":")[0]]), ())
        left, above = grid.labels_left(row, column), grid.labels_above(row, column)
        return self._key(left), self._key(above[:2])

    def _surroundings(self, grid: Grid, row: int, column: int) -> Surroundings:
        """Return what tells cells with the same labels apart."""
        content = grid.content(row, column)
        beside, above = grid.text_left(row, column), grid.text_above(row, column)
        if content is not None and content.kind == TEXT:
            return ((), 0)
        if not beside:
            return ((), row - above)
        before = grid.text_above(row, beside)
        labels = self._key(grid.labels_left(before, beside + 1)) if before else ()
        return labels, 0 if grid.labels_above(row, column) else column - beside

    def _headings(self, grid: Grid) -> list[tuple[int, Key]]:
        """Return (column, headings) wherever headings end just above a cell."""
        return [
            (column, self._key(grid.labels_above(row, column)[:2]))
            for column in range(1, grid.columns + 1)
            for row in range(2, grid.rows + 1)
            if grid.text_above(row, column) == row - 1
            and grid.content(row, column) != grid.content(row - 1, column)
        ]

    def _key(self, texts: Sequence[str]) -> Key:
        own = tuple(texts)
        if own not in self._keys:
            self._keys[own] = key_of(own)
        return self._keys[own]


def _in_order(before: Sequence[At], now: Sequence[At], at: At) -> At | None:
    """Return the place that has the same number as a place among those before, if all are there."""
    return now[before.index(at)] if len(before) == len(now) else None
