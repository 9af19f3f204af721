"""What the commissars did: readings on most working days, meetings, talks, mediations, care."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random

from partyhub.example.accounts import COMMISSAR
from partyhub.example.commissars import APPOINTMENTS, Appointment
from partyhub.example.days import DAY, Agenda, entered_after, is_workday
from partyhub.example.entering import Office
from partyhub.example.people import Person
from partyhub.example.readings import (
    CARES,
    LUNCH,
    MEDIATIONS,
    MORNING,
    PARTS,
    PROBLEMS,
    READERS_WORDS,
    TALKS,
)
from partyhub.example.tables import rows

READ_FROM, LAST = date(2022, 10, 17), date(2023, 6, 28)
# The works stood still at the Spring Festival; in the weeks of infections many were at home.
CLOSED = (date(2023, 1, 14), date(2023, 1, 29))
INFECTIONS = (date(2022, 12, 12), date(2022, 12, 31))
READ_SHARE, READ_SHARE_THEN = 0.9, 0.45
CREW = {"W01": 42, "W02": 38, "W03": 34, "W04": 30, "W05": 17, "W06": 28}
# Kind, what it was about, one in how many weeks it is done, how many people at most.
SELDOM = (
    ("heart_talk", TALKS, 4, 3),
    ("care", CARES, 9, 8),
    ("problem_solved", PROBLEMS, 12, 9),
    ("mediation", MEDIATIONS, 14, 4),
)
PASSAGES = [
    f"{part}（{number}）" if int(count) > 1 else part
    for part, count in rows(PARTS, 2)
    for number in range(1, int(count) + 1)
]


@dataclass(frozen=True, order=True)
class Duty:
    """One line of a commissar's weekly sheet."""

    day: date
    kind: str
    topic: str
    headcount: int
    outcome: str


def plan_duties(agenda: Agenda, people: Mapping[str, Person]) -> None:
    """Each commissar hands in a sheet a week; the one who has an account enters the own ones."""
    for held in APPOINTMENTS:
        weeks = defaultdict(list)
        for duty in sorted(_duties(held)):
            weeks[duty.day - timedelta(days=duty.day.weekday())].append(duty)
        who = "commissar" if held.member == COMMISSAR else "clerk"
        for monday, sheet in weeks.items():
            reference = people[held.member].reference
            day = entered_after(monday + timedelta(days=4), 1)
            agenda.add(day, partial(_enter, who, held, reference, sheet), 2)


def _enter(who: str, held: Appointment, reference: str, sheet: list[Duty], office: Office) -> None:
    for duty in sheet:
        office.enter(
            who,
            "duties",
            commissar=reference,
            workshop=held.workshop_name,
            held_on=duty.day,
            kind=duty.kind,
            topic=duty.topic,
            headcount=duty.headcount,
            outcome=duty.outcome or None,
        )


def _duties(held: Appointment) -> Iterator[Duty]:
    random, crew = Random(held.key), CREW[held.workshop]
    passage, week = 0, 0
    day = min(held.since, READ_FROM)
    while day <= LAST and day < held.until:
        is_open = is_workday(day) and not CLOSED[0] <= day <= CLOSED[1]
        if is_open and day >= READ_FROM:
            passage += 1
        if is_open and day >= held.since:
            if day >= READ_FROM and random.random() < _share(day):
                outcome = random.choice(READERS_WORDS) if random.random() < 0.12 else ""
                topic = PASSAGES[min(passage, len(PASSAGES)) - 1]
                yield Duty(day, "daily_reading", topic, _heads(random, crew), outcome)
            yield from _others(held, random, day, week)
        week += day.weekday() == 4
        day += DAY


def _share(day: date) -> float:
    return READ_SHARE_THEN if INFECTIONS[0] <= day <= INFECTIONS[1] else READ_SHARE


def _heads(random: Random, crew: int) -> int:
    return random.randint(int(crew * 0.7), crew)


def _others(held: Appointment, random: Random, day: date, week: int) -> Iterator[Duty]:
    """A meeting before the shift every two weeks, one at lunch every five; the rest by chance."""
    number, crew = int(held.workshop[-1]), CREW[held.workshop]
    if day.weekday() == number % 5 and (week + number) % 2 == 0:
        fitting = [row for row in rows(MORNING, 3) if row[0] in ("*", str(day.month))]
        _, topic, outcome = random.choice(fitting)
        yield Duty(day, "morning_shift", topic, _heads(random, crew), outcome)
    if day.weekday() == (number + 2) % 5 and (week + number) % 5 == 0:
        topic, outcome = random.choice(list(rows(LUNCH, 2)))
        yield Duty(day, "lunch_break", topic, _heads(random, crew) // 2, outcome)
    for kind, table, weeks, most in SELDOM:
        if random.random() < 1 / (weeks * 5):
            topic, outcome = random.choice(list(rows(table, 2)))
            yield Duty(day, kind, topic, random.randint(1, most), outcome)
