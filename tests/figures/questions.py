"""What a figure is asked, as the program is asked it and as the plain SQL is.

The days of the periods stand here as people know them, not as the program reckons them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from partyhub.database import db
from partyhub.figures import Scope
from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.reports.calculation import scope_of
from partyhub.roles import Role
from partyhub.viewers import Viewer
from tests.factories import OWNER
from tests.figures.independent import RATIOS, STATEMENTS, SUBJECTS, Statement
from tests.figures.untidy.tree import BRANCH, GENERAL, MOVED, ROOT

TODAY = date(2023, 6, 20)
DAY = timedelta(days=1)


class Days(NamedTuple):
    """The first and the last day of a period, and the first one of the last month within it."""

    first: date
    end: date
    last_month: date


PERIODS = {
    "party-year-2022": Days(date(2021, 7, 1), date(2022, 6, 30), date(2022, 6, 1)),
    "2022": Days(date(2022, 1, 1), date(2022, 12, 31), date(2022, 12, 1)),
    "2022-Q3": Days(date(2022, 7, 1), date(2022, 9, 30), date(2022, 9, 1)),
    "2022-06": Days(date(2022, 6, 1), date(2022, 6, 30), date(2022, 6, 1)),
    "2022-06-30..2022-06-30": Days(date(2022, 6, 30), date(2022, 6, 30), date(2022, 6, 1)),
    "2022-08-10..2023-03-15": Days(date(2022, 8, 10), date(2023, 3, 15), date(2023, 2, 1)),
    # The last of them goes on, or has not begun.
    "2023": Days(date(2023, 1, 1), date(2023, 12, 31), date(2023, 12, 1)),
    "2023-06-20..2023-06-20": Days(TODAY, TODAY, date(2023, 5, 1)),
    "2023-Q3": Days(date(2023, 7, 1), date(2023, 9, 30), date(2023, 9, 1)),
}
# Where periods begin and end, and today: the days around which mistakes are made.
EDGES = sorted(
    {day + DAY * n for days in PERIODS.values() for day in days for n in (-1, 0, 1)}
    | {TODAY - DAY, TODAY + DAY}
)


class Reach(NamedTuple):
    """Who asks (None: whoever sees all) about which organization (None: all that can be seen)."""

    seen_from: int | None
    requested: int | None

    @property
    def viewer(self) -> Viewer:
        role = Role.COMMITTEE_CLERK if self.seen_from == ROOT else Role.REVIEWER
        return Viewer("V", role, organization_id=self.seen_from) if self.seen_from else OWNER


WHOLE = Reach(None, None)
REACHES = {
    "whole": WHOLE,
    "committee": Reach(ROOT, ROOT),
    "general branch": Reach(None, GENERAL),
    "branch": Reach(BRANCH, None),
    "branch that moved": Reach(ROOT, MOVED),
    "part of what is asked": Reach(GENERAL, MOVED),
}


@dataclass(frozen=True)
class Question:
    """Figures of a period in a reach."""

    key: str
    reach: Reach

    @property
    def scope(self) -> Scope:
        requested = self.reach.requested
        organization = db.session.get_one(Organization, requested) if requested else None
        return scope_of(self.reach.viewer, Period.parse(self.key), organization)

    @property
    def last(self) -> date:
        return min(PERIODS[self.key].end, TODAY)

    @property
    def values(self) -> dict[str, Any]:
        """The parameters of plain SQL."""
        days = PERIODS[self.key]
        return {
            "first": days.first,
            "last": self.last,
            "before": min(days.first - DAY, TODAY),
            "last_month": days.last_month,
            "year": days.end.year,
            "first_year": days.first.year,
            "calendar_year": int(self.key) if self.key.isdigit() else 0,
            "today": TODAY,
            "requested": self.reach.requested,
            "seen_from": self.reach.seen_from,
        }

    def answers(self) -> dict[str, "Answer"]:
        """What plain SQL says to each code; a ratio has the records of its first part."""
        rows: dict[str, list[Any]] = {code: [] for code in STATEMENTS}
        for subject in SUBJECTS:
            values = {name: self.values[name] for name in subject.names}
            for row in db.session.execute(subject.query, values):
                rows[row.code].append(row)
        found = {code: self._answer(own, STATEMENTS[code]) for code, own in rows.items()}
        for code, (first, second) in RATIOS.items():
            above, below = found[first].value, found[second].value
            ratio = above / below if above is not None and below else None
            found[code] = Answer(found[first].ids, ratio, found[second].as_of)
        return found

    def _answer(self, rows: Sequence[Any], statement: Statement) -> "Answer":
        counted = [Fraction(row.counts) for row in rows if row.counts is not None]
        is_null = statement.is_null_of_nothing and not counted
        total = None if is_null else sum(counted, Fraction(0)) / statement.divisor
        months = [date.fromisoformat(str(row.month)) for row in rows if row.month is not None]
        days = [date.fromisoformat(str(row.day)) for row in rows if row.day is not None]
        as_of = end_of(max(months)) if months else max(days, default=self.last)
        return Answer([row.id for row in rows], total, as_of)


class Answer(NamedTuple):
    ids: list[int]
    value: Fraction | None
    as_of: date


def end_of(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - DAY


def questions() -> Iterator[Question]:
    for key in PERIODS:
        for reach in REACHES.values():
            yield Question(key, reach)
