"""Rules about the meetings that branches are asked for: one for each kind (domain.md 2.1)."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import exists, select

from partyhub.activities.frequencies.kinds import FREQUENCIES, Frequency
from partyhub.activities.frequencies.queries import select_overdue
from partyhub.activities.models import Activity, ActivityKind, ActivityStatus
from partyhub.figures import Rows, Scope
from partyhub.members.problems.posts import branches_of
from partyhub.organizations.models import Organization, OrganizationKind
from partyhub.problem_rules import Basis, Mend, ProblemRule, Severity, Subject, Values

# The yearly meeting at which members criticize themselves is asked for without “as a rule”.
HARD = (ActivityKind.ORG_LIFE_MEETING,)
LABELS: Mapping[ActivityKind, Any] = {
    ActivityKind.GENERAL_MEETING: lazy_gettext("Quarters without a general meeting"),
    ActivityKind.COMMITTEE_MEETING: lazy_gettext("Months without a branch committee meeting"),
    ActivityKind.GROUP_MEETING: lazy_gettext("Months in which a Party group didn't meet"),
    ActivityKind.PARTY_LECTURE: lazy_gettext("Quarters without a Party lecture"),
    ActivityKind.THEME_DAY: lazy_gettext("Months without a theme day"),
    ActivityKind.ORG_LIFE_MEETING: lazy_gettext("Years without an organizational-life meeting"),
    ActivityKind.APPRAISAL_MEETING: lazy_gettext("Years without a democratic appraisal meeting"),
    ActivityKind.HEART_TALK: lazy_gettext("Years without a heart-to-heart talk on record"),
}


def overdue(scope: Scope) -> Rows:
    """Select the branches and kinds whose meetings are missing in spans that end in the period."""
    found = select_overdue(scope, scope.start, scope.end).subquery("found").c
    columns = (found.code, found.organization.label("title"), found.title.label("kind"))
    return select(found.id, *columns, found.number, found.day)


def _is(kind: ActivityKind) -> Callable[[Any], bool | Values]:
    def judge(row: Any) -> bool | Values:
        host = "" if kind is ActivityKind.GROUP_MEETING else f"#{row.id}"
        return {"wanted": kind.value, "host": host} if row.kind == kind else False

    return judge


def without_log(scope: Scope) -> Rows | None:
    """Select the branches that existed all through the period and held nothing in it.

    While the period lasts, there is none.
    """
    if scope.as_of < scope.period.end:
        return None
    anything = exists().where(
        Activity.organization_id == Organization.id,
        Activity.archived_at.is_(None),
        Activity.status == ActivityStatus.HELD,
        scope.happened(Activity.held_on),
    )
    return branches_of(scope).where(
        Organization.kind != OrganizationKind.TEMPORARY_BRANCH,
        Organization.established_on <= scope.start,
        ~anything,
    )


def _rule(frequency: Frequency) -> ProblemRule:
    kind = frequency.kind
    return ProblemRule(
        f"meetings.{kind.value}",
        Severity.BLOCK if kind in HARD else Severity.WARN,
        Subject.PARTY_LIFE,
        "organizations",
        LABELS[kind],
        lazy_gettext(
            "“%(title)s” lacks meetings (%(kind)s): %(number)s, the last one in the span that ended"
            " on %(day)s."
        ),
        select=overdue,
        judge=_is(kind),
        rules=(frequency.key,),
        mend=Mend(
            "activities.create",
            lazy_gettext("Log the meeting"),
            {"kinds": "wanted", "organization": "host"},
        ),
    )


problems = (
    *map(_rule, FREQUENCIES),
    ProblemRule(
        "meetings.none",
        Severity.WARN,
        Subject.PARTY_LIFE,
        "organizations",
        lazy_gettext("Branches without any activity on record"),
        lazy_gettext("“%(title)s” has no activity on record in the period."),
        select=without_log,
        is_dated=True,
        mend=Mend("activities.create", lazy_gettext("Log the meeting"), {"organization": "#id"}),
        basis=Basis.BRANCHES,
    ),
)
