"""Reasons for which a person isn't counted among the members."""

from flask_babel import lazy_gettext

from partyhub.figures import Scope
from partyhub.members.models import Member, Stage
from partyhub.registers.near_misses import NearMiss

PARTY = (Stage.FULL, Stage.PROBATIONARY)


def figure_of(_member: Member) -> str:
    """Return the code of the figure of all members."""
    return "members.total"


def is_no_member_yet(member: Member, scope: Scope) -> bool:
    """Return whether the person is an applicant, an activist or a target on the last day."""
    stage = member.stage_on(scope.as_of)
    return stage is not None and stage not in PARTY


def has_left(member: Member, scope: Scope) -> bool:
    """Return whether the person has left all organizations by the last day."""
    return member.left_on(scope.as_of) is not None


near_misses = (
    NearMiss(
        Member,
        figure_of,
        has_left,
        lazy_gettext("left by the last day: the person doesn't count"),
    ),
    NearMiss(
        Member,
        figure_of,
        is_no_member_yet,
        lazy_gettext("neither a full nor a probationary member: the person doesn't count"),
    ),
)
