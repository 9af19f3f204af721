"""Queries for yearly reports; whose reports a viewer sees stands in them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from partyhub import clock
from partyhub.accounts.models import User
from partyhub.database import db
from partyhub.history.models import HistoryEntry
from partyhub.history.queries import select_history_of
from partyhub.organizations.hierarchy import find_hierarchy
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import reach_of
from partyhub.periods import Period
from partyhub.roles import Right, Role
from partyhub.scopes import Reach
from partyhub.viewers import Viewer
from partyhub.yearly_reports.models import (
    FrozenRecords,
    FrozenReport,
    ReportSignature,
    ReportState,
    YearlyReport,
)
from partyhub.yearly_reports.subjects import IN_HISTORY

MOST_ACTS = 30
# Reports on a page of the list.
ON_PAGE = 50
# States in which nobody has signed, so that words may still change.
OPEN_STATES = (ReportState.DRAFT, ReportState.SUBMITTED)


def is_covered(reach: Reach, organization_id: int | None) -> bool:
    """Return whether a unit is in a reach; that of all organizations is where the root is."""
    if organization_id is None:
        return reach.contains_root
    return reach.organizations is None or organization_id in reach.organizations


def is_of_reach(
    model: type[YearlyReport] | type[FrozenReport], viewer: Viewer
) -> ColumnElement[bool]:
    """Return `is_covered` as a condition on reports."""
    reach = reach_of(viewer)
    own = reach.contains(model.organization_id)
    of_all = model.organization_id.is_(None)
    return or_(own, of_all) if reach.contains_root else and_(own, ~of_all)


def unit_or_all(unit: Organization | None) -> Organization | None:
    """Return None for the root, whose report is that of all organizations; else the unit."""
    is_root = unit is not None and unit.id == find_hierarchy().root_on(clock.today())
    return None if is_root else unit


def is_of_unit(column: Any, organization_id: int | None) -> ColumnElement[bool]:
    """Return the condition that a report is of the unit; the root is all organizations."""
    root = find_hierarchy().root_on(clock.today())
    if organization_id is not None and organization_id != root:
        return column == organization_id  # type: ignore[no-any-return]  # a column of any model
    return or_(column.is_(None), column == root) if root else column.is_(None)


def may_make(viewer: Viewer, organization_id: int | None) -> bool:
    """Return whether the viewer may make and submit reports of the unit."""
    return viewer.may(Right.WRITE) and is_covered(reach_of(viewer), organization_id)


def may_sign(viewer: Viewer, report: YearlyReport) -> bool:
    """Return whether the viewer is one of the committee whose signatures the report takes."""
    is_person = viewer.user_id is not None
    may = viewer.may(Right.SIGN_REPORTS) and is_covered(reach_of(viewer), report.organization_id)
    return is_person and may


def is_secretary(role: str | None) -> bool:
    """Return whether a signature of this role is the one that a report can't do without."""
    return role is not None and role != "" and Role(role).may(Right.SIGN_AS_SECRETARY)


def find_page(viewer: Viewer, page: int) -> tuple[Sequence[YearlyReport], bool]:
    """Return a page of the reports in reach, the latest period first, and whether there are more.

    The first page has the number 1.
    """
    plain = select(YearlyReport.id, YearlyReport.period).where(*_is_visible(viewer))
    rows = db.session.execute(plain.order_by(YearlyReport.id.desc()))
    periods = {row.id: row.period for row in rows}
    ids = sorted(periods, key=lambda each: Period.parse(periods[each]).end, reverse=True)
    start = (page - 1) * ON_PAGE
    shown = ids[start : start + ON_PAGE]
    query = _select_of(viewer).options(selectinload(YearlyReport.signatures))
    found = db.session.scalars(query.where(YearlyReport.id.in_(shown)))
    return sorted(found, key=lambda each: shown.index(each.id)), len(ids) > start + ON_PAGE


def select_newest(viewer: Viewer, most: int) -> Select[YearlyReport]:
    """Select as many of these reports, those made last, without their signatures."""
    return _select_of(viewer).limit(most)


def _is_visible(viewer: Viewer) -> Sequence[ColumnElement[bool]]:
    return YearlyReport.archived_at.is_(None), is_of_reach(YearlyReport, viewer)


def _select_of(viewer: Viewer) -> Select[YearlyReport]:
    return (
        select(YearlyReport)
        .where(*_is_visible(viewer))
        .options(joinedload(YearlyReport.organization))
        .order_by(YearlyReport.id.desc())
    )


def find_report(viewer: Viewer, report_id: int) -> YearlyReport | None:
    """Return the report if the viewer may see it, or None."""
    signatures = selectinload(YearlyReport.signatures).undefer(ReportSignature.seen)
    query = _select_of(viewer).where(YearlyReport.id == report_id).options(signatures)
    return db.session.scalars(query).first()


def find_same(organization_id: int | None, period: str) -> YearlyReport | None:
    """Return the report of this unit about this period that is on record already."""
    query = select(YearlyReport).where(
        is_of_unit(YearlyReport.organization_id, organization_id),
        YearlyReport.period == period,
        YearlyReport.archived_at.is_(None),
    )
    return db.session.scalars(query).first()


def is_one_person(viewer: Viewer, user_id: int | None) -> bool:
    """Return whether the viewer has this account, or another one of the same member."""
    if user_id == viewer.user_id:
        return True
    query = select(User.member_id).where(User.id == user_id)
    return viewer.member_id is not None and db.session.scalar(query) == viewer.member_id


def find_acts(report: YearlyReport) -> Sequence[HistoryEntry]:
    """Return what was done to the report, the newest first."""
    query = select_history_of(IN_HISTORY, report.id).limit(MOST_ACTS)
    return db.session.scalars(query).all()


def find_frozen(report: YearlyReport) -> FrozenReport | None:
    """Return what the report's valid signatures froze, with its figures."""
    query = (
        select(FrozenReport)
        .where(FrozenReport.report_id == report.id, FrozenReport.withdrawn_at.is_(None))
        .options(undefer(FrozenReport.figures), undefer(FrozenReport.problems))
        .order_by(FrozenReport.id.desc())
    )
    return db.session.scalars(query).first()


def find_withdrawn(report: YearlyReport) -> Sequence[FrozenReport]:
    """Return what was frozen by signatures that were withdrawn, the newest first."""
    query = select(FrozenReport).where(
        FrozenReport.report_id == report.id, FrozenReport.withdrawn_at.is_not(None)
    )
    return db.session.scalars(query.order_by(FrozenReport.id.desc())).all()


def find_frozen_by_id(viewer: Viewer, frozen_id: int) -> FrozenReport | None:
    """Return a frozen report if the viewer may see it, withdrawn or not."""
    query = (
        select(FrozenReport)
        .where(FrozenReport.id == frozen_id, is_of_reach(FrozenReport, viewer))
        .options(undefer(FrozenReport.figures))
    )
    return db.session.scalars(query).first()


def find_last_closing(organization_id: int | None, starts_on: date) -> FrozenReport | None:
    """Return the signed report of the unit that ends last before the day, or None."""
    query = select(FrozenReport).where(
        is_of_unit(FrozenReport.organization_id, organization_id),
        FrozenReport.ends_on < starts_on,
        FrozenReport.withdrawn_at.is_(None),
    )
    latest = query.order_by(FrozenReport.ends_on.desc(), FrozenReport.id.desc())
    return db.session.scalars(latest.limit(1)).first()


def select_frozen(viewer: Viewer, unit: Organization | None) -> Select[FrozenReport]:
    """Select what is frozen of a unit in the viewer's reach, the latest period first."""
    return (
        select(FrozenReport)
        .where(FrozenReport.withdrawn_at.is_(None), is_of_reach(FrozenReport, viewer))
        .where(is_of_unit(FrozenReport.organization_id, unit.id if unit else None))
        .order_by(FrozenReport.ends_on.desc(), FrozenReport.id.desc())
    )


def find_records(frozen: FrozenReport, registers: Sequence[str]) -> Sequence[tuple[str, str]]:
    """Return (register, packed content) of the frozen records of some registers."""
    query = select(FrozenRecords.register, FrozenRecords.content).where(
        FrozenRecords.frozen_id == frozen.id, FrozenRecords.register.in_(registers)
    )
    return [(register, content) for register, content in db.session.execute(query)]


def find_last_entry_id() -> int:
    """Return the id of the newest entry of the history, 0 for an empty one."""
    return db.session.scalar(select(func.max(HistoryEntry.id))) or 0


def find_signed_periods() -> Sequence[str]:
    """Return the keys of the periods of signed reports, of any unit."""
    query = select(FrozenReport.period).where(FrozenReport.withdrawn_at.is_(None)).distinct()
    return db.session.scalars(query).all()


def find_files() -> Sequence[str]:
    """Return the digests of the workbooks of all frozen reports, withdrawn ones too."""
    db.session.flush()
    found = db.session.scalars(select(FrozenReport.__table__.c.files))  # no models to prepare
    return sorted({file["digest"] for files in found for file in files.values()})
