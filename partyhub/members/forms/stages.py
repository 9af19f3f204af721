"""Checks of the stage that a roster says a person has, against the dates that it gives."""

from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext, pgettext

from partyhub import clock
from partyhub.forms import EnumField, Notice, RecordForm
from partyhub.known_dates import estimated, latest
from partyhub.members.models import STAGE_DAYS, Stage, stage_of
from partyhub.periods import add_months, add_years
from partyhub.registers.values import format_day
from partyhub.rules.queries import find_versions, number_on

# The decision about people who were admitted long ago, without a day of full membership.
DECISION = "stage:*"
LONG_AGO = 2  # years since the admission after which hardly anybody is still on probation


class StageField(EnumField):
    """A field for the stage that a sheet gives beside the dates; it is compared, never stored."""

    is_create_only = True
    is_compared = True


def estimated_full(count: int) -> str:
    return ngettext(
        "%(num)d full member has no day of full membership: it is estimated from the day of"
        " admission and the probation of that time.",
        "%(num)d full members have no day of full membership: it is estimated from the day of"
        " admission and the probation of that time.",
        count,
    )


def counted_as_probationary(count: int) -> str:
    return ngettext(
        "%(num)d person was admitted two years ago or earlier and has neither a day of full"
        " membership nor a stage here: counted as a probationary member.",
        "%(num)d people were admitted two years ago or earlier and have neither a day of full"
        " membership nor a stage here: counted as probationary members.",
        count,
    )


ESTIMATED = Notice(estimated_full)
UNDECIDED = Notice(
    counted_as_probationary,
    question=DECISION,
    options=(
        (Stage.PROBATIONARY.value, lazy_gettext("Leave them probationary members")),
        (
            Stage.FULL.value,
            lazy_gettext("Take all of them as full members, with an estimated day"),
        ),
    ),
    short=(Stage.PROBATIONARY.label_text, Stage.FULL.label_text),
)


def check_stage(form: RecordForm) -> None:
    """Refuse a stage that the dates don't show; estimate the day of full membership if it is told.

    Somebody who was admitted long ago and of whom neither is told is asked about.
    """
    stage = form["stage"].data if form["stage"].given else None
    if stage is None and not form.is_change and is_undecided(form):
        form.notice("full_on", UNDECIDED)
        if form.context.decision(DECISION) != Stage.FULL:
            return
        stage = Stage.FULL
    if stage is Stage.FULL and not form.is_change and estimate_full(form):
        return
    if stage is None:
        return
    reached = stage_of(clock.today(), *[form[key].data for key in STAGE_DAYS.values()])
    if stage is not reached:
        form.refuse("stage", explain_difference(form, stage, reached))


def is_undecided(form: Any) -> bool:
    """Return whether only the date of an admission that was long ago is given."""
    admitted, full = form.admitted_on.data, form.full_on.data
    return (
        admitted is not None
        and full is None
        and form.probation_extended_until.data is None
        and add_years(latest(admitted), LONG_AGO) <= clock.today()
    )


def estimate_full(form: Any) -> bool:
    """Estimate a missing day of full membership; return whether there was none to estimate from.

    It is the end of the probation of its time, and refused if that day hasn't come.
    """
    admitted = form.admitted_on.data
    if admitted is None or form.full_on.data is not None:
        return False
    versions = find_versions("members.probation.months")
    months = number_on(versions, admitted)
    if months is None:  # before any version; the first one is the nearest
        months = int(versions[-1].value) if versions else 0
    day = form.probation_extended_until.data or add_months(admitted, months)
    if day > clock.today():
        form.refuse("stage", explain_future(day))
        return True
    form.full_on.data = estimated(day)
    form.notice("full_on", ESTIMATED)
    return True


def explain_future(day: date) -> str:
    return gettext(
        "Probation lasts until %(day)s, which has not come yet. Enter the day of full membership,"
        " or correct the stage.",
        day=format_day(day),
    )


def explain_difference(form: RecordForm, stage: Stage, reached: Stage | None) -> str:
    """Return the sentence that names the date on which the stage rests, or that contradicts it."""
    label = form[STAGE_DAYS[stage]].label.text
    if not _is_above(reached, stage):
        if form.is_change:
            return explain_step(stage, reached, label)
        return gettext("“%(stage)s” needs “%(date)s”. Enter it.", stage=stage.label, date=label)
    assert reached is not None
    return gettext(
        "“%(date)s” makes this person “%(reached)s”. Correct that date or the stage.",
        date=form[STAGE_DAYS[reached]].label.text,
        reached=reached.label,
    )


def explain_step(stage: Stage, reached: Stage | None, label: str) -> str:
    """Return the sentence for a person on record who hasn't reached the stage."""
    steps = {
        Stage.FULL: pgettext("steps", "Make a full member"),
        Stage.PROBATIONARY: pgettext("steps", "Admit"),
    }
    if stage not in steps:
        return gettext(
            "On record as “%(reached)s”. Enter “%(date)s”, or correct the stage.",
            reached=reached.label if reached else "",
            date=label,
        )
    return gettext(
        "On record as “%(reached)s”. Take the step “%(step)s” on the person's page, or enter"
        " “%(date)s” here.",
        reached=reached.label if reached else "",
        step=steps[stage],
        date=label,
    )


def _is_above(reached: Stage | None, stage: Stage) -> bool:
    stages = list(Stage)
    return reached is not None and stages.index(reached) > stages.index(stage)
