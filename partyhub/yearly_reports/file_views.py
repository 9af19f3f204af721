"""The route of a report's workbooks: the bytes that were frozen, or the data as they are now."""

from io import BytesIO
from typing import Any

from flask import abort, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub.attachments import storage
from partyhub.database import db, reading
from partyhub.history.models import Action
from partyhub.history.operations import log
from partyhub.registers.views import XLSX
from partyhub.sent_files import file_to_send
from partyhub.viewers import Viewer
from partyhub.yearly_reports.editions import EDITIONS, edition_name, subject_of, write_edition
from partyhub.yearly_reports.found import find_or_404, reading_viewer
from partyhub.yearly_reports.models import FrozenReport, ReportState, YearlyReport
from partyhub.yearly_reports.queries import find_frozen, find_frozen_by_id
from partyhub.yearly_reports.subjects import IN_HISTORY


def workbook(report_id: int, edition: str) -> ResponseReturnValue:
    """Send an edition of the report's workbook, after logging that it was taken.

    That of a frozen report is sent byte for byte, or not at all if it is no longer the same;
    `frozen` names one whose signatures were withdrawn.
    """
    viewer = reading_viewer()
    report = find_or_404(viewer, report_id)
    frozen = _find_frozen(viewer, report)
    if edition not in (frozen.files if frozen else EDITIONS):
        abort(404)
    title = frozen.title if frozen else report.title
    name = f"{title} {edition_name(edition)}.xlsx"
    stored = b""
    if frozen is not None:
        try:
            stored = storage.read(frozen.files[edition]["digest"])
        except storage.DamagedFileError:
            return _say_damaged(report_id)
    log(viewer, IN_HISTORY, report, Action.EXPORTED, reason=edition_name(edition))
    db.session.commit()
    stream = BytesIO(stored) if stored else _write(viewer, report_id, edition)
    return send_file(stream, XLSX, as_attachment=True, download_name=name)


def _say_damaged(report_id: int) -> ResponseReturnValue:
    sentence = gettext(
        "The stored workbook is missing or damaged. Ask the administrator to restore the folder"
        " attachments from a backup."
    )
    flash(sentence, "error")
    return redirect(url_for("yearly_reports.show", report_id=report_id), 303)


def _find_frozen(viewer: Viewer, report: YearlyReport) -> FrozenReport | None:
    """Return what is frozen of the report; aborts with 404 for what isn't of it."""
    text = request.form.get("frozen", "")
    if not text:
        return find_frozen(report) if report.state is ReportState.FROZEN else None
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    frozen = find_frozen_by_id(viewer, number)
    if frozen is None or frozen.report_id != report.id:
        abort(404)
    return frozen


def _write(viewer: Viewer, report_id: int, edition: str) -> Any:
    """Write the edition with the data of today, which only reads."""
    with file_to_send() as stream, reading():
        report = find_or_404(viewer, report_id)
        write_edition(edition, subject_of(viewer, report), stream)
    return stream
