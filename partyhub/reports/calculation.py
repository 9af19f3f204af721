"""From a period, an organization and a viewer to the value of every figure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, false, select

from partyhub import catalog, clock
from partyhub.database import db
from partyhub.figures import AnyFigure, Figure, Number, Ratio, Scope, divide
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import find_root, in_scope, reach_of, subtree
from partyhub.periods import Period
from partyhub.registers.register import REGISTERS, Register
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
    as_of = min(period.end, clock.today())
    mine = reach_of(viewer)
    if organization is None:
        return Scope(mine.organizations, mine.holds_root, period=period, as_of=as_of)
    asked = select(Organization.id).where(
        Organization.id.in_(subtree(organization.id, as_of)), mine.holds(Organization.id)
    )
    root = find_root(as_of)
    is_root = root is not None and root.id == organization.id
    return Scope(asked, mine.holds_root if is_root else false(), period=period, as_of=as_of)


def compute(scope: Scope, figures: Iterable[AnyFigure] | None = None) -> dict[str, Computed]:
    """Return the value of each figure by its code, in the order of the catalog."""
    wanted = list(catalog.FIGURES if figures is None else figures)
    by_code = catalog.figures_by_code()
    needed = {part for item in wanted if isinstance(item, Ratio) for part in item.parts}
    plain = [item for item in wanted if isinstance(item, Figure)]
    plain += [by_code[code] for code in needed if by_code[code] not in plain]  # type: ignore[misc]
    found = {figure.code: _compute_figure(figure, scope) for figure in plain}
    found |= {item.code: _compute_ratio(item, found) for item in wanted if isinstance(item, Ratio)}
    return {item.code: found[item.code] for item in wanted}


def _compute_figure(figure: Figure, scope: Scope) -> Computed:
    records = figure.count(scope)
    value = records if figure.measure is None else figure.value(scope)
    return Computed(figure, value, records, figure.as_of(scope))


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
