"""The columns of a sheet in one role, and the text of rows or of portions of columns."""

from collections.abc import Iterable, Mapping, Sequence
from types import NoneType
from typing import Any

from partyhub.spreadsheets._columns import Column, PortionRequests, Shared
from partyhub.spreadsheets._encoders import Encoder, encoder_for, pieces_of, pieces_or_blank
from partyhub.spreadsheets.layout import Plan, height_of

# The most combinations of types that are cached: above it, the types of single columns vary.
_MOST_PLANS = 2_000
_TEXTS = frozenset({str, NoneType})
_REPEATED = 4  # times that each text of a column stands there, so that it is worth to count them


class RowWriter:
    """The columns of a sheet in one role, and the encoders for each combination of types."""

    def __init__(self, shared: Shared, plan: Plan, role: str) -> None:
        last = len(plan.headings) - 1
        pairs = enumerate(zip(plan.headings, plan.measured_widths, strict=True))
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

    def pieces(self, columns: Sequence[Sequence[Any]]) -> tuple[list[list[str]], PortionRequests]:
        """Return the pieces of rows by column, and what the rows request beside their cells.

        Raises ValueError for another number of columns.
        """
        if len(columns) != len(self._columns):
            raise ValueError(f"{len(columns)} values, {len(self._columns)} headings.")
        beside = PortionRequests()
        try:
            return [self._pieces_of(*each, beside) for each in enumerate(columns)], beside
        finally:
            self._pending.clear()

    def _pieces_of(self, index: int, values: Sequence[Any], beside: PortionRequests) -> list[str]:
        kinds, pending = set(map(type, values)), self._pending
        if index not in self._requesting:
            found = self._at_once(index, kinds, values)
            if pending.lines == 1 and not pending.notes:
                return found
            pending.clear()
            self._requesting.add(index)
        encoders = {kind: self._encoder(index, kind) for kind in kinds}
        if kinds <= _TEXTS and len(different := set(values)) < len(values) // _REPEATED:
            made = self._each_once(encoders, different, values, beside)
            if made is not None:
                return made
        return self._one_by_one(encoders, values, beside)

    def _each_once(
        self,
        encoders: Mapping[type, Encoder],
        different: Iterable[Any],
        values: Sequence[Any],
        beside: PortionRequests,
    ) -> list[str] | None:
        """Return the pieces of a column with few different texts, None if one has a note."""
        made, lines, pending = dict[Any, str](), dict[Any, int](), self._pending
        for value in different:
            made[value] = encoders[type(value)][value]
            if pending.lines > 1:
                lines[value] = pending.lines
            has_note = bool(pending.notes)
            pending.clear()
            if has_note:
                return None
        for row, value in enumerate(values) if lines else ():
            if value in lines:
                beside.need(row, lines[value])
        return list(map(made.__getitem__, values))

    def _one_by_one(
        self, encoders: Mapping[type, Encoder], values: Sequence[Any], beside: PortionRequests
    ) -> list[str]:
        found, pending = list[str](), self._pending
        for row, value in enumerate(values):
            found.append(encoders[type(value)][value])
            if pending.lines > 1 or pending.notes:
                beside.add(row, pending)
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
