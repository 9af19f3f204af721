"""The user of a request, found by the token in the cookie, as plain values."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import abort, current_app, g, has_request_context, request, session
from sqlalchemy.exc import DBAPIError

from partyhub.accounts import operations, queries
from partyhub.accounts.models import Language, Theme, TypeSize
from partyhub.accounts.operations import Source
from partyhub.clock import now
from partyhub.database import READING_METHODS, db, reading, writing
from partyhub.database_errors import trouble_of
from partyhub.roles import Right, Role
from partyhub.viewers import Viewer

TOUCH_AFTER = timedelta(seconds=60)
# Where the cookie keeps the token of the session.
COOKIE_KEY = "_user_id"
# Seconds that noting the use of a session waits for others who write: it may fail at no loss.
TOUCH_PATIENCE = 0.05


@dataclass(frozen=True)
class Preferences:
    """The look of pages: language, theme and type size."""

    language: Language = Language.ZH
    theme: Theme = Theme.LIGHT
    type_size: TypeSize = TypeSize.NORMAL


@dataclass(frozen=True)
class SignedIn:
    """The user of this request, as plain values that outlive the transaction that read them."""

    session_id: int
    username: str
    viewer: Viewer
    preferences: Preferences
    must_change_password: bool


def current_viewer() -> Viewer:
    """Return the viewer; only for pages that are not open."""
    return signed_in().viewer


def signed_in() -> SignedIn:
    """Return the user of this request; aborts with 403 if nobody has signed in."""
    user = find_signed_in()
    if user is None:
        abort(403)
    return user


def find_signed_in() -> SignedIn | None:
    """Return the user of this request, if there is one; it is looked up once."""
    if not has_request_context():
        return None
    if "signed_in" not in g:
        token = session.get(COOKIE_KEY)
        g.signed_in = None if token is None else load_signed_in(token)
    user: SignedIn | None = g.signed_in
    return user


def forget_user() -> None:
    """Look the user up anew when somebody asks for it next."""
    g.pop("signed_in", None)


def current_user_preferences() -> Preferences:
    """Return the user's preferences, or those in the cookie if nobody has signed in."""
    user = find_signed_in()
    return user.preferences if user else stored_preferences()


def stored_preferences() -> Preferences:
    """Return the preferences in the cookie of somebody who hasn't signed in."""
    stored = session.get("preferences") if has_request_context() else None
    try:
        return Preferences(*_read_preferences(stored if isinstance(stored, dict) else {}))
    except ValueError:
        return Preferences()


def current_source() -> Source:
    """Return the person who acts and their address, for account events."""
    user = find_signed_in()
    return Source(
        name=user.viewer.name if user else "",
        user_id=user.viewer.user_id if user else None,
        ip=(request.remote_addr or "")[:45],
        user_agent=request.user_agent.string[:200],
    )


def keep_signed_in(token: str) -> None:
    """Start a cookie that contains nothing from before the sign-in, only the new token."""
    session.clear()
    session[COOKIE_KEY] = token
    forget_user()


def lifetimes(role: Role | None) -> queries.Lifetimes:
    """Return how long a session of this role lasts: those who manage accounts have shorter ones."""
    is_powerful = role is not None and role.may(Right.MANAGE_ACCOUNTS)
    return queries.Lifetimes(
        idle=current_app.config["ADMINISTRATOR_IDLE_TIMEOUT" if is_powerful else "IDLE_TIMEOUT"],
        absolute=current_app.config["PERMANENT_SESSION_LIFETIME"],
    )


def load_signed_in(token: Any) -> SignedIn | None:
    """Return the user of a token, or None, and record the session's use from time to time.

    The look-up only reads, whatever the request does, so that nobody waits for other users to get
    in. A page that only reads continues in the same transaction; any other begins its own after it.
    """
    moment = now()
    with reading():
        found = queries.find_session(queries.hash_text(str(token)))
        if found is None or not queries.is_alive(found, moment, lifetimes(found.role)):
            db.session.rollback()
            return None
        user = _describe(found)
        is_due = moment - found.last_seen_at > TOUCH_AFTER
        if is_due or request.method not in READING_METHODS:
            db.session.rollback()
    if is_due:
        _touch(user.session_id)
    return user


def _touch(session_id: int) -> None:
    """Record that the session is in use, unless the database can't be written just now."""
    try:
        with writing(TOUCH_PATIENCE):
            operations.touch_session(session_id)
            db.session.commit()
    except DBAPIError as error:
        db.session.rollback()
        if trouble_of(error) is None:
            raise


def load_without_fail() -> None:
    """Treat the user as nobody if the look-up fails, so that error pages still work."""
    try:
        find_signed_in()
    except DBAPIError:
        db.session.rollback()
        g.signed_in = None


def _describe(found: queries.FoundSession) -> SignedIn:
    viewer = Viewer(
        name=found.name,
        role=found.role,
        user_id=found.user_id,
        organization_id=found.organization_id,
        workshop_ids=queries.find_workshop_ids(found.user_id, found.role),
        member_id=found.member_id,
    )
    return SignedIn(
        session_id=found.id,
        username=found.username,
        viewer=viewer,
        preferences=Preferences(found.language, found.theme, found.type_size),
        must_change_password=found.must_change_password,
    )


def _read_preferences(stored: dict[str, Any]) -> tuple[Language, Theme, TypeSize]:
    plain = Preferences()
    return (
        Language(stored.get("language", plain.language)),
        Theme(stored.get("theme", plain.theme)),
        TypeSize(stored.get("type_size", plain.type_size)),
    )
