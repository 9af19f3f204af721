"""Columns of dates that need not be exact; see known_dates.py."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from partyhub.known_dates import Known, date_known, known_key
from partyhub.registers.register import Column

_EXACT = frozenset({Known.DAY, None})


def known_date_column(key: str, **options: Any) -> Column:
    """Return the column of a date that need not be exact."""
    reads = (key, known_key(key))
    return Column(key, compute=_date_known, together=_dates_known, reads=reads, **options)


def _date_known(_day: date, counted: date | None, known: Known | None) -> date | None:
    return date_known(counted, known)


def _dates_known(
    _day: date, counted: Sequence[date | None], known: Sequence[Known | None]
) -> Sequence[date | None]:
    """Return the dates of counted days; where all are exact, as nearly always, they are these."""
    return counted if _EXACT.issuperset(known) else list(map(date_known, counted, known))
