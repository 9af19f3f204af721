from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, case, or_, select, true
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
    """Awards with their recipients, joined so that they can be searched and sorted by."""
    query = select(Award)
    for kind in RECIPIENT_MODELS:
        recipient = getattr(Award, kind.value)
        query = query.outerjoin(recipient).options(contains_eager(recipient))
    return query


def held_in(reach: Reach) -> ColumnElement[bool]:
    """An award is the recipient's, as of the day it was given; the company's is the root's."""
    if reach.is_everything:
        return true()
    owned = (
        (Award.team_id, select(Team.id).where(reach.holds(Team.organization_id))),
        (Award.post_id, select(VanguardPost.id).where(reach.holds(VanguardPost.organization_id))),
        (Award.project_id, select(KeyProject.id).where(reach.holds(KeyProject.organization_id))),
        (
            Award.prosperity_workshop_id,
            select(ProsperityWorkshop.id).where(belongs_to(reach)),
        ),
        (Award.workshop_id, workshops_in(reach)),
    )
    return or_(
        reach.holds(Award.organization_id),
        Award.member_id.is_not(None) & belonged_to(reach, Award.member_id, Award.awarded_on),
        (Award.recipient_kind == RecipientKind.COMPANY) & reach.of_root(),
        *(column.in_(query) for column, query in owned),
    )


def recipient_name() -> ColumnElement[Any]:
    """The recipient's pinyin or the company's name, for sorting; never null."""
    names = (
        (Award.recipient_kind == kind, model.pinyin) for kind, model in RECIPIENT_MODELS.items()
    )
    return case(*names, else_=Award.company)


def given_to_the_same(award: Award) -> ColumnElement[bool]:
    """Whether the query's award is another one of the same recipient."""
    column = getattr(Award, recipient_column(award.recipient_kind))
    same: ColumnElement[bool] = column == getattr(award, recipient_column(award.recipient_kind))
    return same & (Award.id != award.id)


def recipient_column(kind: RecipientKind) -> str:
    """The column that says who received an award of this kind."""
    return "company" if kind is RecipientKind.COMPANY else f"{kind.value}_id"


def find_similar(
    kind: RecipientKind, recipient: Nameable | str, year: int, but: Award | None
) -> Sequence[Award]:
    """What the same recipient was given for the same year, one award left out."""
    column = getattr(Award, recipient_column(kind))
    value = recipient.id if isinstance(recipient, Nameable) else recipient
    query = select(Award).where(
        Award.archived_at.is_(None), column == value, Award.for_year == year
    )
    if but is not None:
        query = query.where(Award.id != but.id)
    return db.session.scalars(query.order_by(Award.awarded_on, Award.id)).all()


def given_to(kind: RecipientKind) -> Callable[[Nameable], ColumnElement[bool]]:
    """The condition, made of a record of `kind`, that finds its awards."""
    column = getattr(Award, recipient_column(kind))

    def condition(record: Nameable) -> ColumnElement[bool]:
        found: ColumnElement[bool] = column == record.id
        return found

    return condition
