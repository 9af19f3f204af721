"""The settings of every line: sizes, rounds, and the machine's own loop between the runs."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TypeVar

from benchmarks.costs import loop
from benchmarks.data.sizes import Sizes
from benchmarks.instances import BUILD, Instance, example, filled

Result = TypeVar("Result")


@dataclass
class Bench:
    """Sizes and rounds of one run of the benchmarks; `loops` are the measured times of the loop."""

    sizes: Sizes = field(default_factory=Sizes)
    rounds: int = 3
    pages: int = 7  # calls of one page in one process
    rows: int = 100_000  # written alone; memory is measured at a tenth and at five times as many
    imported: int = 10_000
    seconds: float = 8.0  # of load on a server, a round
    has_peers: bool = True
    folder: Path = BUILD
    example: Instance | None = None
    loops: list[float] = field(default_factory=list)

    @property
    def small(self) -> Sizes:
        """Return the sizes with a tenth of the records."""
        return self.sizes.of(10)

    def filled(self, sizes: Sizes, database: str = "") -> Instance:
        return filled(self.folder, sizes, database)

    def large_instance(self) -> Instance:
        return self.filled(self.sizes)

    def small_instance(self) -> Instance:
        return self.filled(self.small)

    def example_instance(self) -> Instance:
        return self.example or example(self.folder)

    def alternate(
        self, sides: Mapping[str, Callable[[], Result]], rounds: int | None = None
    ) -> dict[str, list[Result]]:
        """Run each side in turn, A B A B, with the loop before each.

        Return the results of each side.
        """
        found: dict[str, list[Result]] = {name: [] for name in sides}
        count = self.rounds if rounds is None else rounds
        for number in range(count):
            for name, action in sides.items():
                tell(f"  round {number + 1} of {count}: {name}")
                self.loops.append(self.now())
                found[name].append(action())
        return found

    def now(self) -> float:
        """Return the CPU seconds that the loop takes now."""
        return loop()

    def medians(
        self, sides: Mapping[str, Callable[[], float]], rounds: int | None = None
    ) -> dict[str, float]:
        return {name: median(found) for name, found in self.alternate(sides, rounds).items()}


def tell(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
