"""A number for each of some months, as a chart shows it: what is missing is a gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

ROUND = tuple(number * 10**power for power in range(16) for number in (1, 2, 5))
MOST_LINES = 5
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Point:
    """One place of a chart. `value` is None where nothing is known: no mark stands there.

    `words` say the whole of it, also of a gap, `text` the number in short; `url` is where it leads.
    """

    label: str
    value: int | float | Decimal | None
    words: str
    url: str | None = None
    text: str = ""


@dataclass(frozen=True)
class Axis:
    """Where a chart's lines stand: at each `step` from 0 up to `top`."""

    step: int
    top: int

    @property
    def ticks(self) -> range:
        return range(0, self.top + 1, self.step)


def axis_of(points: Sequence[Point]) -> Axis:
    """A few lines at round numbers, the last one not below the highest mark."""
    most = max((float(point.value) for point in points if point.value is not None), default=0.0)
    step = next(number for number in ROUND if most <= MOST_LINES * number)
    return Axis(step, step * max(-int(-most // step), 1))
