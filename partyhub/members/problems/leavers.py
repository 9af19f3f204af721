"""The rule about people who left and still hold something."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import func, select

from partyhub.database import db
from partyhub.figures import Scope
from partyhub.members.holdings import Holding, find_holdings_by_member
from partyhub.members.models import Assignment, Member
from partyhub.members.pending import ever_assigned, select_still_holding
from partyhub.members.problems.people import named
from partyhub.problem_rules import Basis, Inquiry, Mend, Severity, Subject, Values, rules_of
from partyhub.registers import Register


def find_still_holding(inquiry: Inquiry) -> Iterator[Values]:
    """Yield who left by the last day and still holds something, with that day and what it is."""
    day = inquiry.scope.as_of
    found = select_still_holding(inquiry.scope, day).subquery("found").c
    left = select(func.max(Assignment.ended_on)).where(
        Assignment.member_id == Member.id, Assignment.archived_at.is_(None)
    )
    columns = (left.correlate(Member).scalar_subquery().label("day"),)
    query = named(*columns).where(Member.id.in_(select(found.id)), ever_assigned())
    people = db.session.execute(query).all()
    held = find_holdings_by_member([person.id for person in people], day)
    seen = _find_within([each for own in held.values() for each in own], inquiry.scope)
    for person in people:
        names = [
            each.caption if _place_of(each) in seen else str(each.of.label)
            for each in held[person.id]
        ]
        yield {**person._asdict(), "held": "、".join(dict.fromkeys(names))}


def _find_within(held: Sequence[Holding], scope: Scope) -> Collection[tuple[Any, int]]:
    """Return the places of what belongs to the scope, by one statement a register.

    The rest is named by its kind alone, whoever looks: a report is the same for all its readers.
    """
    ids_by_register: dict[Register, set[int]] = {}
    for each in held:
        ids_by_register.setdefault(each.of.register, set()).add(each.record.id)
    found: set[tuple[Any, int]] = set()
    for register, ids in ids_by_register.items():
        model = register.model
        belongs = register.access.belongs(scope, scope.as_of)
        query = register.load().where(model.id.in_(ids), belongs).order_by(None)
        found.update((model, own) for own in db.session.scalars(query.with_only_columns(model.id)))
    return found


def _place_of(held: Holding) -> tuple[Any, int]:
    return type(held.record), held.record.id


_rule = rules_of("members", Subject.MEMBERS, "members")
problems = (
    _rule(
        "still_holding",
        Severity.BLOCK,
        lazy_gettext("People who left and still hold something"),
        lazy_gettext("%(title)s left on %(day)s, and still holds: %(held)s."),
        find=find_still_holding,
        basis=Basis.LEAVING,
        mend=Mend("still_holding.show", lazy_gettext("End all of it")),
    ),
)
