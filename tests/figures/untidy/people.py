"""People of every stage with days missing, who come, move, leave, return, and are appraised."""

from datetime import date, timedelta
from typing import Any

from partyhub.members.models import (
    Appraisal,
    Assignment,
    Employment,
    Grade,
    InReason,
    Member,
    OutReason,
    Sex,
)
from partyhub.organizations.models import Organization
from tests.figures.untidy.rows import VOIDED, Rows

STAGES = ("applied_on", "activist_on", "target_on", "admitted_on", "full_on")
GAPS = (0, 0, 0, 1, 2, 40)
REASONS = (*OutReason, *[OutReason.TRANSFER_OUT, OutReason.INTERNAL] * 2)


def add_people(rows: Rows, count: int) -> None:
    for _ in range(count):
        add_person(rows)


def add_person(rows: Rows) -> None:
    """Namesakes among them; some were never assigned anywhere."""
    number = len(rows.of(Member)) + 1
    names = {"number": f"N{number}", "name": f"Person {number % 20}"}
    member = rows.add(Member, **names, **days_of_stages(rows), **facts(rows))
    add_stays(rows, member, rows.random.choice([0, 1, 1, 2, 3, 3, 4, 5]))
    own = [row for row in rows.of(Assignment) if row["member_id"] == member]
    if own and rows.random.random() < 0.2:  # admitted, or full, on the day of coming or of a move
        stage = rows.random.choice(["admitted_on", "full_on"])
        rows.of(Member)[member - 1][stage] = rows.random.choice(own)["started_on"]
    if rows.random.random() < 0.3:  # what should never have been entered, over the others
        start = rows.start()
        values = {"started_on": start, "ended_on": None, "out_reason": None}
        add_stay(rows, member, **values, archived_at=VOIDED)


def facts(rows: Rows) -> dict[str, Any]:
    """What the structure of the members counts; much of it isn't known."""
    random = rows.random
    birthday = rows.calendar.day(random)
    age = random.choice([35, 36, 50, 51, 60, 61, 40])
    return {
        "sex": random.choice([None, *Sex]),
        "birth_date": random.choice(
            [None, *[date(birthday.year - age, *birthday.timetuple()[1:3])] * 4]
        )
        if (birthday.month, birthday.day) != (2, 29)
        else date(1984, 2, 29),
        "ethnicity": random.choice([None, "汉", "汉族", "回族"]),
        "education": random.choice([None, "高中", "大专", "全日制本科", "在职硕士", "大学"]),
        "employment": random.choice([None, *Employment]),
        "is_floating": random.random() < 0.2,
    }


def days_of_stages(rows: Rows) -> dict[str, date | None]:
    """One after the other, some missing; of a few people without any order."""
    random = rows.random
    if random.random() < 0.2:
        return {name: rows.day_or_none() for name in STAGES}
    day, found = rows.calendar.first + timedelta(random.randint(-1500, 500)), {}
    reached = random.choice([1, 2, 3, 4, 5, 5, 5, 5])
    for number, name in enumerate(STAGES):
        is_known = number < reached and random.random() > 0.1
        found[name] = day if is_known else None
        day = random.choice([day + timedelta(random.randint(0, 500)), max(day, rows.day())])
    return found


def add_stays(rows: Rows, member: int, count: int) -> None:
    """Stays that never overlap; some follow one another without a gap, others after a day."""
    start = rows.start()
    for _ in range(count):
        end = rows.end(start, 0.7)
        add_stay(
            rows,
            member,
            started_on=start,
            ended_on=end,
            out_reason=rows.random.choice(REASONS) if end else None,
            archived_at=None,
        )
        if end is None or end >= rows.calendar.last - timedelta(max(GAPS) + 1):
            return
        start = end + timedelta(rows.random.choice(GAPS))
        if rows.random.random() < 0.2:
            start = min(rows.day(start), rows.calendar.last - timedelta(1))


def add_stay(rows: Rows, member: int, **values: Any) -> None:
    """In a branch, a general branch, the committee itself."""
    own = {"member_id": member, "organization_id": rows.any(Organization)}
    own["party_group_id"] = rows.any_or_none(Organization)
    rows.add(Assignment, **own, in_reason=rows.random.choice(list(InReason)), **values)


def add_appraisals(rows: Rows, count: int) -> None:
    """Mostly held after the year, but also within it, and twice of the same person."""
    for _ in range(count):
        held = rows.day()
        rows.add(
            Appraisal,
            member_id=rows.any(Member),
            for_year=rows.year_of(held),
            held_on=held,
            grade=rows.random.choice(list(Grade)),
        )
