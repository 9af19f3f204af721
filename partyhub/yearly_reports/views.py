"""Routes of yearly reports: the list, a report, and the steps that it takes."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from partyhub.accounts import require
from partyhub.database import db, reading
from partyhub.organizations.list_filters import organization_choices
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import reach_of
from partyhub.registers.lazy_views import load_on_use
from partyhub.reports.report_request import ReportRequest, read_request
from partyhub.roles import Right
from partyhub.viewers import Viewer
from partyhub.yearly_reports import operations
from partyhub.yearly_reports.compare_views import compare, compare_figure
from partyhub.yearly_reports.counted import counted_in_reports, not_counted_in
from partyhub.yearly_reports.file_views import workbook
from partyhub.yearly_reports.forms import ReasonForm, ReportForm, WordsForm
from partyhub.yearly_reports.found import find_or_404, is_stale, page_number, reading_viewer
from partyhub.yearly_reports.models import ReportLanguage, ReportState, YearlyReport
from partyhub.yearly_reports.pages import Offers, may_withdraw, page_of, proposed_title
from partyhub.yearly_reports.queries import (
    OPEN_STATES,
    find_frozen,
    find_page,
    find_same,
    may_make,
    unit_or_all,
)
from partyhub.yearly_reports.sign_views import sign

blueprint = Blueprint("yearly_reports", __name__, url_prefix="/yearly-reports")
blueprints = (blueprint,)

blueprint.add_app_template_global(counted_in_reports)
blueprint.add_app_template_global(not_counted_in)
blueprint.add_url_rule("/compare", view_func=compare)
blueprint.add_url_rule(
    "/compare/workbook",
    view_func=load_on_use("partyhub.yearly_reports.compare_files", "export_comparison"),
    methods=["POST"],
)
blueprint.add_url_rule("/compare/<code>", view_func=compare_figure)
blueprint.add_url_rule("/<id:report_id>/sign", view_func=sign, methods=["GET", "POST"])
blueprint.add_url_rule("/<id:report_id>/workbook/<edition>", view_func=workbook, methods=["POST"])


@blueprint.get("/", endpoint="list")
@require(Right.READ)
def list_reports() -> ResponseReturnValue:
    """List the reports of the units that the viewer looks after."""
    viewer = reading_viewer()
    page = page_number()
    reports, has_more = find_page(viewer, page)
    return render_template(
        "yearly_reports/list.html",
        reports=reports,
        may_make=viewer.may(Right.WRITE),
        older=url_for("yearly_reports.list", page=page + 1) if has_more else None,
        newest=url_for("yearly_reports.list") if page > 1 else None,
    )


@blueprint.route("/new", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    """Choose a unit and a period, and make a draft with the title that is proposed."""
    requested = read_request()
    viewer, unit = requested.viewer, _unit_of(requested)
    if not may_make(viewer, unit.id if unit else None):
        abort(403)
    same = find_same(unit.id if unit else None, requested.period.key)
    form = ReportForm(viewer, values=_proposed(requested))
    if requested.choice.error or same or not form.validate_on_submit():
        is_wrong = requested.choice.error or form.errors or request.method == "POST"
        return _new_page(requested, unit, same, form), 400 if is_wrong else 200
    report = operations.create(
        viewer, unit.id if unit else None, requested.period, form.title.data, form.language.data
    )
    db.session.commit()
    flash(gettext("The draft is made. Look it over, then submit it for signing."), "ok")
    return _to(report)


def _unit_of(requested: ReportRequest) -> Organization | None:
    """Return the requested unit, None for all; without one all, or the viewer's own."""
    own = requested.viewer.organization_id
    if requested.organization or own is None or reach_of(requested.viewer).contains_root:
        return unit_or_all(requested.organization)
    return db.session.get(Organization, own)


def _proposed(requested: ReportRequest) -> dict[str, object]:
    is_chinese = str(get_locale()).startswith("zh")
    language = ReportLanguage.ZH if is_chinese else ReportLanguage.EN
    return {"title": proposed_title(requested.period), "language": language}


def _new_page(
    requested: ReportRequest,
    unit: Organization | None,
    same: YearlyReport | None,
    form: ReportForm,
) -> str:
    return render_template(
        "yearly_reports/new.html",
        requested=requested,
        period=requested.period,
        unit=unit,
        same=same,
        form=form,
        organizations=organization_choices(requested.viewer),
    )


@blueprint.get("/<id:report_id>")
def show(report_id: int) -> ResponseReturnValue:
    """Show a report: its way, its figures, its problems and its files."""
    return _page(reading_viewer(), report_id)


def _page(viewer: Viewer, report_id: int, *, stale: bool = False) -> str:
    """Return the page, read without the lock of an act that was refused: it takes its time."""
    db.session.rollback()
    with reading():
        context = page_of(viewer, find_or_404(viewer, report_id))
        return render_template("yearly_reports/show.html", stale=stale, **context)


@blueprint.route("/<id:report_id>/edit", methods=["GET", "POST"])
def edit(report_id: int) -> ResponseReturnValue:
    """Change the words of a report that nobody has signed; 409 if somebody else did meanwhile."""
    viewer = reading_viewer(Right.WRITE)
    report = find_or_404(viewer, report_id)
    if not Offers.of(viewer, report).edit:
        return _refuse(viewer, report, is_right=may_make(viewer, report.organization_id))
    form = WordsForm(viewer, report)
    stale = form.is_submitted() and not form.knows_version
    if stale or not form.validate_on_submit():
        form.version.data = str(report.version)
        page = render_template("yearly_reports/edit.html", form=form, report=report, stale=stale)
        return page, 409 if stale else 400 if form.errors else 200
    operations.edit(viewer, report, form.words())
    db.session.commit()
    flash(gettext("Saved."), "ok")
    return _to(report)


@blueprint.post("/<id:report_id>/submit")
def submit(report_id: int) -> ResponseReturnValue:
    """Submit a draft for signing; 409 if it was changed meanwhile."""
    viewer = reading_viewer(Right.WRITE)
    report = find_or_404(viewer, report_id)
    if not may_make(viewer, report.organization_id):
        abort(403)
    if is_stale(report) or report.state is not ReportState.DRAFT:
        return _page(viewer, report_id, stale=True), 409
    operations.submit(viewer, report)
    db.session.commit()
    flash(gettext("Submitted. Two of the committee sign it now."), "ok")
    return _to(report)


@blueprint.route("/<id:report_id>/withdraw", methods=["GET", "POST"])
def withdraw(report_id: int) -> ResponseReturnValue:
    """Take the last step back, with a reason: void a draft, send a report back, or unsign it."""
    viewer = reading_viewer(Right.WRITE)
    report = find_or_404(viewer, report_id)
    if not may_withdraw(viewer, report):
        is_open = report.state in OPEN_STATES
        return _refuse(
            viewer, report, is_right=is_open and may_make(viewer, report.organization_id)
        )
    form = ReasonForm(viewer, report)
    if form.is_submitted() and not form.knows_version:
        return _page(viewer, report_id, stale=True), 409
    if not form.validate_on_submit():
        page = render_template("yearly_reports/withdraw.html", form=form, report=report)
        return page, 400 if form.errors else 200
    _take_back(viewer, report, form.reason.data)
    db.session.commit()
    flash(gettext("Done. The history says it, with the reason."), "ok")
    return redirect(url_for("yearly_reports.list"), 303) if report.archived_at else _to(report)


def _take_back(viewer: Viewer, report: YearlyReport, reason: str) -> None:
    frozen = find_frozen(report)
    if frozen is not None:
        operations.withdraw_frozen(frozen)
    operations.withdraw(viewer, report, reason)


def _refuse(viewer: Viewer, report: YearlyReport, *, is_right: bool) -> ResponseReturnValue:
    """Answer 403 to who may never do it, and 409 with the report to who can't do it now."""
    if not is_right:
        abort(403)
    return _page(viewer, report.id, stale=True), 409


def _to(report: YearlyReport) -> ResponseReturnValue:
    return redirect(url_for("yearly_reports.show", report_id=report.id), 303)
