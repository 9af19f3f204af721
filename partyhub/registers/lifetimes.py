"""Lifetimes of records: a span of days with a beginning and an end, or one day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement

from partyhub.periods import Period, in_period, on_day

Condition: TypeAlias = ColumnElement[bool]


@dataclass(frozen=True)
class Lifetime:
    """The days on which a record exists: "stock" records exist on days, "flow" records happen once.

    `as_on` returns the condition for a day, `within` the condition for a period.
    """

    kind: str
    as_on: Callable[[date], Condition]
    within: Callable[[Period], Condition]


@dataclass(frozen=True)
class Ending:
    """The words of a page that refuses to void a record, since another step is the right one.

    `refusal` says what to do instead, and `act` is the caption of a link to the page that does it:
    `endpoint` returns the page's endpoint for a record, by default its form, or None where nothing
    is left to do. `forbids` returns a sentence where the record is never voided, else None. `asks`
    takes the record and what refers to it (end_of_life.Dependents), and says whether it has a life
    of its own, so that it is ended: by default, if anything refers to it.
    """

    refusal: Any
    act: Any
    endpoint: Callable[[Any], str | None] = lambda record: ".edit"
    forbids: Callable[[Any], Any] = lambda record: None
    asks: Callable[[Any, Sequence[Any]], bool] = lambda record, dependents: bool(dependents)


def existing(started: Any, ended: Any) -> Lifetime:
    """Return the lifetime from `started` up to the day before `ended`.

    A period contains the records that exist on its last day.
    """
    return Lifetime(
        "stock",
        lambda day: on_day(day, started, ended),
        lambda period: on_day(period.end, started, ended),
    )


def lasting(started: Any, ended: Any) -> Lifetime:
    """Return the lifetime from `started` up to the day before `ended`, both counted as events too.

    A period contains the records that exist on its last day, and those that began or ended in it.
    """
    return Lifetime(
        "stock",
        lambda day: on_day(day, started, ended),
        lambda period: (
            on_day(period.end, started, ended)
            | in_period(period, started)
            | in_period(period, ended)
        ),
    )


def event(on: Any) -> Lifetime:
    """Return the lifetime of what happens on one day; on a given day, all up to it are included."""
    return Lifetime("flow", lambda day: on <= day, lambda period: in_period(period, on))
