"""Rules about the ledger of activities: numbers, minutes, hosts, doubles."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from partyhub import clock
from partyhub.activities.checks import HOLDERS
from partyhub.activities.models import KIND_BITS, Activity, ActivityKind, ActivityStatus
from partyhub.campaigns.models import Campaign
from partyhub.database import db
from partyhub.figures import Rows, Scope
from partyhub.history.models import Action, HistoryEntry
from partyhub.organizations.models import Organization
from partyhub.problem_rules import Basis, Inquiry, Severity, Subject, Values, rules_of
from partyhub.rules.queries import rule_number
from partyhub.texts import is_alike

MINUTES = "activities.minutes.days"
MINUTES_OF_DAY = 24 * 60
# The meetings of which minutes are kept.
WITH_MINUTES = (
    ActivityKind.GENERAL_MEETING,
    ActivityKind.COMMITTEE_MEETING,
    ActivityKind.GROUP_MEETING,
    ActivityKind.ORG_LIFE_MEETING,
    ActivityKind.DEMOCRATIC_LIFE_MEETING,
    ActivityKind.APPRAISAL_MEETING,
    ActivityKind.PARTY_COMMITTEE_MEETING,
    ActivityKind.GENERAL_BRANCH_COMMITTEE,
    ActivityKind.CONGRESS,
)


def activities_of(scope: Scope, *columns: Any) -> Rows:
    """Return the query for the activities of the period and scope, with the organization."""
    one = Activity
    return (
        select(
            one.id,
            one.number.label("code"),
            one.name.label("title"),
            Organization.name.label("organization"),
            one.held_on.label("day"),
            *columns,
        )
        .join(Organization, Organization.id == one.organization_id)
        .where(
            one.archived_at.is_(None),
            scope.happened(one.held_on),
            scope.contains(one.organization_id),
        )
    )


def held(scope: Scope, *columns: Any) -> Rows:
    return activities_of(scope, *columns).where(Activity.status == ActivityStatus.HELD)


def has_kind(*kinds: ActivityKind) -> Any:
    """Return the condition that the query's activity is of one of these kinds."""
    return Activity.kind_mask.bitwise_and(sum(KIND_BITS[kind] for kind in kinds)) != 0


def more_than_expected(scope: Scope) -> Rows:
    """Select the activities to which more came than were expected, as `present_count` counts."""
    named = case((Activity.people_expected > 0, Activity.expected_came), else_=Activity.people_came)
    came = func.coalesce(Activity.typed_present, named)
    is_typed = or_(Activity.typed_present.is_not(None), Activity.typed_expected.is_not(None))
    expected = func.coalesce(Activity.typed_expected, func.nullif(Activity.people_expected, 0))
    columns = (came.label("came"), expected.label("expected"))
    return held(scope, *columns).where(is_typed, came > expected)


def still_planned(scope: Scope) -> Rows:
    is_over = (Activity.held_on <= scope.as_of, Activity.held_on < scope.today)
    return activities_of(scope).where(Activity.status == ActivityStatus.PLANNED, *is_over)


def without_minutes(scope: Scope) -> Rows | None:
    """Select the meetings whose minutes were due, and of which nothing is written down."""
    days = rule_number(MINUTES, scope.as_of)
    if days is None:
        return None
    nothing = (or_(text.is_(None), text == "") for text in (Activity.record, Activity.resolution))
    return held(scope).where(
        has_kind(*WITH_MINUTES), Activity.held_on < scope.as_of - timedelta(days=days), *nothing
    )


def entered_by_hand(scope: Scope) -> Rows:
    """Select the meetings that no import brought, with the moment at which they were entered."""
    entry = HistoryEntry
    imported = exists().where(
        entry.register == "activities",
        entry.record_id == Activity.id,
        entry.group_id.is_not(None),
        entry.action == Action.CREATED,
    )
    return held(scope, Activity.created_at).where(has_kind(*WITH_MINUTES), ~imported)


def judge_entering(row: Any) -> bool | Values:
    """Return whether a meeting was entered later than the rule has it, and on which day."""
    days = rule_number(MINUTES, row.day)
    entered = row.created_at.astimezone(clock.ZONE).date()
    if days is None or entered <= row.day + timedelta(days=days):
        return False
    return {"entered": entered, "number": (entered - row.day).days}


def nobody_came(scope: Scope) -> Rows:
    """Select the activities to which nobody came, by name or by number; an empty number is none."""
    expected = func.coalesce(Activity.typed_expected, Activity.people_expected)
    named = case((Activity.people_expected > 0, Activity.people_came))
    came = func.coalesce(Activity.typed_present, named)
    return held(scope, expected.label("expected")).where(expected > 0, came == 0)


def wrong_holders(scope: Scope) -> Rows:
    """Select the meetings of a kind that such an organization doesn't hold."""
    wrong = (and_(has_kind(kind), Organization.kind.not_in(own)) for kind, own in HOLDERS.items())
    columns = (Organization.kind.label("holder"), Activity.kind_mask)
    return held(scope, *columns).where(or_(*wrong))


def judge_holder(row: Any) -> bool | Values:
    """Return the kind of meeting that doesn't fit."""
    unfit = (
        kind
        for kind, own in HOLDERS.items()
        if row.kind_mask & KIND_BITS[kind] and row.holder not in own
    )
    return {"kind": next(unfit)}


def after_dissolution(scope: Scope) -> Rows:
    return held(scope, Organization.dissolved_on.label("dissolved")).where(
        Activity.held_on >= Organization.dissolved_on
    )


def before_founding(scope: Scope) -> Rows:
    return held(scope, Organization.established_on.label("founded")).where(
        Activity.held_on < Organization.established_on
    )


def find_doubles(inquiry: Inquiry) -> Iterator[Values]:
    """Yield each activity once that is like an earlier one."""
    found: set[int] = set()
    for row in db.session.execute(doubles(inquiry.scope).order_by(Activity.id)):
        if row.id not in found and is_alike(row.title, row.other):
            found.add(row.id)
            yield row._asdict()


def doubles(scope: Scope) -> Rows:
    """Select the later one of two activities of an organization, day and kind."""
    other = aliased(Activity)
    return held(scope, other.name.label("other")).join(
        other,
        and_(
            other.organization_id == Activity.organization_id,
            other.held_on == Activity.held_on,
            other.id < Activity.id,
            other.archived_at.is_(None),
            other.status == ActivityStatus.HELD,
            other.kind_mask.bitwise_and(Activity.kind_mask) != 0,
        ),
    )


def outside_campaign(scope: Scope) -> Rows:
    campaign = Campaign
    return (
        held(scope, campaign.name.label("campaign"), campaign.started_on, campaign.ended_on)
        .join(campaign, campaign.id == Activity.campaign_id)
        .where(
            or_(campaign.started_on > Activity.held_on, campaign.ended_on <= Activity.held_on),
        )
    )


def too_long(scope: Scope) -> Rows:
    """Select the activities of no length, or longer than a day."""
    minutes = Activity.minutes_long
    return held(scope, minutes.label("number")).where(or_(minutes <= 0, minutes > MINUTES_OF_DAY))


_rule = rules_of("activities", Subject.PARTY_LIFE, "activities")
problems = (
    _rule(
        "more_than_expected",
        Severity.BLOCK,
        lazy_gettext("Activities to which more came than were expected"),
        lazy_gettext(
            "“%(title)s” (%(organization)s, %(day)s): %(came)s came, and %(expected)s were"
            " expected."
        ),
        select=more_than_expected,
    ),
    _rule(
        "still_planned",
        Severity.WARN,
        lazy_gettext("Planned activities whose day is over"),
        lazy_gettext(
            "“%(title)s” (%(organization)s) was planned for %(day)s; nobody has said whether it"
            " was held."
        ),
        select=still_planned,
        basis=Basis.COMPLETE,
    ),
    _rule(
        "no_minutes",
        Severity.WARN,
        lazy_gettext("Meetings without minutes"),
        lazy_gettext("“%(title)s” (%(organization)s, %(day)s) has neither minutes nor resolution."),
        select=without_minutes,
        is_dated=True,
        rules=(MINUTES,),
    ),
    _rule(
        "entered_late",
        Severity.WARN,
        lazy_gettext("Meetings entered weeks later"),
        lazy_gettext(
            "“%(title)s” (%(organization)s, %(day)s) was entered on %(entered)s, %(number)s days"
            " later."
        ),
        select=entered_by_hand,
        judge=judge_entering,
        rules=(MINUTES,),
    ),
    _rule(
        "nobody_came",
        Severity.WARN,
        lazy_gettext("Activities held to which nobody came"),
        lazy_gettext(
            "“%(title)s” (%(organization)s, %(day)s): %(expected)s were expected, nobody came."
        ),
        select=nobody_came,
    ),
    _rule(
        "wrong_holder",
        Severity.WARN,
        lazy_gettext("Meetings of a kind that the organization doesn't hold"),
        lazy_gettext("“%(title)s” (%(day)s): “%(kind)s” isn't a meeting of a “%(holder)s”."),
        select=wrong_holders,
        judge=judge_holder,
        basis=Basis.BRANCHES,
    ),
    _rule(
        "after_dissolution",
        Severity.BLOCK,
        lazy_gettext("Activities of a dissolved organization"),
        lazy_gettext(
            "“%(title)s” was held on %(day)s; “%(organization)s” was dissolved on %(dissolved)s."
        ),
        select=after_dissolution,
    ),
    _rule(
        "before_founding",
        Severity.WARN,
        lazy_gettext("Activities of an organization before it was founded"),
        lazy_gettext(
            "“%(title)s” was held on %(day)s; “%(organization)s” was founded on %(founded)s."
        ),
        select=before_founding,
    ),
    _rule(
        "double",
        Severity.WARN,
        lazy_gettext("Activities that may be on record twice"),
        lazy_gettext(
            "“%(title)s” and “%(other)s” (%(organization)s, %(day)s) may be the same meeting."
        ),
        find=find_doubles,
    ),
    _rule(
        "outside_campaign",
        Severity.WARN,
        lazy_gettext("Activities outside the days of their campaign"),
        lazy_gettext("“%(title)s” was held on %(day)s, outside the days of “%(campaign)s”."),
        select=outside_campaign,
    ),
    _rule(
        "impossible_length",
        Severity.WARN,
        lazy_gettext("Activities of an impossible length"),
        lazy_gettext("“%(title)s” (%(day)s) is entered with %(number)s minutes."),
        select=too_long,
    ),
)
