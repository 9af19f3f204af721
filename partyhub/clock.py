"""The clock: the only module that reads the time, so that a test or the example can set it."""

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
    """Return the current instant in UTC."""
    return _moment.get() or datetime.now(UTC)


def today() -> date:
    """Return today's date in Asia/Shanghai, or the day that the instance's settings fix."""
    moment = _moment.get()
    if moment is None and has_app_context():
        fixed: date | None = current_app.config.get("TODAY")
        if fixed is not None:
            return fixed
    return (moment.astimezone(ZONE) if moment else datetime.now(ZONE)).date()


def seconds() -> float:
    """Return the seconds of a monotonic clock, for measuring how long something takes."""
    return monotonic()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Make `moment`, an aware datetime, the current time inside the block: examples span years."""
    token = _moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moment.reset(token)
