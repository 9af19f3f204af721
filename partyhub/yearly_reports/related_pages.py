"""Pages about the unit and the period of a report: its text, its evidence, the period before."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext

from partyhub.database import db
from partyhub.narratives.models import Narrative
from partyhub.narratives.queries import select_visible
from partyhub.organizations.queries import find_root
from partyhub.roles import Right
from partyhub.viewers import Viewer
from partyhub.yearly_reports.models import FrozenReport, YearlyReport
from partyhub.yearly_reports.queries import select_frozen
from partyhub.yearly_reports.sides import SIGNED


def related_pages(
    viewer: Viewer, report: YearlyReport, frozen: FrozenReport | None
) -> Sequence[tuple[str, str]]:
    """Return (label, address) of each."""
    unit = str(report.organization_id or "")
    place: dict[str, Any] = {"period": report.period, "organization": unit}
    return [
        *_narratives(viewer, report),
        (gettext("Evidence for inspection"), url_for("inspection_packs.show", **place)),
        (gettext("Comparison with the period before"), _before(viewer, report, frozen)),
    ]


def _narratives(viewer: Viewer, report: YearlyReport) -> list[tuple[str, str]]:
    """Return the narrative reports that there are, or the page on which one is written."""
    root = find_root()
    unit = report.organization_id or (root.id if root else None)
    query = select_visible(viewer).where(
        Narrative.organization_id == unit, Narrative.period == report.period
    )
    found = [
        (
            gettext("Narrative report (%(language)s)", language=each.language.label),
            url_for("narratives.show", narrative_id=each.id),
        )
        for each in db.session.scalars(query).unique()
    ]
    if found or not viewer.may(Right.WRITE):
        return found
    place: dict[str, Any] = {"period": report.period, "organization": str(unit or "")}
    address = url_for("narratives.list_narratives", **place)
    return [(gettext("Write the narrative report"), address)]


def _before(viewer: Viewer, report: YearlyReport, frozen: FrozenReport | None) -> str:
    """Return the address that compares the report with what was signed for the period before.

    Where nothing was signed, it is compared with the data of that period.
    """
    before = report.days.before.key
    query = select_frozen(viewer, report.organization).where(FrozenReport.period == before)
    signed = db.session.scalars(query.limit(1)).first()
    return url_for(
        "yearly_reports.compare",
        organization=str(report.organization_id or ""),
        first=f"{SIGNED}{signed.id}" if signed else before,
        second=f"{SIGNED}{frozen.id}" if frozen else report.period,
    )
