"""Results of the formulas beside the figures, counted while the rows are written.

A program that opens the workbook counts the same rows again by the formulas (see `checks`).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from partyhub.figures import Figure
from partyhub.reports.workbook.cover import NOTHING

# Sums of hours differ in their last digits when they are added in another order.
PLACES = 6
_UNIT = Decimal(1).scaleb(-PLACES)


class Tally:
    """The rows of one sheet of records: how many count in each figure, and what they add up to.

    `places` is the column, counted from 0, of each measure's numbers.
    """

    def __init__(self, figures: Sequence[Figure], places: Mapping[str, int]) -> None:
        self._measured = {f.code: places[f.measure.key] for f in figures if f.measure}
        self._rows: Counter[tuple[str, ...]] = Counter()
        self._sums: dict[str, float] = defaultdict(float)
        self._reported: Counter[str] = Counter()
        self._adds: dict[tuple[str, ...], list[tuple[str, int]]] = {}

    def add(self, codes: Sequence[tuple[str, ...]], columns: Sequence[Sequence[Any]]) -> None:
        """Count rows with these codes.

        `columns` are the columns of the sheet, with the measures' numbers.
        """
        self._rows.update(codes)
        if not self._measured:
            return
        for row, own in enumerate(codes):
            adds = self._adds.get(own)
            if adds is None:
                adds = [(code, self._measured[code]) for code in own if code in self._measured]
                self._adds[own] = adds
            for code, place in adds:
                number = columns[place][row]
                if isinstance(number, int | float | Decimal):
                    self._sums[code] += float(number)
                    self._reported[code] += number >= 0

    def value(self, figure: Figure) -> Any:
        """Return the result of the figure's formula."""
        if figure.measure is None:
            return sum(count for codes, count in self._rows.items() if figure.code in codes)
        if figure.measure.nothing is None and not self._reported[figure.code]:
            return NOTHING
        return self._sums[figure.code]


def divided(first: Any, second: Any) -> Any:
    """Return the ratio, or a dash where one of the two is a dash or the divisor is 0."""
    if isinstance(first, str) or isinstance(second, str) or not second:
        return NOTHING
    return first / second


def are_same(one: Any, other: Any) -> bool:
    """Return whether two cells are equal, numbers to as many places as the formulas compare."""
    if isinstance(one, str) or isinstance(other, str):
        return bool(one == other)
    return _rounded(one) == _rounded(other)


def _rounded(number: Any) -> Decimal:
    return Decimal(str(number)).quantize(_UNIT, ROUND_HALF_UP)
