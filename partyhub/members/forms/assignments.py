"""The form of an assignment, and checks of days that posts have too."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.accounts.queries import find_disabled
from partyhub.forms import (
    DateField,
    EnumField,
    RecordForm,
    RefField,
    Required,
)
from partyhub.members.forms.groups import check_group_of
from partyhub.members.forms.leaving import check_reason, explain_late
from partyhub.members.forms.letters import (
    check_receipt,
    destination_field,
    dues_field,
    letter_no_field,
    letter_valid_field,
    origin_field,
    receipt_field,
)
from partyhub.members.holdings import find_holdings
from partyhub.members.models import (
    Assignment,
    InReason,
    OutReason,
)
from partyhub.members.operations import beginning_of
from partyhub.members.queries import (
    choose_member,
    find_overlap,
    is_assigned_after,
)
from partyhub.organizations.queries import (
    choose_branch,
    choose_group,
)
from partyhub.periods import is_valid_on
from partyhub.registers.values import format_day


class AssignmentForm(RecordForm):
    """The form of an assignment."""

    exists_on = "started_on"

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
    origin = origin_field()
    destination = destination_field()
    letter_no = letter_no_field()
    letter_valid_until = letter_valid_field()
    receipt_on = receipt_field()
    dues_paid_until = dues_field()

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate the row, after filling it from a deferred row of the same file.

        An invalid assignment marks its person as doubtful, so that the deferred row isn't judged by
        it.
        """
        own = None if self.is_change else self.context.deferred.get(self.member.data)
        if own is not None:
            self.take_over(own)
        is_right = super().validate(extra_validators)
        if own is not None and not is_right:
            self.context.flag_doubtful(self.member.data)
        return is_right

    def take_over(self, own: Mapping[str, Any]) -> None:
        """Fill blank cells from the row of a person who is new in the same file.

        That row's own assignment is not made if there is one here. Its Party group is that of
        today, so only an assignment that is valid today takes it.
        """
        first_day, reason = beginning_of(self.member.data)
        started, ended = self.started_on.data, self.ended_on.data
        is_first = started == first_day and self.organization.data is own["organization"]
        if is_first and not self.in_reason.raw:
            self.in_reason.data = reason
        if started and not self.party_group.given and is_valid_on(clock.today(), started, ended):
            self.party_group.data = own["party_group"]

    def check(self) -> None:
        started, ended = self.started_on.data, self.ended_on.data
        check_days(self, "started_on", "ended_on")
        if ended and not self.out_reason.data:
            self.refuse("out_reason", gettext("Choose why the assignment ended."))
        if self.out_reason.data and not ended:
            self.refuse("ended_on", gettext("Enter the day on which the assignment ended."))
        check_dissolved(self)
        check_receipt(self)
        if started:
            check_group_of(self, self.organization.data, started)
        if not self.errors and self.changes_end:
            check_reason(self, "out_reason", self.out_reason.data, self.member.data, ended)
        if not self.errors:
            self.check_overlap(started, ended)
        if not self.errors and not self.context.sheets:
            self.check_holdings()
            self.remind_of_accounts()

    def check_holdings(self) -> None:
        """Tell what ends with the assignment, and refuse a day on which some of it hasn't begun.

        A row of a file may be followed by one with the next assignment, so an import looks when all
        rows are read.
        """
        member, day = self.member.data, self.ended_on.data
        own = self.edited.id if self.edited else None
        if not self.changes_last_day or member.id is None or is_assigned_after(member, own, day):
            return
        held = find_holdings(member, day)
        late = [each for each in held if each.span.started_on >= day]
        if late:
            self.refuse("ended_on", explain_late(late))
        elif held:
            what = "；".join(each.caption for each in held)
            self.ended_on.remark(gettext("Ended that day, too: %(what)s.", what=what))

    @property
    def changes_end(self) -> bool:
        """Return whether the form enters an end, or another day or reason than is on record."""
        is_other = self.out_reason.data != self.out_reason.stored
        return self.changes_last_day or (bool(self.ended_on.data) and is_other)

    @property
    def changes_last_day(self) -> bool:
        """Return whether the form enters an end on another day than is on record."""
        is_new = not self.is_change
        fields = (self.ended_on, self.member)
        return bool(self.ended_on.data) and (is_new or any(f.data != f.stored for f in fields))

    def remind_of_accounts(self) -> None:
        """Tell which accounts stay disabled where the end of the assignment is taken back."""
        day: date | None = self.ended_on.stored
        if day is None or self.ended_on.data is not None:
            return
        names = find_disabled(self.member.data.id, datetime.combine(day, time(), clock.ZONE))
        if names:
            sentence = gettext(
                "The account %(names)s is still disabled. Ask the system administrator to enable"
                " it.",
                names="、".join(names),
            )
            self.ended_on.remark(sentence)

    def check_overlap(self, started: date, ended: date | None) -> None:
        """Refuse days on which the person is assigned already."""
        trial = Assignment(
            id=self.edited.id if self.edited else None,
            member_id=self.member.data.id,
            started_on=started,
            ended_on=ended,
        )
        if self.member.data.id and find_overlap(trial):
            self.refuse(
                "started_on",
                gettext("The person is assigned on these days already. End that assignment first."),
            )


def check_days(form: RecordForm, first: str, last: str) -> None:
    """Refuse an end that is not after the beginning, and a beginning in the future."""
    started, ended = form[first].data, form[last].data
    if started and started > clock.today():
        form.refuse(first, gettext("This day has not come yet."))
    if started and ended and ended <= started:
        form.refuse(last, gettext("It must lie after the first day."))


def check_dissolved(form: RecordForm) -> None:
    """Refuse what outlasts its organization: it ends on the day of the dissolution at the latest.

    What is on record already is not judged again.
    """
    organization, started, ended = (
        form[name].data for name in ("organization", "started_on", "ended_on")
    )
    dissolved = organization.dissolved_on if organization else None
    if dissolved is None or not started or started >= dissolved:
        return
    is_known = all(
        not form[name].given or form[name].data == form[name].stored
        for name in ("organization", "ended_on")
    )
    if (ended is None or ended > dissolved) and not (form.is_change and is_known):
        form.refuse(
            "ended_on",
            gettext(
                "“%(name)s” was dissolved on %(day)s. Enter that day or an earlier one.",
                name=organization.name,
                day=format_day(dissolved),
            ),
        )
