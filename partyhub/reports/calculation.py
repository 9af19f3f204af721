"""From a period, an organization and a viewer to the value of every figure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select

from partyhub import catalog, clock
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
from partyhub.registers.register import REGISTERS, Register
from partyhub.scopes import Reach
from partyhub.viewers import Viewer


@dataclass(frozen=True)
class Computed:
    """One figure with its value in one scope; `records` is how many records its query selects."""

    figure: AnyFigure
    value: Number
    records: int
    as_of: date

    @property
    def code(self) -> str:
        return self.figure.code


def scope_of(viewer: Viewer, period: Period, organization: Organization | None = None) -> Scope:
    """What `viewer` may see of `organization`, with all below it on the last day; None: of all."""
    return scope_within(reach_of(viewer), period, organization)


def scope_within(mine: Reach, period: Period, organization: Organization | None) -> Scope:
    """The same for what is in reach: several periods of one reach make a smaller query."""
    as_of = min(period.end, clock.today())
    reach = mine if organization is None else narrow(mine, organization.id, as_of)
    return Scope(reach.organizations, reach.holds_root, period=period, as_of=as_of)


def compute(scope: Scope, figures: Iterable[AnyFigure] | None = None) -> dict[str, Computed]:
    """Return the value of each figure by its code, in the order of the catalog."""
    return compute_each([scope], figures)[0]


def compute_each(
    scopes: Sequence[Scope], figures: Iterable[AnyFigure] | None = None
) -> list[dict[str, Computed]]:
    """The same in each of the scopes, by one statement for each base."""
    wanted = list(catalog.FIGURES if figures is None else figures)
    found = compute_blocks([Asking(scope, wanted) for scope in scopes])
    return [found_in[None] for found_in in found]


class Asking(NamedTuple):
    """Figures that are asked for in a scope, as one value each, or one a month of its days."""

    scope: Scope
    figures: Sequence[AnyFigure]
    by_month: bool = False


def compute_blocks(asked: Sequence[Asking]) -> list[dict[date | None, dict[str, Computed]]]:
    """The values of each asking by month and code, all by one statement for each base.

    The month is its first day; a figure that counted nothing in one is left out of it. What isn't
    asked by month stands under None.
    """
    blocks = [Block(a.scope, _plain_figures(a.figures), a.by_month) for a in asked]
    return [
        {month: _computed(each.figures, tallies) for month, tallies in answer.items()}
        for each, answer in zip(asked, tally_blocks(blocks), strict=True)
    ]


def _plain_figures(wanted: Sequence[AnyFigure]) -> list[Figure]:
    """Those that count something themselves, the parts of the ratios too, each once."""
    by_code = catalog.figures_by_code()
    parts = [by_code[c] for item in wanted if isinstance(item, Ratio) for c in item.parts]
    unique = {item.code: item for item in (*wanted, *parts) if isinstance(item, Figure)}
    return list(unique.values())


def _computed(wanted: Sequence[AnyFigure], tallies: Mapping[Figure, Tally]) -> dict[str, Computed]:
    """The figures and ratios that are wanted, those left out of which there is no tally."""
    plain = {
        figure.code: Computed(figure, found.value, found.records, found.as_of)
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
    return Computed(ratio, divide(first.value, second.value), first.records, first.as_of)


def counting_figure(figure: AnyFigure) -> Figure:
    """The figure whose records stand behind `figure`: a ratio's are those of its first part."""
    if isinstance(figure, Ratio):
        figure = catalog.figures_by_code()[figure.parts[0]]
    assert isinstance(figure, Figure)
    return figure


def register_of_figure(figure: AnyFigure) -> Register:
    """The register whose records the figure counts."""
    return REGISTERS[counting_figure(figure).model]


def select_counted(figure: AnyFigure, scope: Scope) -> Select[Any]:
    """The very records that the figure counts, with all that their columns read."""
    counted = counting_figure(figure)
    register = register_of_figure(figure)
    return register.load().where(counted.model.id.in_(counted.select(scope)))


def find_contributions(register: Register, record_id: int, scope: Scope) -> list[Computed]:
    """The figures in which one record counts, each with what this record alone adds to it."""
    own = [i for i in catalog.FIGURES if isinstance(i, Figure) and i.model is register.model]
    return [
        Computed(figure, found.value, found.records, found.as_of)
        for figure, found in tally_record(own, scope, record_id).items()
        if found.records
    ]
