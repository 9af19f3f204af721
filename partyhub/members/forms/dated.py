from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.forms import (
    DateField,
    EnumField,
    RecordForm,
    RefField,
    Required,
)
from partyhub.members.models import (
    Assignment,
    InReason,
    OutReason,
    Post,
)
from partyhub.members.operations import beginning_of
from partyhub.members.queries import (
    choose_member,
    find_overlap,
)
from partyhub.organizations.queries import (
    choose_branch,
    choose_group,
    choose_organization,
    has_term_on,
)
from partyhub.periods import holds_on


class AssignmentForm(RecordForm):
    member = RefField(
        lazy_pgettext("assignments", "Name"),
        choose_member,
        [Required(lazy_gettext("Choose the person."))],
        choices_from="members",
    )
    organization = RefField(
        lazy_pgettext("assignments", "Organization"),
        choose_branch,
        [Required(lazy_gettext("Choose the organization."))],
        choices_from="organizations",
    )
    party_group = RefField(
        lazy_pgettext("assignments", "Party group"),
        choose_group,
        choices_from="organizations",
        example=lazy_pgettext("example", "First Party group"),
    )
    started_on = DateField(
        lazy_pgettext("assignments", "Started on"),
        [Required(lazy_gettext("Enter the first day."))],
    )
    in_reason = EnumField(
        lazy_pgettext("assignments", "Reason of increase"),
        InReason,
        [Required(lazy_gettext("Choose how the person came in."))],
    )
    ended_on = DateField(
        lazy_pgettext("assignments", "Ended on"),
        description=lazy_gettext("The first day on which the person is no longer there."),
    )
    out_reason = EnumField(lazy_pgettext("assignments", "Reason of decrease"), OutReason)

    def validate(self, extra_validators: Any = None) -> bool:
        said = None if self.is_change else self.held.get(self.member.data)
        if said is not None:
            self.take_over(said)
        is_right = super().validate(extra_validators)
        if said is not None and not is_right:
            self.held.doubtful.add(self.member.data)
        return is_right

    def take_over(self, said: Mapping[str, Any]) -> None:
        """Leave blank cells to what the row of a person new in the same file says.

        Its own assignment isn't made when there is one here; the group is that of today.
        """
        first_day, reason = beginning_of(self.member.data)
        started, ended = self.started_on.data, self.ended_on.data
        is_first = started == first_day and self.organization.data is said["organization"]
        if is_first and not self.in_reason.raw:
            self.in_reason.data = reason
        if started and not self.party_group.given and holds_on(clock.today(), started, ended):
            self.party_group.data = said["party_group"]

    def check(self) -> None:
        started, ended = self.started_on.data, self.ended_on.data
        check_days(self, "started_on", "ended_on")
        if ended and not self.out_reason.data:
            self.refuse("out_reason", gettext("Choose why the assignment ended."))
        if self.out_reason.data and not ended:
            self.refuse("ended_on", gettext("Enter the day on which the assignment ended."))
        if started and self.organization.data:
            check_exists(self, "organization", started)
        if not self.errors:
            self.check_overlap(started, ended)

    def check_overlap(self, started: date, ended: date | None) -> None:
        trial = Assignment(
            id=self.edited.id if self.edited else None,
            member_id=self.member.data.id,
            started_on=started,
            ended_on=ended,
        )
        if self.member.data.id and find_overlap(trial):
            self.refuse(
                "started_on",
                gettext("On these days the person is assigned already. End that assignment first."),
            )


class PartyPostForm(RecordForm):
    member = RefField(
        lazy_pgettext("party_posts", "Name"),
        choose_member,
        [Required(lazy_gettext("Choose the person."))],
        choices_from="members",
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
            self.warn("started_on", gettext("On this day no term of the organization was running."))


def check_days(form: RecordForm, first: str, last: str) -> None:
    """Refuse an end that isn't after the beginning, and days that have not come yet."""
    started, ended = form[first].data, form[last].data
    if started and started > clock.today():
        form.refuse(first, gettext("This day has not come yet."))
    if started and ended and ended <= started:
        form.refuse(last, gettext("It must lie after the first day."))


def check_exists(form: RecordForm, name: str, day: date) -> None:
    """Refuse an organization that didn't exist on `day`."""
    organization = form[name].data
    if day < organization.established_on:
        form.refuse(name, gettext("It was established later than this day."))
    elif organization.dissolved_on and day >= organization.dissolved_on:
        form.refuse(name, gettext("It was dissolved before this day."))
