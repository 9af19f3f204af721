"""Rules about volunteer service."""

from flask_babel import lazy_gettext
from sqlalchemy import exists, select

from partyhub.activities.models import Activity, ActivityKind, ActivityStatus
from partyhub.activities.problems.ledger import has_kind
from partyhub.figures import Rows, Scope
from partyhub.organizations.models import Organization
from partyhub.periods import on_day
from partyhub.problem_rules import Basis, Mend, ProblemRule, Severity, Subject
from partyhub.vanguards.models import Team, TeamKind


def without_service(scope: Scope) -> Rows | None:
    """Select the volunteer teams that were there all through the period and served in it never.

    While the period lasts, there is none.
    """
    if scope.as_of < scope.period.end:
        return None
    served = exists().where(
        Activity.team_id == Team.id,
        Activity.archived_at.is_(None),
        Activity.status == ActivityStatus.HELD,
        has_kind(ActivityKind.VOLUNTEER_SERVICE),
        scope.happened(Activity.held_on),
    )
    organization = Organization.name.label("organization")
    return (
        select(Team.id, Team.code, Team.name.label("title"), organization)
        .join(Organization, Organization.id == Team.organization_id)
        .where(
            Team.archived_at.is_(None),
            Team.kind == TeamKind.VOLUNTEER,
            Team.established_on <= scope.start,
            on_day(scope.as_of, Team.established_on, Team.disbanded_on),
            scope.contains(Team.organization_id),
            ~served,
        )
    )


problems = (
    ProblemRule(
        "teams.no_service",
        Severity.WARN,
        Subject.VANGUARDS,
        "teams",
        lazy_gettext("Volunteer teams without service on record"),
        lazy_gettext("“%(title)s” (%(organization)s) has no service on record in the period."),
        select=without_service,
        is_dated=True,
        mend=Mend("activities.create", lazy_gettext("Log the service"), {"team": "#id"}),
        basis=Basis.COMPLETE,
    ),
)
