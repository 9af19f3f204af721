"""Definition of the register of activities."""

from flask_babel import lazy_gettext, lazy_pgettext

from partyhub.activities.absences import absences_of
from partyhub.activities.forms import ActivityForm
from partyhub.activities.models import (
    CAME,
    Activity,
    ActivityKind,
    ActivityStatus,
    AttendanceState,
)
from partyhub.activities.operations import store_activity
from partyhub.activities.queries import load_activities, of_kind
from partyhub.activities.summaries import ATTENDANCE, KINDS, find_kinds
from partyhub.campaigns.list_filters import campaign_filter
from partyhub.campaigns.models import Campaign
from partyhub.organizations.access import owned_by
from partyhub.organizations.list_filters import organization_filter
from partyhub.organizations.tree_order import tree_place
from partyhub.registers import (
    Column,
    Filter,
    Listing,
    Register,
    Relation,
    enum_filter,
    event,
    record_filter,
)
from partyhub.registers.list_filters import period_filter
from partyhub.vanguards.models import Team
from partyhub.vanguards.queries import choose_team

STATUS_STATES = {
    ActivityStatus.PLANNED: "due",
    ActivityStatus.HELD: "ok",
    ActivityStatus.CANCELED: "none",
}


activities = Register(
    name="activities",
    label=lazy_gettext("Activity"),
    title=lazy_gettext("Activities"),
    adding=lazy_gettext("Log an activity"),
    model=Activity,
    form=ActivityForm,
    key=("number",),
    columns=(
        Column("number", sort=Activity.number),
        Column("kinds", needs=("kind_rows",), reads=("id",), summary=KINDS, find=find_kinds),
        Column("title", sort=Activity.name, reads=("name",)),
        Column("organization", sort=tree_place),
        Column("team"),
        Column("campaign"),
        Column("held_on", sort=Activity.held_on),
        Column("starts_at"),
        Column("minutes_long"),
        Column("study_hours"),
        Column("for_year", kind="year"),
        Column("place"),
        Column("external_host"),
        Column("service_kind"),
        Column("chair"),
        Column("recorder"),
        Column("speaker"),
        Column("agenda"),
        Column("record"),
        Column("resolution"),
        Column(
            "present",
            lambda activity, day: activity.people(*CAME),
            needs=("attendance.member",),
            summary=ATTENDANCE,
        ),
        Column(
            "on_leave",
            lambda activity, day: activity.people(AttendanceState.LEAVE),
            needs=("attendance.member",),
            summary=ATTENDANCE,
        ),
        Column(
            "absences",
            lambda activity, day: absences_of(activity),
            kind="text",
            is_personal=True,
            needs=("attendance.member",),
            summary=ATTENDANCE,
        ),
        Column("expected_count", reads=("typed_expected", "people_expected")),
        Column("guest_count"),
        Column("status", states=STATUS_STATES),
        Column(
            "present_count",
            reads=("typed_present", "people_expected", "people_came", "expected_came"),
        ),
    ),
    listing=Listing(
        columns=(
            "held_on",
            "title",
            "kinds",
            "organization",
            "external_host",
            "place",
            "expected_count",
            "present_count",
            "status",
        ),
        order="-held_on",
        search=(Activity.id,),
        filters=(
            Filter(
                "kind",
                lazy_pgettext("activities", "Kinds"),
                lambda viewer: [(kind.value, kind.label) for kind in ActivityKind],
                lambda value, day: of_kind(ActivityKind(value)),
            ),
            organization_filter(lazy_pgettext("activities", "Organizer"), Activity.organization_id),
            period_filter(Activity.held_on),
            enum_filter(
                "status", lazy_pgettext("activities", "Status"), Activity.status, ActivityStatus
            ),
            record_filter(
                "team", lazy_pgettext("activities", "Team"), Activity.team_id, choose_team
            ),
            campaign_filter(Activity.campaign_id),
        ),
    ),
    load=load_activities,
    store=store_activity,
    lifetime=event(Activity.held_on),
    access=owned_by(lambda reach, day: reach.contains(Activity.organization_id)),
    other_key=("title", "organization", "held_on", "starts_at"),
)

SHOWN = ("held_on", "title", "kinds", "organization", "present_count")

relations = (
    Relation(
        activities,
        Team,
        lazy_gettext("Activities of the team"),
        lambda team: Activity.team_id == team.id,
        ("held_on", "title", "kinds", "minutes_long", "present_count"),
        Activity.held_on.desc(),
        field="team",
        filter="team",
    ),
    Relation(
        activities,
        Campaign,
        lazy_gettext("Activities of the campaign"),
        lambda campaign: Activity.campaign_id == campaign.id,
        SHOWN,
        Activity.held_on.desc(),
        filter="campaign",
    ),
)
