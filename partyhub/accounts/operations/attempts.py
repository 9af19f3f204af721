"""Limits on guessing passwords: an attempt counts as a failure before it is checked.

So fifty simultaneous guesses still get only five attempts; the right password removes its own
failure.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, update

from partyhub.accounts.models import Event, SignInFailure, User
from partyhub.accounts.operations.events import Source, record_event
from partyhub.accounts.queries import account_hash, find_user, is_flooding, is_locked
from partyhub.clock import now
from partyhub.database import db

REMEMBERED_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Attempt:
    """An attempt to prove a password.

    An attempt that may be checked has an id, and a hash if there is an account to sign in to.
    `is_flood` means that the address has had too many failures.
    """

    username: str
    id: int | None = None
    password_hash: str | None = None
    is_flood: bool = False


def take_attempt(username: str, source: Source) -> Attempt:
    """Count an attempt as a failure and return it.

    The caller commits before checking the password.
    """
    moment = now()
    db.session.execute(delete(SignInFailure).where(SignInFailure.at <= moment - REMEMBERED_FOR))
    if is_flooding(source.ip, moment):
        return Attempt(username, is_flood=True)
    if is_locked(username, moment):
        return Attempt(username)
    failure = SignInFailure(at=moment, account=account_hash(username), ip=source.ip)
    db.session.add(failure)
    db.session.flush()
    user = find_user(username)
    is_open = user is not None and user.disabled_at is None
    return Attempt(username, failure.id, user.password_hash if user and is_open else None)


def settle_attempt(
    attempt: Attempt, *, is_right: bool, event: Event, source: Source
) -> User | None:
    """Return the user if the password was right and the account is unchanged since.

    Otherwise record `event` and return None.
    """
    user = find_user(attempt.username)
    is_same = user is not None and user.password_hash == attempt.password_hash
    if user and is_right and is_same and user.disabled_at is None:
        db.session.execute(delete(SignInFailure).where(SignInFailure.id == attempt.id))
        forgive(attempt.username)
        return user
    if attempt.id is not None:
        record_event(event, user, source)
        if is_locked(attempt.username, now()):
            record_event(Event.LOCKED, user, source)
    return None


def forgive(username: str) -> None:
    """Stop the account's failures from counting."""
    db.session.execute(
        update(SignInFailure)
        .where(SignInFailure.account == account_hash(username))
        .values(is_forgiven=True)
    )
