"""The meetings that rules ask for, and the spans of months in which they are held.

How often is a rule, dated and editable (rules/defaults.py); in which span is part of its key.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from partyhub.activities.models import ActivityKind


class State(StrEnum):
    """State whether a branch has held the meetings of a span."""

    DONE = "done"
    DUE = "due"  # the span is not over yet
    OVERDUE = "overdue"
    EXEMPT = "exempt"


class Exemption(StrEnum):
    """The reasons why no meeting is asked for in a span, the first that holds being the one."""

    TEMPORARY = "temporary"
    NO_RULE = "no_rule"
    FOUNDED = "founded"
    DISSOLVED = "dissolved"
    NO_COMMITTEE = "no_committee"
    NO_GROUPS = "no_groups"


@dataclass(frozen=True)
class Frequency:
    """A kind of meeting, the rule that says how often it is held, and its spans.

    A span has `months` months, and ends with each month whose number leaves `rest` when it is
    divided by `every`. A meeting `of_year` is held for the year in which its span begins.
    """

    kind: ActivityKind
    key: str
    months: int
    every: int
    rest: int = 0
    of_year: bool = False


# The meeting of a year is held from October to March of the next one (branch rules of 2018, §17).
MARCH = 3
FREQUENCIES = (
    Frequency(ActivityKind.GENERAL_MEETING, "meetings.general_meeting.per_quarter", 3, 3),
    Frequency(ActivityKind.COMMITTEE_MEETING, "meetings.committee_meeting.per_month", 1, 1),
    Frequency(ActivityKind.GROUP_MEETING, "meetings.group_meeting.per_month", 1, 1),
    Frequency(ActivityKind.PARTY_LECTURE, "meetings.party_lecture.per_quarter", 3, 3),
    Frequency(ActivityKind.THEME_DAY, "meetings.theme_day.per_month", 1, 1),
    Frequency(
        *(ActivityKind.ORG_LIFE_MEETING, "meetings.org_life_meeting.per_year"),
        *(6, 12, MARCH),
        of_year=True,
    ),
    Frequency(
        *(ActivityKind.APPRAISAL_MEETING, "meetings.appraisal_meeting.per_year"),
        *(6, 12, MARCH),
        of_year=True,
    ),
    Frequency(ActivityKind.HEART_TALK, "meetings.heart_talk.per_year", 12, 12),
)


def year_of(kinds: Collection[ActivityKind], held_on: date) -> int:
    """Return the year that an activity is for if nobody says it: mostly that of the day.

    A meeting of a year that is held by the end of March is for the year before.
    """
    is_of_year = any(each.of_year and each.kind in kinds for each in FREQUENCIES)
    return held_on.year - 1 if is_of_year and held_on.month <= MARCH else held_on.year
