"""Numbers that the system gives to people who have none: DY0001, DY0002 and so on."""

import re

from sqlalchemy import select

from partyhub.database import db
from partyhub.members.models import Member
from partyhub.texts import fold_key

PREFIX = "DY"
# The key in `Session.info` of the transaction and the last number given or seen in it.
LAST = "last number of members"
_OWN = re.compile(rf"{PREFIX.lower()}(\d{{1,9}})", re.ASCII)


def next_number() -> str:
    """Return the next number; nobody else gives one as long as the transaction writes.

    Numbers of archived people are not given again. The greatest is looked up once a transaction.
    """
    last = _last_known()
    if last is None:
        query = select(Member.number).where(Member.number.ilike(f"{PREFIX}%"))
        last = max(map(_place, db.session.scalars(query)), default=0)
    _note(last + 1)
    return f"{PREFIX}{last + 1:04}"


def note_number(number: str) -> None:
    """Note a number that somebody has typed: it isn't given to another person."""
    last = _last_known()
    if last is not None and _place(number) > last:
        _note(_place(number))


def _place(number: str) -> int:
    """Return the place of a number among those of the system, 0 for any other one."""
    found = _OWN.fullmatch(fold_key(number))
    return int(found[1]) if found else 0


def _last_known() -> int | None:
    transaction, last = db.session().info.get(LAST, (None, 0))
    is_current = transaction is not None and transaction is db.session().get_transaction()
    return last if is_current else None


def _note(last: int) -> None:
    db.session().info[LAST] = db.session().get_transaction(), last
