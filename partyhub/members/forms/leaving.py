"""Reasons of leaving that fit the stage that a person has reached: one rule for every way in."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from flask_babel import gettext

from partyhub.forms import RecordForm
from partyhub.known_dates import earliest, latest
from partyhub.members.holdings import Holding
from partyhub.members.leaving import find_late
from partyhub.members.models import STAGE_DAYS, Member, OutReason, Stage
from partyhub.registers import Refusal
from partyhub.registers.values import format_day

_PARTY = (Stage.PROBATIONARY, Stage.FULL)
_BEFORE = (Stage.APPLICANT, Stage.ACTIVIST, Stage.TARGET)
# The stages from which a person leaves for a reason; any other reason fits every stage
# (registers.md, assignments: “Reasons fit the stage”).
STAGES_OF: Mapping[OutReason, Sequence[Stage]] = {
    OutReason.TRANSFER_OUT: _PARTY,
    OutReason.REMOVED: _PARTY,
    OutReason.EXPELLED: _PARTY,
    OutReason.SUSPENDED: _PARTY,
    OutReason.PROBATION_CANCELLED: (Stage.PROBATIONARY,),
    OutReason.WITHDRAWN: _BEFORE,
}


def stages_possible(member: Member, day: date) -> set[Stage]:
    """Return the stages that the person may have reached on `day`.

    There are several where a date is known only to the month, and none where nothing is known.
    """
    found: set[Stage] = set()
    for stage, key in STAGE_DAYS.items():
        since = member.date_of(key)
        if since is None or earliest(since) > day:
            continue
        found.add(stage)
        if latest(since) <= day:
            break
    return found


def fits_stage(reason: OutReason, member: Member, day: date) -> bool:
    """Return whether a person may leave for this reason on `day`, as far as the stage is known."""
    possible = stages_possible(member, day)
    return not possible or bool(possible.intersection(STAGES_OF.get(reason, tuple(Stage))))


def explain_late(held: Sequence[Holding]) -> str:
    """Return the sentence about what began on the day of leaving or later, so that it can't end."""
    return gettext(
        "This began on that day or later: %(what)s. Enter a later day, or void what was never"
        " right.",
        what="；".join(f"{each.caption}（{format_day(each.span.started_on)}）" for each in held),
    )


def judge_late(assignment_ids: Sequence[int]) -> Iterator[Refusal]:
    """Yield what an import refuses of the ends of these assignments, when all rows are read."""
    for assignment_id, held in find_late(assignment_ids):
        yield Refusal(assignment_id, "ended_on", explain_late(held))


def check_reason(
    form: RecordForm, field: str, reason: OutReason, member: Member, day: date
) -> None:
    """Refuse, at `field`, a reason of leaving that doesn't fit the person's stage on `day`."""
    if fits_stage(reason, member, day):
        return
    reached = member.stage_on(day)
    offered = getattr(form[field], "only", tuple(OutReason))
    sentence = gettext(
        "The person is “%(stage)s” on this day, and “%(reason)s” is not for that stage. Choose a"
        " reason that fits: %(fitting)s.",
        stage=reached.label if reached else "",
        reason=reason.label,
        fitting="、".join(each.label for each in offered if fits_stage(each, member, day)),
    )
    form.refuse(field, sentence)
