"""Steps of a member's way that are more than a corrected field, as one table for one view."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_pgettext

from partyhub import clock
from partyhub.database import Record
from partyhub.history.models import Action
from partyhub.members import operations
from partyhub.members.forms.leaving import fits_stage
from partyhub.members.forms.steps import (
    AdmitForm,
    LeaveForm,
    MoveForm,
    ReadmitForm,
    RegularizeForm,
    ReturnForm,
    StepForm,
    TransferOutForm,
)
from partyhub.members.holdings import Holding, find_holdings, find_unfit
from partyhub.members.models import Assignment, InReason, Member, OutReason, Stage
from partyhub.registers.filling import fill

# What the step out of the committee keeps with the assignment.
LETTER = ("destination", "letter_no", "letter_valid_until", "dues_paid_until", "receipt_on")
# Who left so has lost the membership, and may get it back.
LOST = (
    OutReason.REMOVED,
    OutReason.EXPELLED,
    OutReason.SUSPENDED,
    OutReason.PROBATION_CANCELLED,
)


@dataclass(frozen=True)
class Step:
    """One step: its condition, its form and its action.

    `is_offered` decides for a member on a day whether the step is possible. `act` returns the
    records that it made; changes of the member and the present assignment are tracked anyway.
    `opens` returns what the person can't keep, by the form as it is filled in so far.
    """

    name: str
    label: Any
    action: Action
    form: type[StepForm]
    is_offered: Callable[[Member, date], bool]
    act: Callable[[Member, Any], Sequence[Record]]
    opens: Callable[[Member, Any], Sequence[Holding]] = lambda _member, _form: ()


def _admit(member: Member, form: Any) -> Sequence[Record]:
    fill(member, {"admitted_on": form.day.data})
    return ()


def _regularize(member: Member, form: Any) -> Sequence[Record]:
    fill(member, {"full_on": form.day.data})
    return ()


def _move(member: Member, form: Any) -> Sequence[Record]:
    current = member.assignment_on(clock.today())
    assert current is not None
    new = operations.move_member(
        member, current, form.organization.data, form.party_group.data, form.day.data
    )
    return (new,)


def _transfer_out(member: Member, form: Any) -> Sequence[Record]:
    current = _end(member, form.day.data, OutReason.TRANSFER_OUT)
    for key in LETTER:
        setattr(current, key, form[key].data)
    return ()


def _leave(member: Member, form: Any) -> Sequence[Record]:
    _end(member, form.day.data, form.out_reason.data)
    return ()


def _end(member: Member, day: date, reason: OutReason) -> Assignment:
    current = member.assignment_on(clock.today())
    assert current is not None
    operations.end_assignment(current, day, reason)
    return current


def _return(member: Member, form: Any) -> Sequence[Record]:
    new = _assign(member, form, InReason.TRANSFER_IN)
    new.origin = form.origin.data
    return (new,)


def _readmit(member: Member, form: Any) -> Sequence[Record]:
    return (_assign(member, form, InReason.RESTORED),)


def _assign(member: Member, form: Any, reason: InReason) -> Assignment:
    return operations.assign_to(
        member, form.organization.data, form.party_group.data, form.day.data, reason
    )


def _held_by(member: Member, form: Any) -> Sequence[Holding]:
    return find_holdings(member, form.day.data or clock.today())


def _unfit_for(member: Member, form: Any) -> Sequence[Holding]:
    return find_unfit(member, form.organization.data, form.day.data or clock.today())


def _is_member(member: Member, day: date) -> bool:
    return fits_stage(OutReason.TRANSFER_OUT, member, day)


def _is_here(member: Member, day: date) -> bool:
    return member.assignment_on(day) is not None


def _left_by(member: Member, day: date) -> OutReason | None:
    """Return why the person last left, None for who is here or never was."""
    last = None if _is_here(member, day) else member.last_assignment
    return last.out_reason if last else None


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
        _unfit_for,
    ),
    Step(
        "transfer-out",
        lazy_pgettext("steps", "Transfer out"),
        Action.TRANSFERRED_OUT,
        TransferOutForm,
        lambda member, day: _is_here(member, day) and _is_member(member, day),
        _transfer_out,
        _held_by,
    ),
    Step(
        "leave",
        lazy_pgettext("steps", "Leave"),
        Action.LEFT,
        LeaveForm,
        _is_here,
        _leave,
        _held_by,
    ),
    Step(
        "return",
        lazy_pgettext("steps", "Transfer in"),
        Action.TRANSFERRED_IN,
        ReturnForm,
        lambda member, day: (
            not _is_here(member, day) and _left_by(member, day) not in (OutReason.DECEASED, *LOST)
        ),
        _return,
    ),
    Step(
        "readmit",
        lazy_pgettext("steps", "Restore the membership"),
        Action.RETURNED,
        ReadmitForm,
        lambda member, day: _left_by(member, day) in LOST,
        _readmit,
    ),
)


def find_step(name: str) -> Step | None:
    """Return the step with this name, or None."""
    return next((step for step in STEPS if step.name == name), None)
