"""Queries for awards and their recipients."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select, true
from sqlalchemy.orm import contains_eager

from partyhub.awards.models import RECIPIENT_MODELS, Award, RecipientKind
from partyhub.database import Nameable, db
from partyhub.members.queries import belonged_to
from partyhub.organizations.queries import workshops_in
from partyhub.projects.models import KeyProject
from partyhub.prosperity.models import ProsperityWorkshop
from partyhub.prosperity.queries import belongs_to
from partyhub.scopes import Reach
from partyhub.vanguards.models import Team, VanguardPost


def load_awards() -> Select[Award]:
    """Return the query for awards, joined with their recipients for search and sorting."""
    query = select(Award)
    for kind in RECIPIENT_MODELS:
        recipient = getattr(Award, kind.value)
        query = query.outerjoin(recipient).options(contains_eager(recipient))
    return query


def awarded_within(reach: Reach) -> ColumnElement[bool]:
    """Return the condition that an award is in reach.

    It belongs to its recipient's organization, for a person that of the day of the award. The
    company's awards belong to the root.
    """
    if reach.is_everything:
        return true()
    owned = (
        (Award.team_id, select(Team.id).where(reach.contains(Team.organization_id))),
        (
            Award.post_id,
            select(VanguardPost.id).where(reach.contains(VanguardPost.organization_id)),
        ),
        (Award.project_id, select(KeyProject.id).where(reach.contains(KeyProject.organization_id))),
        (
            Award.prosperity_workshop_id,
            select(ProsperityWorkshop.id).where(belongs_to(reach)),
        ),
        (Award.workshop_id, workshops_in(reach)),
    )
    return or_(
        reach.contains(Award.organization_id),
        Award.member_id.is_not(None) & belonged_to(reach, Award.member_id, Award.awarded_on),
        (Award.recipient_kind == RecipientKind.COMPANY) & reach.of_root(),
        *(reach.holds(column, query) for column, query in owned),
    )


def recipient_name() -> ColumnElement[Any]:
    """Return the recipient's pinyin or the company's name, for sorting; never null."""
    names = (
        (Award.recipient_kind == kind, model.pinyin) for kind, model in RECIPIENT_MODELS.items()
    )
    return case(*names, else_=Award.company)


def given_to_the_same(award: Any) -> ColumnElement[bool]:
    """Return the condition that the query's award is another one of the same recipient.

    A recipient is in exactly one of the columns.
    """
    columns = {recipient_column(kind) for kind in RecipientKind}
    same = or_(*(getattr(Award, column) == getattr(award, column) for column in columns))
    return and_(same, Award.id != award.id)


def recipient_column(kind: RecipientKind) -> str:
    """Return the name of the column with the recipient of this kind."""
    return "company" if kind is RecipientKind.COMPANY else f"{kind.value}_id"


def find_similar(
    kind: RecipientKind, recipient: Nameable | str, year: int, but: Award | None
) -> Sequence[Award]:
    """Return the awards of the same recipient for the same year, except `but`."""
    column = getattr(Award, recipient_column(kind))
    value = recipient.id if isinstance(recipient, Nameable) else recipient
    query = select(Award).where(
        Award.archived_at.is_(None), column == value, Award.for_year == year
    )
    if but is not None:
        query = query.where(Award.id != but.id)
    return db.session.scalars(query.order_by(Award.awarded_on, Award.id)).all()


def given_to(kind: RecipientKind) -> Callable[[Nameable], ColumnElement[bool]]:
    """Return a function that makes, from a record of `kind`, the condition for its awards."""
    column = getattr(Award, recipient_column(kind))

    def condition(record: Nameable) -> ColumnElement[bool]:
        found: ColumnElement[bool] = column == record.id
        return found

    return condition
