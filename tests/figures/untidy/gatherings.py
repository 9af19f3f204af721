"""Activities of several kinds or none, in every state, with whom they expected and who came."""

from datetime import date
from decimal import Decimal

from partyhub.activities.models import (
    Activity,
    ActivityKind,
    ActivityKindRow,
    ActivityStatus,
    Attendance,
    AttendanceState,
)
from partyhub.activities.voting.models import Vote, VoteKind, VoteResult
from partyhub.members.models import Member
from partyhub.organizations.models import BRANCH_KINDS, Organization, OrganizationKind
from tests.figures.untidy.rows import Rows

WITH_COMMITTEE = (ActivityKind.COMMITTEE_MEETING, ActivityKind.GROUP_MEETING)
CALLED = (
    ActivityKind.GENERAL_MEETING,
    ActivityKind.THEME_DAY,
    ActivityKind.PARTY_LECTURE,
    ActivityKind.ORG_LIFE_MEETING,
    ActivityKind.APPRAISAL_MEETING,
    ActivityKind.HEART_TALK,
)
MEETING = (*BRANCH_KINDS, OrganizationKind.PARTY_GROUP)
HOURS = (None, Decimal(0), Decimal("1.25"), Decimal("2.5"), Decimal("0.01"))


def add_activities(rows: Rows, count: int) -> None:
    """Planned, canceled and voided ones too, some beyond today, some for a year that isn't theirs.

    Numbers are missing, 0, or other than what the rows of people come to.
    """
    random = rows.random
    for _ in range(count):
        held = rows.day()
        number = rows.add(
            Activity,
            number=f"H{len(rows.of(Activity)) + 1}",
            name=f"Theme {random.randint(1, 9)}",
            organization_id=rows.any(Organization),
            held_on=held,
            for_year=held.year + random.choice([-1, 0, 1]),
            minutes_long=random.choice([None, 0, 45, 90, 100]),
            study_hours=random.choice(HOURS),
            guest_count=random.choice([0, 0, 1, 30]),
            typed_expected=random.choice([None, None, None, 0, 7]),
            typed_present=random.choice([None, None, None, 0, 5]),
            status=random.choice([*[ActivityStatus.HELD] * 6, *ActivityStatus]),
        )
        add_kinds(rows, number)
        add_attendance(rows, number, held)


def add_votes(rows: Rows, count: int) -> None:
    """Votes of every kind and result, at whatever was held or not, about anybody or nobody.

    Their meetings are of the calendar, since a vote is of the day of its meeting.
    """
    random, calendar = rows.random, rows.calendar
    meetings = [
        row["id"] for row in rows.of(Activity) if calendar.first <= row["held_on"] <= calendar.last
    ]
    for number in range(count):
        rows.add(
            Vote,
            activity_id=random.choice(meetings),
            item=f"Item {number}",
            kind=random.choice(list(VoteKind)),
            member_id=random.choice([None, rows.any(Member)]),
            expected_voting=9,
            present_voting=7,
            written_opinions=0,
            in_favor=random.randint(0, 7),
            against=0,
            abstained=0,
            result=random.choice([None, *VoteResult]),
        )


def add_meetings(rows: Rows) -> None:
    """Meetings of branches and groups month by month, now and then one too few or too many."""
    random = rows.random
    kinds = [*CALLED, *WITH_COMMITTEE]
    organizations = [each for each in rows.of(Organization) if each["kind"] in MEETING]
    for organization in organizations:
        for month in range(30):
            year, number = divmod(2021 * 12 + month, 12)
            for kind in random.sample(kinds, random.choice([2, 4, len(kinds)])):
                held = date(year, number + 1, random.choice([1, 15, 28]))
                activity = rows.add(
                    Activity,
                    number=f"H{len(rows.of(Activity)) + 1}",
                    name=f"Meeting {number}",
                    organization_id=organization["id"],
                    held_on=held,
                    for_year=held.year + random.choice([-1, 0]),
                    status=random.choice([*[ActivityStatus.HELD] * 6, *ActivityStatus]),
                    guest_count=0,
                )
                rows.add_plain(ActivityKindRow, activity_id=activity, kind=kind, position=0)


def add_kinds(rows: Rows, activity: int) -> None:
    chosen = [ActivityKind.VOLUNTEER_SERVICE] if rows.random.random() < 0.2 else []
    others = [kind for kind in ActivityKind if kind not in chosen]
    chosen += rows.random.sample(others, rows.random.choice([0, 1, 1, 2, 3, 5]))
    for position, kind in enumerate(chosen):
        rows.add_plain(ActivityKindRow, activity_id=activity, kind=kind, position=position)


def add_attendance(rows: Rows, activity: int, held: date) -> None:
    """People who are voided, not yet assigned or long gone among them, and unexpected ones."""
    people = rows.random.choice([0, 0, 1, 4, 9])
    for member in rows.random.sample(range(1, len(rows.of(Member)) + 1), people):
        state = rows.random.choice(list(AttendanceState))
        rows.add(
            Attendance,
            activity_id=activity,
            member_id=member,
            state=state,
            is_expected=rows.random.random() < 0.7,
            made_up_on=held if state is AttendanceState.MADE_UP else None,
        )
