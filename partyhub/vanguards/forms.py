"""Forms of vanguard posts, their reviews, and teams."""

from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.campaigns.form_fields import campaign_field
from partyhub.forms import (
    DateField,
    EnumField,
    NumberField,
    RecordForm,
    RefField,
    Required,
    TextField,
)
from partyhub.forms.common_fields import W3, code_field, end_field, name_field
from partyhub.members.form_fields import member_field, members_field
from partyhub.members.roster_forms import RosterForm
from partyhub.organizations.form_fields import organization_field, workshop_field
from partyhub.vanguards.doubles import Posts, describe_double_posts
from partyhub.vanguards.headings import heading
from partyhub.vanguards.models import PostKind, PostStatus, TeamKind
from partyhub.vanguards.operations import default_status
from partyhub.vanguards.queries import choose_post

# The states that a post in each state may change to.
MOVES = {
    PostStatus.CANDIDATE: (PostStatus.ACTIVE,),
    PostStatus.ACTIVE: (PostStatus.CLOSED,),
    PostStatus.CLOSED: (),
}


class VanguardPostForm(RosterForm):
    """The form of a vanguard post."""

    dated = roles = ("holders",)
    posts: Posts | None = None
    describe_doubles = describe_double_posts

    code = code_field(lazy_pgettext("vanguard_posts", "Code"), render_kw=W3)
    name = name_field(lazy_pgettext("vanguard_posts", "Name"))
    kind = EnumField(
        lazy_pgettext("vanguard_posts", "Kind"),
        PostKind,
        description=lazy_gettext("Empty means a vanguard post."),
        render_kw=W3,
    )
    workshop = workshop_field(lazy_pgettext("vanguard_posts", "Workshop"))
    department = TextField(
        lazy_pgettext("vanguard_posts", "Department"),
        longest=60,
    )
    organization = organization_field(lazy_pgettext("vanguard_posts", "Organization"))
    holders = members_field(lazy_pgettext("vanguard_posts", "Responsible members"))
    show_identity = TextField(
        heading("show_identity"),
        longest=2000,
        lines=2,
    )
    show_duty = TextField(
        heading("show_duty"),
        longest=2000,
        lines=2,
    )
    show_commitment = TextField(
        heading("show_commitment"),
        longest=2000,
        lines=2,
    )
    status = EnumField(
        lazy_pgettext("vanguard_posts", "Status"),
        PostStatus,
        description=lazy_gettext("Empty means by the days below."),
        render_kw=W3,
    )
    established_on = DateField(
        lazy_pgettext("vanguard_posts", "Established on"),
        [Required(lazy_gettext("Enter the day on which it was established."))],
        render_kw=W3,
    )
    named_on = DateField(
        lazy_pgettext("vanguard_posts", "Named on"),
        description=lazy_gettext("Empty on a named post means the day it was established."),
        render_kw=W3,
    )
    closed_on = end_field(lazy_pgettext("vanguard_posts", "Closed on"))
    campaign = campaign_field(lazy_pgettext("vanguard_posts", "Campaign"))

    @property
    def layout(self) -> Any:  # type: ignore[override]
        shows = ("show_identity", "show_duty", "show_commitment")
        return (
            (
                lazy_gettext("Post"),
                ("code", "name", "kind", "organization", "workshop", "department", "campaign"),
            ),
            (lazy_gettext("Who holds it"), ("holders",)),
            (lazy_gettext("What it shows"), shows),
            (lazy_gettext("State"), ("status", "established_on", "named_on", "closed_on")),
        )

    def check(self) -> None:
        self.check_move("status", MOVES)
        self.check_span("established_on", "closed_on")
        self.check_naming()
        self.check_people()
        self.check_doubles("name", ("name", "organization", "workshop"))

    def check_naming(self) -> None:
        """Check the days of naming and closing against each other and the status."""
        named, closed = self.named_on.data, self.closed_on.data
        values = {name: self[name].data for name in ("named_on", "closed_on")}
        status = self.status.data or self.status.stored or default_status(values)
        if status is PostStatus.ACTIVE and self.status.stored is PostStatus.CANDIDATE and not named:
            self.refuse("named_on", gettext("Enter the day on which it was named."))
        if named and named < self.established_on.data:
            self.refuse("named_on", gettext("It can't lie before the day it was established."))
        if named and closed and closed <= named:
            self.refuse("closed_on", gettext("It must lie after the day of naming."))
        if status is PostStatus.CLOSED and not closed:
            self.refuse("closed_on", gettext("A closed post needs the day it was closed."))
        if closed and status is not PostStatus.CLOSED:
            self.warn(
                "closed_on",
                gettext(
                    "It has a closing day, but its state isn't closed."
                    " Set the state to closed, or take the day out."
                ),
            )


class PostReviewForm(RecordForm):
    """The form of a post's review."""

    exists_on = "reviewed_on"

    post = RefField(
        lazy_pgettext("post_reviews", "Vanguard post"),
        choose_post,
        [Required(lazy_gettext("Choose the post."))],
        choices_from="vanguard_posts",
    )
    reviewed_on = DateField(
        lazy_pgettext("post_reviews", "Reviewed on"),
        [Required(lazy_gettext("Enter the day of the review."))],
        render_kw=W3,
    )
    performance = NumberField(heading("performance"), most=100, render_kw=W3)
    style = NumberField(heading("style"), most=100, render_kw=W3)
    service = NumberField(heading("service"), most=100, render_kw=W3)
    comment = TextField(
        lazy_pgettext("post_reviews", "Comment"),
        longest=2000,
        lines=3,
    )

    def check(self) -> None:
        post, day = self.post.data, self.reviewed_on.data
        if day > clock.today():
            self.refuse("reviewed_on", gettext("This day has not come yet."))
        elif day < post.established_on:
            self.refuse("reviewed_on", gettext("The post was established later than this day."))


class TeamForm(RosterForm):
    """The form of a team."""

    dated = roles = ("leader", "members")
    end_on = "disbanded_on"

    code = code_field(lazy_pgettext("teams", "Code"), render_kw=W3)
    name = name_field(lazy_pgettext("teams", "Name"))
    kind = EnumField(
        lazy_pgettext("teams", "Kind"),
        TeamKind,
        [Required(lazy_gettext("Choose what kind of team it is."))],
        render_kw=W3,
    )
    organization = organization_field(lazy_pgettext("teams", "Organization"))
    leader = member_field(lazy_pgettext("teams", "Leader"))
    members = members_field(lazy_pgettext("teams", "Members"))
    others_count = NumberField(lazy_pgettext("teams", "Others, number"), most=100_000, render_kw=W3)
    established_on = DateField(
        lazy_pgettext("teams", "Established on"),
        [Required(lazy_gettext("Enter the day on which it was established."))],
        render_kw=W3,
    )
    disbanded_on = end_field(lazy_pgettext("teams", "Disbanded on"))
    task = TextField(
        lazy_pgettext("teams", "Task"),
        longest=2000,
        lines=2,
    )
    achievements = TextField(
        lazy_pgettext("teams", "Achievements"),
        longest=2000,
        lines=3,
    )
    campaign = campaign_field(lazy_pgettext("teams", "Campaign"))

    @property
    def layout(self) -> Any:  # type: ignore[override]
        return (
            (
                lazy_gettext("Team"),
                ("code", "name", "kind", "organization", "campaign"),
            ),
            (
                lazy_gettext("Who is in it"),
                ("leader", "members", "others_count"),
            ),
            (lazy_gettext("Since when"), ("established_on", "disbanded_on")),
            (None, ("task", "achievements")),
        )

    def check(self) -> None:
        self.check_span("established_on", "disbanded_on")
        self.check_people()
