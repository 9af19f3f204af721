"""Definition of the register of votes."""

from flask_babel import lazy_gettext, lazy_pgettext

from partyhub.activities.models import Activity
from partyhub.activities.voting.forms import VoteForm
from partyhub.activities.voting.models import Vote, VoteKind, VoteResult
from partyhub.activities.voting.operations import store_vote
from partyhub.activities.voting.queries import load_votes
from partyhub.members.models import Member
from partyhub.organizations.access import owned_by
from partyhub.organizations.list_filters import organization_filter
from partyhub.registers import (
    Column,
    Listing,
    Register,
    Relation,
    enum_filter,
    event,
)
from partyhub.registers.list_filters import period_filter

RESULT_STATES = {
    VoteResult.PASSED: "ok",
    VoteResult.FAILED: "over",
    VoteResult.INVALID: "over",
}

votes = Register(
    name="votes",
    label=lazy_gettext("Vote"),
    title=lazy_gettext("Votes"),
    model=Vote,
    form=VoteForm,
    key=("activity", "item", "member"),
    columns=(
        Column("activity", sort=Activity.name),
        Column("item", sort=Vote.item),
        Column("kind", sort=Vote.kind),
        Column("member"),
        Column("expected_voting"),
        Column("present_voting"),
        Column("written_opinions"),
        Column("in_favor"),
        Column("against"),
        Column("abstained"),
        Column(
            "result",
            header=lazy_pgettext("votes", "Result"),
            kind="enum",
            members=VoteResult,
            states=RESULT_STATES,
        ),
        Column(
            "held_on",
            lambda vote, day: vote.activity.held_on,
            header=lazy_pgettext("votes", "Held on"),
            kind="date",
            sort=Activity.held_on,
            needs=("activity.held_on",),
        ),
    ),
    listing=Listing(
        columns=(
            *("held_on", "item", "kind", "member", "activity"),
            *("in_favor", "against", "abstained", "result"),
        ),
        order="-held_on",
        search=(Vote.id, Vote.member_id),
        filters=(
            enum_filter("kind", lazy_pgettext("votes", "Kind"), Vote.kind, VoteKind),
            enum_filter("result", lazy_pgettext("votes", "Result"), Vote.result, VoteResult),
            organization_filter(lazy_pgettext("activities", "Organizer"), Activity.organization_id),
            period_filter(Activity.held_on),
        ),
    ),
    load=load_votes,
    store=store_vote,
    lifetime=event(Activity.held_on),
    access=owned_by(lambda reach, day: reach.contains(Activity.organization_id)),
)

relations = (
    Relation(
        votes,
        Member,
        lazy_gettext("Votes about the member"),
        lambda member: Vote.member_id == member.id,
        ("held_on", "kind", "in_favor", "against", "abstained", "result"),
        Activity.held_on.desc(),
    ),
)
