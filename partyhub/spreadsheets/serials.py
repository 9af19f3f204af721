"""Conversion between a moment and the serial number that a workbook stores for it."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

_DAY = 86_400
_FIRST_DAY = {1900: datetime(1899, 12, 30), 1904: datetime(1904, 1, 1)}  # noqa: DTZ001 - a workbook knows no time zones
DAY_ZERO = _FIRST_DAY[1900].toordinal()
_NO_DAY = 60  # 29 February 1900, which never existed
_END = 2_958_466  # the day after 9999-12-31 in the older system


def from_serial(number: float | Decimal, epoch: int = 1900) -> date | datetime | time | None:
    """Return the day, moment or (below 1) time of day; None for an invalid number.

    `epoch` is the workbook's: 1900, or 1904 as on the first Macintoshes. Seconds are rounded; a
    moment at midnight is a plain date.
    """
    if not 0 <= number < _END or (epoch == 1900 and int(number) == _NO_DAY):
        return None
    days, seconds = divmod(round(float(number) * _DAY), _DAY)
    if (days == 0 and epoch == 1900) or number < 1:
        return _time(seconds)
    if epoch == 1900 and days < _NO_DAY:
        days += 1
    try:
        moment = _FIRST_DAY[epoch] + timedelta(days, seconds)
    except OverflowError:
        return None
    return moment if seconds else moment.date()


def serial_of(moment: date | time) -> float:
    """Return the serial number, with epoch 1900, of a time or of a day from 1900-03-01 on."""
    if isinstance(moment, time):
        return _part_of_day(moment)
    days = moment.toordinal() - DAY_ZERO
    return days + _part_of_day(moment) if isinstance(moment, datetime) else days


def _part_of_day(moment: datetime | time) -> float:
    return (moment.hour * 3600 + moment.minute * 60 + moment.second) / _DAY


def _time(seconds: int) -> time:
    hours, seconds = divmod(seconds % _DAY, 3600)
    return time(hours, *divmod(seconds, 60))
