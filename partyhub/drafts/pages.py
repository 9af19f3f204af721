"""The page on which a draft is pasted or uploaded and compared with the figures on record.

The text is stored nowhere; what is exported is told to the history, without the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub.database import db, reading
from partyhub.documents.reading import UnreadableDocumentError
from partyhub.drafts.bases import Basis
from partyhub.drafts.checking import MOST, MOST_NUMBERS, Finding, check_draft
from partyhub.drafts.judging import Verdict
from partyhub.drafts.marked import lines_of
from partyhub.drafts.material import gather
from partyhub.drafts.sources import LARGEST, REASONS, read_draft
from partyhub.drafts.subjects import IN_HISTORY
from partyhub.drafts.wording import VERDICTS, cut_words
from partyhub.history.models import Action
from partyhub.history.operations import log
from partyhub.organizations.list_filters import organization_choices
from partyhub.registers.views import XLSX
from partyhub.reports.report_request import ReportRequest, read_request
from partyhub.reports.wording import format_number
from partyhub.sent_files import file_to_send
from partyhub.texts import clean_text

# Lines of a group that are listed; the marks in the text are all there.
MOST_LISTED = 300


class DraftError(Exception):
    """Error for a draft that can't be checked; the message says why."""


@dataclass(frozen=True)
class Listed:
    """A finding on the page; `number` joins it with its mark in the text."""

    number: int
    finding: Finding
    url: str | None
    is_marked: bool


def ask() -> ResponseReturnValue:
    """Show the form for a draft."""
    requested = read_request()
    return _form(requested, "", ""), requested.choice.status


def check() -> ResponseReturnValue:
    """Show the draft with a mark at each number, and what is on record beside it.

    It is sent, but nothing is written: nobody waits while a long text is read.
    """
    with reading():
        return _check(read_request())


def _check(requested: ReportRequest) -> ResponseReturnValue:
    text = request.form.get("text", "")[: MOST + 1]
    if requested.choice.error:
        return _form(requested, text, ""), 400
    try:
        draft = _draft()
    except DraftError as error:
        return _form(requested, text, str(error)), 400
    findings = check_draft(draft, _material(requested))
    lines = lines_of(draft, findings)
    marked = {piece.number for line in lines for piece in line.pieces}
    listed = [
        Listed(number, found, _url(requested, found), number in marked)
        for number, found in enumerate(findings, 1)
    ]
    return render_template(
        "drafts/checked.html",
        text=draft,
        lines=lines,
        listed=listed,
        groups={v.value: [each for each in listed if each.finding.verdict is v] for v in Verdict},
        verdicts={verdict.value: label for verdict, label in VERDICTS.items()},
        most=MOST_LISTED,
        cut=cut_words() if len(findings) >= MOST_NUMBERS else "",
        **_context(requested),
    )


def table() -> ResponseReturnValue:
    """Send the table of what was found as a workbook, after logging that and committing."""
    from partyhub.spreadsheets.plain_workbooks import PlainSheet, write_plain_workbook

    requested = read_request()
    if requested.choice.error:
        abort(400)
    try:
        draft = _draft()
    except DraftError:
        abort(400)
    log(requested.viewer, IN_HISTORY, None, Action.EXPORTED, reason=requested.period.key)
    db.session.commit()
    with reading():
        rows = _table_rows(check_draft(draft, _material(requested)))
    with file_to_send() as stream:
        write_plain_workbook(stream, [PlainSheet(gettext("Check of a draft"), rows)])
    name = gettext("Check of a draft, %(period)s", period=requested.period.label())
    return send_file(stream, XLSX, as_attachment=True, download_name=f"{name}.xlsx")


def _draft() -> str:
    """Return the text that was uploaded or pasted; raises DraftError."""
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        try:
            text = read_draft(upload.stream.read(LARGEST + 1))
        except UnreadableDocumentError as error:
            raise DraftError(str(REASONS[error.fault])) from None
    else:
        text = request.form.get("text", "")
    text = clean_text(text)
    if not text:
        raise DraftError(gettext("Paste the text of the draft, or choose a file."))
    if len(text) > MOST:
        raise DraftError(
            gettext("The draft is too long: at most 200,000 characters. Check it in parts.")
        )
    return text


def _material(requested: ReportRequest) -> Any:
    before = requested.scope(requested.period.before)
    own = requested.viewer.organization_id
    return gather(requested.scope(), before, requested.organization, own)


def _form(requested: ReportRequest, text: str, error: str) -> str:
    return render_template("drafts/ask.html", text=text, error=error, **_context(requested))


def _context(requested: ReportRequest) -> dict[str, Any]:
    return {
        "requested": requested,
        "period": requested.period,
        "organizations": organization_choices(requested.viewer),
    }


def _url(requested: ReportRequest, found: Finding) -> str | None:
    """Return the address of the records behind the figure that a number was compared with."""
    code = found.judgment.figure
    if code is None or found.judgment.ours is None:
        return None
    if found.judgment.basis is Basis.BEFORE:
        return requested.url("reports.counted", code=code, period=requested.period.before.key)
    return requested.url("reports.counted", code=code)


def _table_rows(findings: Sequence[Finding]) -> list[Sequence[str]]:
    heads = (
        gettext("Verdict"),
        gettext("In the text"),
        gettext("Number"),
        gettext("Unit"),
        gettext("On record"),
        gettext("Explanation"),
    )
    rows = [
        (
            str(VERDICTS[found.verdict]),
            found.quote,
            format_number(found.number),
            found.unit,
            "" if found.judgment.ours is None else format_number(found.judgment.ours),
            found.sentence,
        )
        for found in findings
    ]
    if len(findings) >= MOST_NUMBERS:
        rows.append(("", cut_words(), "", "", "", ""))
    return [heads, *rows]
