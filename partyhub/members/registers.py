"""The four registers of this package, as data."""

from datetime import date

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import func

from partyhub.members.forms import AppraisalForm, AssignmentForm, MemberForm, PartyPostForm
from partyhub.members.models import (
    Appraisal,
    Assignment,
    Grade,
    InReason,
    Member,
    OutReason,
    PartyPost,
    Post,
    Stage,
)
from partyhub.members.operations import store_assignment, store_member
from partyhub.members.queries import (
    assigned_on,
    belonged_to,
    branch_name_on,
    load_appraisals,
    load_assignments,
    load_members,
    load_posts,
)
from partyhub.members.settling import settle_members
from partyhub.members.stages import in_stage
from partyhub.members.summaries import PLACES
from partyhub.organizations.access import owned_by
from partyhub.organizations.filters import organization_filter
from partyhub.organizations.models import Organization
from partyhub.organizations.occupants import lodge
from partyhub.registers import (
    Column,
    Filter,
    Lifetime,
    Listing,
    Register,
    assign,
    enum_filter,
    happening,
    spanning,
    standing,
)
from partyhub.registers.completing import Completion, complete

STAGE_STATES = {
    Stage.PROBATIONARY: "due",
    Stage.FULL: "ok",
    Stage.TARGET: "none",
    Stage.ACTIVIST: "none",
    Stage.APPLICANT: "none",
}


def organization_on(member: Member, day: date) -> Organization | None:
    assignment = member.assignment_on(day)
    return assignment.organization if assignment else None


def group_on(member: Member, day: date) -> Organization | None:
    assignment = member.assignment_on(day)
    return assignment.party_group if assignment else None


members = Register(
    name="members",
    label=lazy_gettext("Member"),
    title=lazy_gettext("Member roll"),
    model=Member,
    form=MemberForm,
    key=("number",),
    columns=(
        Column("number", sort=Member.number),
        Column("name", sort=Member.pinyin),
        Column("sex"),
        Column("birth_date", personal="yes"),
        Column("ethnicity", personal="yes"),
        Column("native_place", personal="yes"),
        Column("education", personal="yes"),
        Column(
            "organization",
            organization_on,
            sort=branch_name_on,
            needs=("assignments.organization",),
            summary=PLACES,
        ),
        Column("party_group", group_on, needs=("assignments.party_group",), summary=PLACES),
        Column("workshop"),
        Column("job"),
        Column("applied_on"),
        Column("activist_on"),
        Column("target_on"),
        Column("admitted_on", sort=func.coalesce(Member.admitted_on, date.max)),
        Column("full_on", sort=func.coalesce(Member.full_on, date.max)),
        Column("probation_extended_until"),
        Column("joined_on"),
        Column("employment"),
        Column("is_floating"),
        Column("phone", kind="phone", personal="yes"),
        Column("remark", personal="yes"),
        Column(
            "stage",
            lambda member, day: member.stage_on(day),
            reads=("applied_on", "activist_on", "target_on", "admitted_on", "full_on"),
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
        search=(Member.id,),
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
        ),
    ),
    load=load_members,
    store=store_member,
    lifetime=Lifetime("stock", assigned_on, lambda period: assigned_on(period.end)),
    access=owned_by(lambda reach, day: belonged_to(reach, Member.id, day)),
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
    store=store_assignment,
    lifetime=spanning(Assignment.started_on, Assignment.ended_on),
    access=owned_by(lambda reach, day: reach.holds(Assignment.organization_id)),
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
        Column("organization"),
        Column("post", sort=PartyPost.post),
        Column("started_on", sort=PartyPost.started_on),
        Column("ended_on"),
    ),
    listing=Listing(
        columns=("member", "organization", "post", "started_on", "ended_on"),
        order="member",
        search=(PartyPost.id, PartyPost.member_id),
        filters=(
            organization_filter(
                lazy_pgettext("party_posts", "Organization"), PartyPost.organization_id
            ),
            enum_filter("post", lazy_pgettext("party_posts", "Post"), PartyPost.post, Post),
        ),
    ),
    load=load_posts,
    store=assign,
    lifetime=standing(PartyPost.started_on, PartyPost.ended_on),
    access=owned_by(lambda reach, day: reach.holds(PartyPost.organization_id)),
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
    store=assign,
    lifetime=happening(Appraisal.held_on),
    access=owned_by(lambda reach, day: belonged_to(reach, Appraisal.member_id, Appraisal.held_on)),
)

complete(members, Completion(assignments, ("organization", "party_group"), settle_members))

lodge("people", assignments, Assignment.organization_id)
lodge("grouped", assignments, Assignment.party_group_id)
lodge("posts", party_posts, PartyPost.organization_id)
