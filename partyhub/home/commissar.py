"""The first page of a commissar: today's entry, the last days, the people of the workshop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from sqlalchemy import select

from partyhub import clock
from partyhub.commissars.models import CommissarDuty, DutyKind
from partyhub.commissars.queries import choose_duty_workshop
from partyhub.commissars.registers import duties
from partyhub.database import db
from partyhub.members.queries import select_in_workshops
from partyhub.organizations.models import Workshop
from partyhub.periods import Period
from partyhub.viewers import Viewer

DAYS = 7
LATEST = 10
DAY = timedelta(days=1)
ICONS = {
    DutyKind.MORNING_SHIFT: "sun",
    DutyKind.LUNCH_BREAK: "cup-hot",
    DutyKind.DAILY_READING: "book",
    DutyKind.HEART_TALK: "chat-dots",
    DutyKind.MEDIATION: "people",
    DutyKind.PROBLEM_SOLVED: "tools",
    DutyKind.CARE: "heart",
    DutyKind.OTHER: "three-dots",
}


@dataclass(frozen=True)
class Day:
    """One day with the number of duties done on it, and the URL of their list."""

    day: date
    count: int
    url: str


def own_workshops(viewer: Viewer) -> Sequence[Workshop]:
    """Return the commissar's workshops, for which duties can be logged."""
    return db.session.scalars(choose_duty_workshop(viewer).order_by(Workshop.code)).all()


def people_of(workshops: Sequence[Workshop]) -> list[tuple[Workshop, list[str]]]:
    """Return (workshop, names of the people who work there today) pairs."""
    ids = [workshop.id for workshop in workshops]
    people = db.session.scalars(select_in_workshops(ids, clock.today())).all()
    return [
        (workshop, [member.name for member in people if member.workshop_id == workshop.id])
        for workshop in workshops
    ]


def latest_duties(viewer: Viewer) -> Sequence[CommissarDuty]:
    """Return the newest duties that the viewer may read, newest first."""
    query = (
        duties.load()
        .where(CommissarDuty.archived_at.is_(None), duties.access.readable(viewer))
        .order_by(CommissarDuty.held_on.desc(), CommissarDuty.id.desc())
    )
    return db.session.scalars(query.limit(LATEST)).all()


def last_days(viewer: Viewer) -> list[Day]:
    """Return the last seven days, oldest first and today last, each with its number of duties."""
    today = clock.today()
    days = [today - DAY * n for n in reversed(range(DAYS))]
    query = select(CommissarDuty.held_on).where(
        CommissarDuty.archived_at.is_(None),
        duties.access.readable(viewer),
        CommissarDuty.held_on.between(days[0], today),
    )
    held = db.session.scalars(query).all()
    return [
        Day(day, held.count(day), url_for("duties.list", period=Period(day, day).key))
        for day in days
    ]
