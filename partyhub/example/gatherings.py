"""The committee's own activities, the yearly appraisal meetings, and what was called off."""

from collections.abc import Sequence
from datetime import date, timedelta

from partyhub.example.days import workday_from
from partyhub.example.events import CANCELLED, COMING, COMPANY_WIDE, JOINT, OF_POST_HOLDERS
from partyhub.example.meetings import Life, Meeting
from partyhub.example.posts import holders
from partyhub.example.service import plan_heart_talks, plan_named, plan_volunteers
from partyhub.example.texts import record
from partyhub.example.themes import STUDY_GROUP
from partyhub.example.tree import BRANCHES, PROJECT, ROOT, UNITS, Unit

BIG_ROOM, SMALL_ROOM = "公司多功能厅", "党委会议室"
YEARS = ((2021, date(2022, 1, 12)), (2022, date(2023, 2, 8)))


def plan_gatherings(life: Life) -> None:
    for row in COMPANY_WIDE:
        _plan_company_wide(life, row)
    for holders_row in OF_POST_HOLDERS:
        _plan_of_post_holders(life, holders_row)
    for month, (title, also) in STUDY_GROUP.items():
        _plan_study_group(life, month, title, also)
    for day, code, title, done, guests in JOINT:
        plan_named(
            life, UNITS[code], date.fromisoformat(day), "joint_activity", title, done, guests, 6
        )
    for year, first in YEARS:
        _plan_appraisal_meetings(life, year, first)
    plan_volunteers(life)
    plan_heart_talks(life)
    _plan_unusual(life)


def _plan_company_wide(life: Life, row: Sequence[object]) -> None:
    day, time, minutes, kind, title, speaker, agenda, done, hours, campaign = row
    held_on = date.fromisoformat(str(day))
    chair = life.name(ROOT, held_on, "deputy_secretary" if speaker == "沈立群" else "secretary")
    life.add(
        Meeting(
            ROOT,
            (str(kind),),
            str(title),
            held_on,
            str(time),
            int(str(minutes)),
            BIG_ROOM,
            chair,
            life.name(ROOT, held_on, "organization_commissioner"),
            str(speaker),
            str(agenda),
            f"{done}。",
            study_hours=str(hours),
            campaign=str(campaign),
            guests=life.random.randint(4, 20),
            most_missing=0.15,
        )
    )


def _plan_of_post_holders(life: Life, row: tuple[str, str, int, str, str, str, int]) -> None:
    """Committee members and branch secretaries; some are away, whoever came is named."""
    day, time, minutes, kind, title, done, guests = row
    held_on = date.fromisoformat(day)
    heads = [life.people[key] for key in holders(ROOT, held_on)]
    branches = [unit for unit in (*BRANCHES, UNITS[PROJECT]) if unit.exists_on(held_on)]
    heads += [life.people[key] for unit in branches for key in holders(unit.code, held_on)[:1]]
    people = list({person.key: person for person in heads}.values())
    came = [p.reference for p in people if p.name == "沈立群" or life.random.random() > 0.08]
    chair = life.name(ROOT, held_on, "secretary")
    life.add(
        Meeting(
            ROOT,
            (kind,),
            title,
            held_on,
            time,
            minutes,
            SMALL_ROOM,
            chair,
            life.name(ROOT, held_on, "organization_commissioner"),
            agenda=title,
            record=f"{done}。",
            named=came,
            expected_count=len(people),
            guests=guests,
        )
    )


def _plan_study_group(life: Life, month: str, title: str, also: str) -> None:
    held_on = workday_from(date.fromisoformat(f"{month}-21"))
    chair = life.name(ROOT, held_on, "secretary")
    life.add(
        Meeting(
            ROOT,
            ("study_center_group",),
            f"党委理论学习中心组{title}",
            held_on,
            "13:30",
            120,
            SMALL_ROOM,
            chair,
            life.name(ROOT, held_on, "organization_commissioner"),
            chair,
            f"{title}；{also}",
            f"{chair}主持学习，中心组成员先自学原文，再逐一作交流发言；会议还{also}。",
            study_hours="2",
            most_missing=0.3,
        )
    )


def _plan_appraisal_meetings(life: Life, year: int, first: date) -> None:
    """The yearly meetings for the year before, and the committee's own democratic-life meeting."""
    standing = [unit for unit in BRANCHES if unit.exists_on(first + timedelta(days=30))]
    for number, unit in enumerate(standing):
        _plan_appraisal_meeting(life, unit, year, "14:00" if number % 2 else "15:00")
    _plan_democratic_life(life, year, workday_from(first + timedelta(days=6)))


def _plan_appraisal_meeting(life: Life, unit: Unit, year: int, time: str) -> None:
    day = appraisal_day(unit, year)
    chair = life.name(unit.code, day, "secretary")
    said = (
        "会前普遍谈心谈话、征求意见；"
        "支部班子作对照检查，党员逐一开展批评和自我批评，随后填写测评表。"
    )
    life.add(
        Meeting(
            unit.code,
            ("org_life_meeting", "appraisal_meeting"),
            f"{year}年度组织生活会和民主评议党员",
            day,
            time,
            150,
            f"{unit.short}会议室",
            chair,
            life.name(unit.code, day, "organization_commissioner", "deputy_secretary"),
            "",
            "支委会对照检查；党员个人自我评价、党员互评、民主测评；组织评定",
            record(life.random, unit.code, chair, said),
            "根据测评结果，由支委会综合评定等次，报公司党委审定后公布。",
            "2",
            year,
            most_missing=0.15,
        )
    )


def _plan_democratic_life(life: Life, year: int, day: date) -> None:
    """The committee's own democratic-life meeting."""
    life.add(
        Meeting(
            ROOT,
            ("democratic_life_meeting",),
            f"{year}年度党员领导干部民主生活会",
            day,
            "14:00",
            180,
            SMALL_ROOM,
            life.name(ROOT, day, "secretary"),
            life.name(ROOT, day, "organization_commissioner"),
            "",
            "通报上年度整改情况；班子对照检查；开展批评和自我批评",
            "书记代表班子作对照检查并带头自我批评，委员逐一发言，相互批评意见二十余条，镇党委派员到会指导。",
            "形成班子和个人整改清单，三月底前完成。",
            "",
            year,
            guests=2,
            most_missing=0,
        )
    )


def appraisal_day(unit: Unit, year: int) -> date:
    """The day on which a branch held its appraisal for `year`: in the first months of the next."""
    first = dict(YEARS)[year]
    return workday_from(
        first + timedelta(days=2 * BRANCHES.index(unit) + (26 if first.month == 1 else 0))
    )


def _plan_unusual(life: Life) -> None:
    """Two that were called off, and one that is still to come."""
    for code, day, kind, title, planned, called_off in CANCELLED:
        meeting = Meeting(code, (kind,), title, date.fromisoformat(day), "14:00", 90)
        life.announce(meeting, date.fromisoformat(planned))
        life.call_off(meeting, date.fromisoformat(called_off))
    coming_on = date(2023, 7, 3)
    coming = Meeting(
        ROOT,
        ("conference", "party_lecture"),
        COMING,
        coming_on,
        "14:30",
        120,
        BIG_ROOM,
        life.name(ROOT, coming_on, "deputy_secretary"),
        agenda="表彰先进；新党员入党宣誓；党委书记讲党课",
    )
    life.announce(coming, date(2023, 6, 27))
