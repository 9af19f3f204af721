"""The result of a line, whether it meets its goal, and the table of all lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

REFERENCE_LOOP = 0.28  # seconds of the loop on the machine that seconds are scaled to
PLACES = {"s": 3, "ms": 1, "MB": 0, "/s": 1, "answers": 0}
HEAD = ("work", "peer", "PartyHub", "ratio", "goal", "", "loop")


@dataclass(frozen=True)
class Goal:
    """A limit for PartyHub's own amount in the unit, or, with ×, for its ratio to the peer's."""

    limit: float
    unit: str = "×"
    at_least: bool = False

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        return f"{sign} {self.limit:g}{'' if self.unit == '×' else ' '}{self.unit}"

    def is_met(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit


@dataclass(frozen=True)
class Line:
    """One line of the table: amounts in `unit`, seconds as measured here until scaled."""

    work: str
    ours: float | None
    goal: Goal
    peer: float | None = None
    peer_name: str = ""
    unit: str = "s"
    loop: float = REFERENCE_LOOP
    remark: str = ""

    def scaled(self, loop: float) -> "Line":
        """Return the line with the seconds of the reference machine, by this machine's loop."""
        factor = REFERENCE_LOOP / loop if self.unit in ("s", "ms") else 1
        ours, peer = (value and value * factor for value in (self.ours, self.peer))
        return replace(self, ours=ours, peer=peer, loop=loop)

    @property
    def ratio(self) -> float | None:
        return self.ours / self.peer if self.ours is not None and self.peer else None

    @property
    def is_met(self) -> bool | None:
        """Return whether the goal is met; None where nothing could be measured."""
        value = self.ratio if self.goal.unit == "×" else self.ours
        return None if value is None else self.goal.is_met(value)

    def cells(self) -> tuple[str, ...]:
        peer = f"{self.peer_name} {self._amount(self.peer)}".strip() if self.peer else "–"
        ratio = "–" if self.ratio is None else f"{self.ratio:.3g}×"
        verdict = {True: "met", False: "**missed**", None: "not measured"}[self.is_met]
        goal, loop = str(self.goal), f"{self.loop:.3f}"
        work = f"{self.work} ({self.remark})" if self.remark else self.work
        return (work, peer, self._amount(self.ours), ratio, goal, verdict, loop)

    def _amount(self, value: float | None) -> str:
        if value is None:
            return "–"
        return f"{value:,.{PLACES.get(self.unit, 3)}f} {self.unit}"


def unmeasured(work: str, goal: Goal, why: str) -> Line:
    return Line(work, None, goal, remark=why)


def table(lines: Iterable[Line]) -> str:
    """Return the lines as a Markdown table."""
    return "\n".join([head(), *map(row, lines)])


def head() -> str:
    return f"| {' | '.join(HEAD)} |\n|---|---|--:|--:|--:|---|--:|"


def row(line: Line) -> str:
    return f"| {' | '.join(line.cells())} |"


def summary(lines: Sequence[Line]) -> str:
    verdicts = [line.is_met for line in lines]
    counts = [(verdicts.count(True), "met"), (verdicts.count(False), "missed")]
    counts.append((verdicts.count(None), "not measured"))
    return ", ".join(f"{count} {word}" for count, word in counts if count)
