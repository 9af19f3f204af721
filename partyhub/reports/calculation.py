"""The calculation of every figure for a period, an organization and a viewer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select

from partyhub import clock
from partyhub.figures import (
    AnyFigure,
    Block,
    Figure,
    Number,
    Ratio,
    Scope,
    Tally,
    divide,
    tally_blocks,
    tally_record,
)
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import narrow, reach_of
from partyhub.periods import Period
from partyhub.registers import Register, current_catalog
from partyhub.scopes import Reach
from partyhub.viewers import Viewer


@dataclass(frozen=True)
class Computed:
    """One figure with its value in one scope; `records` is how many records its query selects.

    `months` is how many months were reported, where it adds up monthly returns.
    """

    figure: AnyFigure
    value: Number
    records: int
    as_of: date
    months: int | None = None

    @property
    def code(self) -> str:
        return self.figure.code


def within(viewer: Viewer, unit: Organization | None) -> Viewer:
    """Return the viewer as one for whom nothing of the unit is out of reach.

    The figures and problems of a unit are the same for all who may see it, also those of a branch
    that has moved away since. Whether the viewer may see the unit must be checked before.
    """
    return viewer if unit is None else replace(viewer, of_unit=True)


def scope_of(viewer: Viewer, period: Period, organization: Organization | None = None) -> Scope:
    """Return the scope of `organization` with all below it on the last day, as far as in reach.

    The reach is the viewer's. Without an organization the scope is all of it.
    """
    return scope_within(reach_of(viewer), period, organization)


def scope_within(mine: Reach, period: Period, organization: Organization | None) -> Scope:
    """Return the scope for a reach that is known.

    Periods that share a reach make a smaller query.
    """
    as_of = min(period.end, clock.today())
    reach = mine if organization is None else narrow(mine, organization.id, as_of)
    return Scope(reach.organizations, reach.contains_root, period=period, as_of=as_of)


def compute(scope: Scope, figures: Iterable[AnyFigure] | None = None) -> dict[str, Computed]:
    """Return the value of each figure by its code, in the order of the catalog."""
    return compute_each([scope], figures)[0]


def compute_each(
    scopes: Sequence[Scope],
    figures: Iterable[AnyFigure] | None = None,
    *,
    apart: bool = False,
) -> list[dict[str, Computed]]:
    """Return `compute` for each of the scopes, by one statement for each base.

    `apart` is that of `tally_blocks`.
    """
    wanted = list(current_catalog().figures if figures is None else figures)
    found = compute_blocks([Asking(scope, wanted) for scope in scopes], apart=apart)
    return [found_in[None] for found_in in found]


class Asking(NamedTuple):
    """A request for figures in a scope, as one value each, or as one for each month of its days."""

    scope: Scope
    figures: Sequence[AnyFigure]
    by_month: bool = False


def compute_blocks(
    requested: Sequence[Asking], *, apart: bool = False
) -> list[dict[date | None, dict[str, Computed]]]:
    """Return the values of each request by month and code, all by one statement for each base.

    A month is its first day; a figure that counted nothing in a month is left out of it. Values
    that are not requested by month are under None.
    """
    blocks = [Block(a.scope, _plain_figures(a.figures), a.by_month) for a in requested]
    return [
        {month: _computed(each.figures, tallies) for month, tallies in answer.items()}
        for each, answer in zip(requested, tally_blocks(blocks, apart=apart), strict=True)
    ]


def _plain_figures(wanted: Sequence[AnyFigure]) -> list[Figure]:
    """Return the figures that count something themselves, with the parts of ratios, each once."""
    by_code = current_catalog().figures_by_code
    parts = [by_code[c] for item in wanted if isinstance(item, Ratio) for c in item.parts]
    unique = {item.code: item for item in (*wanted, *parts) if isinstance(item, Figure)}
    return list(unique.values())


def _computed(wanted: Sequence[AnyFigure], tallies: Mapping[Figure, Tally]) -> dict[str, Computed]:
    """Return the requested figures and ratios by code, without those that have no tally."""
    plain = {
        figure.code: Computed(figure, found.value, found.records, found.as_of, found.months)
        for figure, found in tallies.items()
    }
    ratios = {
        item.code: _compute_ratio(item, plain)
        for item in wanted
        if isinstance(item, Ratio) and plain.keys() >= set(item.parts)
    }
    both = plain | ratios
    return {item.code: both[item.code] for item in wanted if item.code in both}


def _compute_ratio(ratio: Ratio, found: Mapping[str, Computed]) -> Computed:
    first, second = (found[code] for code in ratio.parts)
    value = divide(first.value, second.value)
    return Computed(ratio, value, first.records, second.as_of, second.months)


def counting_figure(figure: AnyFigure) -> Figure:
    """Return the figure whose records are behind `figure`; for a ratio, its first part's."""
    if isinstance(figure, Ratio):
        figure = current_catalog().figures_by_code[figure.parts[0]]
    assert isinstance(figure, Figure)
    return figure


def register_of_figure(figure: AnyFigure) -> Register:
    """Return the register whose records the figure counts."""
    return current_catalog().by_model[counting_figure(figure).model]


def select_counted(figure: AnyFigure, scope: Scope) -> Select[Any]:
    """Select exactly the records that the figure counts, with everything their columns read."""
    counted = counting_figure(figure)
    register = register_of_figure(figure)
    return register.load().where(counted.model.id.in_(counted.select(scope)))


def find_contributions(register: Register, record_id: int, scope: Scope) -> list[Computed]:
    """Return the figures that count one record, each with what this record alone adds to it."""
    figures = current_catalog().figures
    own = [each for each in figures if isinstance(each, Figure) and each.model is register.model]
    return [
        Computed(figure, found.value, found.records, found.as_of)
        for figure, found in tally_record(own, scope, record_id).items()
        if found.records
    ]
