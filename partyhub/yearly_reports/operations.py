"""Operations on yearly reports: each is one step, written with its entry of the history."""

from partyhub import clock
from partyhub.database import db
from partyhub.history.models import Action
from partyhub.history.operations import Change, log
from partyhub.periods import Period
from partyhub.viewers import Viewer
from partyhub.yearly_reports.models import (
    FrozenReport,
    ReportLanguage,
    ReportSignature,
    ReportState,
    YearlyReport,
)
from partyhub.yearly_reports.subjects import IN_HISTORY

WORDS = ("title", "language", "opening_note")


def create(
    viewer: Viewer,
    organization_id: int | None,
    period: Period,
    title: str,
    language: ReportLanguage,
) -> YearlyReport:
    """Make a draft."""
    report = YearlyReport(
        organization_id=organization_id,
        period=period.key,
        title=title,
        language=language,
        created_by_id=viewer.user_id,
        created_by=viewer.name,
    )
    db.session.add(report)
    db.session.flush()
    log(viewer, IN_HISTORY, report, Action.CREATED)
    return report


def edit(viewer: Viewer, report: YearlyReport, values: dict[str, str]) -> None:
    """Change the words of a report that nobody has signed."""
    changes = []
    for key in WORDS:
        old, new = getattr(report, key), values.get(key, getattr(report, key))
        if old != new:
            changes.append(Change(key, str(old), str(new)))
            setattr(report, key, new)
    if changes:
        log(viewer, IN_HISTORY, report, Action.CHANGED, changes)


def submit(viewer: Viewer, report: YearlyReport) -> None:
    """Submit a draft for signing."""
    report.state = ReportState.SUBMITTED
    report.submitted_at = clock.now()
    report.submitted_by_id, report.submitted_by = viewer.user_id, viewer.name
    log(viewer, IN_HISTORY, report, Action.SUBMITTED)


def withdraw(viewer: Viewer, report: YearlyReport, reason: str) -> None:
    """Take the step before back: void a draft, send a submitted report back, or unsign it."""
    if report.state is ReportState.DRAFT:
        report.archived_at = clock.now()
        log(viewer, IN_HISTORY, report, Action.ARCHIVED, reason=reason)
        return
    is_signed = report.state is not ReportState.SUBMITTED
    for signature in report.valid_signatures:
        signature.withdrawn_at = clock.now()
        signature.withdrawn_by_id, signature.withdrawn_by = viewer.user_id, viewer.name
        signature.withdrawn_why = reason
    report.state = ReportState.DRAFT
    report.submitted_at, report.submitted_by_id, report.submitted_by = None, None, ""
    action = Action.UNSIGNED if is_signed else Action.SENT_BACK
    log(viewer, IN_HISTORY, report, action, reason=reason)


def withdraw_frozen(frozen: FrozenReport) -> None:
    """Mark what was frozen as withdrawn; it stays as it is."""
    frozen.withdrawn_at = clock.now()


def sign(viewer: Viewer, report: YearlyReport, seen: dict[str, object]) -> None:
    """Add a signature; the second one freezes the report."""
    is_second = report.state is ReportState.SIGNED
    db.session.add(
        ReportSignature(
            report_id=report.id,
            user_id=viewer.user_id,
            user_name=viewer.name,
            role=viewer.role or "",
            seen=seen,
        )
    )
    report.state = ReportState.FROZEN if is_second else ReportState.SIGNED
    log(viewer, IN_HISTORY, report, Action.FROZEN if is_second else Action.SIGNED)
