"""Definitions of the four registers of this package."""

from datetime import date

from flask_babel import lazy_gettext, lazy_pgettext, pgettext
from sqlalchemy import func

from partyhub.known_dates import Known
from partyhub.members import voiding
from partyhub.members.forms import AppraisalForm, AssignmentForm, MemberForm, PartyPostForm
from partyhub.members.models import (
    STAGE_DAYS,
    Appraisal,
    Assignment,
    Grade,
    InReason,
    Member,
    OutReason,
    PartyPost,
    Post,
    Stage,
    stage_of,
)
from partyhub.members.operations import store_assignment, store_member
from partyhub.members.pending import NO_BIRTHDAY, has_dates
from partyhub.members.places import (
    by_branch,
    group_on,
    order_appraisals,
    order_assignments,
    order_posts,
    organization_on,
    person_by_organization,
    post_by_organization,
)
from partyhub.members.queries import (
    assigned_on,
    belonged_to,
    load_appraisals,
    load_assignments,
    load_members,
    load_posts,
)
from partyhub.members.rolls import ROLLS, STAGE_STATES
from partyhub.members.stages import in_stage
from partyhub.members.summaries import PLACES, find_groups, find_organizations
from partyhub.organizations.access import owned_by
from partyhub.organizations.list_filters import organization_filter
from partyhub.registers import (
    Column,
    Filter,
    Lifetime,
    Listing,
    Register,
    assign,
    enum_filter,
    event,
    existing,
    known_date_column,
    lasting,
)
from partyhub.registers.dated_forms import change_column, dated_column, former_column

# The columns of an assignment that tell of a transfer to or from outside.
LETTER = (
    *("origin", "destination", "letter_no", "letter_valid_until", "receipt_on"),
    "dues_paid_until",
)

# The attributes that `assignment_on` reads of each assignment.
DAYS_OF_ASSIGNMENTS = tuple(
    f"assignments.{key}" for key in ("started_on", "ended_on", "archived_at")
)


members = Register(
    name="members",
    label=lazy_gettext("Member"),
    title=lazy_gettext("Member roll"),
    adding=lazy_gettext("Enter a member"),
    model=Member,
    form=MemberForm,
    key=("number",),
    alike=("admitted_on", "birth_date", "phone"),
    columns=(
        Column("number", sort=Member.number),
        Column("name", sort=Member.pinyin),
        Column("sex"),
        known_date_column("birth_date", is_personal=True),
        Column("ethnicity", is_personal=True),
        Column("native_place", is_personal=True),
        Column("education", is_personal=True),
        Column(
            "organization",
            organization_on,
            sort=person_by_organization,
            needs=(*DAYS_OF_ASSIGNMENTS, "assignments.organization"),
            reads=("id",),
            summary=PLACES,
            find=find_organizations,
        ),
        Column(
            "party_group",
            group_on,
            needs=(*DAYS_OF_ASSIGNMENTS, "assignments.party_group"),
            reads=("id",),
            summary=PLACES,
            find=find_groups,
        ),
        Column("workshop"),
        Column("job"),
        known_date_column("applied_on"),
        known_date_column("activist_on"),
        known_date_column("target_on"),
        known_date_column("admitted_on", sort=func.coalesce(Member.admitted_on, date.max)),
        known_date_column(
            "full_on", sort=func.coalesce(Member.full_on, date.max), year_after="admitted_on"
        ),
        Column("probation_extended_until"),
        known_date_column("joined_on"),
        dated_column("employment"),
        dated_column("is_floating"),
        change_column(),
        former_column("employment", "is_floating"),
        Column("phone", kind="phone", is_personal=True),
        Column("remark", is_personal=True),
        Column(
            "stage",
            compute=stage_of,
            reads=tuple(STAGE_DAYS.values()),
            header=lazy_pgettext("members", "Stage"),
            kind="enum",
            members=Stage,
            states=STAGE_STATES,
        ),
    ),
    listing=Listing(
        columns=(
            "number",
            "name",
            "sex",
            "organization",
            "workshop",
            "job",
            "admitted_on",
            "full_on",
            "stage",
        ),
        order="name",
        order_of_few="organization",
        search=(Member.id,),
        unit=lazy_gettext("people"),
        tallied="stage",
        filters=(
            organization_filter(
                lazy_pgettext("members", "Branch"),
                where=lambda value, day: assigned_on(day, Assignment.organization_id == value),
            ),
            Filter(
                "stage",
                lazy_pgettext("members", "Stage"),
                lambda viewer: [(stage.value, stage.label) for stage in reversed(Stage)],
                lambda value, day: in_stage(Stage(value), day),
            ),
            Filter(
                "dates",
                lazy_pgettext("members", "Dates"),
                lambda viewer: [
                    (Known.MONTH.value, pgettext("members", "Known only to the month")),
                    (Known.ESTIMATED.value, pgettext("members", "Estimated")),
                    (NO_BIRTHDAY, pgettext("members", "No date of birth")),
                ],
                has_dates,
            ),
        ),
    ),
    load=load_members,
    order=by_branch,
    store=store_member,
    lifetime=Lifetime("stock", assigned_on, lambda period: assigned_on(period.end)),
    ending=voiding.ending,
    access=owned_by(lambda reach, day: belonged_to(reach, Member.id, day)),
    rolls=ROLLS,
)

assignments = Register(
    name="assignments",
    label=lazy_gettext("Assignment"),
    title=lazy_gettext("Assignments"),
    model=Assignment,
    form=AssignmentForm,
    key=("member", "organization", "started_on"),
    columns=(
        Column("member", sort=Member.pinyin),
        Column("organization"),
        Column("party_group"),
        Column("started_on", sort=Assignment.started_on),
        Column("in_reason"),
        Column("ended_on", sort=func.coalesce(Assignment.ended_on, date.max)),
        Column("out_reason"),
        *map(Column, LETTER),
    ),
    listing=Listing(
        columns=(
            "member",
            "organization",
            "party_group",
            "started_on",
            "in_reason",
            "ended_on",
            "out_reason",
        ),
        order="-started_on",
        search=(Assignment.id, Assignment.member_id),
        filters=(
            organization_filter(
                lazy_pgettext("assignments", "Organization"), Assignment.organization_id
            ),
            enum_filter(
                "in_reason",
                lazy_pgettext("assignments", "Reason of increase"),
                Assignment.in_reason,
                InReason,
            ),
            enum_filter(
                "out_reason",
                lazy_pgettext("assignments", "Reason of decrease"),
                Assignment.out_reason,
                OutReason,
            ),
        ),
    ),
    load=load_assignments,
    order=order_assignments,
    store=store_assignment,
    lifetime=lasting(Assignment.started_on, Assignment.ended_on),
    access=owned_by(lambda reach, day: reach.contains(Assignment.organization_id)),
)

party_posts = Register(
    name="party_posts",
    label=lazy_gettext("Post in the Party"),
    title=lazy_gettext("Posts in the Party"),
    model=PartyPost,
    form=PartyPostForm,
    key=("member", "organization", "post", "started_on"),
    columns=(
        Column("member", sort=Member.pinyin),
        Column("organization", sort=post_by_organization),
        Column("post", sort=PartyPost.post),
        Column("started_on", sort=PartyPost.started_on),
        Column("ended_on"),
    ),
    listing=Listing(
        columns=("member", "organization", "post", "started_on", "ended_on"),
        order="organization",
        search=(PartyPost.id, PartyPost.member_id),
        filters=(
            organization_filter(
                lazy_pgettext("party_posts", "Organization"), PartyPost.organization_id
            ),
            enum_filter("post", lazy_pgettext("party_posts", "Post"), PartyPost.post, Post),
        ),
    ),
    load=load_posts,
    order=order_posts,
    store=assign,
    lifetime=existing(PartyPost.started_on, PartyPost.ended_on),
    access=owned_by(lambda reach, day: reach.contains(PartyPost.organization_id)),
)

appraisals = Register(
    name="appraisals",
    label=lazy_gettext("Appraisal"),
    title=lazy_gettext("Democratic appraisals"),
    model=Appraisal,
    form=AppraisalForm,
    key=("member", "for_year"),
    columns=(
        Column("member", sort=Member.pinyin),
        Column("for_year", kind="year", sort=Appraisal.for_year),
        Column("held_on", sort=Appraisal.held_on),
        Column("grade", sort=Appraisal.grade),
        Column("grade_reason", is_personal=True),
    ),
    listing=Listing(
        columns=("member", "for_year", "held_on", "grade"),
        order="-held_on",
        search=(Appraisal.id, Appraisal.member_id),
        filters=(
            enum_filter("grade", lazy_pgettext("appraisals", "Grade"), Appraisal.grade, Grade),
        ),
    ),
    load=load_appraisals,
    order=order_appraisals,
    store=assign,
    lifetime=event(Appraisal.held_on),
    access=owned_by(lambda reach, day: belonged_to(reach, Appraisal.member_id, Appraisal.held_on)),
)
