"""The people who are gone by a day: they left, and are in none of the organizations here then."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import gettext
from sqlalchemy import Date, Select, bindparam, func, select
from sqlalchemy.orm import aliased

from partyhub.database import db
from partyhub.dialects import among
from partyhub.forms.existence import day_words
from partyhub.members.models import Assignment, Member
from partyhub.members.queries import assigned_on
from partyhub.statement_cache import remember


def find_gone(people: Sequence[Member], day: date) -> Mapping[int, str]:
    """Return a sentence for each of `people`, by id, who left by `day` and is in no organization.

    Who comes later, or was never assigned, isn't gone.
    """
    sent = {"ids": [person.id for person in people if person.id], "day": day}
    rows = db.session.execute(remember((find_gone,), _select_gone), sent)
    return {
        person_id: gettext(
            "%(name)s left on %(day)s. Choose somebody else, or correct the day.",
            name=name,
            day=day_words(left),
        )
        for person_id, name, left in rows
        if left is not None
    }


def _select_gone() -> Select[int, str, date | None]:
    """Select (id, name, last day of leaving) of those of `ids` who are gone by `day`."""
    day, ended = bindparam("day", type_=Date), aliased(Assignment)
    return (
        select(Member.id, Member.name, func.max(ended.ended_on, type_=Date))
        .join(ended, ended.member_id == Member.id)
        .where(
            among(Member.id),
            ended.archived_at.is_(None),
            ended.ended_on <= day,
            ~assigned_on(day),
        )
        .group_by(Member.id, Member.name)
    )
