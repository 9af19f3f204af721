"""Figures by month: each number is the figure itself, computed for one month."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from partyhub.figures import AnyFigure, Figure, Number, Ratio, Scope
from partyhub.periods import Period
from partyhub.reports.calculation import Asking, Computed

Values = Mapping[date | None, Mapping[str, Computed]]


def ask_by_month(
    scope: Callable[[Period], Scope], period: Period, figures: Sequence[AnyFigure]
) -> list[Asking]:
    """Return the requests after which `read_months` finds each month of the period.

    Consecutive months with the same organizations are requested together.
    """
    runs: list[Scope] = []
    for month in period.by_month():
        own = scope(month)
        if runs and _reach(runs[-1]) == _reach(own):
            whole = Period(runs[-1].period.start, month.end)
            runs[-1] = replace(runs[-1], period=whole, as_of=own.as_of)
        else:
            runs.append(own)
    return [Asking(run, figures, by_month=True) for run in runs]


def _reach(scope: Scope) -> tuple[object, bool]:
    return scope.organizations, scope.contains_root


def read_months(
    found: Sequence[Values], period: Period, figure: AnyFigure
) -> Iterator[tuple[Period, Number]]:
    """Yield (month, the figure's value in it) for each month of the period, in order."""
    known = {month: values for each in found for month, values in each.items()}
    for month in period.by_month():
        found_in = known.get(month.start.replace(day=1), {}).get(figure.code)
        yield month, found_in.value if found_in else value_of_nothing(figure)


def value_of_nothing(figure: AnyFigure) -> Number:
    """Return the value of a figure that counts no record."""
    if isinstance(figure, Ratio):
        return None
    assert isinstance(figure, Figure)
    return figure.measure.nothing if figure.measure else 0
