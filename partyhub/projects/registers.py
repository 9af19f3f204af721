"""Definitions of the three registers of this package."""

from flask_babel import gettext, lazy_gettext, lazy_pgettext
from sqlalchemy import func

from partyhub.campaigns.list_filters import campaign_filter
from partyhub.campaigns.models import Campaign
from partyhub.commissars.models import CommissarAppointment
from partyhub.members.holdings import Need, PartHoldings, RecordHoldings
from partyhub.members.models import Member
from partyhub.members.queries import belonged_to
from partyhub.members.roster_pages import own_parts, title_of_part
from partyhub.members.roster_spans import describe_spans
from partyhub.members.rosters import people_on, person_on
from partyhub.organizations.access import owned_by
from partyhub.organizations.list_filters import organization_filter, workshop_filter
from partyhub.organizations.models import Workshop
from partyhub.organizations.queries import in_own_workshops
from partyhub.organizations.tree_order import tree_place
from partyhub.periods import FAR
from partyhub.projects.forms import MentorshipForm, MilestoneForm, ProjectForm
from partyhub.projects.models import KeyProject, Mentorship, Milestone, ProjectStatus
from partyhub.projects.operations import store_mentorship, store_project
from partyhub.projects.queries import (
    LEADERS,
    choose_project,
    find_plan_years,
    has_role,
    is_overdue_on,
    load_mentorships,
    load_milestones,
    load_projects,
)
from partyhub.registers import (
    Column,
    Ending,
    Filter,
    Listing,
    Register,
    Relation,
    assign,
    enum_filter,
    event,
    lasting,
    record_filter,
)
from partyhub.registers.dated_forms import change_column

PROJECT_STATES = {
    ProjectStatus.PROPOSED: "none",
    ProjectStatus.RUNNING: "due",
    ProjectStatus.ACCEPTED: "ok",
    ProjectStatus.STOPPED: "over",
}

projects = Register(
    name="projects",
    label=lazy_gettext("Key project"),
    title=lazy_gettext("Key projects led by members"),
    model=KeyProject,
    form=ProjectForm,
    key=("code",),
    columns=(
        Column("code", sort=KeyProject.code),
        Column("title", sort=KeyProject.pinyin),
        Column("plan_year", kind="year", sort=KeyProject.plan_year),
        Column("organization", sort=tree_place),
        Column("workshop"),
        Column("campaign"),
        Column(
            "lead",
            lambda project, day: person_on(project, "lead", day),
            needs=("people.member",),
        ),
        Column(
            "executive_leader",
            lambda project, day: person_on(project, "executive_leader", day),
            needs=("people.member",),
        ),
        Column(
            "team",
            lambda project, day: people_on(project, "team", day),
            needs=("people.member",),
        ),
        change_column(),
        Column(
            "people_over_time",
            lambda record, day: describe_spans(record),
            kind="text",
            needs=("people.member",),
        ),
        Column("started_on", sort=KeyProject.started_on),
        Column("due_on", sort=func.coalesce(KeyProject.due_on, FAR)),
        Column("closed_on"),
        Column("status", states=PROJECT_STATES),
        Column("target"),
        Column("baseline"),
        Column("result"),
        Column("benefit_cny"),
        Column("customer"),
    ),
    listing=Listing(
        columns=(
            "code",
            "title",
            "organization",
            "lead",
            "executive_leader",
            "plan_year",
            "started_on",
            "due_on",
            "status",
        ),
        order="code",
        search=(KeyProject.id,),
        filters=(
            enum_filter(
                "status", lazy_pgettext("projects", "Status"), KeyProject.status, ProjectStatus
            ),
            organization_filter(
                lazy_pgettext("projects", "Organization"), KeyProject.organization_id
            ),
            workshop_filter(KeyProject.workshop_id),
            campaign_filter(KeyProject.campaign_id),
            Filter(
                "plan_year",
                lazy_pgettext("projects", "Plan year"),
                lambda viewer: [(str(year), str(year)) for year in find_plan_years()],
                lambda value, day: KeyProject.plan_year == int(value),
            ),
        ),
    ),
    load=load_projects,
    store=store_project,
    lifetime=lasting(KeyProject.started_on, KeyProject.closed_on),
    ending=Ending(
        lazy_gettext("Records refer to this project. What came to an end gets its last day."),
        lazy_gettext("Enter its last day"),
    ),
    access=owned_by(
        lambda reach, day: reach.contains(KeyProject.organization_id),
        lambda viewer: in_own_workshops(viewer, KeyProject.workshop_id),
    ),
)

milestones = Register(
    name="milestones",
    label=lazy_gettext("Milestone"),
    title=lazy_gettext("Milestones of projects"),
    model=Milestone,
    form=MilestoneForm,
    key=("project", "title"),
    columns=(
        Column("project", sort=KeyProject.code),
        Column("title", sort=Milestone.title),
        Column("planned_on", sort=Milestone.planned_on),
        Column("done_on", sort=func.coalesce(Milestone.done_on, FAR)),
        Column("delay_reason"),
    ),
    listing=Listing(
        columns=("project", "title", "planned_on", "done_on", "delay_reason"),
        order="-planned_on",
        search=(Milestone.id,),
        filters=(
            Filter(
                "late",
                lazy_pgettext("milestones", "State"),
                lambda viewer: [("yes", gettext("late"))],
                lambda value, day: is_overdue_on(day),
            ),
            record_filter(
                "project",
                lazy_pgettext("milestones", "Project"),
                Milestone.project_id,
                choose_project,
            ),
            organization_filter(
                lazy_pgettext("projects", "Organization"), KeyProject.organization_id
            ),
        ),
    ),
    load=load_milestones,
    store=assign,
    lifetime=event(Milestone.planned_on),
    access=owned_by(lambda reach, day: reach.contains(KeyProject.organization_id)),
)

mentorships = Register(
    name="mentorships",
    label=lazy_gettext("Mentoring"),
    title=lazy_gettext("Mentoring pairs"),
    model=Mentorship,
    form=MentorshipForm,
    key=("mentor", "apprentice", "started_on"),
    columns=(
        Column("mentor", sort=Member.pinyin),
        Column("apprentice", needs=("apprentice_member",)),
        Column("skill"),
        Column("started_on", sort=Mentorship.started_on),
        Column("ended_on", sort=func.coalesce(Mentorship.ended_on, FAR)),
        Column("result"),
    ),
    listing=Listing(
        columns=("mentor", "apprentice", "skill", "started_on", "ended_on", "result"),
        order="-started_on",
        search=(Mentorship.id, Mentorship.mentor_id),
    ),
    load=load_mentorships,
    store=store_mentorship,
    lifetime=lasting(Mentorship.started_on, Mentorship.ended_on),
    access=owned_by(
        lambda reach, day: belonged_to(reach, Mentorship.mentor_id, Mentorship.started_on)
    ),
)

PROJECT_COLUMNS = ("code", "title", "lead", "executive_leader", "started_on", "status")

NEEDS = {"lead": Need.NEEDED, "executive_leader": Need.POSSIBLE}

holdings = (
    PartHoldings(
        projects,
        lazy_pgettext("holdings", "Key project"),
        lazy_pgettext("holdings", "Lay down"),
        title_of_part,
        lambda project, role: NEEDS.get(role, Need.NONE),
        singles=LEADERS,
    ),
    RecordHoldings(
        mentorships,
        lazy_pgettext("holdings", "Mentoring"),
        lazy_pgettext("holdings", "End the pair"),
        lambda pair, role: gettext("apprentice %(name)s", name=pair.apprentice),
        lambda pair, role: Need.NONE,
        person="mentor",
    ),
    RecordHoldings(
        mentorships,
        lazy_pgettext("holdings", "Mentoring"),
        lazy_pgettext("holdings", "End the pair"),
        lambda pair, role: gettext("mentor %(name)s", name=pair.mentor.name),
        lambda pair, role: Need.NONE,
        person="apprentice",
    ),
)

relations = (
    Relation(
        projects,
        Member,
        lazy_gettext("Key projects"),
        lambda member: has_role(member.id),
        ("title", "status"),
        KeyProject.started_on.desc(),
        parts=own_parts,
    ),
    Relation(
        projects,
        CommissarAppointment,
        lazy_gettext("Key projects led"),
        lambda appointment: has_role(appointment.member_id, *LEADERS),
        PROJECT_COLUMNS,
        KeyProject.started_on.desc(),
    ),
    Relation(
        projects,
        Workshop,
        lazy_gettext("Key projects"),
        lambda workshop: KeyProject.workshop_id == workshop.id,
        PROJECT_COLUMNS,
        KeyProject.started_on.desc(),
        filter="workshop",
    ),
    Relation(
        projects,
        Campaign,
        lazy_gettext("Key projects"),
        lambda campaign: KeyProject.campaign_id == campaign.id,
        PROJECT_COLUMNS,
        KeyProject.started_on.desc(),
        filter="campaign",
    ),
    Relation(
        mentorships,
        Member,
        lazy_gettext("Mentoring pairs"),
        lambda member: (
            (Mentorship.mentor_id == member.id) | (Mentorship.apprentice_id == member.id)
        ),
        ("mentor", "apprentice", "started_on", "ended_on", "result"),
        Mentorship.started_on.desc(),
        field="mentor",
    ),
)
