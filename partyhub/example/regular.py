"""The meetings that come again: theme days, general, committee and group meetings, lectures."""

from datetime import date
from typing import NamedTuple

from partyhub.example.days import BEGAN, workday_from
from partyhub.example.meetings import Life, Meeting, months
from partyhub.example.texts import admission_texts, record
from partyhub.example.themes import COMMITTEE_TOPICS, GROUP_TOPICS, LECTURES, THEME_DAYS
from partyhub.example.tree import BRANCHES, GENERAL, GROUPS, PROJECT, TEMPORARY, UNITS, Unit
from partyhub.example.votes import Vote, find_votes

LAST = date(2023, 6, 28)
# What was left out, as in every real office: a pair of organization and month or quarter.
LEFT_OUT = {
    ("ZB05", "2022-04"),
    ("ZB07", "2022-04"),
    (PROJECT, "2022-04"),
    ("ZB06", "2022-12"),
    ("ZB07 committee", "2022-04"),
    ("ZB06 committee", "2022-12"),
    ("ZB04 committee", "2023-05"),
    ("ZB03 committee", "2022-04"),
    ("ZB01-3 group", "2022-04"),
    ("ZB08-2 group", "2022-12"),
    ("ZB01-3 group", "2023-01"),
    ("ZB05 general", "2022-Q2"),
    ("ZB09 lecture", "2022-Q1"),
}
PLACES = {
    "ZB07": "营销中心会议室",
    "ZB08": "技术中心二楼会议室",
    "ZB09": "行政楼三楼会议室",
    PROJECT: "项目部会议室",
}
OUTDOORS = {"2021-09": "南湖革命纪念馆", "2021-10": "临港镇烈士陵园"}
CAMPAIGN_OF = {
    "2021-08": "三亮三比",
    "2022-04": "疫情防控",
    "2022-05": "三先工程",
    "2022-12": "二十大精神天天读",
    "2023-05": "三先工程",
    "2023-06": "三亮三比",
}
ADMISSION_SHARE, ELECTION_SHARE = 0.15, 0.12


def plan_regular(life: Life) -> None:
    votes = find_votes(life)
    for unit in (*BRANCHES, TEMPORARY):
        for month in months(BEGAN, LAST):
            plan_month(life, unit, month, votes)
    for unit in UNITS.values():
        is_meeting = (unit.has_committee and unit.kind != "party_committee") or unit.code == GENERAL
        for month in months(BEGAN, LAST) if is_meeting else ():
            if unit.code != GENERAL or month.month % 3 == 0:
                _plan_committee(life, unit, month)
    for unit in GROUPS:
        for number, month in enumerate(months(BEGAN, LAST)):
            _plan_group(life, unit, month, number)


def plan_month(life: Life, unit: Unit, month: date, votes: dict[tuple[str, date], Vote]) -> None:
    """The theme day, with the general meeting and the lecture that are held together with it."""
    voting = sorted(day for code, day in votes if code == unit.code and day.replace(day=1) == month)
    day = voting[0] if voting else workday_from(month.replace(day=unit.day))
    if not (unit.exists_on(day) and day >= BEGAN):
        return
    quarter = f"{month.year}-Q{(month.month + 2) // 3}"
    kinds = [] if (unit.code, f"{month:%Y-%m}") in LEFT_OUT else ["theme_day"]
    if voting or (_is_last_in_quarter(unit, month) and not _votes_in_quarter(unit, month, votes)):
        kinds += [] if (f"{unit.code} general", quarter) in LEFT_OUT else ["general_meeting"]
    if month.month % 3 == 2 and (f"{unit.code} lecture", quarter) not in LEFT_OUT:
        kinds += ["party_lecture"]
    if kinds:
        life.add(_compose(life, unit, day, kinds, votes.get((unit.code, day), Vote()), quarter))
    for later in voting[1:]:
        life.add(_compose(life, unit, later, ["general_meeting"], votes[unit.code, later], quarter))


def _is_last_in_quarter(unit: Unit, month: date) -> bool:
    following = months(month, date(month.year + 1, 12, 1))[1]
    return month.month % 3 == 0 or not unit.exists_on(following.replace(day=unit.day))


def _votes_in_quarter(unit: Unit, month: date, votes: dict[tuple[str, date], Vote]) -> bool:
    first = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    return any(code == unit.code and first <= day < month for code, day in votes)


class Program(NamedTuple):
    """What is on at one meeting, and what is written of it."""

    agenda: list[str]
    middle: list[str]
    resolution: list[str]
    title: str
    speaker: str
    minutes: int


def _program(
    life: Life, unit: Unit, day: date, kinds: list[str], vote: Vote, quarter: str
) -> Program:
    theme, studied, done = THEME_DAYS[f"{day:%Y-%m}"]
    agenda, middle, resolution = _business(unit, kinds, vote)
    title = theme
    if "theme_day" in kinds:
        agenda, middle = [f"学习{studied}", *agenda], [f"集体学习了{studied}；{done}。", *middle]
    elif "general_meeting" in kinds:
        title = f"{day.year}年{day.month}月支部党员大会"
    if "party_lecture" not in kinds:
        return Program(agenda, middle, resolution, title, "", 60)
    subject, points = LECTURES[quarter]
    return Program(
        [*agenda, f"党课：{subject}"],
        [*middle, f"党课围绕主题讲了三个方面：{points}。"],
        resolution,
        f"{theme}暨党课：{subject}" if "theme_day" in kinds else f"党课：{subject}",
        life.name(unit.code, day, "publicity_commissioner" if day.month == 11 else "secretary"),
        90,
    )


def _business(unit: Unit, kinds: list[str], vote: Vote) -> tuple[list[str], list[str], list[str]]:
    """What a meeting votes on: its agenda, what was said, what was decided."""
    agenda, middle, resolution = admission_texts(vote.admitted, vote.made_full)
    for point, said, decided in vote.others:
        agenda, middle, resolution = [*agenda, point], [*middle, said], [*resolution, decided]
    if "general_meeting" in kinds and not vote.admitted + vote.made_full and not vote.others:
        who = "支委会" if unit.has_committee else "支部书记"
        agenda = [*agenda, f"{who}报告季度工作"]
        middle = [*middle, f"{who}报告本季度工作和党费收缴情况，党员进行了评议。"]
        resolution = [f"通过{who}季度工作报告和下季度工作安排。"]
    return agenda, middle, resolution


def _compose(
    life: Life, unit: Unit, day: date, kinds: list[str], vote: Vote, quarter: str
) -> Meeting:
    random, month = life.random, f"{day:%Y-%m}"
    program = _program(life, unit, day, kinds, vote, quarter)
    chair = life.name(unit.code, day, "secretary")
    return Meeting(
        unit.code,
        tuple(kinds),
        program.title,
        day,
        random.choice(("15:30", "16:00", "16:30")),
        program.minutes + 30 * len(kinds) - 30 * ("party_lecture" in kinds),
        _place(unit, month, kinds),
        chair,
        life.name(unit.code, day, "organization_commissioner", "deputy_secretary"),
        program.speaker,
        "；".join(program.agenda),
        record(random, unit.code, chair, *program.middle),
        "\n".join(program.resolution),
        study_hours=str(2 + 0.5 * (len(kinds) - 1))
        if {"theme_day", "party_lecture"} & set(kinds)
        else "",
        campaign=CAMPAIGN_OF.get(month, "") if "theme_day" in kinds else "",
        guests=random.choice((0, 0, 1, 2, 3)) if len(kinds) > 1 else 0,
        most_missing=_most_missing(vote),
    )


def _most_missing(vote: Vote) -> float:
    """More come when there is something to vote on."""
    if vote.others:
        return ELECTION_SHARE
    return ADMISSION_SHARE if vote.admitted or vote.made_full else 0.25


def _place(unit: Unit, month: str, kinds: list[str]) -> str:
    own = PLACES.get(unit.code, f"{unit.short}党员活动室")
    return (
        OUTDOORS.get(month, own)
        if kinds == ["theme_day"] and unit.code in ("ZB01", "ZB03", "ZB08")
        else own
    )


def _plan_committee(life: Life, unit: Unit, month: date) -> None:
    day = workday_from(month.replace(day=2 + int(unit.code[-2:]) % 10))
    if (f"{unit.code} committee", f"{month:%Y-%m}") in LEFT_OUT or not unit.exists_on(day):
        return
    topic, decided = COMMITTEE_TOPICS[month.month]
    chair = life.name(unit.code, day, "secretary")
    life.add(
        Meeting(
            unit.code,
            ("committee_meeting",),
            f"{month.year}年{month.month}月支委会：{topic}",
            day,
            life.random.choice(("08:30", "13:00", "16:30")),
            life.random.choice((40, 45, 60)),
            PLACES.get(unit.code, f"{unit.short}会议室"),
            chair,
            life.name(unit.code, day, "organization_commissioner", "deputy_secretary"),
            "",
            topic,
            record(life.random, unit.code, chair, f"会议{topic}，与会委员逐一发表意见。"),
            decided + "。",
            most_missing=0.2,
        )
    )


def _plan_group(life: Life, unit: Unit, month: date, number: int) -> None:
    day = workday_from(month.replace(day=25 if unit.code.endswith("1") else 26))
    if (f"{unit.code} group", f"{month:%Y-%m}") in LEFT_OUT or day > LAST:
        return
    topic, done = GROUP_TOPICS[(number + int(unit.code[-1])) % len(GROUP_TOPICS)]
    chair = life.name(unit.code, day, "group_leader")
    life.add(
        Meeting(
            unit.code,
            ("group_meeting",),
            f"{month.month}月党小组会：{topic}",
            day,
            life.random.choice(("11:40", "16:40", "17:00")),
            life.random.choice((30, 40, 45)),
            f"{UNITS[unit.parent].short}班组园地",
            chair,
            chair,
            "",
            topic,
            record(life.random, unit.parent, chair, f"{done}。"),
            study_hours="0.5",
        )
    )
