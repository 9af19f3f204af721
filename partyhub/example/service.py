"""Activities at which nobody is expected: volunteers, heart-to-heart talks, joint ones."""

from datetime import date, timedelta
from random import Random

from partyhub.example.days import LIVE_ON, is_holiday, workday_from
from partyhub.example.meetings import Life, Meeting
from partyhub.example.movements import STEPS
from partyhub.example.people import Person
from partyhub.example.posts import holders
from partyhub.example.tables import rows
from partyhub.example.teams import TEAMS, Team
from partyhub.example.texts import EPIDEMIC_SERVICE, HEART_TALKS, USUAL_SERVICE
from partyhub.example.tree import BRANCHES, Unit

# The outbreak of 13 March 2022 in the town, until the restrictions were lifted.
EPIDEMIC_WEEKS = (date(2022, 3, 13), date(2022, 4, 24))
MOVED = frozenset(key for key, *_ in STEPS)


def plan_volunteers(life: Life) -> None:
    """Every two weeks one of the teams; in the epidemic weeks of spring 2022 nearly every day."""
    usual = list(rows(USUAL_SERVICE, 6))
    random, day, last = Random("usual service"), date(2021, 7, 10), [""]
    while day < date(2023, 6, 25):
        if not EPIDEMIC_WEEKS[0] <= day <= date(2022, 5, 10):
            fitting = [row for row in usual if not row[4] or str(day.month) in row[4].split()]
            last = random.choice([row for row in fitting if row != last])
            team, title, done, place, _, campaign = last
            plan_service(life, _team(team), day, title, done, place, campaign)
        day += timedelta(days=life.random.choice((9, 12, 14, 15)))
    epidemic = list(rows(EPIDEMIC_SERVICE, 4))
    day, number = EPIDEMIC_WEEKS[0], 0
    while day <= EPIDEMIC_WEEKS[1]:
        team, title, done, place = epidemic[number % len(epidemic)]
        plan_service(life, _team(team), day, f"疫情防控：{title}", done, place, "疫情防控")
        number += 1
        day += timedelta(days=1)


def plan_service(
    life: Life, team: Team, day: date, title: str, done: str, place: str, campaign: str
) -> None:
    """A service of a volunteer team: its leader, some of its members, and others beside them."""
    people = [life.people[key] for key in team.keys]
    came = [people[0], *life.random.sample(people[1:], life.random.randint(3, len(people) - 1))]
    life.add(
        Meeting(
            team.branch,
            ("volunteer_service",),
            title,
            day,
            life.random.choice(("07:20", "08:30", "13:30", "17:10")),
            life.random.choice((60, 90, 120, 180)),
            place,
            people[0].name,
            record=f"{team.name}{done}。",
            campaign=campaign,
            guests=life.random.randint(0, int(team.others)),
            named=[person.reference for person in came],
            team=team.name,
        )
    )


def _team(short: str) -> Team:
    return next(team for team in TEAMS if team.name == f"{short}党员志愿服务队")


def plan_heart_talks(life: Life) -> None:
    for number, unit in enumerate(BRANCHES):
        for turn, first in enumerate(
            (date(2021, 11, 8), date(2022, 5, 16), date(2022, 11, 7), date(2023, 5, 15))
        ):
            day = workday_from(first + timedelta(days=number))
            if unit.exists_on(day):
                title = HEART_TALKS[turn % 2 * 2 + number % 2]
                plan_named(
                    life,
                    unit,
                    day,
                    "heart_talk",
                    title,
                    "围绕思想、工作和家庭情况交心，听取意见建议",
                    0,
                    4,
                )


def plan_named(
    life: Life,
    unit: Unit,
    day: date,
    kind: str,
    title: str,
    done: str,
    guests: int,
    most: int,
    place: str = "",
) -> None:
    """An activity at which nobody is expected: the secretary and some others came."""
    day = workday_from(day) if is_holiday(day) else day
    came = _who_came(life, unit, day, most)
    life.add(
        Meeting(
            unit.code,
            (kind,),
            title,
            day,
            life.random.choice(("08:30", "13:30", "17:10")),
            60,
            place or f"{unit.short}会议室",
            came[0].name,
            record=f"{done}。",
            guests=guests,
            named=[p.reference for p in came],
        )
    )


def _who_came(life: Life, unit: Unit, day: date, most: int) -> list[Person]:
    """The secretary of the branch, and some others of it."""
    chair = life.people[holders(unit.code, day)[0]]
    pool = [person for person in life.people.values() if _is_at_hand(person, unit, day)]
    pool.remove(chair)
    return [chair, *life.random.sample(pool, min(len(pool), life.random.randint(2, most)))]


def _is_at_hand(person: Person, unit: Unit, day: date) -> bool:
    """Whether somebody of the branch could come: those who ever moved or left are not asked."""
    was_there = person.entered_on == LIVE_ON and person.is_member_on(LIVE_ON)
    stayed = was_there and person.key not in MOVED
    return person.branch == unit.code and stayed and not person.is_retired_on(day)
