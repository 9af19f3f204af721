"""Rows of records as nobody would enter them, kept until they are written, many at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert

from partyhub.activities import counts
from partyhub.activities.models import Activity
from partyhub.database import Base, Record, db

DAY = timedelta(days=1)
VOIDED = datetime(2023, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Calendar:
    """The days on which records begin, half of them `edges`: where periods begin and end.

    With `all_ends` what begins also ends, by `last` at the latest; else it often goes on.
    """

    first: date
    last: date
    edges: Sequence[date] = ()
    all_ends: bool = False

    def day(self, random: Random, first: date | None = None, last: date | None = None) -> date:
        """A day from `first` to `last`, by default from the calendar's first to its last."""
        first, last = first or self.first, last or self.last
        own = [edge for edge in self.edges if first <= edge <= last]
        if own and random.random() < 0.5:
            return random.choice(own)
        return first + timedelta(random.randint(0, max((last - first).days, 0)))

    def end(self, random: Random, first: date, chance: float = 0.6) -> date | None:
        """A day after `first`, mostly within a year or so; or none."""
        if not self.all_ends and random.random() > chance:
            return None
        latest = min(self.last, first + timedelta(random.choice([30, 400, 400, 4000])))
        return self.day(random, first + DAY, max(latest, first + DAY))

    def start(self, random: Random) -> date:
        """A day that leaves room for an end."""
        return min(self.day(random), self.last - DAY)


class Rows:
    """Rows by model, numbered here; `calendar` says on which days those that are added begin."""

    def __init__(self, seed: int, calendar: Calendar) -> None:
        self.random = Random(seed)
        self.calendar = calendar
        self._all: dict[type[Base], list[dict[str, Any]]] = {}
        self._stored: dict[type[Base], int] = {}

    def add(self, model: type[Base], /, **values: Any) -> int:
        """Add a row, now and then voided where records of this kind can be; return its number."""
        rows = self._all.setdefault(model, [])
        if issubclass(model, Record):
            values.setdefault("archived_at", VOIDED if self.random.random() < 0.15 else None)
            values |= {"version": 1}
        rows.append({"id": len(rows) + 1} | values)
        return len(rows)

    def add_plain(self, model: type[Base], /, **values: Any) -> None:
        """Add a row of a table that has no numbers."""
        self._all.setdefault(model, []).append(values)

    def of(self, model: type[Base]) -> list[dict[str, Any]]:
        return self._all.get(model, [])

    def any(self, model: type[Base]) -> int:
        """The number of one of them, voided ones too."""
        return self.random.randint(1, len(self.of(model)))

    def any_or_none(self, model: type[Base]) -> int | None:
        return self.random.choice([None, self.any(model), self.any(model)])

    def day(self, first: date | None = None) -> date:
        return self.calendar.day(self.random, first)

    def day_or_none(self, first: date | None = None) -> date | None:
        return self.random.choice([None, self.day(first), self.day(first)])

    def year_of(self, day: date) -> int:
        """The year of a day, or the one before where that is one of the calendar's too."""
        return max(day.year - self.random.choice([0, 1]), self.calendar.first.year)

    def start(self) -> date:
        return self.calendar.start(self.random)

    def end(self, first: date, chance: float = 0.6) -> date | None:
        return self.calendar.end(self.random, first, chance)

    def store(self) -> None:
        """Write what isn't written yet, and have the attendance counted as saving would."""
        added = {model: rows[self._stored.get(model, 0) :] for model, rows in self._all.items()}
        for table in Base.metadata.sorted_tables:
            for model, rows in added.items():
                if model.__table__ is table and rows:
                    db.session.execute(insert(model), rows)
                    self._stored[model] = len(self.of(model))
        db.session.flush()
        counts.recount(db.session(), [row["id"] for row in added.get(Activity, [])])
        db.session.commit()
