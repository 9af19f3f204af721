"""The form of a post in the Party."""

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub.forms import DateField, EnumField, RecordForm, RefField, Required
from partyhub.members.form_fields import member_field
from partyhub.members.forms.assignments import check_days, check_dissolved
from partyhub.members.models import Post
from partyhub.members.posts import belongs_to, find_secretaries
from partyhub.organizations.models import OrganizationKind
from partyhub.organizations.queries import choose_organization
from partyhub.organizations.terms import has_term_on


class PartyPostForm(RecordForm):
    """The form of a post in the Party."""

    exists_on = "started_on"

    member = member_field(
        lazy_pgettext("party_posts", "Name"), [Required(lazy_gettext("Choose the person."))]
    )
    organization = RefField(
        lazy_pgettext("party_posts", "Organization"),
        choose_organization,
        [Required(lazy_gettext("Choose the organization."))],
        choices_from="organizations",
    )
    post = EnumField(
        lazy_pgettext("party_posts", "Post"), Post, [Required(lazy_gettext("Choose the post."))]
    )
    started_on = DateField(
        lazy_pgettext("party_posts", "Started on"),
        [Required(lazy_gettext("Enter the first day."))],
    )
    ended_on = DateField(lazy_pgettext("party_posts", "Ended on"))

    def check(self) -> None:
        check_days(self, "started_on", "ended_on")
        day, organization = self.started_on.data, self.organization.data
        if day and organization and has_term_on(organization, day) is False:
            self.warn("started_on", gettext("The organization had no term on this day."))
        check_dissolved(self)
        if not self.errors and self.is_new("member", "organization", "post", "started_on"):
            self.check_post()
            self.check_holder()
        if not self.errors and self.is_new("organization", "post", "started_on", "ended_on"):
            self.check_secretaries()

    def is_new(self, *names: str) -> bool:
        """Return whether one of these values isn't on record as it is."""
        return any(self[name].data != self[name].stored for name in names)

    def check_post(self) -> None:
        """Refuse a post of a committee in a Party group; warn of a group leader elsewhere."""
        is_group = self.organization.data.kind is OrganizationKind.PARTY_GROUP
        is_leader = self.post.data is Post.GROUP_LEADER
        if is_group and not is_leader:
            self.refuse(
                "post",
                gettext("A Party group has only a group leader. Choose that post, or the branch."),
            )
        elif is_leader and not is_group:
            self.warn("post", gettext("A group leader leads a Party group. Choose the group."))

    def check_holder(self) -> None:
        """Warn of a holder who isn't a full member, or belongs to another organization that day."""
        member, organization, day = (
            self[name].data for name in ("member", "organization", "started_on")
        )
        if member.full_on is None or member.full_on > day:
            self.warn(
                "member",
                gettext("Only full members hold posts; %(name)s is none then.", name=member.name),
            )
        if not belongs_to(member, organization, day):
            self.warn(
                "member",
                gettext(
                    "%(name)s doesn't belong to “%(organization)s” on that day.",
                    name=member.name,
                    organization=organization.name,
                ),
            )

    def check_secretaries(self) -> None:
        """Warn of a second secretary of the organization at a time."""
        if self.post.data is not Post.SECRETARY:
            return
        but = self.edited.id if self.edited else None
        others = find_secretaries(
            self.organization.data, self.started_on.data, self.ended_on.data, but
        )
        if others:
            self.warn(
                "post",
                gettext(
                    "“%(organization)s” has a secretary in these days: %(names)s. End that post"
                    " first, or correct the days.",
                    organization=self.organization.data.name,
                    names="、".join(other.member.name for other in others),
                ),
            )
