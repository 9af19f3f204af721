"""The columns of a sheet in one role, and the text of rows or of portions of columns."""

from collections.abc import Sequence
from types import NoneType
from typing import Any

from partyhub.spreadsheets._columns import Column, Pending, Shared
from partyhub.spreadsheets._encoders import Encoder, encoder_for, pieces_of, pieces_or_blank
from partyhub.spreadsheets.layout import Plan, height_of

# The most combinations of types that are cached: above it, the types of single columns vary.
_MOST_PLANS = 2_000


class RowWriter:
    """The columns of a sheet in one role, and the encoders for each combination of types."""

    def __init__(self, shared: Shared, plan: Plan, role: str) -> None:
        last = len(plan.headings) - 1
        pairs = enumerate(zip(plan.headings, plan.widths, strict=True))
        self._columns = [
            Column(shared, index, heading, width, role, is_last=index == last)
            for index, (heading, width) in pairs
        ]
        self._known: list[dict[type, Encoder]] = [{} for _ in self._columns]
        self._heads: dict[int, str] = {}
        self._pending = shared.pending
        # The columns of which a value has requested more than its cell: they go value by value.
        self._requesting: set[int] = set()
        self.plans: dict[tuple[type, ...], tuple[Encoder, ...]] = {}
        self.head = self.head_of(1)

    def head_of(self, lines: int) -> str:
        """Return the text from the row number to the first cell's, for a row of this many lines."""
        head = self._heads.get(lines)
        if head is None:
            height = f"{height_of(lines):.16g}"
            head = self._heads[lines] = f'" ht="{height}" customHeight="1"><c r="A'
        return head

    def plan(self, values: Sequence[Any]) -> tuple[Encoder, ...]:
        """Return the encoders of a row's values, and cache them for rows of the same types.

        Raises ValueError for another number of values than columns.
        """
        types = tuple(map(type, values))
        if len(types) != len(self._columns):
            raise ValueError(f"{len(types)} values, {len(self._columns)} headings.")
        if len(self.plans) >= _MOST_PLANS:
            self.plans.clear()
        found = self.plans[types] = tuple(
            self._encoder(index, kind) for index, kind in enumerate(types)
        )
        return found

    def pieces(
        self, columns: Sequence[Sequence[Any]]
    ) -> tuple[list[list[str]], dict[int, Pending]]:
        """Return the pieces of rows by column, and the requests beside the cells by row.

        Rows count from 0. Raises ValueError for another number of columns.
        """
        if len(columns) != len(self._columns):
            raise ValueError(f"{len(columns)} values, {len(self._columns)} headings.")
        beside: dict[int, Pending] = {}
        try:
            return [self._pieces_of(*each, beside) for each in enumerate(columns)], beside
        finally:
            self._pending.clear()

    def _pieces_of(
        self, index: int, values: Sequence[Any], beside: dict[int, Pending]
    ) -> list[str]:
        kinds, pending = set(map(type, values)), self._pending
        if index not in self._requesting:
            found = self._at_once(index, kinds, values)
            if pending.lines == 1 and not pending.notes:
                return found
            pending.clear()
            self._requesting.add(index)
        encoders, found = {kind: self._encoder(index, kind) for kind in kinds}, []
        for place, value in enumerate(values):
            found.append(encoders[type(value)][value])
            if pending.lines > 1 or pending.notes:
                own = beside.setdefault(place, Pending())
                own.lines = max(own.lines, pending.lines)
                own.notes += pending.notes
                pending.clear()
        return found

    def _at_once(self, index: int, kinds: set[type], values: Sequence[Any]) -> list[str]:
        """Return the pieces of a column with values of these types."""
        encoders = {kind: self._encoder(index, kind) for kind in kinds}
        blank = encoders.pop(NoneType)[None] if NoneType in kinds and len(kinds) == 2 else ""
        if len(encoders) > 1:
            return [encoders[type(value)][value] for value in values]
        (encoder,) = encoders.values()
        return pieces_or_blank(encoder, blank, values) if blank else pieces_of(encoder, values)

    def _encoder(self, index: int, kind: type) -> Encoder:
        known = self._known[index]
        if kind not in known:
            known[kind] = encoder_for(self._columns[index], kind)
        return known[kind]
