"""A figure as a page shows it: its value in words, the period before beside it, and its address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from partyhub import clock
from partyhub.accounts import current_viewer
from partyhub.database import Record
from partyhub.figures import AnyFigure, Figure
from partyhub.periods import presets
from partyhub.registers.asked import AskedPeriod
from partyhub.registers.register import Register
from partyhub.reports.asked import Asked
from partyhub.reports.calculation import Computed, compute_each, find_contributions
from partyhub.reports.wording import change_words, value_words
from partyhub.viewers import READERS


@dataclass(frozen=True)
class FigureRow:
    """One figure on the page, with the period before beside it."""

    code: str
    label: str
    unit: str
    definition: str
    value: str
    before: str
    change: str
    url: str
    is_part: bool


def rows_of(asked: Asked, figures: Iterable[AnyFigure] | None = None) -> dict[str, FigureRow]:
    """The figures by code, all of the catalog unless some are named."""
    wanted = None if figures is None else list(figures)
    now, before = compute_each([asked.scope(), asked.scope(asked.period.before)], wanted)
    return {code: row(asked, now[code], before[code]) for code in now}


def row(asked: Asked, now: Computed, before: Computed) -> FigureRow:
    figure = now.figure
    return FigureRow(
        figure.code,
        str(figure.label),
        "" if value_words(now).endswith("%") else str(figure.unit),
        str(figure.definition),
        value_words(now),
        value_words(before),
        change_words(now, before),
        asked.url("reports.counted", code=figure.code),
        figure.part_of is not None,
    )


def counted_in(register: Register, record: Record) -> Sequence[FigureRow]:
    """The figures of this Party year in which one record counts, and what it adds to each."""
    viewer = current_viewer()
    if not viewer.is_one_of(READERS) or record.archived_at is not None:
        return ()
    offered = presets(clock.today())
    asked = Asked(viewer, AskedPeriod(offered[0], offered), None)
    found = find_contributions(register, record.id, asked.scope())
    return [_contribution(asked, item) for item in found]


def _contribution(asked: Asked, found: Computed) -> FigureRow:
    """The figure with what the record adds to it; of one that counts, with its name alone."""
    shown = row(asked, found, found)
    adds_up = isinstance(found.figure, Figure) and found.figure.measure is not None
    return shown if adds_up else replace(shown, value="", unit="")
