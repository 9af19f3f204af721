"""Forms of the steps of a member's way: a day, and what else a step asks for."""

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext, lazy_pgettext
from wtforms import Field, HiddenField

from partyhub import clock
from partyhub.forms import DateField, EnumField, RecordForm, RefField, Required
from partyhub.known_dates import is_surely_before
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
from partyhub.members.forms.party_life import PartyLife
from partyhub.members.holdings import Holding
from partyhub.members.models import Member, OutReason
from partyhub.organizations.queries import choose_branch, choose_group

LEAVING = (
    OutReason.DECEASED,
    OutReason.REMOVED,
    OutReason.EXPELLED,
    OutReason.SUSPENDED,
    OutReason.PROBATION_CANCELLED,
    OutReason.WITHDRAWN,
)

# How the names of the fields begin that ask who follows in what ends.
SUCCESSOR = "successor_"


class StepForm(RecordForm):
    """The form of a step: the day from which the change is valid, not in the future."""

    exists_on = "day"

    day = DateField(lazy_pgettext("steps", "Day"), [Required(lazy_gettext("Enter the day."))])
    # The keys of what the page has listed as ending with the step, joined by commas.
    listed = HiddenField()
    # What ends with the step.
    held: ClassVar[Sequence[Holding]] = ()

    @property
    def is_change(self) -> bool:
        """Return False: a step requests what is not on record yet, so all of it is required."""
        return False

    @property
    def member(self) -> Member:
        """Return the member who takes the step."""
        assert isinstance(self.edited, Member)
        return self.edited

    def check(self) -> None:
        if self.day.data > clock.today():
            self.refuse("day", gettext("This day has not come yet. Enter it when it has."))

    def sections(self) -> list[tuple[Any, list[Field]]]:
        """Return the fields of the step itself: the list of what ends has those of successors."""
        own = [
            (heading, [field for field in fields if not field.name.startswith(SUCCESSOR)])
            for heading, fields in super().sections()
        ]
        return [(heading, fields) for heading, fields in own if fields]

    def check_holdings(self) -> None:
        """Refuse to end what the page hasn't listed, or what began on the day or later."""
        late = [held for held in self.held if held.span.started_on >= self.day.data]
        if late:
            self.refuse("day", explain_late(late))
            return
        seen = (self.listed.data or "").split(",")
        if any(held.key not in seen for held in self.held):
            self.refuse(
                "day",
                gettext(
                    "More is open on this day than the page listed. Check the list below, then"
                    " press again."
                ),
            )

    def check_stage_before(self, *keys: str) -> None:
        """Refuse a day before the latest stage that has a date, of those in `keys`."""
        since = next(filter(None, map(self.member.date_of, keys)), None)
        if since and is_surely_before(self.day.data, since):
            self.refuse("day", gettext("It can't lie before the stage before it."))

    def check_here(self) -> None:
        """Warn of a day on which the person was in no organization here, so that none counts it."""
        if self.member.assignment_on(self.day.data) is None:
            self.warn(
                "day",
                gettext(
                    "On this day the person was in no organization here, so no figure counts it."
                    " Check the day."
                ),
            )

    def check_after_start(self) -> None:
        """Refuse a day that isn't after the start of the present assignment."""
        current = self.member.assignment_on(clock.today())
        if current is None or self.day.data <= current.started_on:
            self.refuse("day", gettext("It must lie after the day on which the person came here."))


class AdmitForm(StepForm):
    """The form for admitting a development target."""

    def check(self) -> None:
        super().check()
        self.check_here()
        self.check_stage_before("target_on", "activist_on", "applied_on")
        PartyLife.of_step(self, self.member, "admitted_on", self.day.data).check()


class RegularizeForm(StepForm):
    """The form for making a probationary member a full member."""

    def check(self) -> None:
        super().check()
        self.check_here()
        self.check_stage_before("admitted_on")
        PartyLife.of_step(self, self.member, "full_on", self.day.data).check()


class MoveForm(StepForm):
    """The form for moving to another branch of the committee."""

    organization = RefField(
        lazy_pgettext("steps", "To the branch"),
        choose_branch,
        [Required(lazy_gettext("Choose the branch."))],
        choices_from="organizations",
    )
    party_group = RefField(
        lazy_pgettext("steps", "Party group"), choose_group, choices_from="organizations"
    )

    def check(self) -> None:
        super().check()
        self.check_after_start()
        current = self.member.assignment_on(clock.today())
        if current and current.organization_id == self.organization.data.id:
            self.refuse("organization", gettext("The person is in this branch already."))
        else:
            check_group_of(self, self.organization.data, self.day.data)
            self.check_holdings()


class EndForm(StepForm):
    """The form for leaving the committee."""

    @property
    def why(self) -> OutReason:
        """Return the reason of leaving."""
        return OutReason.TRANSFER_OUT

    def check(self) -> None:
        super().check()
        self.check_after_start()
        if not self.day.errors:
            self.check_holdings()


class TransferOutForm(EndForm):
    """The form for a transfer to outside the committee, with its letter."""

    destination = destination_field()
    letter_no = letter_no_field()
    letter_valid_until = letter_valid_field()
    dues_paid_until = dues_field()
    receipt_on = receipt_field()

    def check(self) -> None:
        super().check()
        check_receipt(self)
        check_reason(self, "day", self.why, self.member, self.day.data)


class LeaveForm(EndForm):
    """The form for leaving for another reason than a transfer."""

    out_reason = EnumField(
        lazy_pgettext("steps", "Reason of leaving"),
        OutReason,
        [Required(lazy_gettext("Choose the reason."))],
        only=LEAVING,
    )

    @property
    def why(self) -> OutReason:
        """Return the reason of leaving."""
        found: OutReason = self.out_reason.data
        return found

    def check(self) -> None:
        super().check()
        check_reason(self, "out_reason", self.why, self.member, self.day.data)


class ReadmitForm(StepForm):
    """The form for getting the membership back after losing it."""

    organization = MoveForm.organization
    party_group = MoveForm.party_group

    def check(self) -> None:
        super().check()
        last = self.member.last_assignment
        if last and last.ended_on and self.day.data < last.ended_on:
            self.refuse("day", gettext("It can't lie before the day on which the person left."))
        check_group_of(self, self.organization.data, self.day.data)


class ReturnForm(ReadmitForm):
    """The form for being transferred in again after leaving."""

    origin = origin_field()
