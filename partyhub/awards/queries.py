from typing import Any

from sqlalchemy import ColumnElement, Select, case, or_, select, true
from sqlalchemy.orm import joinedload

from partyhub.awards.models import Award, RecipientKind
from partyhub.figures import Scope
from partyhub.members.models import Member
from partyhub.members.queries import belonged_to, seen_by
from partyhub.organizations.models import Organization, Workshop
from partyhub.organizations.queries import in_scope, in_scope_or_root, looks_after_root
from partyhub.viewers import Viewer


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


def seen_awards(viewer: Viewer) -> ColumnElement[bool]:
    """An award is the recipient's, as of the day it was given; the company's is the root's."""
    if viewer.is_owner:
        return true()
    workshop = select(Workshop.id).where(in_scope_or_root(viewer, Workshop.organization_id))
    return or_(
        in_scope(viewer, Award.organization_id),
        Award.member_id.is_not(None) & seen_by(viewer, Award.member_id, Award.awarded_on),
        Award.workshop_id.in_(workshop),
        (Award.recipient_kind == RecipientKind.COMPANY) & looks_after_root(viewer),
    )


def held_in(scope: Scope) -> ColumnElement[bool]:
    """Whether the recipient was, on the day of the award, one of the scope's organizations'."""
    if scope.organizations is None:
        return true()
    workshop = select(Workshop.id).where(
        scope.holds_or_root(Workshop.organization_id)
    )
    return or_(
        scope.holds(Award.organization_id),
        Award.member_id.is_not(None) & belonged_to(scope, Award.member_id, Award.awarded_on),
        Award.workshop_id.in_(workshop),
        (Award.recipient_kind == RecipientKind.COMPANY) & scope.holds_root,
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
