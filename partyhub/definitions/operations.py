"""Operations that fill and change the calendar and the lists of words; they never commit."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from partyhub.database import db
from partyhub.definitions.defaults import WORDS
from partyhub.definitions.models import CalendarDay, ListedWord
from partyhub.definitions.queries import WORKDAYS


def add_defaults() -> None:
    """Add the lists of words and the official calendar to an empty instance."""
    connection = db.session.connection()
    rows = [{"key": key, "word": word} for key, words in WORDS.items() for word in words]
    connection.execute(insert(ListedWord), rows)
    fill_official_days(connection)


def official_days() -> Mapping[date, bool]:
    """Return the days of the official calendar that differ from their weekday: True is a workday.

    They come from the announcements of the State Council, as the package has them.
    """
    from chinese_calendar.constants import holidays, workdays  # large, and only read here

    off = {day: False for day in holidays if day.isoweekday() <= WORKDAYS}
    return off | {day: True for day in workdays if day.isoweekday() > WORKDAYS}


def fill_official_days(connection: Connection) -> None:
    """Store the official days that the instance doesn't have, or has otherwise.

    What the company decided about a day stays as it is.
    """
    query = select(CalendarDay.day, CalendarDay.official)
    known = {row.day: row.official for row in connection.execute(query)}
    found = official_days()
    new = [day for day in found if day not in known]
    if new:
        connection.execute(insert(CalendarDay), list(_rows(new, found)))
    for day, official in found.items():
        if day in known and known[day] is not official:
            same = CalendarDay.day == day
            connection.execute(update(CalendarDay).where(same).values(official=official))


def _rows(days: Iterable[date], found: Mapping[date, bool]) -> Iterable[dict[str, Any]]:
    for day in sorted(days):
        yield {"day": day, "official": found[day], "own": None, "note": ""}


def set_day(day: date, own: bool | None, note: str) -> tuple[bool | None, str]:
    """Store what the company decided about a day; None leaves it to the calendar.

    Return the decision before and its note.
    """
    known = db.session.get(CalendarDay, day)
    if known is None:
        known = CalendarDay(day=day, official=None, own=None, note="")
        db.session.add(known)
    before = known.own, known.note
    known.own, known.note = own, note if own is not None else ""
    if known.own is None and known.official is None:
        _forget(known)
    return before


def _forget(known: CalendarDay) -> None:
    if known in db.session.new:
        db.session.expunge(known)
    else:
        db.session.delete(known)


def set_words(key: str, words: Sequence[str]) -> None:
    """Store the words of a list instead of those before."""
    db.session.execute(delete(ListedWord).where(ListedWord.key == key))
    db.session.add_all([ListedWord(key=key, word=word) for word in words])
    db.session.flush()
    db.session().info.pop(key, None)  # what was read of it in this transaction
