"""The members on a day by unit: education and age, which are no figures; who came and went."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import select

from partyhub.database import db
from partyhub.figures import AnyFigure, Figure, Scope
from partyhub.handin.facts import Facts
from partyhub.members.models import Assignment, Member
from partyhub.periods import on_day

# The columns of education, the highest first; what is not on record is in none of them.
BANDS = ("postgraduate", "university", "college", "secondary", "basic")
UNKNOWN = ""


@dataclass
class Structure:
    """Numbers of people by education, and the years of those with a birthday together."""

    education: Counter[str] = field(default_factory=Counter)
    years: int = 0
    people: int = 0

    @property
    def average_age(self) -> float | None:
        return self.years / self.people if self.people else None

    def add(self, other: "Structure") -> None:
        """Add the people of another one."""
        self.education.update(other.education)
        self.years += other.years
        self.people += other.people


@cache
def _words() -> Sequence[tuple[str, Sequence[str]]]:
    path = Path(__file__).with_name("education.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple((row["band"], tuple(row["words"].split())) for row in csv.DictReader(file))


def band_of(education: str | None) -> str:
    """Return the column of an education as people write it; UNKNOWN for none."""
    text = education or ""
    found = (band for band, words in _words() if any(word in text for word in words))
    return next(found, UNKNOWN)


def find_structure(total: AnyFigure, scope: Scope) -> dict[int, Structure]:
    """Return the structure of the members that `total` counts, by the ids of organizations.

    A person with two assignments on the day is in the first one.
    """
    assert isinstance(total, Figure)
    query = (
        select(Member.id, Assignment.organization_id, Member.birth_date, Member.education)
        .join(Assignment, Assignment.member_id == Member.id)
        .where(
            Member.id.in_(total.select(scope)),
            Assignment.archived_at.is_(None),
            on_day(scope.as_of, Assignment.started_on, Assignment.ended_on),
            scope.contains(Assignment.organization_id),
        )
        .order_by(Assignment.started_on)
    )
    found, seen = dict[int, Structure](), set[int]()
    for person, organization, born, education in db.session.execute(query):
        if person in seen:
            continue
        seen.add(person)
        own = found.setdefault(organization, Structure())
        own.education[band_of(education)] += 1
        if born is not None:
            own.years += _age(born, scope.as_of)
            own.people += 1
    return found


def together(parts: Iterable[Structure]) -> Structure:
    """Return the structure of all parts together."""
    found = Structure()
    for part in parts:
        found.add(part)
    return found


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def find_movers(facts: Facts, code: str) -> Mapping[int, Sequence[str]]:
    """Return the names of the people whom a figure of members counts, by organization.

    For a figure of people, not of assignments, they are all under 0.
    """
    figure = facts.figure(code)
    assert isinstance(figure, Figure)
    ids = figure.select(facts.scope)
    if figure.model is Assignment:
        query = (
            select(Assignment.organization_id, Member.id, Member.name)
            .join(Assignment.member)
            .where(Assignment.id.in_(ids))
            .order_by(Assignment.organization_id, Assignment.started_on, Assignment.id)
        )
    else:
        query = (
            select(Member.id * 0, Member.id, Member.name)
            .where(Member.id.in_(ids))
            .order_by(Member.full_on, Member.id)
        )
    found = dict[int, list[str]]()
    for organization, person, name in db.session.execute(query):
        found.setdefault(organization, []).append(facts.name_of(person, name))
    return found
