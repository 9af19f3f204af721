"""The steps of a member's way that are more than a corrected field: one table, one view."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.database import Record
from partyhub.forms import DateField, EnumField, RecordForm, RefField, Required
from partyhub.history.models import Action
from partyhub.members import operations
from partyhub.members.forms import check_exists
from partyhub.members.models import InReason, Member, OutReason, Stage
from partyhub.organizations.queries import choose_branch, choose_group
from partyhub.periods import add_months
from partyhub.rules.queries import rule_number

LEAVING = (
    OutReason.DECEASED,
    OutReason.REMOVED,
    OutReason.EXPELLED,
    OutReason.SUSPENDED,
    OutReason.PROBATION_CANCELLED,
    OutReason.WITHDRAWN,
)
RETURNING = (InReason.RESTORED, InReason.TRANSFER_IN)


class StepForm(RecordForm):
    """A step has a day, not in the future; from it the change holds."""

    day = DateField(lazy_pgettext("steps", "Day"), [Required(lazy_gettext("Enter the day."))])

    @property
    def is_change(self) -> bool:
        """A step asks for what is not on record yet: nothing of it may be left out."""
        return False

    @property
    def member(self) -> Member:
        assert isinstance(self.edited, Member)
        return self.edited

    def check(self) -> None:
        if self.day.data > clock.today():
            self.refuse("day", gettext("This day has not come yet. Enter it when it has."))

    def check_after_start(self) -> None:
        current = self.member.assignment_on(clock.today())
        if current is None or self.day.data <= current.started_on:
            self.refuse("day", gettext("It must lie after the day on which the person came here."))


class AdmitForm(StepForm):
    def check(self) -> None:
        super().check()
        since = self.member.target_on or self.member.activist_on or self.member.applied_on
        if since and self.day.data < since:
            self.refuse("day", gettext("It can't lie before the stage before it."))


class RegularizeForm(StepForm):
    def check(self) -> None:
        super().check()
        admitted = self.member.admitted_on
        if admitted is None:
            return
        months = rule_number("members.probation.months", admitted)
        if self.day.data <= admitted:
            self.refuse("day", gettext("It must lie after the day of admission."))
        elif months is not None and self.day.data < add_months(admitted, months):
            self.warn("day", gettext("Probation lasts %(months)s months.", months=months))


class MoveForm(StepForm):
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
        check_exists(self, "organization", self.day.data)
        current = self.member.assignment_on(clock.today())
        if current and current.organization_id == self.organization.data.id:
            self.refuse("organization", gettext("The person is in this branch already."))


class TransferOutForm(StepForm):
    def check(self) -> None:
        super().check()
        self.check_after_start()


class LeaveForm(TransferOutForm):
    out_reason = EnumField(
        lazy_pgettext("steps", "Reason of leaving"),
        OutReason,
        [Required(lazy_gettext("Choose the reason."))],
        only=LEAVING,
    )


class ReturnForm(StepForm):
    organization = MoveForm.organization
    party_group = MoveForm.party_group
    in_reason = EnumField(
        lazy_pgettext("steps", "Reason of returning"),
        InReason,
        [Required(lazy_gettext("Choose the reason."))],
        only=RETURNING,
    )

    def check(self) -> None:
        super().check()
        check_exists(self, "organization", self.day.data)
        last = self.member.last_assignment
        if last and last.ended_on and self.day.data < last.ended_on:
            self.refuse("day", gettext("It can't lie before the day on which the person left."))


@dataclass(frozen=True)
class Step:
    """One step: when it is offered, the form that asks for it, and what it does.

    `act` returns the records that it made; the member and its assignment are watched anyway.
    """

    name: str
    label: Any
    action: Action
    form: type[StepForm]
    is_offered: Callable[[Member, date], bool]
    act: Callable[[Member, Any], Sequence[Record]]


def _admit(member: Member, form: Any) -> Sequence[Record]:
    member.admitted_on = form.day.data
    return ()


def _regularize(member: Member, form: Any) -> Sequence[Record]:
    member.full_on = form.day.data
    return ()


def _move(member: Member, form: Any) -> Sequence[Record]:
    current = member.assignment_on(clock.today())
    assert current is not None
    new = operations.move_member(
        member, current, form.organization.data, form.party_group.data, form.day.data
    )
    return (new,)


def _transfer_out(member: Member, form: Any) -> Sequence[Record]:
    return _end(member, form.day.data, OutReason.TRANSFER_OUT)


def _leave(member: Member, form: Any) -> Sequence[Record]:
    return _end(member, form.day.data, form.out_reason.data)


def _end(member: Member, day: date, reason: OutReason) -> Sequence[Record]:
    current = member.assignment_on(clock.today())
    assert current is not None
    operations.end_assignment(current, day, reason)
    return ()


def _return(member: Member, form: Any) -> Sequence[Record]:
    new = operations.assign_to(
        member, form.organization.data, form.party_group.data, form.day.data, form.in_reason.data
    )
    return (new,)


def _is_here(member: Member, day: date) -> bool:
    return member.assignment_on(day) is not None


STEPS = (
    Step(
        "admit",
        lazy_pgettext("steps", "Admit"),
        Action.ADMITTED,
        AdmitForm,
        lambda member, day: _is_here(member, day) and member.stage_on(day) is Stage.TARGET,
        _admit,
    ),
    Step(
        "regularize",
        lazy_pgettext("steps", "Make a full member"),
        Action.REGULARIZED,
        RegularizeForm,
        lambda member, day: _is_here(member, day) and member.stage_on(day) is Stage.PROBATIONARY,
        _regularize,
    ),
    Step(
        "move",
        lazy_pgettext("steps", "Move to another branch"),
        Action.MOVED,
        MoveForm,
        _is_here,
        _move,
    ),
    Step(
        "transfer-out",
        lazy_pgettext("steps", "Transfer out"),
        Action.TRANSFERRED_OUT,
        TransferOutForm,
        _is_here,
        _transfer_out,
    ),
    Step("leave", lazy_pgettext("steps", "Leave"), Action.LEFT, LeaveForm, _is_here, _leave),
    Step(
        "return",
        lazy_pgettext("steps", "Return"),
        Action.RETURNED,
        ReturnForm,
        lambda member, day: not _is_here(member, day),
        _return,
    ),
)


def find_step(name: str) -> Step | None:
    return next((step for step in STEPS if step.name == name), None)
