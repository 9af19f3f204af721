"""A record's page: in which figures of which reports it counts, and why it nearly does.

A frozen report is asked for what it kept, one portion of ids; the others are counted together, by
one statement for each base of the register's figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select

from partyhub import clock
from partyhub.accounts import current_viewer
from partyhub.database import Record, db
from partyhub.figures import Block, Figure, Scope, tally_blocks
from partyhub.organizations.queries import reach_of
from partyhub.periods import presets
from partyhub.registers import Register, current_catalog
from partyhub.registers.near_misses import find_near_misses
from partyhub.reports.calculation import scope_of, scope_within, within
from partyhub.reports.rows import FigureRow
from partyhub.roles import Right
from partyhub.viewers import Viewer
from partyhub.yearly_reports.figure_lines import records_url
from partyhub.yearly_reports.frozen_records import PORTION, Counted, unpack
from partyhub.yearly_reports.models import FrozenRecords, FrozenReport, ReportState, YearlyReport
from partyhub.yearly_reports.queries import select_newest

# The reports that a record's page names: those about the latest periods.
MOST_REPORTS = 3
# The newest reports, among which these are looked for.
MOST_LOOKED_AT = 50


@dataclass(frozen=True)
class CountedIn:
    """A report that counts a record: the figures with their addresses, or why it doesn't.

    `has_changed` is whether the record was changed after the report was frozen.
    """

    title: str
    url: str
    state: str
    is_frozen: bool
    has_changed: bool
    figures: Sequence[tuple[str, str]]
    reasons: Sequence[tuple[str, str]]


def not_counted_in(record: Record, counted: Sequence[FigureRow]) -> Sequence[tuple[str, str]]:
    """Return (figure, why the record isn't counted in it) for this Party year."""
    viewer = current_viewer()
    if not viewer.may(Right.READ) or record.archived_at is not None:
        return ()
    scope = scope_within(reach_of(viewer), presets(clock.today())[0], None)
    return _reasons(record, scope, [row.code for row in counted])


def _reasons(record: Record, scope: Scope, codes: Sequence[str]) -> list[tuple[str, str]]:
    by_code = current_catalog().figures_by_code
    found = find_near_misses(record, scope, codes)
    return [(str(by_code[code].label), sentence) for code, sentence in found]


def counted_in_reports(register: Register, record: Record) -> Sequence[CountedIn]:
    """Return what the latest reports say of a record: signed ones as they were frozen."""
    viewer = current_viewer()
    if not viewer.may(Right.READ) or not _figures_of(register):
        return ()
    reports = _latest(viewer)
    if not reports:
        return ()
    frozen = _frozen_codes(register, record, reports)
    live = _live_codes(viewer, register, record, [r for r in reports if r.id not in frozen])
    found = [_counted_in(viewer, record, report, frozen, live) for report in reports]
    return [each for each in found if each.figures or each.reasons]


def _figures_of(register: Register) -> list[Figure]:
    figures = current_catalog().figures
    return [f for f in figures if isinstance(f, Figure) and f.model is register.model]


def _latest(viewer: Viewer) -> Sequence[YearlyReport]:
    reports = db.session.scalars(select_newest(viewer, MOST_LOOKED_AT)).all()
    return sorted(reports, key=lambda each: each.days.end, reverse=True)[:MOST_REPORTS]


def _frozen_codes(
    register: Register, record: Record, reports: Sequence[YearlyReport]
) -> Mapping[int, Counted | None]:
    """Return what each frozen report, by its id, keeps of the record; None if it counts it not."""
    ids = [each.id for each in reports if each.state is ReportState.FROZEN]
    if not ids:
        return {}
    query = (
        select(FrozenReport.report_id, FrozenRecords.content)
        .join(FrozenRecords, FrozenRecords.frozen_id == FrozenReport.id)
        .where(
            FrozenReport.report_id.in_(ids),
            FrozenReport.withdrawn_at.is_(None),
            FrozenRecords.register == register.name,
            FrozenRecords.portion == record.id // PORTION,
        )
    )
    contents = {row.report_id: row.content for row in db.session.execute(query)}
    return {
        number: unpack([contents[number]]).get(record.id) if number in contents else None
        for number in ids
    }


def _live_codes(
    viewer: Viewer, register: Register, record: Record, reports: Sequence[YearlyReport]
) -> Mapping[int, tuple[str, ...]]:
    """Return the codes of the figures that count the record today, by the report's id."""
    if not reports or record.archived_at is not None:
        return {}
    figures = _figures_of(register)
    scopes = [
        scope_of(within(viewer, each.organization), each.days, each.organization)
        for each in reports
    ]
    answers = tally_blocks([Block(scope, figures) for scope in scopes], [record.id])
    return {
        report.id: tuple(f.code for f, found in answer[None].items() if found.records)
        for report, answer in zip(reports, answers, strict=True)
    }


def _counted_in(
    viewer: Viewer,
    record: Record,
    report: YearlyReport,
    frozen: Mapping[int, Counted | None],
    live: Mapping[int, tuple[str, ...]],
) -> CountedIn:
    stored = frozen.get(report.id)
    codes = stored.codes if stored else live.get(report.id, ())
    by_code = current_catalog().figures_by_code
    known = [by_code[code] for code in codes if code in by_code]
    reasons: Sequence[tuple[str, str]] = ()
    # A report of one unit leaves out the records of others, which is no reason to name.
    if report.organization_id is None and report.id not in frozen and not record.archived_at:
        reasons = _reasons(record, scope_of(viewer, report.days), codes)
    return CountedIn(
        report.title,
        url_for("yearly_reports.show", report_id=report.id),
        report.state.label,
        report.id in frozen,
        stored is not None and stored.version != record.version,
        [(str(each.label), records_url(report, each.code)) for each in known],
        reasons,
    )
