import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import selectinload

from partyhub.accounts.models import (
    AccountEvent,
    Event,
    SignInFailure,
    User,
    UserSession,
    UserWorkshop,
    username_key,
)
from partyhub.database import db
from partyhub.viewers import Role, Viewer

# Failures within a time after which an account is locked, until enough of them are older.
ACCOUNT_LIMITS = ((5, timedelta(minutes=15)), (20, timedelta(days=1)))
ADDRESS_LIMIT = (50, timedelta(hours=1))  # offices share one address


@dataclass(frozen=True)
class Lifetimes:
    """How long a session lasts without use, and at most."""

    idle: timedelta
    absolute: timedelta


def has_users() -> bool:
    return db.session.scalar(select(User.id).limit(1)) is not None


def find_user(username: str) -> User | None:
    """Return the user of this name, whatever its case; disabled ones too."""
    return db.session.scalar(select(User).where(User.username_key == username_key(username)))


def find_session(token_hash: str) -> tuple[UserSession, User] | None:
    """Return the session of a token with its user, whether it still holds or not."""
    query = (
        select(UserSession, User)
        .join(User, UserSession.user_id == User.id)
        .where(UserSession.token_hash == token_hash)
    )
    row = db.session.execute(query).first()
    return None if row is None else (row[0], row[1])


def find_workshop_ids(user: User) -> frozenset[int]:
    """Return the workshops that the user sees; only commissars have any."""
    if user.role is not Role.COMMISSAR:
        return frozenset()
    query = select(UserWorkshop.workshop_id).where(UserWorkshop.user_id == user.id)
    return frozenset(db.session.scalars(query))


def as_viewer(user: User) -> Viewer:
    return Viewer(
        name=user.name,
        role=user.role,
        user_id=user.id,
        organization_id=user.organization_id,
        workshop_ids=find_workshop_ids(user),
        member_id=user.member_id,
    )


def has_rights(viewer: Viewer) -> bool:
    """Whether the account of somebody who asked for something lately still has these rights."""
    user = db.session.get(User, viewer.user_id, populate_existing=True)
    if user is None or user.disabled_at is not None:
        return False
    return replace(as_viewer(user), name=viewer.name) == viewer


def is_alive(session: UserSession, user: User, moment: datetime, lasts: Lifetimes) -> bool:
    """Whether a session lets its user in at `moment`."""
    return (
        session.revoked_at is None
        and user.disabled_at is None
        and session.last_seen_at + lasts.idle > moment
        and session.created_at + lasts.absolute > moment
    )


def select_live_sessions(user_id: int, moment: datetime, lasts: Lifetimes) -> Select[UserSession]:
    """Return the sessions that let the user in at `moment`, the last used first."""
    return (
        select(UserSession)
        .where(
            UserSession.user_id == user_id,
            UserSession.revoked_at.is_(None),
            UserSession.last_seen_at > moment - lasts.idle,
            UserSession.created_at > moment - lasts.absolute,
        )
        .order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())
    )


def select_users(
    search: str = "", *, disabled: bool | None = None, among: Collection[int] | None = None
) -> Select[User]:
    """Return the users in the order of their names; `among` keeps those ids only."""
    query = select(User).options(selectinload(User.workshops)).order_by(User.name, User.id)
    for word in username_key(search).split():
        query = query.where(_holds(word))
    if disabled is not None:
        query = query.where(
            User.disabled_at.is_not(None) if disabled else User.disabled_at.is_(None)
        )
    return query if among is None else query.where(User.id.in_(among))


def find_events(user: User, most: int) -> Sequence[AccountEvent]:
    """Return what happened last to the user's account, the newest first."""
    query = (
        select(AccountEvent)
        .where(AccountEvent.user_id == user.id)
        .order_by(AccountEvent.id.desc())
        .limit(most)
    )
    return db.session.scalars(query).all()


def find_last_change(user: User) -> AccountEvent | None:
    """Return what last changed who the account is or what it sees; its number is a version."""
    query = (
        select(AccountEvent)
        .where(
            AccountEvent.user_id == user.id,
            AccountEvent.event.in_((Event.CREATED, Event.CHANGED)),
        )
        .order_by(AccountEvent.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).first()


def hash_text(text: str) -> str:
    """Hash what is random already, or only has to be found again: tokens, codes, usernames."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def account_hash(username: str) -> str:
    """Return how failures of this username are kept, also of one that no user has."""
    return hash_text(username_key(username))


def is_locked(username: str, moment: datetime) -> bool:
    """Whether so many attempts failed that even the right password is refused."""
    account = account_hash(username)
    return any(
        _count_failures(moment - window, account=account, is_forgiven=False) >= most
        for most, window in ACCOUNT_LIMITS
    )


def is_flooding(ip: str, moment: datetime) -> bool:
    """Whether an address has had its failures for this hour."""
    most, window = ADDRESS_LIMIT
    return _count_failures(moment - window, ip=ip) >= most


def find_locked_accounts(moment: datetime) -> frozenset[str]:
    """Return the account hashes (`account_hash`) that are locked."""
    locked: set[str] = set()
    for most, window in ACCOUNT_LIMITS:
        locked.update(
            db.session.scalars(
                select(SignInFailure.account)
                .where(SignInFailure.at > moment - window, SignInFailure.is_forgiven.is_(False))
                .group_by(SignInFailure.account)
                .having(func.count() >= most)
            )
        )
    return frozenset(locked)


def _count_failures(since: datetime, **values: str | bool) -> int:
    query = select(func.count(SignInFailure.id)).where(SignInFailure.at > since)
    return db.session.scalar(query.filter_by(**values)) or 0


def _holds(word: str) -> ColumnElement[bool]:
    return or_(
        User.username_key.contains(word, autoescape=True),
        User.name.icontains(word, autoescape=True),
    )


@dataclass(frozen=True)
class AccountCounts:
    """How many accounts there are, and how many of them may sign in."""

    everybody: int
    active: int


def count_accounts() -> AccountCounts:
    everybody = db.session.scalar(select(func.count(User.id))) or 0
    active = db.session.scalar(select(func.count(User.id)).where(User.disabled_at.is_(None)))
    return AccountCounts(everybody, active or 0)
