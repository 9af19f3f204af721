"""The report that an address names, checked: who may see it, and who may take its next step."""

from flask import abort, request

from partyhub.accounts import current_viewer
from partyhub.roles import Right
from partyhub.viewers import Viewer
from partyhub.yearly_reports.models import YearlyReport
from partyhub.yearly_reports.queries import find_report


def reading_viewer(*more: Right) -> Viewer:
    """Return the current viewer; aborts with 403 for who reads no figures, or lacks more rights."""
    viewer = current_viewer()
    if not all(viewer.may(right) for right in (Right.READ, *more)):
        abort(403)
    return viewer


def find_or_404(viewer: Viewer, report_id: int) -> YearlyReport:
    """Return the report; aborts with 404 if it is missing or of a unit out of reach."""
    report = find_report(viewer, report_id)
    if report is None:
        abort(404)
    return report


def page_number() -> int:
    """Return the page of a list that is asked for, 1 for none."""
    typed = request.args.get("page", "")
    return max(int(typed), 1) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def is_stale(report: YearlyReport) -> bool:
    """Return whether the page that was sent knows another version of the report."""
    return request.form.get("version", "") != str(report.version)
