"""Activities at which nobody is expected: volunteers, heart-to-heart talks, joint ones."""

from datetime import date, timedelta

from partyhub.example.days import LIVE_ON, is_holiday, workday_from
from partyhub.example.meetings import Life, Meeting
from partyhub.example.movements import STEPS
from partyhub.example.people import Person
from partyhub.example.posts import holders
from partyhub.example.texts import EPIDEMIC_SERVICE, HEART_TALKS, USUAL_SERVICE
from partyhub.example.tree import BRANCHES, Unit

MOVED = frozenset(key for key, *_ in STEPS)


def plan_volunteers(life: Life) -> None:
    day, number = date(2021, 7, 10), 0
    while day < date(2023, 6, 25):
        if not date(2022, 3, 1) <= day <= date(2022, 5, 10):
            fitting = [row for row in USUAL_SERVICE if day.month in row[4]]
            title, done, place, campaign, _ = fitting[number % len(fitting)]
            unit = BRANCHES[number % 9]
            plan_named(
                life,
                unit,
                day,
                "volunteer_service",
                title,
                done,
                life.random.randint(0, 12),
                6,
                place,
                campaign,
            )
            number += 1
        day += timedelta(days=life.random.choice((9, 12, 14, 15)))
    for number in range(34):
        title, done, place = EPIDEMIC_SERVICE[number % len(EPIDEMIC_SERVICE)]
        day = date(2022, 3, 14) + timedelta(days=life.random.randrange(46))
        unit = BRANCHES[(number * 4) % 9]
        plan_named(
            life,
            unit,
            day,
            "volunteer_service",
            f"{title}（{day.month}月{day.day}日）",
            done,
            life.random.randint(2, 15),
            7,
            place,
            "疫情防控",
        )


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
    campaign: str = "",
) -> None:
    """An activity at which nobody is expected: the secretary and some others came."""
    day = workday_from(day) if is_holiday(day) else day
    chair = life.people[holders(unit.code, day)[0]]
    pool = [person for person in life.people.values() if _is_at_hand(person, unit, day)]
    pool.remove(chair)
    came = [chair, *life.random.sample(pool, min(len(pool), life.random.randint(2, most)))]
    minutes = life.random.choice((90, 120, 180)) if kind == "volunteer_service" else 60
    life.add(
        Meeting(
            unit.code,
            (kind,),
            title,
            day,
            life.random.choice(("08:30", "13:30", "17:10")),
            minutes,
            place or f"{unit.short}会议室",
            chair.name,
            record=f"{done}。",
            campaign=campaign,
            guests=guests,
            named=[p.reference for p in came],
        )
    )


def _is_at_hand(person: Person, unit: Unit, day: date) -> bool:
    """Whether somebody of the branch could come: those who ever moved or left are not asked."""
    was_there = person.entered_on == LIVE_ON and person.is_member_on(LIVE_ON)
    stayed = was_there and person.key not in MOVED
    return person.branch == unit.code and stayed and not person.is_retired_on(day)
