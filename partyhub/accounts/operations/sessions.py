"""Operations that begin and end sessions."""

import secrets

from sqlalchemy import select, update

from partyhub.accounts.models import Event, User, UserSession
from partyhub.accounts.operations.events import Source, record_event
from partyhub.accounts.queries import hash_text
from partyhub.clock import now
from partyhub.database import db

MOST_SESSIONS = 3


def sign_in(user: User, source: Source) -> str:
    """Start a session for somebody who has proved to be `user`, and return its token."""
    user.last_signed_in_at = now()
    record_event(Event.SIGNED_IN, user, source)
    return start_session(user, source)


def start_session(user: User, source: Source) -> str:
    """Return the token of a new session, which is stored nowhere.

    The least recently used sessions are revoked if there are too many.
    """
    _revoke_least_used(user)
    token = secrets.token_urlsafe(32)
    moment = now()
    db.session.add(
        UserSession(
            token_hash=hash_text(token),
            user_id=user.id,
            created_at=moment,
            last_seen_at=moment,
            ip=source.ip,
            user_agent=source.user_agent[:200],
        )
    )
    return token


def revoke_session(session_id: int) -> None:
    db.session.execute(
        update(UserSession)
        .where(UserSession.id == session_id, UserSession.revoked_at.is_(None))
        .values(revoked_at=now())
    )


def revoke_sessions(user: User, but: int | None = None) -> None:
    """Sign the user out everywhere, except in the session with the id `but`."""
    query = update(UserSession).where(
        UserSession.user_id == user.id, UserSession.revoked_at.is_(None)
    )
    if but is not None:
        query = query.where(UserSession.id != but)
    db.session.execute(query.values(revoked_at=now()))


def touch_session(session_id: int) -> None:
    """Record that the session is in use."""
    db.session.execute(
        update(UserSession).where(UserSession.id == session_id).values(last_seen_at=now())
    )


def _revoke_least_used(user: User) -> None:
    """Revoke sessions until there is room for one more.

    Expired sessions come first, since they were used longest ago.
    """
    too_many = (
        select(UserSession.id)
        .where(UserSession.user_id == user.id, UserSession.revoked_at.is_(None))
        .order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())
        .offset(MOST_SESSIONS - 1)
    )
    for session_id in db.session.scalars(too_many).all():
        revoke_session(session_id)
