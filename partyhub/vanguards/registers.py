"""Definitions of the three registers of this package."""

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub.campaigns.list_filters import campaign_filter
from partyhub.campaigns.models import Campaign
from partyhub.members.holdings import Need, PartHoldings
from partyhub.members.models import Member
from partyhub.members.roster_pages import own_parts, title_of_part
from partyhub.members.roster_spans import describe_spans
from partyhub.organizations.access import owned_by
from partyhub.organizations.list_filters import organization_filter, workshop_filter
from partyhub.organizations.models import Workshop
from partyhub.organizations.queries import in_own_workshops, of_own_workshops
from partyhub.organizations.tree_order import tree_place
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
    existing,
)
from partyhub.registers.dated_forms import change_column
from partyhub.vanguards.forms import PostReviewForm, TeamForm, VanguardPostForm
from partyhub.vanguards.models import (
    PostKind,
    PostReview,
    PostStatus,
    Team,
    TeamKind,
    VanguardPost,
)
from partyhub.vanguards.operations import store_post, store_team
from partyhub.vanguards.queries import (
    has_holder,
    has_member,
    is_review_due,
    is_vacant_on,
    load_reviews,
    load_teams,
    load_vanguard_posts,
    review_months,
)

POST_STATES = {PostStatus.CANDIDATE: "due", PostStatus.ACTIVE: "ok", PostStatus.CLOSED: "none"}

vanguard_posts = Register(
    name="vanguard_posts",
    label=lazy_gettext("Vanguard post"),
    title=lazy_gettext("Vanguard posts"),
    model=VanguardPost,
    form=VanguardPostForm,
    key=("code",),
    columns=(
        Column("code", sort=VanguardPost.code),
        Column("name", sort=VanguardPost.pinyin),
        Column("kind", sort=VanguardPost.kind),
        Column("workshop"),
        Column("department"),
        Column("organization", sort=tree_place),
        Column("holders", lambda post, day: post.holders_on(day), needs=("people.member",)),
        change_column(),
        Column(
            "people_over_time",
            lambda record, day: describe_spans(record),
            kind="text",
            needs=("people.member",),
        ),
        Column("show_identity"),
        Column("show_duty"),
        Column("show_commitment"),
        Column("status", states=POST_STATES),
        Column("established_on", sort=VanguardPost.established_on),
        Column("named_on"),
        Column("closed_on"),
        Column("campaign"),
        Column(
            "vacant_since",
            lambda post, day: post.vacant_since(day),
            header=lazy_pgettext("vanguard_posts", "Vacant since"),
            kind="date",
            needs=("people.member.assignments",),
        ),
    ),
    listing=Listing(
        columns=(
            "code",
            "name",
            "organization",
            "holders",
            "kind",
            "workshop",
            "named_on",
            "vacant_since",
            "status",
        ),
        order="code",
        search=(VanguardPost.id,),
        filters=(
            organization_filter(
                lazy_pgettext("vanguard_posts", "Organization"), VanguardPost.organization_id
            ),
            enum_filter(
                "status",
                lazy_pgettext("vanguard_posts", "Status"),
                VanguardPost.status,
                PostStatus,
            ),
            enum_filter(
                "kind", lazy_pgettext("vanguard_posts", "Kind"), VanguardPost.kind, PostKind
            ),
            workshop_filter(VanguardPost.workshop_id),
            campaign_filter(VanguardPost.campaign_id),
            Filter(
                "vacant",
                lazy_gettext("Holder"),
                lambda viewer: [("yes", gettext("Vacant"))],
                lambda value, day: is_vacant_on(day),
            ),
            Filter(
                "review",
                lazy_gettext("Review"),
                lambda viewer: [("due", gettext("Review due"))],
                lambda value, day: is_review_due(day),
                made_of=review_months,
            ),
        ),
    ),
    load=load_vanguard_posts,
    store=store_post,
    lifetime=existing(VanguardPost.established_on, VanguardPost.closed_on),
    ending=Ending(
        lazy_gettext("Records refer to this post. What came to an end gets its closing day."),
        lazy_gettext("Enter its closing day"),
    ),
    access=owned_by(
        lambda reach, day: reach.contains(VanguardPost.organization_id),
        lambda viewer: in_own_workshops(viewer, VanguardPost.workshop_id),
    ),
)

post_reviews = Register(
    name="post_reviews",
    label=lazy_gettext("Review of a post"),
    title=lazy_gettext("Reviews of vanguard posts"),
    model=PostReview,
    form=PostReviewForm,
    key=("post", "reviewed_on"),
    columns=(
        Column("post", sort=VanguardPost.code),
        Column("reviewed_on", sort=PostReview.reviewed_on),
        Column("performance"),
        Column("style"),
        Column("service"),
        Column("comment"),
    ),
    listing=Listing(
        columns=("post", "reviewed_on", "performance", "style", "service", "comment"),
        order="-reviewed_on",
        search=(PostReview.id, PostReview.post_id),
        filters=(
            organization_filter(
                lazy_pgettext("vanguard_posts", "Organization"), VanguardPost.organization_id
            ),
        ),
    ),
    load=load_reviews,
    store=assign,
    lifetime=event(PostReview.reviewed_on),
    access=owned_by(lambda reach, day: reach.contains(VanguardPost.organization_id)),
)

teams = Register(
    name="teams",
    label=lazy_gettext("Team"),
    title=lazy_gettext("Teams of Party members"),
    model=Team,
    form=TeamForm,
    key=("code",),
    columns=(
        Column("code", sort=Team.code),
        Column("name", sort=Team.pinyin),
        Column("kind", sort=Team.kind),
        Column("organization", sort=tree_place),
        Column("leader", lambda team, day: team.leader_on(day), needs=("people.member",)),
        Column("members", lambda team, day: team.members_on(day), needs=("people.member",)),
        change_column(),
        Column(
            "people_over_time",
            lambda record, day: describe_spans(record),
            kind="text",
            needs=("people.member",),
        ),
        Column("others_count"),
        Column("established_on", sort=Team.established_on),
        Column("disbanded_on"),
        Column("task"),
        Column("achievements"),
        Column("campaign"),
    ),
    listing=Listing(
        columns=("code", "name", "kind", "organization", "leader", "members", "established_on"),
        order="code",
        search=(Team.id,),
        filters=(
            enum_filter("kind", lazy_pgettext("teams", "Kind"), Team.kind, TeamKind),
            organization_filter(lazy_pgettext("teams", "Organization"), Team.organization_id),
            campaign_filter(Team.campaign_id),
        ),
    ),
    load=load_teams,
    store=store_team,
    lifetime=existing(Team.established_on, Team.disbanded_on),
    ending=Ending(
        lazy_gettext(
            "Records refer to this team. What came to an end gets the day of its disbanding."
        ),
        lazy_gettext("Enter the day of its disbanding"),
    ),
    access=owned_by(
        lambda reach, day: reach.contains(Team.organization_id),
        lambda viewer: of_own_workshops(viewer, Team.organization_id),
    ),
)

holdings = (
    PartHoldings(
        vanguard_posts,
        lazy_pgettext("holdings", "Vanguard post"),
        lazy_pgettext("holdings", "Lay down"),
        title_of_part,
        lambda post, role: Need.POSSIBLE,
    ),
    PartHoldings(
        teams,
        lazy_pgettext("holdings", "Team"),
        lazy_pgettext("holdings", "Leave it"),
        title_of_part,
        lambda team, role: Need.NEEDED if role == "leader" else Need.NONE,
        end_on="disbanded_on",
        singles=("leader",),
    ),
)

POST_COLUMNS = ("code", "name", "holders", "named_on", "closed_on", "status")
TEAM_COLUMNS = ("code", "name", "kind", "leader", "established_on", "disbanded_on")

relations = (
    Relation(
        vanguard_posts,
        Member,
        lazy_gettext("Vanguard posts"),
        has_holder,
        ("name", "kind", "status"),
        VanguardPost.established_on.desc(),
        parts=own_parts,
    ),
    Relation(
        vanguard_posts,
        Workshop,
        lazy_gettext("Vanguard posts"),
        lambda workshop: VanguardPost.workshop_id == workshop.id,
        POST_COLUMNS,
        VanguardPost.code,
        filter="workshop",
    ),
    Relation(
        vanguard_posts,
        Campaign,
        lazy_gettext("Vanguard posts"),
        lambda campaign: VanguardPost.campaign_id == campaign.id,
        POST_COLUMNS,
        VanguardPost.code,
        filter="campaign",
    ),
    Relation(
        teams,
        Member,
        lazy_gettext("Teams"),
        has_member,
        ("name", "kind"),
        Team.established_on.desc(),
        parts=own_parts,
    ),
    Relation(
        teams,
        Campaign,
        lazy_gettext("Teams"),
        lambda campaign: Team.campaign_id == campaign.id,
        TEAM_COLUMNS,
        Team.code,
        filter="campaign",
    ),
)
