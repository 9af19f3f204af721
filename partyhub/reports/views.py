from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub import catalog, clock
from partyhub.accounts import current_viewer
from partyhub.database import db
from partyhub.figures import AnyFigure
from partyhub.organizations.filters import organization_choices
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import choose_organization
from partyhub.periods import Period, PeriodError, presets
from partyhub.registers import pages
from partyhub.reports.calculation import (
    Computed,
    compute,
    register_of_figure,
    scope_of,
    select_counted,
)
from partyhub.reports.wording import change_words, value_words
from partyhub.viewers import READERS, Viewer

blueprint = Blueprint("reports", __name__, url_prefix="/figures")
MOST_SHOWN = 500


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


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    viewer: Viewer
    period: Period
    organization: Organization | None

    def url(self, endpoint: str, **values: Any) -> str:
        chosen = str(self.organization.id) if self.organization else None
        return url_for(endpoint, **({"period": self.period.key, "organization": chosen} | values))


@blueprint.get("/")
def figures() -> ResponseReturnValue:
    asked = read_request()
    now = compute(scope_of(asked.viewer, asked.period, asked.organization))
    before = compute(scope_of(asked.viewer, asked.period.before, asked.organization))
    return render_template(
        "reports/figures.html",
        groups=[
            (label, [row(asked, now[code], before[code]) for code in now if group_of(code) in keys])
            for label, keys in groups()
        ],
        asked=asked,
        period=asked.period,
        as_of=min(asked.period.end, clock.today()),
        presets=presets(clock.today()),
        organizations=organization_choices(asked.viewer),
        unit=asked.organization,
    )


@blueprint.get("/<code>")
def counted(code: str) -> ResponseReturnValue:
    """The list of the very records that a figure counts."""
    figure = catalog.figures_by_code().get(code)
    if figure is None:
        abort(404)
    asked = read_request()
    scope = scope_of(asked.viewer, asked.period, asked.organization)
    computed = compute(scope, [figure])[code]
    register = register_of_figure(figure)
    query = select_counted(figure, scope).order_by(register.model.id)
    columns = [c for key in register.listing.columns if (c := register.column(key))]
    records = db.session.scalars(query.limit(MOST_SHOWN)).all()
    return render_template(
        "reports/counted.html",
        figure=row(asked, computed, compute(scope_of(asked.viewer, asked.period.before, asked.organization), [figure])[code]),
        records=computed.records,
        shown=len(records),
        asked=asked,
        period=asked.period,
        as_of=scope.as_of,
        register=register,
        headings=[pages.Heading(c.key, register.header(c), register.kind(c), False) for c in columns],
        rows=[pages.row_of(register, record, columns, scope.as_of) for record in records],
        parts=parts_of(asked, figure),
    )


def parts_of(asked: Asked, figure: AnyFigure) -> list[tuple[str, str]]:
    """The two figures of a ratio, as (label, address)."""
    by_code = catalog.figures_by_code()
    return [
        (str(by_code[code].label), asked.url("reports.counted", code=code))
        for code in getattr(figure, "parts", ())
    ]


def read_request() -> Asked:
    """Read period and organization from the address; what is none, or out of scope, is 404."""
    viewer = current_viewer()
    if not viewer.is_one_of(READERS):
        abort(403)
    try:
        period = Period.parse(request.args.get("period") or presets(clock.today())[0].key)
    except PeriodError:
        abort(404)
    chosen = request.args.get("organization", "")
    if not chosen:
        return Asked(viewer, period, None)
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 10):
        abort(404)
    query = choose_organization(viewer).where(Organization.id == int(chosen))
    organization = db.session.scalars(query).first()
    if organization is None:
        abort(404)
    return Asked(viewer, period, organization)


def row(asked: Asked, now: Computed, before: Computed) -> FigureRow:
    figure = now.figure
    return FigureRow(
        figure.code,
        str(figure.label),
        str(figure.unit),
        str(figure.definition),
        value_words(now),
        value_words(before),
        change_words(now, before),
        asked.url("reports.counted", code=figure.code),
    )


def group_of(code: str) -> str:
    return code.partition(".")[0]


def groups() -> list[tuple[str, frozenset[str]]]:
    """The headings of the figures page, each with the first parts of its codes."""
    return [
        (gettext("Organizations and members"), frozenset({"organizations", "members"})),
        (gettext("Activities"), frozenset({"activities", "service"})),
        (gettext("Appraisals"), frozenset({"appraisals"})),
        (gettext("Honors"), frozenset({"awards"})),
    ]
