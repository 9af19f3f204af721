from typing import Any

from sqlalchemy import ColumnElement, Select, case, or_, select, true
from sqlalchemy.orm import joinedload

from partyhub.awards.models import Award, RecipientKind
from partyhub.members.models import Member
from partyhub.members.queries import belonged_to
from partyhub.organizations.models import Organization, Workshop
from partyhub.scopes import Reach


def load_awards() -> Select[Award]:
    return (
        select(Award)
        .outerjoin(Award.organization)
        .outerjoin(Award.member)
        .outerjoin(Award.workshop)
        .options(
            joinedload(Award.organization), joinedload(Award.member), joinedload(Award.workshop)
        )
    )


def held_in(reach: Reach) -> ColumnElement[bool]:
    """An award is the recipient's, as of the day it was given; the company's is the root's."""
    if reach.is_everything:
        return true()
    workshop = select(Workshop.id).where(reach.holds_or_root(Workshop.organization_id))
    return or_(
        reach.holds(Award.organization_id),
        Award.member_id.is_not(None) & belonged_to(reach, Award.member_id, Award.awarded_on),
        Award.workshop_id.in_(workshop),
        (Award.recipient_kind == RecipientKind.COMPANY) & reach.holds_root,
    )


def recipient_name() -> ColumnElement[Any]:
    """The recipient's pinyin or the company's name, for sorting; never null."""
    return case(
        (Award.organization_id.is_not(None), Organization.pinyin),
        (Award.member_id.is_not(None), Member.pinyin),
        (Award.workshop_id.is_not(None), Workshop.pinyin),
        else_=Award.company,
    )


def select_awards_of(member: Member) -> Select[Award]:
    """A member's own awards, the newest first."""
    return (
        load_awards()
        .where(Award.member_id == member.id, Award.archived_at.is_(None))
        .order_by(Award.awarded_on.desc(), Award.id)
    )
