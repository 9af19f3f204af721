"""Figures of members, their structure and their movements."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import and_

from partyhub.figures import Additive, Figure, FigureKind, Group, Row
from partyhub.members import movements
from partyhub.members.appraisal_figures import figures as appraisal_figures
from partyhub.members.figure_bases import ASSIGNED, MOVED, PROBATIONARY, RANKS
from partyhub.members.models import Stage
from partyhub.members.rolls import DEVELOPMENT
from partyhub.members.workbook_sheets import MOVEMENTS

PEOPLE = lazy_gettext("people")


def _in_stage(code: str, stage: Stage, label: Any, definition: Any) -> Figure:
    return Figure(
        f"members.{code}",
        label,
        PEOPLE,
        FigureKind.STOCK,
        definition,
        group=Group.MEMBERS,
        part_of="members.total" if RANKS[stage] >= PROBATIONARY else None,
        roll="" if RANKS[stage] >= PROBATIONARY else DEVELOPMENT,
        base=ASSIGNED,
        where=lambda row: row.stage == RANKS[stage],
    )


def _of_people(code: str, label: Any, definition: Any, where: Callable[[Row], Any]) -> Figure:
    return Figure(
        f"members.{code}",
        label,
        PEOPLE,
        FigureKind.STOCK,
        definition,
        group=Group.STRUCTURE,
        part_of="members.total",
        base=ASSIGNED,
        where=lambda row: and_(row.stage >= PROBATIONARY, where(row)),
    )


def _of_age(code: str, band: int, label: Any) -> Figure:
    definition = lazy_gettext(
        "Of the Party members: completed years on the last day; people without a date of birth are"
        " in none of the ages."
    )
    return _of_people(code, label, definition, lambda row: row.age_band == band)


def _movement(
    code: str,
    label: Any,
    definition: Any,
    where: Callable[[Row], Any],
    additive: Additive = Additive.NEVER,
) -> Figure:
    return Figure(
        code,
        label,
        PEOPLE,
        FigureKind.FLOW,
        definition,
        group=Group.MEMBERS,
        base=MOVED,
        where=where,
        sheet=MOVEMENTS,
        additive=additive,
    )


figures = (
    Figure(
        "members.total",
        lazy_gettext("Party members"),
        PEOPLE,
        FigureKind.STOCK,
        lazy_gettext("Full and probationary members assigned on the last day."),
        group=Group.MEMBERS,
        base=ASSIGNED,
        where=lambda row: row.stage >= PROBATIONARY,
    ),
    _in_stage(
        "full",
        Stage.FULL,
        lazy_gettext("Full members"),
        lazy_gettext("Assigned on the last day, a full member by then."),
    ),
    _in_stage(
        "probationary",
        Stage.PROBATIONARY,
        lazy_gettext("Probationary members"),
        lazy_gettext("Assigned on the last day, admitted but not yet a full member."),
    ),
    _in_stage(
        "applicants",
        Stage.APPLICANT,
        lazy_gettext("Applicants"),
        lazy_gettext("Assigned on the last day, applied and not yet an activist."),
    ),
    _in_stage(
        "activists",
        Stage.ACTIVIST,
        lazy_gettext("Activists"),
        lazy_gettext("Assigned on the last day, an activist and not yet a development target."),
    ),
    _in_stage(
        "targets",
        Stage.TARGET,
        lazy_gettext("Development targets"),
        lazy_gettext("Assigned on the last day, a development target and not yet admitted."),
    ),
    Figure(
        "members.opening",
        lazy_gettext("Party members at the opening"),
        PEOPLE,
        FigureKind.STOCK,
        lazy_gettext("Full and probationary members assigned on the day before the first day."),
        group=Group.MEMBERS,
        base=ASSIGNED,
        where=lambda row: row.was_in > 0,
        additive=Additive.UNMOVED,
    ),
    _movement(
        "members.admitted",
        lazy_gettext("Members admitted"),
        lazy_gettext("People who came in on their own day of admission."),
        movements.is_admission,
        Additive.ALWAYS,
    ),
    _movement(
        "members.transferred_in",
        lazy_gettext("Members transferred in"),
        lazy_gettext("Other people who came in by a transfer from outside these organizations."),
        movements.is_transfer_in,
    ),
    _movement(
        "members.other_increase",
        lazy_gettext("Other increase"),
        lazy_gettext("All other people who came in, such as restored members."),
        movements.is_other_entry,
    ),
    _movement(
        movements.TRANSFERRED_OUT,
        lazy_gettext("Members transferred out"),
        lazy_gettext("People who went out by a transfer to outside these organizations."),
        movements.is_transfer_out,
    ),
    _movement(
        movements.OTHER_DECREASE,
        lazy_gettext("Other decrease"),
        lazy_gettext("All other people who went out: deceased, removed, expelled and the like."),
        movements.is_other_exit,
    ),
    Figure(
        "members.regularized",
        lazy_gettext("Probationary members regularized"),
        PEOPLE,
        FigureKind.FLOW,
        lazy_gettext("Became a full member in the period, and was assigned on that day."),
        group=Group.MEMBERS,
        base=ASSIGNED,
        where=lambda row: row.became_full > 0,
    ),
    _of_people(
        "women",
        lazy_gettext("Women"),
        lazy_gettext("Of the Party members."),
        lambda row: row.is_woman,
    ),
    _of_people(
        "minorities",
        lazy_gettext("Members of ethnic minorities"),
        lazy_gettext("Of the Party members: an ethnicity is on record, and it is a minority."),
        lambda row: row.is_of_minority,
    ),
    _of_people(
        "retired",
        lazy_gettext("Retired members"),
        lazy_gettext("Of the Party members: retired on the last day."),
        lambda row: row.is_retired,
    ),
    _of_people(
        "floating",
        lazy_gettext("Floating members"),
        lazy_gettext("Of the Party members: a floating member on the last day."),
        lambda row: row.is_floating,
    ),
    _of_age("age_to_35", 0, lazy_gettext("Aged 35 or younger")),
    _of_age("age_36_to_50", 1, lazy_gettext("Aged 36 to 50")),
    _of_age("age_51_to_60", 2, lazy_gettext("Aged 51 to 60")),
    _of_age("age_over_60", 3, lazy_gettext("Aged 61 or older")),
    _of_people(
        "college_or_above",
        lazy_gettext("Members with a college degree or a higher one"),
        lazy_gettext("Of the Party members: the education on record names one of the degrees."),
        lambda row: row.went_to_college,
    ),
    *appraisal_figures,
)
