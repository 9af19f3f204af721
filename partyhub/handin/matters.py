"""Matters to explain to the superior office, found in the data: one sentence each.

It stands alone, so that a finder of problems can take its place.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from flask_babel import gettext, pgettext
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from partyhub.database import db
from partyhub.figures import Scope
from partyhub.handin.facts import Facts
from partyhub.handin.indicators import Indicator, find_indicators
from partyhub.handin.numbers import printed, shown, unit_of
from partyhub.handin.prosperity import find_missing, find_returns, find_workshops, month_span
from partyhub.handin.records import find_records
from partyhub.handin.words import is_chinese, listed, short_name
from partyhub.organizations.models import Organization, OrganizationKind, Term, Workshop
from partyhub.periods import on_day
from partyhub.projects.models import Milestone
from partyhub.registers.values import format_day
from partyhub.reports.calculation import Computed, select_counted
from partyhub.reports.wording import is_rate
from partyhub.vanguards.models import VanguardPost
from partyhub.vanguards.queries import is_vacant_on

# A change is told from this share on, and only of numbers that are not small.
_SHARE, _SMALL, _MOST = 0.3, 10, 6


def find_matters(facts: Facts) -> Sequence[str]:
    """Return the sentences, in the order of the sections."""
    finders: Sequence[Callable[[Facts], Iterator[str]]] = (
        _opening,
        _dissolved,
        _meetings,
        _terms,
        _vacant,
        _late,
        _returns,
        _moved,
    )
    return [sentence for find in finders for sentence in find(facts)]


def _joined(parts: Sequence[str]) -> str:
    return ("；" if is_chinese() else "; ").join(parts)


def _opening(facts: Facts) -> Iterator[str]:
    opening, closing = facts.value("members.opening"), facts.before["members.total"].value
    if opening != closing:
        yield pgettext(
            "handin",
            "Opening: %(opening)s members, while the period before ended with %(closing)s.",
            opening=opening,
            closing=closing,
        )


def _dissolved(facts: Facts) -> Iterator[str]:
    """Tell organizations that were dissolved and first-line workshops that were closed."""
    parts = [
        pgettext(
            "handin",
            "%(name)s dissolved on %(day)s",
            name=each.name,
            day=format_day(each.dissolved_on or facts.as_of),
        )
        for each in db.session.scalars(_select_dissolved(facts.scope))
    ]
    parts += [
        pgettext(
            "handin",
            "%(name)s closed on %(day)s",
            name=each.name,
            day=format_day(each.closed_on or facts.as_of),
        )
        for each in db.session.scalars(_select_closed(facts.scope))
    ]
    if parts:
        yield pgettext("handin", "Changes of organization: %(parts)s.", parts=_joined(parts))


def _select_dissolved(scope: Scope) -> Select[Organization]:
    query = select(Organization).where(
        Organization.archived_at.is_(None),
        Organization.kind != OrganizationKind.PARTY_GROUP,
        scope.happened(Organization.dissolved_on),
        scope.contains(Organization.id),
    )
    return query.order_by(Organization.dissolved_on)


def _select_closed(scope: Scope) -> Select[Workshop]:
    query = select(Workshop).where(
        Workshop.archived_at.is_(None),
        scope.happened(Workshop.closed_on),
        scope.contains_or_root(Workshop.organization_id),
    )
    return query.order_by(Workshop.closed_on)


def _meetings(facts: Facts) -> Iterator[str]:
    number = facts.count("meetings.overdue")
    if number:
        ids = {s.organization_id for s in facts.statuses if s.state == "overdue"}
        query = select(Organization).where(Organization.id.in_(ids)).order_by(Organization.code)
        names = listed(short_name(each) for each in db.session.scalars(query))
        yield pgettext(
            "handin",
            "Meetings: %(number)s that were due were not held, in %(names)s; see the table of"
            " meetings, where reasons and days are to be filled in.",
            number=number,
            names=names,
        )


def _terms(facts: Facts) -> Iterator[str]:
    """Tell terms that were over by the last day without a re-election."""
    day = facts.as_of
    parts = [
        pgettext(
            "handin",
            "the term of %(name)s ended on %(day)s",
            name=term.organization.name,
            day=format_day(term.last_day_due or day),
        )
        for term in db.session.scalars(_select_overdue_terms(facts.scope))
    ]
    if parts:
        yield pgettext(
            "handin", "Re-election: %(parts)s, without a re-election.", parts=_joined(parts)
        )


def _select_overdue_terms(scope: Scope) -> Select[Term]:
    day = scope.as_of
    return (
        select(Term)
        .join(Term.organization)
        .options(joinedload(Term.organization))
        .where(
            Term.archived_at.is_(None),
            Organization.archived_at.is_(None),
            on_day(day, Organization.established_on, Organization.dissolved_on),
            scope.contains(Term.organization_id),
            Term.started_on <= day,
            or_(Term.reelected_on.is_(None), Term.reelected_on > day),
            Term.due_on <= day,
            or_(Term.extension_until.is_(None), Term.extension_until <= day),
        )
        .order_by(Organization.code)
    )


def _vacant(facts: Facts) -> Iterator[str]:
    posts = find_records(facts, "vanguards.posts")
    query = select(VanguardPost.id).where(is_vacant_on(facts.as_of))
    vacant = set(db.session.scalars(query.where(VanguardPost.id.in_([p.id for p in posts]))))
    parts = [
        pgettext("handin", "%(name)s since %(day)s", name=post.name, day=_since(post, facts.as_of))
        for post in posts
        if post.id in vacant
    ]
    if parts:
        yield pgettext(
            "handin",
            "Vanguard posts: vacant, and still counted, are %(parts)s.",
            parts=_joined(parts),
        )


def _since(post: VanguardPost, day: date) -> str:
    return format_day(post.vacant_since(day) or day)


def _late(facts: Facts) -> Iterator[str]:
    query = select_counted(facts.figure("projects.milestones_late"), facts.scope)
    late = db.session.scalars(query.order_by(Milestone.planned_on, Milestone.id)).all()
    none = pgettext("handin", "no reason given")
    parts = [
        pgettext(
            "handin",
            "%(project)s · %(title)s (%(reason)s)",
            project=each.project.name,
            title=each.title,
            reason=" ".join((each.delay_reason or none).split()).rstrip("。."),
        )
        for each in late[:_MOST]
    ]
    if parts:
        yield pgettext(
            "handin",
            "Key projects: %(number)s milestones are late: %(parts)s.",
            number=len(late),
            parts=_joined(parts),
        )


def _returns(facts: Facts) -> Iterator[str]:
    returns = find_returns(facts)
    for workshop in find_workshops(facts):
        months = find_missing(facts, workshop, returns)
        if months:
            yield pgettext(
                "handin",
                "%(name)s: %(number)s monthly returns are missing (within %(span)s); staff and"
                " income are as of the latest return, output is the sum of the months reported.",
                name=workshop.name,
                number=len(months),
                span=month_span(months),
            )


def _moved(facts: Facts) -> Iterator[str]:
    """Tell the figures that changed by more than 30 %, the largest changes first."""
    found = []
    for indicator in find_indicators(facts):
        now, before = facts.now[indicator.code], facts.before[indicator.code]
        share = _share(now, before)
        if share > _SHARE:
            found.append((share, indicator.number, _change(indicator, now, before)))
    found.sort(key=lambda each: -each[0])
    if found:
        parts = [words for _, _, words in found[:_MOST]]
        words = pgettext("handin", "Large changes (over 30%%): %(parts)s", parts=_joined(parts))
        rest = len(found) - len(parts)
        if rest:
            words += gettext("; %(number)s more", number=rest)
        yield words + ("。" if is_chinese() else ".")


def _share(now: Computed, before: Computed) -> float:
    """Return the share by which a figure changed; 0 for rates and for small numbers."""
    if is_rate(now) or now.value is None or not before.value:
        return 0.0
    new, old = float(now.value), float(before.value)
    return abs(new - old) / old if max(new, old) >= _SMALL else 0.0


def _change(indicator: Indicator, now: Computed, before: Computed) -> str:
    old, new = shown(now, before.value), shown(now, now.value)
    values = {
        "label": indicator.label,
        "before": printed(old),
        "now": printed(new),
        "unit": unit_of(now),
    }
    if new > old:
        return pgettext("handin", "%(label)s up from %(before)s to %(now)s %(unit)s", **values)
    return pgettext("handin", "%(label)s down from %(before)s to %(now)s %(unit)s", **values)
