"""Values that change on a day, and the two ways to change them (registers.md, Conventions).

A value is *corrected* when it was never so: the period that is current on a day is rewritten. It is
*changed* from a day on when it was so until then: the earlier days stay as they are.

A value is stored in its record's own column, which is what holds now, together with the former
values, each up to the day before `ended_on`. So what is on record counts from the beginning until
somebody dates it.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from sqlalchemy import ColumnElement, Date, String, case, exists, inspect, select
from sqlalchemy.orm import Mapped, mapped_column

from partyhub import clock
from partyhub.database import Model

Span: TypeAlias = tuple[date, date | None]


@dataclass(frozen=True)
class Correction:
    """A correction of the period that is current on `day`."""

    day: date


# A correction, or the day from which a change is valid.
Act: TypeAlias = Correction | date


class FormerValue(Model):
    """The value, as text, that column `key` of a record had up to the day before `ended_on`."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    value: Mapped[str | None] = mapped_column(String(60))
    ended_on: Mapped[date] = mapped_column(Date)


class HasFormerValues:
    """A base of records whose columns `dated_keys` have `former_values`, made by `former_type`."""

    former_type: ClassVar[type[Any]]
    dated_keys: ClassVar[Sequence[str]] = ()

    if TYPE_CHECKING:  # a mapped attribute of each model
        former_values: Any

    def former_of(self, key: str) -> list[Any]:
        """Return the former values of a column, oldest first."""
        found = [former for former in self.former_values if former.key == key]
        return sorted(found, key=lambda former: former.ended_on)

    def value_on(self, key: str, day: date) -> Any:
        """Return the value of the column `key` on `day`."""
        if self.former_values:
            for former in self.former_of(key):
                if day < former.ended_on:
                    return read_value(type(self), key, former.value)
        return getattr(self, key)

    def change_days(self, key: str) -> list[date]:
        """Return the days on which the value of the column changed, oldest first."""
        return [former.ended_on for former in self.former_of(key)]

    def set_value(self, key: str, value: Any, act: Act) -> None:
        """Correct or change the value of the column `key`; a change replaces all later ones."""
        if isinstance(act, Correction):
            self._correct(key, value, act.day)
        else:
            self._change(key, value, act)
        self._join(key)

    def _correct(self, key: str, value: Any, day: date) -> None:
        _, end = period_around(self.change_days(key), day)
        for former in self.former_of(key):
            if former.ended_on == end:
                former.value = write_value(value)
        if end is None:
            setattr(self, key, value)

    def _change(self, key: str, value: Any, day: date) -> None:
        formers = self.former_of(key)
        before = next((f.value for f in formers if day <= f.ended_on), None)
        if not any(day <= former.ended_on for former in formers):
            before = write_value(getattr(self, key))
        for former in formers:
            if former.ended_on >= day:
                self.former_values.remove(former)
        self.former_values.append(self.former_type(key=key, value=before, ended_on=day))
        setattr(self, key, value)

    def _join(self, key: str) -> None:
        """Drop the ends of periods after which the value is the same."""
        after = write_value(getattr(self, key))
        for former in reversed(self.former_of(key)):
            if former.value == after:
                self.former_values.remove(former)
            after = former.value


def store_dated(record: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Write the dated values among those of a form, and return the others.

    A new record's values count from its beginning; `values_over_time` gives (column, value, day)
    triples of what they were before. Without an act the period of today is corrected.
    """
    rest = dict(values)
    act = rest.pop("changed_on", None) or Correction(clock.today())
    formers = rest.pop("values_over_time", None)
    if record.id is None:
        record.former_values.extend(
            record.former_type(key=key, value=write_value(value), ended_on=day)
            for key, value, day in formers or ()
        )
        return rest
    shown = act.day if isinstance(act, Correction) else clock.today()
    for key in record.dated_keys:
        if key in rest and (value := rest.pop(key)) != record.value_on(key, shown):
            record.set_value(key, value, act)
    return rest


def write_value(value: Any) -> str | None:
    """Return a value as a former value stores it."""
    if value is None:
        return None
    return str(int(value)) if isinstance(value, bool) else str(value)


def read_value(model: type[Any], key: str, text: str | None) -> Any:
    """Return the value of the model's column that `text` stores."""
    if text is None:
        return None
    kind = inspect(model).column_attrs[key].columns[0].type.python_type
    return text == "1" if kind is bool else kind(text)


def had_value(model: type[Any], key: str, value: Any, day: Any) -> ColumnElement[bool]:
    """Return the condition that column `key` of the query's record had `value` on `day`.

    `day` is a date or an expression. It is false where nothing was known.
    """
    former: Any = model.former_type
    owner = inspect(model).relationships["former_values"].remote_side
    (column,) = owner
    mine = (column == model.id, former.key == key, former.ended_on > day)
    first = (
        select(former.value)
        .where(*mine)
        .order_by(former.ended_on)
        .limit(1)
        .correlate_except(former)  # `day` may be a column of another table
        .scalar_subquery()
    )
    now: Any = getattr(model, key)
    holds = now.is_(value) if isinstance(value, bool) else now == value
    return case((exists().where(*mine), first == write_value(value)), else_=holds).is_(True)


def period_around(days: Iterable[date], day: date) -> tuple[date | None, date | None]:
    """Return the first day of the period of `day` and the first day after it.

    `days` are those on which the value changes; None means that the period has no such end.
    """
    known = sorted(days)
    return (
        max((each for each in known if each <= day), default=None),
        min((each for each in known if each > day), default=None),
    )


def rewrite_period(
    rows: list[Any],
    identity: Callable[[Any], Hashable],
    wanted: Iterable[Any],
    make: Callable[[Any], Any],
    period: Span,
) -> None:
    """Make exactly `wanted` valid in the period and leave all other days as they are.

    `rows` have `started_on` and `ended_on`. `identity` tells what a row is about, None for a row to
    be left alone; `make` returns a new row about one thing without its days.
    """
    wanted = list(wanted)
    known = [found for row in rows if (found := identity(row)) is not None]
    for each in dict.fromkeys([*known, *wanted]):
        own = [row for row in rows if identity(row) == each]
        spans = [span for row in own for span in _outside(row, *period)]
        spans = _joined([*spans, period] if each in wanted else spans)
        for row, span in zip_longest(sorted(own, key=lambda row: row.started_on), spans):
            if span is None:
                rows.remove(row)
                continue
            lasting = row if row is not None else make(each)
            lasting.started_on, lasting.ended_on = span
            if row is None:
                rows.append(lasting)


def _outside(row: Any, start: date, end: date | None) -> list[Span]:
    """Return the days of `row` outside the period."""
    found: list[Span] = []
    if row.started_on < start:
        found.append((row.started_on, min(row.ended_on or start, start)))
    if end is not None and (row.ended_on is None or row.ended_on > end):
        found.append((max(row.started_on, end), row.ended_on))
    return found


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, those that touch made one."""
    found: list[Span] = []
    for start, end in sorted(spans, key=lambda span: span[0]):
        if found and (found[-1][1] is None or start <= found[-1][1]):
            before, last = found[-1]
            found[-1] = before, None if None in (last, end) else max(last, end)  # type: ignore[type-var]
        else:
            found.append((start, end))
    return found
