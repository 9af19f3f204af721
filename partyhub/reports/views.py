from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import Any

from flask import Blueprint, abort, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub import catalog
from partyhub.database import db, reading
from partyhub.figures import AnyFigure, Scope
from partyhub.history.models import Action
from partyhub.history.operations import log
from partyhub.organizations.filters import organization_choices
from partyhub.organizations.models import Organization
from partyhub.registers import pages
from partyhub.registers.ledger import Heading
from partyhub.registers.views import XLSX
from partyhub.reports.asked import Asked, read_request
from partyhub.reports.calculation import (
    compute_each,
    counting_figure,
    register_of_figure,
    select_counted,
)
from partyhub.reports.groups import grouped
from partyhub.reports.marks import find_marks
from partyhub.reports.rows import FigureRow, counted_in, row, rows_of
from partyhub.reports.wording import number_words
from partyhub.reports.workbook import IN_HISTORY, write_yearly

blueprint = Blueprint("reports", __name__, url_prefix="/figures")
MOST_SHOWN = 500


blueprint.add_app_template_global(counted_in)


@blueprint.get("/")
def figures() -> ResponseReturnValue:
    asked = read_request()
    rows = rows_of(asked)
    page = render_template(
        "reports/figures.html",
        groups=[(heading, [rows[code] for code in codes]) for heading, codes in grouped(rows)],
        unit=asked.organization or find_top(asked),
        organizations=organization_choices(asked.viewer),
        **asked_context(asked),
    )
    return page, asked.choice.status


@blueprint.get("/<code>")
def counted(code: str) -> ResponseReturnValue:
    """The list of the very records that a figure counts."""
    asked = read_request()
    figure = catalog.figures_by_code().get(code)
    if figure is None:
        abort(404)
    scope = asked.scope()
    register = register_of_figure(figure)
    query = select_counted(figure, scope).order_by(register.model.id)
    columns = [c for key in register.listing.columns if (c := register.column(key))]
    records = db.session.scalars(query.limit(MOST_SHOWN)).all()
    now, before = compute_each([scope, asked.scope(asked.period.before)], [figure])
    page = render_template(
        "reports/counted.html",
        figure=row(asked, now[code], before[code]),
        records=now[code].records,
        register=register,
        headings=[Heading(c.key, register.header(c), register.kind(c), False) for c in columns],
        rows=pages.rows_of(register, records, columns, scope.as_of),
        amounts=amounts_of(figure, [record.id for record in records], scope),
        parts=parts_of(asked, figure),
        **asked_context(asked),
    )
    return page, asked.choice.status


def asked_context(asked: Asked) -> dict[str, Any]:
    """What every page of figures shows of what was asked for."""
    return {
        "asked": asked,
        "period": asked.period,
        "as_of": asked.scope().as_of,
        "periods_menu": asked.choice.menu,
    }


def find_top(asked: Asked) -> Organization | None:
    """The organization that files the figures when none is chosen: the viewer's own."""
    if asked.viewer.organization_id is None:
        return None
    return db.session.get(Organization, asked.viewer.organization_id)


def amounts_of(figure: AnyFigure, record_ids: Sequence[int], scope: Scope) -> dict[int, str] | None:
    """What each record adds to a figure that adds something up; None for one that counts."""
    counting = counting_figure(figure)
    if counting.measure is None:
        return None
    own = counting.narrowed(counting.model.id.in_(record_ids))
    return {
        record_id: number_words(marks.numbers[counting.measure.key] or 0)
        for record_id, marks in find_marks([own], scope).items()
    }


@blueprint.post("/workbook")
def workbook() -> ResponseReturnValue:
    """Send the yearly workbook. That it was taken is on record, committed before it is made.

    What takes long only reads then, so that nobody has to wait for it to write.
    """
    asked = read_request()
    if asked.choice.error:
        abort(400)
    code = asked.organization.code if asked.organization else ""
    how = f"{asked.period.key} {code}".strip()
    log(asked.viewer, IN_HISTORY, None, Action.EXPORTED, reason=how)
    db.session.commit()
    stream = TemporaryFile()  # noqa: SIM115  # the response closes it when it is sent
    with reading():
        write_yearly(asked.viewer, asked.period, asked.organization, stream)
    stream.seek(0)
    name = gettext("Summary of Party work, %(period)s", period=asked.period.label())
    return send_file(stream, XLSX, as_attachment=True, download_name=f"{name}.xlsx")


def parts_of(asked: Asked, figure: AnyFigure) -> list[FigureRow]:
    """The two figures of a ratio."""
    codes = getattr(figure, "parts", ())
    return list(rows_of(asked, [catalog.figures_by_code()[code] for code in codes]).values())
