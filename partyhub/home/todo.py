"""The to-do list of the home page, derived from facts on record.

It lists terms and probation that end, people in no branch, late milestones, vanguard posts without
a review or a person in them, what people who left have left behind, people whose dates are missing
or not known to the day, sizes that don't fit, and monthly returns and meetings that are missing.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from flask import url_for
from flask_babel import gettext, ngettext

from partyhub import clock
from partyhub.home.due import MOST, PROBATION, Item, Kind, find_due, last_of_probation
from partyhub.home.duties import Duty, Found, counted
from partyhub.home.gone import (
    letter_without_receipt,
    project_without_lead,
    still_held,
    team_without_leader,
)
from partyhub.home.meetings import meetings_overdue
from partyhub.home.sizes import wrong_sizes
from partyhub.known_dates import Known
from partyhub.members.pending import NO_BIRTHDAY
from partyhub.periods import add_months
from partyhub.projects.models import milestone_caption
from partyhub.registers.values import format_day, format_ordinal, pressing
from partyhub.roles import Right
from partyhub.rules.models import Rule
from partyhub.rules.queries import find_versions, number_on
from partyhub.vanguards.queries import review_months
from partyhub.viewers import Viewer

T = TypeVar("T")


@dataclass(frozen=True)
class Todo:
    """The most urgent tasks of all kinds, the number left out, and the number overdue."""

    duties: Sequence[Duty]
    left_out: int
    overdue: int


def find_todo(viewer: Viewer) -> Todo:
    """Return the tasks due or overdue today, the most urgent first, those without a day last."""
    due, may_act = find_due(viewer), viewer.may(Right.WRITE)
    found = [
        counted(due[Kind.TERM], _term_due),
        probation_due(due[Kind.PROBATION], may_act),
        counted(due[Kind.UNASSIGNED], lambda item: _unassigned(item, may_act)),
        counted(due[Kind.MILESTONE], lambda item: _milestone_late(item, may_act)),
        reviews_due(due[Kind.REVIEW], may_act),
        vacant_posts(due[Kind.VACANCY], may_act),
        still_held(due[Kind.HELD] if may_act else ()),
        counted(due[Kind.LEAD], lambda item: project_without_lead(item, may_act)),
        counted(due[Kind.LEADER], lambda item: team_without_leader(item, may_act)),
        counted(due[Kind.LETTER], lambda item: letter_without_receipt(item, may_act)),
        inexact_dates(due[Kind.MONTH], Known.MONTH),
        inexact_dates(due[Kind.ESTIMATED], Known.ESTIMATED),
        wrong_sizes(due[Kind.SIZE]),
        without_birthday(due[Kind.BIRTHDAY]),
        counted(due[Kind.RETURNS], _returns_missing),
        meetings_overdue(due[Kind.MEETING], may_act),
    ]
    every = [duty for each in found for duty in each.duties]
    first = sorted(every, key=lambda duty: (duty.due is None, duty.due or date.max))[:MOST]
    count, overdue = sum(each.total for each in found), sum(each.overdue for each in found)
    return Todo(first, max(count - MOST, 0), overdue)


def found_of(
    items: Sequence[T], due_on: Callable[[T], date | None], describe: Callable[[T], Duty]
) -> Found:
    """Return a `Found` of the first of the sorted `items`; only these are put into words."""
    today = clock.today()
    overdue = sum(1 for item in items if (day := due_on(item)) is not None and day < today)
    return Found([describe(item) for item in items[:MOST]], len(items), overdue)


def _term_due(term: Item) -> Duty:
    """Return the task for a term that has ended, or ends within the time of the reminder rule."""
    name, url = term.organization or "", url_for("terms.show", record_id=term.id)
    day = format_day(term.day) if term.day else ""
    if term.day and term.day < clock.today():
        what = gettext(
            "%(name)s: term %(number)s ended on %(day)s, elect anew",
            name=name,
            number=format_ordinal(term.number or 0),
            day=day,
        )
    else:
        what = gettext(
            "%(name)s: term %(number)s ends on %(day)s, prepare the election",
            name=name,
            number=format_ordinal(term.number or 0),
            day=day,
        )
    return Duty(*pressing(term.day), what, name, term.day, url, gettext("See the term"), url)


def probation_due(people: Sequence[Item], may_act: bool) -> Found:
    """Return the tasks for probation that has ended or ends within thirty days.

    The branch has to discuss full membership.
    """
    rule, last = find_versions(PROBATION), last_of_probation(clock.today())
    ends = [(probation_ends(person, rule), person) for person in people]
    due = [(day, person) for day, person in ends if day is not None and day <= last]
    due.sort(key=lambda each: each[0])
    return found_of(due, lambda each: each[0], lambda each: _probation_due(*each, may_act))


def _probation_due(due: date, member: Item, may_act: bool) -> Duty:
    url = url_for("members.show", record_id=member.id)
    act, act_url = gettext("See the record"), url
    if may_act:
        act = gettext("Make a full member")
        act_url = url_for("members.take_step", record_id=member.id, name="regularize")
    if due <= clock.today():
        what = gettext("%(name)s: probation is over, discuss full membership", name=member.name)
    else:
        what = gettext("%(name)s: probation ends soon, discuss full membership", name=member.name)
    return Duty(*pressing(due), what, member.organization or "", due, url, act, act_url)


def probation_ends(member: Item, rule: Sequence[Rule]) -> date | None:
    """Return the end of probation: its extension, else by the rule of the day on which it began."""
    if member.until or member.day is None:
        return member.until
    months = number_on(rule, member.day)
    return None if months is None else add_months(member.day, months)


def _unassigned(member: Item, may_act: bool) -> Duty:
    url = url_for("members.show", record_id=member.id)
    what = gettext("%(name)s was never assigned to a branch", name=member.name)
    act_url = url_for("assignments.create", member=f"#{member.id}") if may_act else url
    return Duty("none", gettext("missing"), what, "", None, url, gettext("Assign"), act_url)


def _milestone_late(milestone: Item, may_act: bool) -> Duty:
    url = url_for("milestones.show", record_id=milestone.id)
    act, act_url = gettext("See the record"), url
    if may_act:
        act = gettext("Note when it was done")
        act_url = url_for("milestones.edit", record_id=milestone.id)
    where, due = milestone.organization or "", milestone.day
    caption = milestone_caption(milestone.name, milestone.title)
    what = gettext("%(name)s: milestone not done", name=caption)
    return Duty(*pressing(due), what, where, due, url, act, act_url)


def reviews_due(posts: Sequence[Item], may_act: bool) -> Found:
    """Return the tasks for vanguard posts whose review is due or overdue, by organization."""
    months = review_months(clock.today()) or 0
    groups = [
        (add_months(own[0].day, months), own)  # type: ignore[arg-type]  # a named post has a day
        for own in by_organization(posts)
    ]
    return found_of(groups, lambda group: group[0], lambda group: _review_due(*group, may_act))


def _review_due(due: date, posts: Sequence[Item], may_act: bool) -> Duty:
    what = ngettext(
        "%(num)d vanguard post is to be reviewed",
        "%(num)d vanguard posts are to be reviewed",
        len(posts),
    )
    if len(posts) == 1:
        what = gettext("%(name)s: review of the vanguard post", name=posts[0].name)
    act = gettext("Enter the review"), url_for("post_reviews.create", post=f"#{posts[0].id}")
    return of_posts(posts, pressing(due), what, due, {"review": "due"}, act, may_act=may_act)


def vacant_posts(posts: Sequence[Item], may_act: bool) -> Found:
    """Return the tasks for vacant vanguard posts, grouped by organization."""
    groups = list(by_organization(posts))
    return found_of(groups, lambda _: None, lambda group: _vacant(group, may_act))


def _vacant(posts: Sequence[Item], may_act: bool) -> Duty:
    what = ngettext(
        "%(num)d vanguard post is vacant", "%(num)d vanguard posts are vacant", len(posts)
    )
    days = [day for day in (posts[0].day, posts[0].until) if day is not None]
    if len(posts) == 1 and days:
        day = format_day(max(days))
        what = gettext("%(name)s: vacant since %(day)s", name=posts[0].name, day=day)
    state = "none", gettext("vacant")
    act = gettext("Name a holder"), url_for("vanguard_posts.edit", record_id=posts[0].id)
    return of_posts(posts, state, what, None, {"vacant": "yes"}, act, may_act=may_act)


def inexact_dates(people: Sequence[Item], known: Known) -> Found:
    """Return one task for all people with a date that is known only so well."""
    if not people:
        return Found((), 0)
    count = people[0].total
    if known is Known.MONTH:
        what = ngettext(
            "%(num)d person has a date known only to the month",
            "%(num)d people have dates known only to the month",
            count,
        )
    else:
        what = ngettext(
            "%(num)d person has an estimated date", "%(num)d people have estimated dates", count
        )
    url = url_for("members.list", roll="all", dates=known)
    state = "none", gettext("to complete")
    return Found([Duty(*state, what, "", None, url, gettext("See the people"), url)], 1)


def without_birthday(people: Sequence[Item]) -> Found:
    """Return one task for all Party members without a date of birth."""
    if not people:
        return Found((), 0)
    what = ngettext(
        "%(num)d Party member has no date of birth, and is counted in no age",
        "%(num)d Party members have no date of birth, and are counted in no age",
        people[0].total,
    )
    url = url_for("members.list", dates=NO_BIRTHDAY)
    state = "none", gettext("to complete")
    return Found([Duty(*state, what, "", None, url, gettext("See the people"), url)], 1)


def _returns_missing(workshop: Item) -> Duty:
    what = ngettext(
        "%(name)s: %(num)d monthly return is missing",
        "%(name)s: %(num)d monthly returns are missing",
        workshop.number or 0,
        name=workshop.name,
    )
    url = url_for("prosperity_workshops.show", record_id=workshop.id)
    state = "none", gettext("missing")
    return Duty(*state, what, "", None, url, gettext("See the months"), url)


def by_organization(posts: Iterable[Item]) -> Collection[list[Item]]:
    """Return the posts grouped by organization, in their order."""
    found: dict[int | None, list[Item]] = {}
    for post in posts:
        found.setdefault(post.organization_id, []).append(post)
    return found.values()


def of_posts(
    posts: Sequence[Item],
    state: tuple[str, str],
    what: str,
    due: date | None,
    narrowed: Mapping[str, str],
    act: tuple[str, str],
    *,
    may_act: bool,
) -> Duty:
    """Return the task for one post, or for several of an organization with a link to their list."""
    first = posts[0]
    url = url_for("vanguard_posts.show", record_id=first.id)
    if len(posts) > 1:
        requested = {**narrowed, "organization": str(first.organization_id)}
        url = url_for("vanguard_posts.list", **requested)  # type: ignore[arg-type]  # texts only
    if len(posts) > 1 or not may_act:
        act = (gettext("See the posts"), url)
    return Duty(*state, what, first.organization or "", due, url, *act)
