"""Routes of the figures, the lists behind them, and the yearly workbook."""

from collections.abc import Callable, Sequence
from typing import IO, Any

from flask import Blueprint, Response, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from partyhub.database import db, reading
from partyhub.figures import AnyFigure, Scope
from partyhub.history.models import Action
from partyhub.history.operations import log
from partyhub.organizations.list_filters import organization_choices
from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.registers import current_catalog, pages
from partyhub.registers.list_parts import headings_of
from partyhub.registers.list_query import columns_of
from partyhub.registers.rolls import find_roll
from partyhub.registers.views import XLSX
from partyhub.reports.branch_checks import checks_of
from partyhub.reports.branch_columns import USUAL, bands_of, choices
from partyhub.reports.branch_rows import shown_row
from partyhub.reports.branch_table import BranchTable, table_of
from partyhub.reports.branches import find_requested
from partyhub.reports.calculation import (
    compute_each,
    counting_figure,
    register_of_figure,
    select_counted,
)
from partyhub.reports.groups import grouped
from partyhub.reports.marks import find_marks
from partyhub.reports.report_request import ReportRequest, read_request
from partyhub.reports.rows import FigureRow, counted_in, counting_period, row, rows_of
from partyhub.reports.subjects import IN_HISTORY
from partyhub.reports.wording import format_number
from partyhub.sent_files import file_to_send
from partyhub.viewers import Viewer

blueprint = Blueprint("reports", __name__, url_prefix="/figures")
blueprints = (blueprint,)
MOST_SHOWN = 500


blueprint.add_app_template_global(counted_in)
blueprint.add_app_template_global(counting_period)


@blueprint.get("/")
def figures() -> ResponseReturnValue:
    """Show every figure of the requested period and organization."""
    requested = read_request()
    rows = rows_of(requested)
    page = render_template(
        "reports/figures.html",
        groups=[(heading, [rows[code] for code in codes]) for heading, codes in grouped(rows)],
        unit=requested.organization or find_top(requested),
        organizations=organization_choices(requested.viewer),
        **request_context(requested),
    )
    return page, requested.choice.status


@blueprint.get("/branches")
def branches() -> ResponseReturnValue:
    """Show the figures of each organization directly below the requested one, and their sums."""
    requested = read_request()
    chosen = request.args.get("columns", USUAL)
    if chosen not in dict(choices()):
        abort(404)
    scope = requested.scope()
    unit = find_requested(requested.viewer, scope, requested.organization)
    bands = bands_of(chosen)
    table = table_of(scope, unit, bands) if unit else BranchTable(bands, (), ())
    page = render_template(
        "reports/branches.html",
        bands=bands,
        rows=[shown_row(requested, bands, row) for row in table.rows],
        sums=[shown_row(requested, bands, row) for row in table.sums],
        remarks=table.remarks,
        checks=checks_of(table, scope),
        sets=choices(),
        chosen=chosen,
        organizations=organization_choices(requested.viewer),
        **request_context(requested),
    )
    return page, requested.choice.status


@blueprint.get("/<code>")
def counted(code: str) -> ResponseReturnValue:
    """Show the list of exactly the records that a figure counts."""
    requested = read_request(may_be_own=True)
    figure = current_catalog().figures_by_code.get(code)
    if figure is None:
        abort(404)
    scope = requested.scope()
    register = register_of_figure(figure)
    query = select_counted(figure, scope).order_by(register.model.id)
    roll = find_roll(register, counting_figure(figure).roll)
    columns = columns_of(register, roll=roll)
    headings = headings_of(register, columns)
    records = db.session.scalars(query.limit(MOST_SHOWN)).all()
    now, before = compute_each([scope, requested.scope(requested.period.before)], [figure])
    page = render_template(
        "reports/counted.html",
        figure=row(requested, now[code], before[code]),
        records=now[code].records,
        register=register,
        roll=roll if roll and roll.name else None,
        headings=headings,
        rows=pages.ledger_of(register, records, columns, headings, scope.as_of),
        amounts=amounts_of(figure, [record.id for record in records], scope),
        parts=parts_of(requested, figure),
        **request_context(requested),
    )
    return page, requested.choice.status


def request_context(requested: ReportRequest) -> dict[str, Any]:
    """Return what every page of figures shows of the request."""
    return {
        "requested": requested,
        "period": requested.period,
        "as_of": requested.scope().as_of,
        "periods_menu": requested.choice.menu,
    }


def find_top(requested: ReportRequest) -> Organization | None:
    """Return the organization that files the figures when none is chosen: the viewer's own."""
    if requested.viewer.organization_id is None:
        return None
    return db.session.get(Organization, requested.viewer.organization_id)


def amounts_of(figure: AnyFigure, record_ids: Sequence[int], scope: Scope) -> dict[int, str] | None:
    """Return what each record adds to a figure with a measure, in words by the record's id.

    For a figure that counts, return None.
    """
    counting = counting_figure(figure)
    if counting.measure is None:
        return None
    own = counting.narrowed(counting.model.id.in_(record_ids))
    return {
        record_id: format_number(marks.numbers[counting.measure.key] or 0)
        for record_id, marks in find_marks([own], scope).items()
    }


@blueprint.post("/workbook")
def workbook() -> ResponseReturnValue:
    """Send the full edition of the yearly workbook."""
    from partyhub.reports.workbook import write_yearly  # loaded when a workbook is written

    return send_workbook(write_yearly, lazy_gettext("%(name)s, full edition"))


def send_workbook(
    write: Callable[[Viewer, Period, Organization | None, IO[bytes]], None], file_name: Any
) -> Response:
    """Send the workbook that `write` writes, after logging the export and committing.

    The long part after that only reads, so that nobody has to wait for it to write. `file_name` has
    a place for the name of all editions.
    """
    requested = read_request()
    if requested.choice.error:
        abort(400)
    code = requested.organization.code if requested.organization else ""
    how = f"{requested.period.key} {code}".strip()
    log(requested.viewer, IN_HISTORY, None, Action.EXPORTED, reason=how)
    db.session.commit()
    name = gettext("Summary of Party work, %(period)s", period=requested.period.label())
    name = str(file_name) % {"name": name}
    with file_to_send() as stream, reading():
        write(requested.viewer, requested.period, requested.organization, stream)
    return send_file(stream, XLSX, as_attachment=True, download_name=f"{name}.xlsx")


def parts_of(requested: ReportRequest, figure: AnyFigure) -> list[FigureRow]:
    """Return the rows of the two figures of a ratio; empty for a plain figure."""
    codes = getattr(figure, "parts", ())
    known = current_catalog().figures_by_code
    return list(rows_of(requested, [known[code] for code in codes]).values())
