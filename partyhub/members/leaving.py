"""Leaving: what a person holds ends with the last assignment, and who leaves, leaves everything.

An assignment remembers what ended with it (`Assignment.ended_too`), so that it can be opened again
when the end is taken back or moved to another day (registers.md, Conventions).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext
from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from partyhub.database import db
from partyhub.dialects import among
from partyhub.members.holdings import (
    Holding,
    find_holdings,
    find_holdings_by_member,
    find_unfit,
    holdings_of,
    holds_on,
    records_of,
)
from partyhub.members.models import Assignment
from partyhub.periods import is_valid_on
from partyhub.registers.aftereffects import Tracker

CHUNK = 400


@dataclass
class EndedHolding:
    """Something that ended with an assignment: on which day, and the end that it had before."""

    held: Holding
    on: date
    was: date | None

    def as_json(self) -> dict[str, Any]:
        """Return it as `Assignment.ended_too` keeps it."""
        return {
            "register": self.held.of.register.name,
            "id": self.held.record.id,
            "row": self.held.row.id if self.held.row is not None else None,
            "on": self.on.isoformat(),
            "was": self.was.isoformat() if self.was else None,
        }


def find_ended(assignment: Assignment) -> list[EndedHolding]:
    """Return what ended with the assignment, wasn't changed since, and is nobody else's by now."""
    return list(_read_ended(assignment.ended_too or ()))


def _read_ended(entries: Sequence[dict[str, Any]]) -> Iterator[EndedHolding]:
    for entry in entries:
        day = date.fromisoformat(entry["on"])
        was = date.fromisoformat(entry["was"]) if entry["was"] else None
        for kind in holdings_of(entry["register"]):
            held = kind.find_one(entry["id"], entry["row"])
            if held is None or held.span.ended_on != day or kind.is_taken(held, day):
                continue
            yield EndedHolding(held, day, was)
            break


def find_ending(assignment: Assignment) -> list[Holding]:
    """Return what ends when the assignment does on its own `ended_on`.

    That is all that the person holds then, if no other assignment follows; after a move, what
    can't be kept outside the old branch.
    """
    day = assignment.ended_on
    if day is None or assignment.archived_at is not None:
        return []
    others = _find_others(assignment)
    following = next((a for a in others if is_valid_on(day, a.started_on, a.ended_on)), None)
    if following is not None:
        return find_unfit(following.member, following.organization, day)
    if any(other.started_on >= day for other in others):
        return []
    return find_holdings(assignment.member, day)


def find_late(assignment_ids: Sequence[int]) -> Iterator[tuple[int, list[Holding]]]:
    """Yield the id of each last assignment before whose end some of what is held hasn't begun.

    With it comes what began on the day of the end or later, so that it can't end with it.
    """
    for start in range(0, len(assignment_ids), CHUNK):
        sent = {"ids": list(assignment_ids[start : start + CHUNK])}
        ended = db.session.execute(_select_last(), sent).all()
        first = min((each.ended_on for each in ended), default=None)
        held = find_holdings_by_member([each.member_id for each in ended], first) if first else {}
        for each in ended:
            late = [one for one in held[each.member_id] if one.span.started_on >= each.ended_on]
            if late:
                yield each.id, late


def _select_last() -> Select[int, int, date | None]:
    """Select (id, person's id, end) of those of many assignments that ended as the last ones."""
    other, one = aliased(Assignment), Assignment
    goes_on = exists().where(
        other.member_id == one.member_id,
        other.id != one.id,
        other.archived_at.is_(None),
        or_(other.ended_on.is_(None), other.ended_on > one.ended_on),
    )
    return select(one.id, one.member_id, one.ended_on).where(
        among(one.id), one.archived_at.is_(None), one.ended_on.is_not(None), ~goes_on
    )


def _find_others(assignment: Assignment) -> Sequence[Assignment]:
    """Return the person's other assignments, with their organizations."""
    query = (
        select(Assignment)
        .where(
            Assignment.member_id == assignment.member_id,
            Assignment.id != assignment.id,
            Assignment.archived_at.is_(None),
        )
        .options(joinedload(Assignment.member), joinedload(Assignment.organization))
        .order_by(Assignment.started_on)
    )
    return db.session.scalars(query).all()


def settle(assignment_ids: Sequence[int], tracker: Tracker) -> list[str]:
    """Bring what people hold into line with the ends of these assignments.

    Return sentences about what was ended and what was opened again. With an assignment that goes on
    where another one ended, that one wasn't the last: what a move keeps is opened again.
    """
    sent = {"ids": list(assignment_ids)}
    followed = db.session.scalars(_select_followed(), sent).all()
    found = {*db.session.scalars(_select_concerned(), sent).all(), *followed}
    query = (
        select(Assignment)
        .where(among(Assignment.id))
        .options(joinedload(Assignment.member), joinedload(Assignment.organization))
        .order_by(Assignment.id)
    )
    assignments = db.session.scalars(query, {"ids": list(found)}).all()
    return [sentence for each in assignments for sentence in _settle(each, tracker)]


def _select_followed() -> Select[int]:
    """Return the query for those with whose end anything ended, on the first day of one of many."""
    before, one = aliased(Assignment), Assignment
    return (
        select(before.id)
        .join(one, (one.member_id == before.member_id) & (one.started_on == before.ended_on))
        .where(
            among(one.id),
            one.archived_at.is_(None),
            before.archived_at.is_(None),
            before.ended_too.is_not(None),
        )
    )


def _select_concerned() -> Select[int]:
    """Return the query for those of many assignments with whose end anything ends or ended.

    An import may end thousands, and few of these people hold anything.
    """
    return select(Assignment.id).where(
        among(Assignment.id),
        or_(
            Assignment.ended_too.is_not(None),
            holds_on(Assignment.member_id, Assignment.ended_on),
        ),
    )


def _settle(assignment: Assignment, tracker: Tracker) -> list[str]:
    entries = find_ended(assignment)
    why = describe_end(assignment)
    with tracker.track(*records_of([each.held for each in entries]), reason=why):
        for each in entries:
            each.held.span.ended_on = each.was
        db.session.flush()
        ended = _end_again(assignment, entries)
        known = {each.held.key for each in ended}
        coming = [
            held
            for held in find_ending(assignment)
            if held.key not in known
            and can_end(held, assignment)
            and not tracker.has_made(held.record)
        ]
        again = [held for held in coming if held.record in records_of([n.held for n in entries])]
        ended += _end(assignment, again, entries)
    fresh = [held for held in coming if held not in again]
    with tracker.track(*records_of(fresh), reason=why):
        ended += _end(assignment, fresh, ())
    if ended or assignment.ended_too:
        assignment.ended_too = [each.as_json() for each in ended] or None
    db.session.flush()
    return list(_report(assignment, entries, ended))


def _end_again(assignment: Assignment, entries: Sequence[EndedHolding]) -> list[EndedHolding]:
    """End what ended with the assignment before, where the person came back after its end.

    Then the person's other things are left alone: they belong to the time after coming back.
    """
    day = assignment.ended_on
    if day is None or not entries:
        return []
    others = _find_others(assignment)
    is_away = not any(is_valid_on(day, each.started_on, each.ended_on) for each in others)
    if not is_away or all(each.started_on < day for each in others):
        return []
    return _end(assignment, [n.held for n in entries if can_end(n.held, assignment)], entries)


def can_end(held: Holding, assignment: Assignment) -> bool:
    """Return whether the thing began before the day on which the assignment ends."""
    day = assignment.ended_on
    return day is not None and bool(held.span.started_on < day)


def _end(
    assignment: Assignment, held: Sequence[Holding], entries: Sequence[EndedHolding]
) -> list[EndedHolding]:
    """End these on the day of the assignment's end; what `entries` names keeps its old end."""
    day, before = assignment.ended_on, {each.held.key: each.was for each in entries}
    assert day is not None or not held
    found = []
    for each in held:
        was = before.get(each.key, each.span.ended_on)
        each.span.ended_on = day
        found.append(EndedHolding(each, day, was))  # type: ignore[arg-type]  # there is a day, see above
    return found


def describe_end(assignment: Assignment) -> str:
    """Return the reason that the history gives of what ended or was opened with the assignment."""
    name = assignment.member.name
    if assignment.ended_on is None or assignment.out_reason is None:
        return gettext("%(name)s: the end of the assignment was taken back", name=name)
    return gettext("%(reason)s: %(name)s", reason=assignment.out_reason.label, name=name)


def _report(
    assignment: Assignment, entries: Sequence[EndedHolding], ended: Sequence[EndedHolding]
) -> Iterator[str]:
    before, after = ({each.held.key for each in these} for these in (entries, ended))
    closed = [each.held.caption for each in ended if each.held.key not in before]
    opened = [each.held.caption for each in entries if each.held.key not in after]
    name = assignment.member.name
    if closed:
        yield gettext("%(name)s: ended too: %(what)s.", name=name, what="；".join(closed))
    if opened:
        yield gettext("%(name)s: opened again: %(what)s.", name=name, what="；".join(opened))
