"""The people of the example: who they are, and the days of their way into the Party."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from partyhub.example.days import DAY, LIVE_ON
from partyhub.example.names import (
    JOBS,
    LEADING_JOBS,
    MEN,
    NAMED,
    NAMESAKES,
    PEOPLES,
    PLACES,
    SCHOOLS,
    SURNAMES,
    WOMEN,
)
from partyhub.example.tree import BRANCHES, GROUPS, UNITS
from partyhub.periods import add_months, add_years

STAGES = ("applied_on", "activist_on", "target_on", "admitted_on", "full_on")
OLD_TIMER = "ZB01.20"  # admitted in the years when the Party's constitution knew no probation
AGED = {OLD_TIMER: 1950, "ZB01.21": 1944, "ZB02.19": 1947, "ZB03.17": 1956, "ZB08.21": 1957}
SPECIALISTS = frozenset({"ZB07", "ZB08", "ZB09"})


@dataclass
class Person:
    """One person, as the office's files describe them; `days` are five stages and the transfer."""

    key: str
    number: str
    name: str
    sex: str
    born: date
    ethnicity: str
    native_place: str
    education: str
    branch: str
    job: str
    phone: str
    group: str = ""
    workshop: str = ""
    is_floating: bool = False
    days: dict[str, date] = field(default_factory=dict)
    entered_on: date = LIVE_ON

    @property
    def reference(self) -> str:
        """How a cell names this person."""
        return f"{self.name}（{self.number}）" if self.name in NAMESAKES else self.name

    def is_retired_on(self, day: date) -> bool:
        return day >= add_years(self.born, 60 if self.sex == "male" else 52)

    def is_member_on(self, day: date) -> bool:
        return self.days.get("admitted_on", date.max) <= day


class Register:
    """Makes people one after another: each has a name and a number of their own."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.people: dict[str, Person] = {}
        self.names = {name for name, *_ in NAMED.values()}

    def make(self, branch: str, index: int, born: tuple[int, int]) -> Person:
        key = f"{branch}.{index}"
        name, sex, ethnicity, place = NAMED.get((branch, index)) or self._invent()
        years = self.random.randint(*born)
        day = date(years, 1, 1) + timedelta(days=self.random.randrange(365))
        count = len(self.people) + 1
        person = Person(
            key,
            f"CG{count:04}",
            name,
            sex,
            day,
            ethnicity,
            place,
            self._school(branch, years),
            branch,
            self._job(branch, index),
            f"1990000{count:04}",
            group=self._group(branch, index),
            workshop=UNITS[branch].workshop,
        )
        if "检测" in person.job or person.job == "计量员":
            person.workshop = "检测中心"
        self.people[key] = person
        return person

    def _invent(self) -> tuple[str, str, str, str]:
        sex = "female" if self.random.random() < 0.28 else "male"
        while True:
            given = self.random.choice(WOMEN if sex == "female" else MEN)
            name = self.random.choice(SURNAMES) + given
            if name not in self.names:
                break
        self.names.add(name)
        if self.random.random() < 0.05:
            return name, sex, *self.random.choice(PEOPLES)
        places, weights = zip(*PLACES, strict=True)
        return name, sex, "汉族", self.random.choices(places, weights)[0]

    def _school(self, branch: str, born: int) -> str:
        schools = next(choice for last, choice in SCHOOLS if born <= last)
        return self.random.choice(schools[-2:] if branch in SPECIALISTS else schools)

    def _job(self, branch: str, index: int) -> str:
        return LEADING_JOBS.get((branch, index)) or self.random.choice(JOBS[branch].split())

    def _group(self, branch: str, index: int) -> str:
        groups = [unit.code for unit in GROUPS if unit.parent == branch]
        return groups[index % len(groups)] if groups else ""


def make_founders(register: Register) -> None:
    """Everybody who was a full member when the program was taken up, branch by branch."""
    for unit in BRANCHES:
        for index in range(unit.members):
            aged = AGED.get(f"{unit.code}.{index}")
            born = (aged, aged) if aged else (1969, 1987) if index < 6 else (1960, 1994)
            person = register.make(unit.code, index, born)
            person.days = _old_way(register.random, person)
            _mark_transfer(register.random, person)
    register.people["ZB07.12"].is_floating = True


def _old_way(random: Random, person: Person) -> dict[str, date]:
    if person.key == OLD_TIMER:
        return {
            "applied_on": date(1971, 3, 8),
            "admitted_on": date(1972, 7, 1),
            "full_on": date(1972, 7, 1),
        }
    longest = min(33, 2016 - person.born.year)
    applied = add_years(person.born, random.randint(20, max(21, longest))) + timedelta(
        random.randrange(200)
    )
    return way_from(random, applied)


def way_from(random: Random, applied: date) -> dict[str, date]:
    """The usual way: activist within a year, target a year later, admitted soon, then probation."""
    activist = weekday_from(applied + timedelta(days=random.randint(150, 330)))
    target = weekday_from(
        add_months(activist, random.randint(12, 20)) + timedelta(random.randrange(20))
    )
    admitted = weekday_from(add_months(target, random.randint(2, 6)))
    full = weekday_from(add_months(admitted, 12) + timedelta(random.randrange(12)))
    days = (weekday_from(applied), activist, target, admitted, full)
    return dict(zip(STAGES, days, strict=True))


def way_to(random: Random, admitted: date) -> dict[str, date]:
    """The way of somebody who was, or will be, admitted on this day."""
    target = weekday_from(add_months(admitted, -random.randint(2, 5)))
    activist = weekday_from(add_months(target, -random.randint(13, 20)))
    applied = weekday_from(add_months(activist, -random.randint(6, 10)))
    return dict(zip(STAGES, (applied, activist, target, admitted), strict=False))


def weekday_from(day: date) -> date:
    while day.weekday() >= 5:
        day += DAY
    return day


def _mark_transfer(random: Random, person: Person) -> None:
    """Who applied before the branch was there, or elsewhere, came by a transfer."""
    since, full = UNITS[person.branch].since, person.days["full_on"]
    came_from_elsewhere = person.branch in SPECIALISTS and random.random() < 0.5
    if person.days["applied_on"] >= since and not came_from_elsewhere:
        return
    earliest = max(since, full) + timedelta(days=30)
    latest = min(date(2020, 12, 31), add_years(person.born, 48))
    span = max((latest - earliest).days, 1)
    person.days["joined_on"] = weekday_from(earliest + timedelta(days=random.randrange(span)))
