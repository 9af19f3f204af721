"""The rule about people whose assignments were voided, and who still hold something."""

from collections.abc import Iterator

from flask_babel import lazy_gettext
from sqlalchemy import select

from partyhub.database import db
from partyhub.members.holdings import find_holdings_by_member
from partyhub.members.models import Member
from partyhub.members.pending import ever_assigned, select_still_holding
from partyhub.members.problems.people import named
from partyhub.problem_rules import Basis, Inquiry, Mend, Severity, Subject, Values, rules_of


def find_holding_unassigned(inquiry: Inquiry) -> Iterator[Values]:
    """Yield who has no assignment at all and holds something on the last day, with what it is."""
    day = inquiry.scope.as_of
    found = select_still_holding(inquiry.scope, day).subquery("found").c
    query = named().where(Member.id.in_(select(found.id)), ~ever_assigned())
    people = db.session.execute(query).all()
    held = find_holdings_by_member([person.id for person in people], day)
    for person in people:
        yield {**person._asdict(), "held": "、".join(each.caption for each in held[person.id])}


_rule = rules_of("members", Subject.MEMBERS, "members")
problems = (
    _rule(
        "holding_unassigned",
        Severity.BLOCK,
        lazy_gettext("People without any assignment who hold something"),
        lazy_gettext("%(title)s has no assignment, and still holds: %(held)s."),
        find=find_holding_unassigned,
        basis=Basis.LEAVING,
        mend=Mend("still_holding.show", lazy_gettext("See what they hold")),
    ),
)
