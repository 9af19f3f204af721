"""Queries for the reasons given for problems."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import func, select

from partyhub.database import db
from partyhub.problems.models import ProblemReason


class Given(NamedTuple):
    """The reason that holds for one record, with who gave it."""

    reason: str
    user_name: str


def find_reasons(period: str, organization_id: int | None) -> Mapping[tuple[str, str], Given]:
    """Map (key of a rule, key of a record) to the reason that holds in a period and report."""
    query = (
        select(ProblemReason)
        .where(
            ProblemReason.period == period,
            ProblemReason.organization_id == organization_id,
        )
        .order_by(ProblemReason.id)
    )
    return {
        (each.rule, key): Given(each.reason, each.user_name)
        for each in db.session.scalars(query)
        for key in each.covered
    }


def find_last_reason(rule: str, period: str, organization_id: int) -> int | None:
    """Return the id of the last reason given for a rule in a period and report, or None."""
    return db.session.scalar(
        select(func.max(ProblemReason.id)).where(
            ProblemReason.rule == rule,
            ProblemReason.period == period,
            ProblemReason.organization_id == organization_id,
        )
    )
