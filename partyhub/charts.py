"""Charts of one number per month; a missing number leaves a gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

ROUND = tuple(number * 10**power for power in range(16) for number in (1, 2, 5))
MOST_LINES = 5
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Point:
    """One place on a chart. `value` is None if it is unknown: no mark is drawn there.

    `words` describe the point in full, a gap too; `text` is the number in short; `url` is its link.
    """

    label: str
    value: int | float | Decimal | None
    words: str
    url: str | None = None
    text: str = ""


@dataclass(frozen=True)
class Axis:
    """The grid lines of a chart: one at each `step` from 0 up to `top`."""

    step: int
    top: int

    @property
    def ticks(self) -> range:
        return range(0, self.top + 1, self.step)


def axis_of(points: Sequence[Point]) -> Axis:
    """Return an axis with a few lines at round numbers, the top one not below the highest."""
    most = max((float(point.value) for point in points if point.value is not None), default=0.0)
    step = next(number for number in ROUND if most <= MOST_LINES * number)
    return Axis(step, step * max(-int(-most // step), 1))
