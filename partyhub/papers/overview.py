"""The page that lists what can be printed of an organization and a period."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from partyhub.activities.models import Activity, ActivityStatus
from partyhub.activities.registers import activities
from partyhub.database import db
from partyhub.organizations.list_filters import organization_choices
from partyhub.organizations.models import Organization
from partyhub.papers.queries import select_honors, select_meetings, select_posts
from partyhub.periods import in_period
from partyhub.reports.branches import find_requested
from partyhub.reports.report_request import ReportRequest, read_request

MOST_SHOWN = 60


class Offer(NamedTuple):
    """A paper about several records: its name, what it holds, how much, and its page."""

    label: str
    about: str
    number: int
    url: str


def show_papers() -> ResponseReturnValue:
    """Show the papers of an organization and a period, and the meetings that have their own."""
    requested = read_request()
    unit = find_requested(requested.viewer, requested.scope(), requested.organization)
    page = render_template(
        "papers/show.html",
        requested=requested,
        period=requested.period,
        periods_menu=requested.choice.menu,
        organizations=organization_choices(requested.viewer),
        unit=unit,
        offers=_offers(requested, unit) if unit else (),
        meetings=_meetings(requested, unit) if unit else (),
        most_shown=MOST_SHOWN,
    )
    return page, requested.choice.status


def _offers(requested: ReportRequest, unit: Organization) -> list[Offer]:
    viewer, scope = requested.viewer, requested.scope()
    return [
        Offer(
            gettext("Book of minutes"),
            gettext("all meetings that %(unit)s held, with a cover and contents", unit=unit.name),
            _count(select_meetings(viewer, unit.id, requested.period)),
            requested.url("papers.minutes"),
        ),
        Offer(
            gettext("Plaques of vanguard posts"),
            gettext("one sheet a post, as on the last day of the period"),
            _count(select_posts(viewer, scope)),
            requested.url("papers.plaques"),
        ),
        Offer(
            gettext("Roll of honor"),
            gettext("the honors of the period with their recipients, the highest level first"),
            _count(select_honors(viewer, scope)),
            requested.url("papers.honors"),
        ),
    ]


def _meetings(requested: ReportRequest, unit: Organization) -> Sequence[Activity]:
    """Return the latest meetings of an organization in the period, planned ones too."""
    query = (
        select(Activity)
        .where(
            Activity.organization_id == unit.id,
            Activity.archived_at.is_(None),
            Activity.status != ActivityStatus.CANCELED,
            in_period(requested.period, Activity.held_on),
            activities.access.readable(requested.viewer),
        )
        .options(selectinload(Activity.kind_rows))
        .order_by(Activity.held_on.desc(), Activity.id.desc())
    )
    return db.session.scalars(query.limit(MOST_SHOWN)).all()


def _count(query: Any) -> int:
    model = query.column_descriptions[0]["entity"]
    ids = query.with_only_columns(model.id).order_by(None).distinct().subquery()
    return db.session.scalar(select(func.count()).select_from(ids)) or 0
