"""Comparing of past figures: what they are before an act, and what it makes of them.

A figure is compared if its base reads what has changed, and counted for the records alone that
those changed bear upon; what differs there is counted whole. Both states are read at the same time:
the one before by a connection that doesn't see the act.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from partyhub import clock
from partyhub.database import Record
from partyhub.figures import (
    AnyFigure,
    Base,
    Block,
    Figure,
    FigureKind,
    Number,
    Ratio,
    Scope,
    Shape,
    columns_read,
    divide,
    tally_blocks,
)
from partyhub.past_figures.rows import Changed, table_of
from partyhub.periods import Period
from partyhub.registers import current_catalog
from partyhub.registers.importing.isolation.stamps import tables_of
from partyhub.registers.register import Register
from partyhub.scopes import Reach

# With more records than these, all are counted.
MOST_NARROWED = 500
# The most seconds that a comparison takes, with statements that are new to the process.
LONGEST = 2.0
# What this process has sent: base, number of scopes, their shape, whether of all records.
_SENT: set[tuple[Base, int, Shape, bool]] = set()


class TooSlowError(Exception):
    """The error raised when the time given for a comparison is over."""


class Difference(NamedTuple):
    """A figure of a period whose value is another one after the act."""

    figure: AnyFigure
    period: Period
    before: Number
    after: Number


Values = dict[AnyFigure, tuple[Number, Number]]


@dataclass
class States:
    """The state before an act and the one after it, and the seconds that comparing may take.

    A statement takes longer the first time that a process sends it. That isn't counted, up to
    `LONGEST` seconds, since else the first acts after a start would never be told of.
    """

    earlier: Connection
    later: Connection
    patience: float | None = None
    until: float | None = None
    latest: float = 0.0

    def begin(self) -> None:
        """Begin to measure the time."""
        if self.patience is not None:
            self.until = clock.seconds() + self.patience
            self.latest = clock.seconds() + LONGEST

    def check_time(self) -> None:
        """Raise TooSlowError if the time is over."""
        if self.until is not None and clock.seconds() > self.until:
            raise TooSlowError

    def tally(
        self, figures: Sequence[Figure], scopes: Sequence[Scope], ids: Sequence[int] | None
    ) -> list[Values]:
        """Return the two values of figures of one base in each of the scopes."""
        began, blocks = clock.seconds(), [Block(scope, figures) for scope in scopes]
        old, new = (
            tally_blocks(blocks, ids, apart=True, connection=each)
            for each in (self.earlier, self.later)
        )
        statement = (figures[0].base, len(scopes), scopes[0].shape, ids is None)
        if self.until is not None and statement not in _SENT:
            self.until = min(self.until + clock.seconds() - began, self.latest)
        _SENT.add(statement)
        return [
            {each: (was[None][each].value, now[None][each].value) for each in figures}
            for was, now in zip(old, new, strict=True)
        ]


@dataclass(frozen=True)
class Comparison:
    """The comparison of the figures of a reach in some periods, after an act on `changed`."""

    states: States
    reach: Reach
    periods: Sequence[Period]
    changed: Sequence[Changed]
    _found: list[Values] = field(default_factory=list)

    def run(self) -> list[Difference]:
        """Return the figures that differ, by period and in the order of the catalog.

        Raises TooSlowError.
        """
        scopes = [self._scope(period) for period in self.periods]
        self._found[:] = [{} for _ in scopes]
        read = [each for each in figures_by_base().items() if self._reads_changed(each[0])]
        self.states.begin()
        for base, figures in read:
            self.states.check_time()
            self._compare(base, figures, scopes)
        for number, scope in enumerate(scopes):
            self._add_ratios(self._found[number], scope)
        return [
            Difference(figure, period, *self._found[number][figure])
            for number, period in enumerate(self.periods)
            for figure in current_catalog().figures
            if figure in self._found[number]
        ]

    def _scope(self, period: Period) -> Scope:
        own = self.reach
        return Scope(own.organizations, own.contains_root, period=period, as_of=period.end)

    def _reads_changed(self, base: Base) -> bool:
        return any(
            _is_read(read, each) for read in self._columns_read(base) for each in self.changed
        )

    def _columns_read(self, base: Base) -> list[Mapping[str, frozenset[str]]]:
        """Return what the base reads in each shape of the periods: years may be read otherwise."""
        return [columns_read(base, shape) for shape in {self._scope(p).shape for p in self.periods}]

    def _compare(self, base: Base, figures: Sequence[Figure], scopes: Sequence[Scope]) -> None:
        ids = self._ids(base)
        if ids is not None and not ids:
            return
        places = range(len(scopes))
        if ids is not None:
            values = self.states.tally(figures, scopes, sorted(ids))
            places = [n for n in places if _differing(values[n])]  # type: ignore[assignment]
            if not places:
                return
            self.states.check_time()
        whole = self.states.tally(figures, [scopes[n] for n in places], None)
        for number, values_there in zip(places, whole, strict=True):
            self._found[number].update(_differing(values_there))

    def _ids(self, base: Base) -> set[int] | None:
        """Return the ids of the base's records that those changed bear upon; None means any."""
        columns = self._columns_read(base)
        read = (each for each in self.changed if any(_is_read(own, each) for own in columns))
        found: set[int] = set()
        for model, ids in _by_model(read).items():
            own = _traced(base, model, ids, self.states)
            if own is None:
                return None
            found |= own
        return found if len(found) <= MOST_NARROWED else None

    def _add_ratios(self, found: Values, scope: Scope) -> None:
        """Add the ratios that differ, since a part of theirs does."""
        codes = {figure.code for figure in found}
        for ratio in current_catalog().figures:
            if isinstance(ratio, Ratio) and not codes.isdisjoint(ratio.parts):
                parts = [self._part(code, found, scope) for code in ratio.parts]
                values = divide(*(old for old, _ in parts)), divide(*(new for _, new in parts))
                found.update(_differing({ratio: values}))

    def _part(self, code: str, found: Values, scope: Scope) -> tuple[Number, Number]:
        """Return the two values of a part, which are one where it doesn't differ."""
        figure = current_catalog().figures_by_code[code]
        assert isinstance(figure, Figure)
        if figure in found:
            return found[figure]
        block = Block(scope, [figure])
        [answer] = tally_blocks([block], apart=True, connection=self.states.later)
        return answer[None][figure].value, answer[None][figure].value


def figures_by_base() -> Mapping[Base, Sequence[Figure]]:
    """Return the figures of the catalog by their base."""
    found: dict[Base, list[Figure]] = {}
    for figure in current_catalog().figures:
        if isinstance(figure, Figure):
            found.setdefault(figure.base, []).append(figure)
    return found


def is_counted_once(register: Register) -> bool:
    """Return whether a record counts only in periods with a day of its own.

    It does if it happens once, and if every figure that reads it is a flow.
    """
    tables = tables_of(register)
    return register.lifetime.kind == "flow" and all(
        figure.kind is FigureKind.FLOW
        for base, figures in figures_by_base().items()
        for figure in figures
        if not tables.isdisjoint(columns_read(base, EVERYWHERE.shape))
    )


_DAY = Period(date(2000, 1, 1), date(2000, 1, 1))
EVERYWHERE = Scope(period=_DAY, as_of=_DAY.end)


def _is_read(read: Mapping[str, Any], changed: Changed) -> bool:
    """Return whether a base that reads these columns by table reads what has changed."""
    own = table_of(changed.register.model).name
    return bool(read.get(own, frozenset()) & changed.columns) or any(
        name in read for name in changed.parts
    )


def _by_model(changed: Iterable[Changed]) -> dict[type[Record], list[int]]:
    found: dict[type[Record], list[int]] = {}
    for each in changed:
        found.setdefault(each.register.model, []).append(each.record_id)
    return found


def _traced(base: Base, model: type[Record], ids: Sequence[int], states: States) -> set[int] | None:
    """Return the ids of the base's records that these of `model` bear upon; None means any."""
    trace = base.traces.get(model)
    if len(ids) > MOST_NARROWED or (trace is None and model is not base.model):
        return None
    if trace is None:
        return set(ids)
    query = select(base.model.id).where(trace(ids))
    both = (states.earlier, states.later)
    return {number for each in both for number in each.execute(query).scalars()}


def _differing(values: Values) -> Values:
    return {figure: pair for figure, pair in values.items() if pair[0] != pair[1]}
