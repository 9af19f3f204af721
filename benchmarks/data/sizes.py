"""The number of records of each kind, and the period in which they are."""

from argparse import ArgumentParser, Namespace
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self

GENERAL_BRANCHES = 9
CROWDS = (20, 200)  # people in the first and in the second branch; the others share the rest


@dataclass(frozen=True)
class Sizes:
    """The number of records of each kind; `people` is how many each activity expects."""

    members: int = 100_000
    activities: int = 100_000
    people: int = 20
    organizations: int = 200
    workshops: int = 100
    teams: int = 400
    posts: int = 2_000
    projects: int = 2_000
    mentorships: int = 2_000
    duties: int = 40_000
    awards: int = 5_000
    appraisal_years: int = 2
    first: date = date(2022, 1, 1)
    last: date = date(2026, 11, 20)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def of(self, part: int) -> Self:
        """Return sizes with a `part`th of the records, but as many organizations."""
        fixed = {"people", "organizations", "workshops", "appraisal_years", "first", "last"}
        less = {
            f.name: max(1, getattr(self, f.name) // part)
            for f in fields(self)
            if f.name not in fixed
        }
        return replace(self, **less)

    def of_one_year(self, year: int) -> Self:
        """Return sizes with the same people and one year's share of the events."""
        years = round(self.days / 365)
        event = ("activities", "duties", "awards")
        less = {name: getattr(self, name) // years for name in event}
        return replace(self, **less, first=date(year, 1, 1), last=date(year, 12, 31))


def add_arguments(parser: ArgumentParser) -> None:
    """Add an option for every size to a parser, with the full size as default."""
    for field in fields(Sizes):
        kind: Any = date.fromisoformat if isinstance(field.default, date) else int
        option = "--" + field.name.replace("_", "-")
        parser.add_argument(option, type=kind, default=field.default, metavar="N")


def read_arguments(requested: Namespace) -> Sizes:
    return Sizes(**{field.name: getattr(requested, field.name) for field in fields(Sizes)})
