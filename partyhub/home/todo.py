"""What is to be done, from facts on record.

Terms and probation that end, people in no branch, vanguard posts without a review or a holder.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar

from flask import url_for
from flask_babel import gettext, ngettext
from sqlalchemy import func

from partyhub import clock
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.members.pending import (
    has_unassigned,
    select_probation_ending,
    select_unassigned,
)
from partyhub.organizations.models import Term
from partyhub.organizations.queries import reach_of, select_terms_due
from partyhub.periods import add_months, months_before
from partyhub.projects.models import Milestone
from partyhub.projects.queries import load_milestones, select_milestones_late
from partyhub.registers.values import day_words, pressing
from partyhub.rules.models import Rule
from partyhub.rules.queries import find_versions, number_on, rule_number
from partyhub.vanguards.models import VanguardPost
from partyhub.vanguards.queries import review_months, select_reviews_due, select_vacant
from partyhub.viewers import SECRETARIES, Viewer

T = TypeVar("T")
AHEAD = timedelta(days=30)
MOST = 12


@dataclass(frozen=True)
class Duty:
    """One thing to do: how pressing it is, what, where, until when, and the link that does it."""

    look: str
    state: str
    what: str
    organization: str
    due: date | None
    url: str
    act: str
    act_url: str


class Found(NamedTuple):
    """The most pressing duties of one kind; how many there are, and how many are overdue."""

    duties: Sequence[Duty]
    total: int
    overdue: int = 0


@dataclass(frozen=True)
class Todo:
    """The most pressing of everything, and how much was left out, and how much is overdue."""

    duties: Sequence[Duty]
    left_out: int
    overdue: int


def find_todo(viewer: Viewer) -> Todo:
    """What is due or overdue today, the most pressing first, what has no day last."""
    found = [
        terms_due(viewer),
        probation_due(viewer),
        unassigned(viewer),
        milestones_late(viewer),
        reviews_due(viewer),
        vacant_posts(viewer),
    ]
    every = [duty for each in found for duty in each.duties]
    first = sorted(every, key=lambda duty: (duty.due is None, duty.due or date.max))[:MOST]
    count, overdue = sum(each.total for each in found), sum(each.overdue for each in found)
    return Todo(first, max(count - MOST, 0), overdue)


def found_of(
    items: Sequence[T], due_on: Callable[[T], date | None], tell: Callable[[T], Duty]
) -> Found:
    """The first of `items`, which come in their order; only these are put into words."""
    today = clock.today()
    overdue = sum(1 for item in items if (day := due_on(item)) is not None and day < today)
    return Found([tell(item) for item in items[:MOST]], len(items), overdue)


def terms_due(viewer: Viewer) -> Found:
    """Terms that end within the time that the rule reminds of, or ended."""
    today = clock.today()
    months = rule_number("terms.reminder.months", today) or 0
    terms = db.session.scalars(select_terms_due(viewer, add_months(today, months))).all()
    return found_of(terms, lambda term: term.last_day_due, _term_due)


def _term_due(term: Term) -> Duty:
    name, url = term.organization.name, url_for("terms.show", record_id=term.id)
    what = gettext("%(name)s: term %(number)s ends, elect anew", name=name, number=term.number)
    due = term.last_day_due
    return Duty(*pressing(due), what, name, due, url, gettext("See the term"), url)


def probation_due(viewer: Viewer) -> Found:
    """Probation that ends within thirty days or ended: the branch has to discuss it."""
    today = clock.today()
    rule, last = find_versions("members.probation.months"), today + AHEAD
    least = min((int(version.value) for version in rule), default=0)
    query = select_probation_ending(viewer, today, last, months_before(last, least))
    ends = [(probation_ends(row, rule), row) for row in db.session.execute(query)]
    due = [(day, row) for day, row in ends if day is not None and day <= last]
    due.sort(key=lambda each: each[0])
    may_act = viewer.is_one_of(SECRETARIES)
    return found_of(due, lambda each: each[0], lambda each: _probation_due(*each, may_act))


def _probation_due(due: date, member: Any, may_act: bool) -> Duty:
    url = url_for("members.show", record_id=member.id)
    act, act_url = gettext("See the record"), url
    if may_act:
        act = gettext("Make a full member")
        act_url = url_for("members.take_step", record_id=member.id, name="regularize")
    what = gettext("%(name)s: probation ends, discuss full membership", name=member.name)
    return Duty(*pressing(due), what, member.organization or "", due, url, act, act_url)


def probation_ends(member: Any, rule: Sequence[Rule]) -> date | None:
    """The day on which probation ends, an extension included, by the rule of the day it began."""
    extended: date | None = member.probation_extended_until
    if extended or member.admitted_on is None:
        return extended
    months = number_on(rule, member.admitted_on)
    return None if months is None else add_months(member.admitted_on, months)


def unassigned(viewer: Viewer) -> Found:
    if not (reach_of(viewer).holds_root and has_unassigned()):
        return Found((), 0)
    total = func.count().over()
    query = select_unassigned().with_only_columns(Member.id, Member.name, total).limit(MOST)
    rows = db.session.execute(query).all()
    may_act = viewer.is_one_of(SECRETARIES)
    return Found([_unassigned(*row[:2], may_act) for row in rows], rows[0][2] if rows else 0)


def _unassigned(member_id: int, name: str, may_act: bool) -> Duty:
    url = url_for("members.show", record_id=member_id)
    what = gettext("%(name)s was never assigned to a branch", name=name)
    act_url = url_for("assignments.create", member=f"#{member_id}") if may_act else url
    return Duty("none", gettext("missing"), what, "", None, url, gettext("Assign"), act_url)


def milestones_late(viewer: Viewer) -> Found:
    """The very milestones that the figure of late ones counts today, all of them overdue."""
    late = select_milestones_late(viewer, clock.today())
    total = func.count().over().label("total")
    first = late.with_only_columns(Milestone.id, total).limit(MOST).subquery()
    query = load_milestones().join(first, first.c.id == Milestone.id).add_columns(first.c.total)
    rows = db.session.execute(query.order_by(Milestone.planned_on, Milestone.id)).all()
    may_act = viewer.is_one_of(SECRETARIES)
    count = rows[0][1] if rows else 0
    return Found([_milestone_late(row[0], may_act) for row in rows], count, count)


def _milestone_late(milestone: Milestone, may_act: bool) -> Duty:
    url = url_for("milestones.show", record_id=milestone.id)
    act, act_url = gettext("See the record"), url
    if may_act:
        act = gettext("Note when it was done")
        act_url = url_for("milestones.edit", record_id=milestone.id)
    where, due = milestone.project.organization.name, milestone.planned_on
    what = gettext("%(name)s: milestone not done", name=milestone.caption)
    return Duty(*pressing(due), what, where, due, url, act, act_url)


def reviews_due(viewer: Viewer) -> Found:
    """Vanguard posts whose review is due or overdue: those of one organization together."""
    today = clock.today()
    months = review_months(today) or 0
    rows = db.session.execute(select_reviews_due(viewer, today))
    due = {row[0]: add_months(row[1], months) for row in rows}
    groups = [(due[posts[0]], posts) for posts in by_organization(due)]
    may_act = viewer.is_one_of(SECRETARIES)
    return found_of(groups, lambda group: group[0], lambda group: _review_due(*group, may_act))


def _review_due(due: date, posts: Sequence[VanguardPost], may_act: bool) -> Duty:
    what = ngettext(
        "%(num)d vanguard post is to be reviewed",
        "%(num)d vanguard posts are to be reviewed",
        len(posts),
    )
    if len(posts) == 1:
        what = gettext("%(name)s: review of the vanguard post", name=posts[0].name)
    act = gettext("Enter the review"), url_for("post_reviews.create", post=f"#{posts[0].id}")
    return of_posts(posts, pressing(due), what, due, {"review": "due"}, act, may_act=may_act)


def vacant_posts(viewer: Viewer) -> Found:
    """Vanguard posts that nobody holds: those of one organization together."""
    posts = db.session.scalars(select_vacant(viewer, clock.today()))
    may_act = viewer.is_one_of(SECRETARIES)
    groups = list(by_organization(posts))
    return found_of(groups, lambda _: None, lambda group: _vacant(group, may_act))


def _vacant(posts: Sequence[VanguardPost], may_act: bool) -> Duty:
    what = ngettext(
        "%(num)d vanguard post is vacant", "%(num)d vanguard posts are vacant", len(posts)
    )
    since = posts[0].vacant_since(clock.today())
    if len(posts) == 1 and since is not None:
        day = day_words(since)
        what = gettext("%(name)s: vacant since %(day)s", name=posts[0].name, day=day)
    state = "none", gettext("vacant")
    act = gettext("Name a holder"), url_for("vanguard_posts.edit", record_id=posts[0].id)
    return of_posts(posts, state, what, None, {"vacant": "yes"}, act, may_act=may_act)


def by_organization(posts: Iterable[VanguardPost]) -> Collection[list[VanguardPost]]:
    """The posts of each organization together, in their order."""
    found: dict[int, list[VanguardPost]] = {}
    for post in posts:
        found.setdefault(post.organization_id, []).append(post)
    return found.values()


def of_posts(
    posts: Sequence[VanguardPost],
    state: tuple[str, str],
    what: str,
    due: date | None,
    narrowed: Mapping[str, str],
    act: tuple[str, str],
    *,
    may_act: bool,
) -> Duty:
    """What is to be done at one post, or at several of an organization, which a list then shows."""
    first = posts[0]
    url = url_for("vanguard_posts.show", record_id=first.id)
    if len(posts) > 1:
        asked = {**narrowed, "organization": str(first.organization_id)}
        url = url_for("vanguard_posts.list", **asked)  # type: ignore[arg-type]  # texts only
    if len(posts) > 1 or not may_act:
        act = (gettext("See the posts"), url)
    return Duty(*state, what, first.organization.name, due, url, *act)
