"""An act on records as a comparison needs it: who did it, to what, and the periods it touches."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, inspect
from sqlalchemy.orm import RelationshipDirection

from partyhub import clock
from partyhub.database import Record, db
from partyhub.dialects import ACCESS, Access
from partyhub.history.models import HistoryEntry, ImportRun
from partyhub.past_figures.comparing import Comparison, Difference, States, is_counted_once
from partyhub.past_figures.models import PastFigureChange, Via
from partyhub.past_figures.periods import (
    days_of,
    ended_periods,
    latest_of,
    may_be_older,
    signed_periods,
    touched_days,
    with_ends_of_years,
)
from partyhub.past_figures.rows import Changed, find_changed, table_of
from partyhub.periods import Period
from partyhub.registers import current_catalog
from partyhub.registers.importing.matching.key_index import chunks
from partyhub.scopes import Reach
from partyhub.texts import lazy_pattern
from partyhub.viewers import Viewer

# A year in a value of the history, and the month where there is one.
_MONTH = lazy_pattern(r"(?<!\d)((?:19|20)\d\d)(?:-(\d\d))?(?!\d)")


@dataclass(frozen=True)
class Act:
    """Changes that one request makes to records, and what it is about.

    `about` are the columns of a row that say so: the record that the person opened, or the import
    that was taken back.
    """

    about: Mapping[str, Any]
    changed: Sequence[Changed]

    def periods(self) -> list[Period]:
        """Return the ended periods whose figures it may change: the latest, and all signed ones."""
        today, signed = clock.today(), signed_periods()
        found: set[Period] = set()
        for each in self.changed:
            days = touched_days(each) or _days_above(each)
            if not days or may_be_older(each):
                found.update(ended_periods(date.min, today, signed))
            elif is_counted_once(each.register):
                for day in with_ends_of_years(days):
                    found.update(ended_periods(day, today, signed, day))
            else:
                found.update(ended_periods(min(days), today, signed))
        return latest_of(found, signed)

    def compare(self, states: States, reach: Reach) -> list[Difference]:
        """Return the figures of a reach that it changes; raises TooSlowError."""
        periods = self.periods()
        return Comparison(states, reach, periods, self.changed).run() if periods else []

    def rows(self, found: Sequence[Difference], *, is_late: bool = False) -> list[PastFigureChange]:
        """Return the rows that keep what it has changed."""
        return [
            PastFigureChange(
                **self.about,
                code=each.figure.code,
                period=each.period.key,
                before=as_json(each.before),
                after=as_json(each.after),
                is_late=is_late,
            )
            for each in found
        ]


def _days_above(changed: Changed) -> set[date]:
    """Return the days of the record that this one is a part of: those of a vote's meeting."""
    by_model = current_catalog().by_model
    found: set[date] = set()
    for relation in inspect(changed.register.model).relationships:
        register = by_model.get(relation.mapper.class_)
        is_part = relation.direction is RelationshipDirection.MANYTOONE
        if not is_part or register is None or register.lifetime.kind != "flow":
            continue
        [column] = relation.local_columns
        for row in changed.rows:
            other = db.session.get(register.model, row[column.name] or 0)
            found |= set(days_of(_row_of(other), table_of(register.model))) if other else set()
    return found


def _row_of(record: Record) -> dict[str, Any]:
    """Return the values of a loaded record by the names of the columns."""
    found = inspect(type(record)).column_attrs
    return {each.columns[0].name: getattr(record, each.key) for each in found}


def as_json(value: Any) -> Any:
    """Return a number as JSON holds it."""
    return value if value is None or isinstance(value, int) else float(value)


@contextmanager
def state_before() -> Iterator[Connection]:
    """Yield a connection that sees what is committed, and not what the session does."""
    with db.engine.connect() as connection:
        yield connection.execution_options(**{ACCESS: Access.READS})


def about_records(entries: Sequence[HistoryEntry]) -> list[HistoryEntry]:
    """Return the entries that are about records of registers."""
    known = current_catalog().by_name
    return [each for each in entries if each.record_id is not None and each.register in known]


def may_be_past(entry: HistoryEntry, last: date) -> bool:
    """Return whether what an entry says may touch a period that ended by `last`, at no cost."""
    register = current_catalog().by_name[entry.register]
    record = db.session.get(register.model, entry.record_id)
    days = list(days_of(_row_of(record), table_of(register.model))) if record else []
    if record is not None and not days:
        return True
    days += [day for change in entry.changes for day in _months_in(change["old"])]
    return min(days, default=date.min) <= last


def _months_in(value: Any) -> Iterator[date]:
    """Yield the first days of the months, or of the years, that a value of the history names."""
    for year, month in _MONTH.findall(str(value or "")):
        number = int(month or 1)
        yield date(int(year), number if 0 < number < 13 else 1, 1)


def about_record(entry: HistoryEntry) -> dict[str, Any]:
    """Return the columns of a row about an act on a page."""
    return {
        "user_id": entry.user_id,
        "user_name": entry.user_name,
        "via": Via.PAGE,
        "register": entry.register,
        "record_id": entry.record_id,
        "record_title": entry.record_title,
    }


def about_run(run: ImportRun, via: Via, viewer: Viewer | None = None) -> dict[str, Any]:
    """Return the columns of a row about an import, by whoever imported unless another one acts."""
    return {
        "user_id": viewer.user_id if viewer else run.user_id,
        "user_name": viewer.name if viewer else run.user_name,
        "via": via,
        "group_id": run.id,
        "record_title": run.file_name,
    }


def find_act(
    entries: Sequence[HistoryEntry],
    earlier: Connection,
    later: Connection,
    about: Mapping[str, Any],
) -> Act:
    """Return the act that these entries tell of."""
    ids: dict[str, set[int]] = {}
    for entry in entries:
        if entry.record_id is not None:
            ids.setdefault(entry.register, set()).add(entry.record_id)
    by_name = current_catalog().by_name
    changed = [
        each
        for name, numbers in ids.items()
        for portion in chunks(sorted(numbers))
        for each in find_changed(by_name[name], portion, earlier, later)
    ]
    return Act(about, changed)
