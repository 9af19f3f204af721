"""The grades of the two yearly appraisals, entered after the committee had confirmed them."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from random import Random

from partyhub.activities.models import ActivityKind
from partyhub.activities.queries import find_expected
from partyhub.example.days import entered_after
from partyhub.example.entering import Office
from partyhub.example.gatherings import YEARS, appraisal_day
from partyhub.example.meetings import HAS_ACCOUNT, Life
from partyhub.example.posts import holders
from partyhub.example.tree import BRANCHES, Unit
from partyhub.members.models import Member

UNQUALIFIED = frozenset({("ZB06.13", 2021)})  # struck off the roll in the spring after
BASICALLY_QUALIFIED = frozenset(
    {("ZB03.10", 2021), ("ZB07.12", 2021), ("ZB04.11", 2022), ("ZB07.12", 2022)}
)


def plan_appraisals(life: Life) -> None:
    for year, first in YEARS:
        for unit in BRANCHES:
            if unit.exists_on(first.replace(month=3)):
                day = appraisal_day(unit, year)
                life.agenda.add(entered_after(day, 6), partial(_enter, life, unit, year, day), 9)


def _enter(life: Life, unit: Unit, year: int, day: date, office: Office) -> None:
    roll = find_expected(office.organization(unit.code), [ActivityKind.APPRAISAL_MEETING], day)
    excellent = _choose_excellent(life, unit, day, roll)
    for member in roll:
        office.enter(
            "yifenchang" if unit.code == HAS_ACCOUNT else "clerk",
            "appraisals",
            member=life.by_number[member.number].reference,
            for_year=year,
            held_on=day,
            grade=_grade(life, member, year, day, excellent),
        )


def _grade(life: Life, member: Member, year: int, day: date, excellent: set[str]) -> str:
    person = life.by_number[member.number]
    if member.full_on is None or member.full_on > day:
        return "not_graded"
    if (person.key, year) in UNQUALIFIED:
        return "unqualified"
    if (person.key, year) in BASICALLY_QUALIFIED:
        return "basically_qualified"
    return "excellent" if person.number in excellent else "qualified"


def _choose_excellent(life: Life, unit: Unit, day: date, roll: Sequence[Member]) -> set[str]:
    """At most a third of those graded; whoever holds a post is chosen more often."""
    random, leading = Random(f"{unit.code}/{day}"), holders(unit.code, day)
    known = {key for key, _ in UNQUALIFIED | BASICALLY_QUALIFIED}
    graded = [
        m
        for m in roll
        if m.full_on and m.full_on <= day and life.by_number[m.number].key not in known
    ]
    merit = {
        m.number: random.random() + 0.35 * (life.by_number[m.number].key in leading) for m in graded
    }
    ranked = sorted(graded, key=lambda m: (-merit[m.number], m.number))
    return {m.number for m in ranked[: (len(graded) - 1) // 3]}
