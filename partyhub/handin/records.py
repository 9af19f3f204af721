"""The records behind a figure, in the order of the tree, with the people who count on the day."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import pgettext

from partyhub.database import db
from partyhub.handin.facts import Facts
from partyhub.handin.words import listed
from partyhub.members.models import Member
from partyhub.members.presence import is_here
from partyhub.organizations.tree_order import place_of
from partyhub.reports.calculation import select_counted


def find_records(facts: Facts, code: str, *order: Any, first: Any = None) -> Sequence[Any]:
    """Return the records of a figure by their organization's place in the tree, then by `order`.

    With `first` they are ordered by that before.
    """
    query = select_counted(facts.figure(code), facts.scope)
    model = query.column_descriptions[0]["entity"]
    place = place_of(model.organization_id, facts.as_of)
    before = () if first is None else (first,)
    query = query.order_by(*before, place, *order, model.id)
    return db.session.scalars(query).unique().all()


def names_of(facts: Facts, people: Iterable[Member | None], day: date) -> str:
    """Return the names of those who are in the Party here on the day; nobody else is printed."""
    here = (person for person in people if person is not None and is_here(person, day))
    return listed(facts.name_of(person.id, person.name) for person in here)


def or_unfilled(text: str | None) -> str:
    """Return the text of a field on one line, or a word for an empty one."""
    return " ".join((text or "").split()) or pgettext("handin", "not filled in")
