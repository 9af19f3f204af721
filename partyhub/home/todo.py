"""What is to be done, from facts on record.

Terms and probation that end, people in no branch, vanguard posts without a review or a holder.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext, ngettext

from partyhub import clock
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.members.queries import select_probationary, select_unassigned
from partyhub.organizations.queries import select_terms_due
from partyhub.periods import add_months
from partyhub.projects.queries import select_milestones_late
from partyhub.registers.values import day_words, pressing
from partyhub.rules.models import Rule
from partyhub.rules.queries import find_versions, number_on, rule_number
from partyhub.vanguards.models import VanguardPost
from partyhub.vanguards.queries import review_months, select_reviews_due, select_vacant
from partyhub.viewers import SECRETARIES, Viewer

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


def duties(viewer: Viewer) -> list[Duty]:
    """Everything that is due or overdue today, the most pressing first, what has no day last."""
    found = [
        *terms_due(viewer),
        *probation_due(viewer),
        *unassigned(viewer),
        *milestones_late(viewer),
        *reviews_due(viewer),
        *vacant_posts(viewer),
    ]
    return sorted(found, key=lambda duty: (duty.due is None, duty.due or date.max))


def terms_due(viewer: Viewer) -> Iterator[Duty]:
    """Terms that end within the time that the rule reminds of, or ended."""
    today = clock.today()
    months = rule_number("terms.reminder.months", today) or 0
    for term in db.session.scalars(select_terms_due(viewer, add_months(today, months))):
        name, url = term.organization.name, url_for("terms.show", record_id=term.id)
        what = gettext("%(name)s: term %(number)s ends, elect anew", name=name, number=term.number)
        due = term.last_day_due
        yield Duty(*pressing(due), what, name, due, url, gettext("See the term"), url)


def probation_due(viewer: Viewer) -> Iterator[Duty]:
    """Probation that ends within thirty days or ended: the branch has to discuss it."""
    today = clock.today()
    rule = find_versions("members.probation.months")
    for member in db.session.scalars(select_probationary(viewer, today)):
        due = probation_ends(member, rule)
        if due is None or due > today + AHEAD:
            continue
        current = member.assignment_on(today)
        url = url_for("members.show", record_id=member.id)
        act, act_url = gettext("See the record"), url
        if viewer.is_one_of(SECRETARIES):
            act = gettext("Make a full member")
            act_url = url_for("members.take_step", record_id=member.id, name="regularize")
        what = gettext("%(name)s: probation ends, discuss full membership", name=member.name)
        where = current.organization.name if current else ""
        yield Duty(*pressing(due), what, where, due, url, act, act_url)


def probation_ends(member: Member, rule: Sequence[Rule]) -> date | None:
    """The day on which probation ends, an extension included, by the rule of the day it began."""
    if member.probation_extended_until or member.admitted_on is None:
        return member.probation_extended_until
    months = number_on(rule, member.admitted_on)
    return None if months is None else add_months(member.admitted_on, months)


def unassigned(viewer: Viewer) -> Iterator[Duty]:
    for member in db.session.scalars(select_unassigned(viewer)):
        url = url_for("members.show", record_id=member.id)
        what = gettext("%(name)s was never assigned to a branch", name=member.name)
        act_url = url_for("assignments.create", member=f"#{member.id}")
        if not viewer.is_one_of(SECRETARIES):
            act_url = url
        yield Duty("none", gettext("missing"), what, "", None, url, gettext("Assign"), act_url)


def milestones_late(viewer: Viewer) -> Iterator[Duty]:
    """The very milestones that the figure of late ones counts today."""
    today = clock.today()
    for milestone in db.session.scalars(select_milestones_late(viewer, today)):
        url = url_for("milestones.show", record_id=milestone.id)
        act, act_url = gettext("See the record"), url
        if viewer.is_one_of(SECRETARIES):
            act = gettext("Note when it was done")
            act_url = url_for("milestones.edit", record_id=milestone.id)
        where, due = milestone.project.organization.name, milestone.planned_on
        what = gettext("%(name)s: milestone not done", name=milestone.caption)
        yield Duty(*pressing(due), what, where, due, url, act, act_url)


def reviews_due(viewer: Viewer) -> Iterator[Duty]:
    """Vanguard posts whose review is due or overdue: those of one organization together."""
    today = clock.today()
    months = review_months(today) or 0
    last = {row[0]: row[1] for row in db.session.execute(select_reviews_due(viewer, today))}
    for posts in by_organization(last):
        what = ngettext(
            "%(num)d vanguard post is to be reviewed",
            "%(num)d vanguard posts are to be reviewed",
            len(posts),
        )
        if len(posts) == 1:
            what = gettext("%(name)s: review of the vanguard post", name=posts[0].name)
        due = add_months(last[posts[0]], months)
        yield of_posts(
            posts,
            pressing(due),
            what,
            due,
            {"review": "due"},
            (gettext("Enter the review"), url_for("post_reviews.create", post=f"#{posts[0].id}")),
            may_act=viewer.is_one_of(SECRETARIES),
        )


def vacant_posts(viewer: Viewer) -> Iterator[Duty]:
    """Vanguard posts that nobody holds: those of one organization together."""
    today = clock.today()
    for posts in by_organization(db.session.scalars(select_vacant(viewer, today))):
        what = ngettext(
            "%(num)d vanguard post is vacant", "%(num)d vanguard posts are vacant", len(posts)
        )
        since = posts[0].vacant_since(today)
        if len(posts) == 1 and since is not None:
            day = day_words(since)
            what = gettext("%(name)s: vacant since %(day)s", name=posts[0].name, day=day)
        yield of_posts(
            posts,
            ("none", gettext("vacant")),
            what,
            None,
            {"vacant": "yes"},
            (gettext("Name a holder"), url_for("vanguard_posts.edit", record_id=posts[0].id)),
            may_act=viewer.is_one_of(SECRETARIES),
        )


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
