"""Voiding of members: for those entered twice or by mistake, not for those who left."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext

from partyhub.members.models import Assignment, Member
from partyhub.registers import Ending


def has_a_life_here(member: Member, dependents: Sequence[Any]) -> bool:
    """Return whether records of the member's own say that the person was here.

    Each member has one open assignment from the start. Attendance says nothing: everybody who is
    assigned is expected at meetings, so somebody who was entered twice was absent there.
    """
    stays = [stay for stay in member.assignments if stay.archived_at is None]
    others = [d for d in dependents if d.is_direct and d.register.model is not Assignment]
    return bool(others) or len(stays) > 1 or any(stay.ended_on for stay in stays)


ending = Ending(
    lazy_gettext(
        "This person has records here. For somebody who left, take the step “Transfer out” or"
        " “Leave”. If the person was entered twice, enter these records for the right one first."
    ),
    lazy_gettext("To the person's page"),
    lambda member: ".show",
    asks=has_a_life_here,
)
