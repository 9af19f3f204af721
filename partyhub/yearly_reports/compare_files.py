"""A comparison as a workbook: the figures that differ, and the records that make the difference."""

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from flask import send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext, pgettext

from partyhub.database import db, reading
from partyhub.history.models import Action
from partyhub.history.operations import log
from partyhub.registers.views import XLSX
from partyhub.sent_files import file_to_send
from partyhub.spreadsheets import Heading, WorkbookWriter
from partyhub.yearly_reports.compare_views import Compared, Comparison, Row
from partyhub.yearly_reports.comparing import Kind
from partyhub.yearly_reports.subjects import IN_HISTORY

# Records of one figure; a workbook with more is read by nobody.
MOST_RECORDS = 500


def export_comparison() -> ResponseReturnValue:
    """Send the comparison that the address asks for, after logging that; it locks nothing."""
    with file_to_send() as stream:
        with reading():
            comparison = Comparison.parse()
            write_comparison(comparison, stream)
            sides = f"{comparison.first.label} → {comparison.second.label}"
            unit = comparison.unit.name if comparison.unit else gettext("All organizations")
            db.session.rollback()  # the transaction that follows writes
        log(comparison.viewer, IN_HISTORY, None, Action.EXPORTED, reason=f"{sides} {unit}")
        db.session.commit()
    name = gettext("Comparison of %(unit)s, %(sides)s", unit=unit, sides=sides)
    return send_file(stream, XLSX, as_attachment=True, download_name=f"{name}.xlsx")


def write_comparison(comparison: Comparison, stream: IO[bytes]) -> None:
    """Write the figures, and the records where both sides are about one period."""
    compared = Compared.of(comparison, MOST_RECORDS)
    with WorkbookWriter(stream, footer=gettext("Page &P of &N")) as workbook:
        figures = workbook.add_sheet(gettext("Figures that differ"), _figure_headings(comparison))
        figures.extend(map(_figure, compared.rows))
        figures.no_records(gettext("No figure differs."))
        if compared.has_records:
            records = workbook.add_sheet(gettext("Records"), _record_headings())
            for row in compared.rows:
                records.extend(_records(row))
            records.no_records(gettext("No record makes a difference."))


def _figure_headings(comparison: Comparison) -> list[Heading]:
    kinds = _kinds().values()
    return [
        Heading(gettext("Figure"), width=40),
        Heading(gettext("Unit"), "enum"),
        Heading(comparison.first.head(comparison.second), width=24),
        Heading(comparison.second.head(comparison.first), width=24),
        Heading(gettext("Difference"), width=18),
        *(Heading(pgettext("compare", "Records %(kind)s", kind=kind), "int") for kind in kinds),
    ]


def _figure(row: Row) -> Sequence[Any]:
    counts = [row.counts[kind] for kind in _kinds()]
    return [row.label, row.unit, row.before, row.after, row.change, *counts]


def _kinds() -> Mapping[str, str]:
    """Return the words for how a record makes a difference, by kind."""
    return {
        Kind.REMOVED: gettext("removed"),
        Kind.ADDED: gettext("added"),
        Kind.CHANGED: gettext("changed"),
    }


def _record_headings() -> list[Heading]:
    return [
        Heading(gettext("Figure"), width=34),
        Heading(pgettext("compare", "How it differs"), "enum"),
        Heading(gettext("Register"), width=18),
        Heading(pgettext("compare", "Record"), width=34),
        Heading(pgettext("compare", "Who")),
        Heading(pgettext("compare", "When"), width=22),
        Heading(pgettext("compare", "Act")),
        Heading(pgettext("compare", "What was changed"), width=60),
        Heading(gettext("Reason"), width=30),
    ]


def _records(row: Row) -> Iterator[Sequence[Any]]:
    """Yield a row for each act on each record, and one for a record on which none is known."""
    kinds = _kinds()
    for record in row.records:
        title = record.title or gettext("a record of another organization")
        known = (row.label, kinds[record.kind], record.subject, title)
        for entry in record.entries:
            changes = "；".join(
                f"{c.label}: {c.old or '—'} → {c.new or '—'}" for c in entry.changes
            )
            yield (*known, entry.who, entry.at_text, entry.action_label, changes, entry.reason)
        if not record.entries:
            yield (*known, "", "", "", "", "")
    if row.rest:
        words = pgettext("compare", "and %(number)s more", number=row.rest)
        yield (row.label, "", "", words, "", "", "", "", "")
