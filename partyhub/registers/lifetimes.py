"""When records are there: on days that have a beginning and an end, or on the day they happen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement

from partyhub.periods import Period, in_period, on_day

Condition: TypeAlias = ColumnElement[bool]


@dataclass(frozen=True)
class Lifetime:
    """When a record is there: `standing` ones on days, `happening` ones once."""

    kind: str
    as_on: Callable[[date], Condition]
    within: Callable[[Period], Condition]


def standing(started: Any, ended: Any) -> Lifetime:
    """There from `started` up to the day before `ended`; of a period: on its last day."""
    return Lifetime(
        "stock",
        lambda day: on_day(day, started, ended),
        lambda period: on_day(period.end, started, ended),
    )


def spanning(started: Any, ended: Any) -> Lifetime:
    """The same, but beginning and end are events too; of a period: what began, ended or stands."""
    return Lifetime(
        "stock",
        lambda day: on_day(day, started, ended),
        lambda period: (
            on_day(period.end, started, ended)
            | in_period(period, started)
            | in_period(period, ended)
        ),
    )


def happening(on: Any) -> Lifetime:
    """Happens on one day; as on a day: what happened up to it."""
    return Lifetime("flow", lambda day: on <= day, lambda period: in_period(period, on))
