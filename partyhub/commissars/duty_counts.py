"""A commissar's duties in a period, counted by kind and month with one query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import format_date, gettext

from partyhub import clock
from partyhub.charts import Axis, Point, axis_of
from partyhub.commissars.models import DutyKind
from partyhub.commissars.queries import select_duty_counts
from partyhub.commissars.registers import duties
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.periods import Period
from partyhub.registers.values import format_month
from partyhub.viewers import Viewer


@dataclass(frozen=True)
class Count:
    """A number of duties and the URL of their list; None for a month in the future."""

    value: int | None
    url: str | None = None


@dataclass(frozen=True)
class Work:
    """A table with a row for each kind and a column for each month, with totals.

    `points` and `axis` show the totals by month as a chart. A long period has no months, only
    totals.
    """

    months: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Count], Count]]
    totals: Sequence[Count]
    total: Count
    points: Sequence[Point]
    axis: Axis


def work_of(member: Member, period: Period, viewer: Viewer) -> Work:
    """Return the table of those duties of `member` in the period that the viewer may see."""
    query = select_duty_counts(member, period, duties.access.readable(viewer))
    found = {(month, kind): count for month, kind, count in db.session.execute(query)}
    months = [] if period.is_long() else period.by_month()
    rows = [
        (
            kind.label,
            [_count(found, member, month, (kind,), kind=kind.value) for month in months],
            _count(found, member, period, (kind,), kind=kind.value),
        )
        for kind in DutyKind
    ]
    totals = [_count(found, member, month, tuple(DutyKind)) for month in months]
    points = [_point(month, count) for month, count in zip(months, totals, strict=True)]
    return Work(
        [format_date(month.start, "LLL") for month in months],
        rows,
        totals,
        _count(found, member, period, tuple(DutyKind)),
        points,
        axis_of(points),
    )


def _count(
    found: Mapping[tuple[int, DutyKind], int],
    member: Member,
    span: Period,
    kinds: Sequence[DutyKind],
    **requested: Any,
) -> Count:
    """Return the number and the list of duties of these kinds in a month or a whole period."""
    if span.start > clock.today():
        return Count(None)
    numbers = {_number(first) for first in span.months()}
    value = sum(n for (month, kind), n in found.items() if month in numbers and kind in kinds)
    url = url_for("duties.list", commissar=member.id, period=span.key, **requested)
    return Count(value, url if value else None)


def _number(day: date) -> int:
    """Return the month as the query does: 202306."""
    return day.year * 100 + day.month


def _point(month: Period, count: Count) -> Point:
    words = gettext(
        "%(month)s: %(num)s duties",
        month=format_month(month.start),
        num="—" if count.value is None else count.value,
    )
    label = format_date(month.start, "LLL")
    return Point(label, count.value, words, count.url, str(count.value or ""))
