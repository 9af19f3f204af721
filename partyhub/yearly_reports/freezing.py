"""Freezing: one state of all records, read at one moment, is kept as a signed report shows it.

Everything is read and written into files in one reading transaction, while others write; only then
a short one stores it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import force_locale, get_locale

from partyhub.attachments import storage
from partyhub.database import db
from partyhub.figures import Figure
from partyhub.registers import current_catalog
from partyhub.viewers import Viewer
from partyhub.yearly_reports.editions import EDITIONS, LOCALES, edition_bytes, subject_of
from partyhub.yearly_reports.frozen_figures import FrozenFigure
from partyhub.yearly_reports.frozen_records import find_counted, pack
from partyhub.yearly_reports.looks import Look
from partyhub.yearly_reports.models import FrozenRecords, FrozenReport, YearlyReport
from partyhub.yearly_reports.queries import find_last_entry_id


@dataclass(frozen=True)
class Frozen:
    """All that a signed report keeps, as plain values; the workbooks lie in the storage."""

    figures: Sequence[dict[str, Any]]
    problems: Sequence[dict[str, Any]]
    records: Mapping[str, Sequence[tuple[int, str]]]
    files: Mapping[str, dict[str, Any]]
    last_entry_id: int
    unit: str | None
    opening: int
    closing: int


def freeze(viewer: Viewer, look: Look) -> Frozen:
    """Read everything, and store the workbooks; it must be called in the look's transaction."""
    is_in_its_language = str(get_locale()) == LOCALES[look.report.language]
    known = look.problems if is_in_its_language else None
    subject = subject_of(viewer, look.report, is_second=True, problems=known)
    last_entry_id = find_last_entry_id()
    return Frozen(
        _figures(look),
        [asdict(each) for each in subject.problems],
        _records(look),
        {edition: _store(edition_bytes(edition, subject)) for edition in EDITIONS},
        last_entry_id,
        unit.name if (unit := look.report.organization) else None,
        look.opening,
        look.closing,
    )


def _figures(look: Look) -> list[dict[str, Any]]:
    with force_locale(LOCALES[look.report.language]):
        return [
            FrozenFigure.of(look.now[code], look.before[code], look.scope).as_row()
            for code in look.now
        ]


def _records(look: Look) -> dict[str, list[tuple[int, str]]]:
    catalog = current_catalog()
    figures = [figure for figure in catalog.figures if isinstance(figure, Figure)]
    return {
        register.name: list(pack(find_counted(register, figures, look.scope)))
        for register in catalog.registers
    }


def _store(content: bytes) -> dict[str, Any]:
    """Store a file; it is complete before the row that names it is."""
    return {"digest": storage.store(content), "size": len(content)}


def keep(report: YearlyReport, frozen: Frozen) -> None:
    """Add the rows of what was frozen."""
    row = FrozenReport(
        report_id=report.id,
        organization_id=report.organization_id,
        period=report.period,
        starts_on=report.days.start,
        ends_on=report.days.end,
        title=report.title,
        unit=frozen.unit,
        last_entry_id=frozen.last_entry_id,
        opening=frozen.opening,
        closing=frozen.closing,
        opening_note=report.opening_note,
        figures=list(frozen.figures),
        problems=list(frozen.problems),
        files=dict(frozen.files),
    )
    db.session.add(row)
    db.session.flush()
    db.session.add_all(
        FrozenRecords(frozen_id=row.id, register=register, portion=number, content=content)
        for register, portions in frozen.records.items()
        for number, content in portions
    )
