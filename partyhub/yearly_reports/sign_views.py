"""The route of signing: what is signed is shown first, and the second signature freezes it.

Reading and writing files takes long and locks nothing: the lock is taken afterwards, for a moment.
"""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub.database import db, reading
from partyhub.roles import Right
from partyhub.viewers import Viewer
from partyhub.yearly_reports import operations
from partyhub.yearly_reports.found import find_or_404, is_stale, reading_viewer
from partyhub.yearly_reports.freezing import Frozen, freeze, keep
from partyhub.yearly_reports.looks import ROWS, Look
from partyhub.yearly_reports.models import ReportState, YearlyReport
from partyhub.yearly_reports.pages import may_withdraw, page_of_unit
from partyhub.yearly_reports.queries import may_sign
from partyhub.yearly_reports.record_words import RecordWords, Shown

# Records that the page names of those changed since the first signature.
MOST_NAMED = 20


@dataclass(frozen=True)
class Prepared:
    """A signature that is about to be stored, with what the second one freezes."""

    version: int
    seen: dict[str, object]
    frozen: Frozen | None


def sign(report_id: int) -> ResponseReturnValue:
    """Show what is signed, or sign it; 409 if figures or the report changed since it was shown."""
    viewer = reading_viewer(Right.SIGN_REPORTS)
    report = find_or_404(viewer, report_id)
    if not may_sign(viewer, report):
        abort(403)
    if request.method == "GET":
        return _page(viewer, report)
    db.session.rollback()
    with reading():
        report = find_or_404(viewer, report_id)
        if is_stale(report):
            return _refusal(viewer, report, gettext("Somebody changed the report meanwhile."))
        look = Look.at(viewer, report)
        if against := look.reasons_against(viewer):
            return _refusal(viewer, report, *against)
        if request.form.get("mark") != look.mark:
            sentence = gettext(
                "Figures or problems have changed since you opened the page. Look at them again."
            )
            return _refusal(viewer, report, sentence)
        prepared = _prepare(viewer, look)
        db.session.rollback()
    return _store(viewer, report_id, prepared)


def _prepare(viewer: Viewer, look: Look) -> Prepared:
    if look.report.state is ReportState.SIGNED:
        return Prepared(look.report.version, look.seen, freeze(viewer, look))
    return Prepared(look.report.version, look.seen | {ROWS: look.rows.pack()}, None)


def _store(viewer: Viewer, report_id: int, prepared: Prepared) -> ResponseReturnValue:
    """Store the signature, and what it freezes, unless the report has changed meanwhile."""
    report = find_or_404(viewer, report_id)
    if report.version != prepared.version:
        return _refusal(viewer, report, gettext("Somebody changed the report meanwhile."))
    operations.sign(viewer, report, prepared.seen)
    if prepared.frozen is not None:
        keep(report, prepared.frozen)
    db.session.commit()
    flash(_done(is_frozen=prepared.frozen is not None), "ok")
    return redirect(url_for("yearly_reports.show", report_id=report_id), 303)


def _done(*, is_frozen: bool) -> str:
    if is_frozen:
        return gettext(
            "Signed by two and frozen: what is changed from now on leaves this report as it is."
        )
    return gettext("Signed. The second signature freezes the report.")


def _refusal(viewer: Viewer, report: YearlyReport, *sentences: str) -> ResponseReturnValue:
    report_id = report.id
    db.session.rollback()
    with reading():
        return _page(viewer, find_or_404(viewer, report_id), sentences), 409


def _page(viewer: Viewer, report: YearlyReport, sentences: tuple[str, ...] = ()) -> str:
    look = Look.at(viewer, report)
    against = look.reasons_against(viewer)
    return render_template(
        "yearly_reports/sign.html",
        report=report,
        look=look,
        problems_url=page_of_unit(report, "problems.show"),
        is_second=report.state is ReportState.SIGNED,
        against=against,
        sentences=[each for each in sentences if each not in against],
        changed=_changed(viewer, look),
        rest=max(len(look.changed_rows) - MOST_NAMED, 0),
        may_withdraw=may_withdraw(viewer, report),
    )


def _changed(viewer: Viewer, look: Look) -> list[Shown]:
    """Return some of the records that were changed since the first signature, with who did it."""
    if look.signed_rows is None:
        return []
    changes = look.changed_rows[:MOST_NAMED]
    span = (look.signed_rows.last_entry_id, None)
    words = RecordWords.of(viewer, changes, span, look.scope)
    return [words.shown(each) for each in changes]
