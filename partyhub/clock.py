"""The only module that asks the time, so that a test, or the example, can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from time import monotonic
from zoneinfo import ZoneInfo

from flask import current_app, has_app_context

ZONE = ZoneInfo("Asia/Shanghai")

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """Return this instant in UTC."""
    return _moment.get() or datetime.now(UTC)


def today() -> date:
    """Return the day in Asia/Shanghai; an instance whose settings fix a day gives that one."""
    moment = _moment.get()
    if moment is None and has_app_context():
        fixed: date | None = current_app.config.get("TODAY")
        if fixed is not None:
            return fixed
    return (moment.astimezone(ZONE) if moment else datetime.now(ZONE)).date()


def seconds() -> float:
    """Return the seconds of a clock that only goes forward: to say how long something takes."""
    return monotonic()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Make `moment`, an aware instant, the time of what runs inside: so examples have years."""
    token = _moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moment.reset(token)
