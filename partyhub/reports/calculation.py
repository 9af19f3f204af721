"""From a period, an organization and a viewer to the value of every figure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from partyhub import catalog, clock
from partyhub.database import db
from partyhub.figures import AnyFigure, Figure, Number, Ratio, Scope, divide
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import in_scope, narrow, reach_of
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
    """The same in each of the scopes, all asked for in one query."""
    wanted = list(catalog.FIGURES if figures is None else figures)
    plain = _plain_figures(wanted)
    asked = [(figure, scope) for scope in scopes for figure in plain]
    columns = [column for figure, scope in asked for column in _columns(figure, scope)]
    numbers = iter(db.session.execute(select(*columns)).one() if columns else ())
    found = iter([_read(figure, scope, numbers) for figure, scope in asked])
    by_scope = [{figure.code: next(found) for figure in plain} for _ in scopes]
    return [_with_ratios(wanted, computed) for computed in by_scope]


def _plain_figures(wanted: Sequence[AnyFigure]) -> list[Figure]:
    """Those that count something themselves, the parts of the ratios too, each once."""
    by_code = catalog.figures_by_code()
    parts = [by_code[c] for item in wanted if isinstance(item, Ratio) for c in item.parts]
    unique = {item.code: item for item in (*wanted, *parts) if isinstance(item, Figure)}
    return list(unique.values())


def _columns(figure: Figure, scope: Scope) -> Iterator[ColumnElement[Any]]:
    """What a query asks for so that `_read` finds it."""
    yield figure.records(scope)
    if (amount := figure.amount(scope)) is not None:
        yield amount


def _read(figure: Figure, scope: Scope, numbers: Iterator[Any]) -> Computed:
    records = next(numbers)
    value = records if figure.measure is None else figure.measure.read(next(numbers))
    return Computed(figure, value, records, figure.as_of(scope))


def _with_ratios(wanted: Sequence[AnyFigure], found: dict[str, Computed]) -> dict[str, Computed]:
    ratios = {i.code: _compute_ratio(i, found) for i in wanted if isinstance(i, Ratio)}
    both = found | ratios
    return {item.code: both[item.code] for item in wanted}


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


def figures_with(register: Register, record_id: int, scope: Scope) -> Sequence[Figure]:
    """The figures in which one record counts."""
    own = [
        item
        for item in catalog.FIGURES
        if isinstance(item, Figure) and item.model is register.model
    ]
    if not own:
        return []
    marks = [register.model.id.in_(item.select(scope)) for item in own]
    row = db.session.execute(select(*marks).where(register.model.id == record_id)).first()
    return [item for item, is_counted in zip(own, row or (), strict=False) if is_counted]


def find_asked_organization(viewer: Viewer, code: str) -> Organization | None:
    """The organization with this code among those the viewer may see."""
    query = select(Organization).where(
        Organization.code == code,
        Organization.archived_at.is_(None),
        in_scope(viewer, Organization.id),
    )
    return db.session.scalars(query).first()
