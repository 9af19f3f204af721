"""Who is behind a request: the user of the token that the cookie keeps, as plain values."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import abort, current_app, g, has_request_context, request, session
from flask_login import AnonymousUserMixin, UserMixin, current_user, login_user
from sqlalchemy.exc import DBAPIError

from partyhub.accounts import operations, queries
from partyhub.accounts.models import Language, Theme, TypeSize, User, UserSession
from partyhub.accounts.operations import Source
from partyhub.clock import now
from partyhub.database import db, reading, writing
from partyhub.database_errors import trouble_of
from partyhub.viewers import Role, Viewer

TOUCH_AFTER = timedelta(seconds=60)
# Seconds that noting the use of a session waits for others who write: it may fail at no loss.
TOUCH_PATIENCE = 0.05


@dataclass(frozen=True)
class Preferences:
    """How pages look to whoever reads them."""

    language: Language = Language.ZH
    theme: Theme = Theme.LIGHT
    type_size: TypeSize = TypeSize.NORMAL


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]  # flask_login ships no types
    """The user of this request, as plain values that outlive the transaction they were read in."""

    token: str
    session_id: int
    username: str
    viewer: Viewer
    preferences: Preferences
    must_change_password: bool

    def get_id(self) -> str:
        """Return what the cookie keeps: the token of the session, never the user's number."""
        return self.token


def current_viewer() -> Viewer:
    """Return who looks; only for pages that are not open."""
    return signed_in().viewer


def signed_in() -> SignedIn:
    """Return the user of this request; aborts with 403 on an open page that nobody signed in to."""
    user = find_signed_in()
    if user is None:
        abort(403)
    return user


def find_signed_in() -> SignedIn | None:
    """Return the user of this request, if there is one."""
    if not has_request_context():
        return None
    return current_user._get_current_object() if current_user.is_authenticated else None  # noqa: SLF001  # werkzeug's documented way through a proxy


def current_user_preferences() -> Preferences:
    """Return the preferences of the user, else those that the session's cookie keeps."""
    user = find_signed_in()
    return user.preferences if user else stored_preferences()


def stored_preferences() -> Preferences:
    """Return the preferences of somebody who isn't signed in."""
    kept = session.get("preferences") if has_request_context() else None
    try:
        return Preferences(*_read_preferences(kept if isinstance(kept, dict) else {}))
    except ValueError:
        return Preferences()


def current_source() -> Source:
    """Return who acts and from where, for the events of accounts."""
    user = find_signed_in()
    return Source(
        name=user.viewer.name if user else "",
        user_id=user.viewer.user_id if user else None,
        ip=(request.remote_addr or "")[:45],
        user_agent=request.user_agent.string[:200],
    )


def keep_signed_in(token: str) -> None:
    """Begin a cookie that holds nothing from before the sign-in but the new token."""
    session.clear()
    user = load_signed_in(token)
    login_user(user)
    # What Flask-Login adds for a protection that is switched off.
    session.pop("_fresh", None)
    session.pop("_id", None)


def lifetimes(role: Role | None) -> queries.Lifetimes:
    """How long a session of this role lasts: an administrator's is the more dangerous one."""
    is_administrator = role is Role.ADMINISTRATOR
    return queries.Lifetimes(
        idle=current_app.config[
            "ADMINISTRATOR_IDLE_TIMEOUT" if is_administrator else "IDLE_TIMEOUT"
        ],
        absolute=current_app.config["PERMANENT_SESSION_LIFETIME"],
    )


def load_signed_in(token: Any) -> SignedIn | None:
    """Find the user of a token in a transaction of its own, and note now and then that it is used.

    The look-up only reads, whatever the request does, so that nobody waits for others to get in;
    the page's transaction begins after it.
    """
    with reading():
        found = queries.find_session(queries.hash_text(str(token)))
        if found is None or not queries.is_alive(*found, now(), lifetimes(found[1].role)):
            db.session.rollback()
            return None
        user_session, user = found
        signed_in_user = _describe(str(token), user_session, user)
        is_due = now() - user_session.last_seen_at > TOUCH_AFTER
        db.session.rollback()
    if is_due:
        _touch(signed_in_user.session_id)
    return signed_in_user


def _touch(session_id: int) -> None:
    """Note that the session is in use, unless the database can't be written just now."""
    try:
        with writing(TOUCH_PATIENCE):
            operations.touch_session(session_id)
            db.session.commit()
    except DBAPIError as error:
        db.session.rollback()
        if trouble_of(error) is None:
            raise


def load_without_fail() -> None:
    """Take whoever can't be looked up for nobody, so that a page of errors can still be made."""
    try:
        find_signed_in()
    except DBAPIError:
        db.session.rollback()
        g._login_user = AnonymousUserMixin()  # noqa: SLF001  # where Flask-Login keeps the answer


def _describe(token: str, user_session: UserSession, user: User) -> SignedIn:
    return SignedIn(
        token=token,
        session_id=user_session.id,
        username=user.username,
        viewer=queries.as_viewer(user),
        preferences=Preferences(user.language, user.theme, user.type_size),
        must_change_password=user.must_change_password,
    )


def _read_preferences(kept: dict[str, Any]) -> tuple[Language, Theme, TypeSize]:
    plain = Preferences()
    return (
        Language(kept.get("language", plain.language)),
        Theme(kept.get("theme", plain.theme)),
        TypeSize(kept.get("type_size", plain.type_size)),
    )
