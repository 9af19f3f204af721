"""Queries for users, sessions, account events and failed sign-ins."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Select, bindparam, func, or_, select, union
from sqlalchemy.orm import selectinload

from partyhub.accounts.models import (
    AccountEvent,
    Event,
    Language,
    SignInFailure,
    Theme,
    TypeSize,
    User,
    UserSession,
    UserWorkshop,
    username_key,
)
from partyhub.database import db
from partyhub.roles import Role, RoleScope
from partyhub.viewers import Viewer

# (failures, time) after which an account is locked, until enough of the failures are older.
ACCOUNT_LIMITS = ((5, timedelta(minutes=15)), (20, timedelta(days=1)))
ADDRESS_LIMIT = (50, timedelta(hours=1))  # offices share one address


@dataclass(frozen=True)
class Lifetimes:
    """The time that a session lasts without use (`idle`), and at most (`absolute`)."""

    idle: timedelta
    absolute: timedelta


class FoundSession(NamedTuple):
    """A session and its user, in the order of `_SESSION_OF_TOKEN`."""

    id: int
    created_at: datetime
    last_seen_at: datetime
    revoked_at: datetime | None
    user_id: int
    username: str
    name: str
    role: Role
    organization_id: int | None
    member_id: int | None
    language: Language
    theme: Theme
    type_size: TypeSize
    must_change_password: bool
    disabled_at: datetime | None


def _select_session() -> Select[Any]:
    """Return the query for the columns of `FoundSession` by a token's hash."""
    session, user = UserSession.__table__.c, User.__table__.c
    of_session = (session.id, session.created_at, session.last_seen_at, session.revoked_at)
    of_user = [user[name] for name in FoundSession._fields[5:]]
    return (
        select(*of_session, user.id, *of_user)
        .join_from(UserSession.__table__, User.__table__, session.user_id == user.id)
        .where(session.token_hash == bindparam("token_hash"))
    )


# Every page executes this, so it is built once, of plain columns.
_SESSION_OF_TOKEN = _select_session()


def has_users() -> bool:
    return db.session.scalar(select(User.id).limit(1)) is not None


def find_user(username: str) -> User | None:
    """Return the user with this username, whatever its case; disabled ones too. None if unknown."""
    return db.session.scalar(select(User).where(User.username_key == username_key(username)))


def find_session(token_hash: str) -> FoundSession | None:
    """Return the session of a token with its user, alive or not; None if there is none."""
    row = db.session.connection().execute(_SESSION_OF_TOKEN, {"token_hash": token_hash}).first()
    return None if row is None else FoundSession(*row)


def find_workshop_ids(user_id: int, role: Role) -> frozenset[int]:
    """Return the workshops that the user sees; only a role that looks after workshops has any."""
    if role.scope is not RoleScope.WORKSHOPS:
        return frozenset()
    query = select(UserWorkshop.workshop_id).where(UserWorkshop.user_id == user_id)
    return frozenset(db.session.scalars(query))


def as_viewer(user: User) -> Viewer:
    """Return the user as a viewer with their rights."""
    return Viewer(
        name=user.name,
        role=user.role,
        user_id=user.id,
        organization_id=user.organization_id,
        workshop_ids=find_workshop_ids(user.id, user.role),
        member_id=user.member_id,
    )


def has_rights(viewer: Viewer) -> bool:
    """Return whether the account behind an earlier request still has exactly these rights."""
    user = db.session.get(User, viewer.user_id, populate_existing=True)
    if user is None or user.disabled_at is not None:
        return False
    return replace(as_viewer(user), name=viewer.name) == viewer


def is_alive(found: FoundSession, moment: datetime, lasts: Lifetimes) -> bool:
    """Return whether the session admits its user at `moment`."""
    return (
        found.revoked_at is None
        and found.disabled_at is None
        and found.last_seen_at + lasts.idle > moment
        and found.created_at + lasts.absolute > moment
    )


def select_live_sessions(user_id: int, moment: datetime, lasts: Lifetimes) -> Select[UserSession]:
    """Return the query for the user's sessions alive at `moment`, last used first."""
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
    """Return the query for users, ordered by name.

    `search` has words of the username or name; `disabled` selects disabled or enabled accounts
    only; `among` selects these ids only.
    """
    query = select(User).options(selectinload(User.workshops)).order_by(User.name, User.id)
    for word in username_key(search).split():
        query = query.where(_holds(word))
    if disabled is not None:
        query = query.where(
            User.disabled_at.is_not(None) if disabled else User.disabled_at.is_(None)
        )
    return query if among is None else query.where(User.id.in_(among))


def find_events(user: User, most: int) -> Sequence[AccountEvent]:
    """Return the latest events of the user's account, newest first, at most `most`."""
    query = (
        select(AccountEvent)
        .where(AccountEvent.user_id == user.id)
        .order_by(AccountEvent.id.desc())
        .limit(most)
    )
    return db.session.scalars(query).all()


def count_accounts_of(table: FromClause, record_id: int) -> int:
    """Return how many accounts refer to the record of `table` with this id."""
    users = [select(User.id).where(c == record_id) for c in _columns_to(User.__table__, table)]
    users += [
        select(UserWorkshop.user_id).where(c == record_id)
        for c in _columns_to(UserWorkshop.__table__, table)
    ]
    if not users:
        return 0
    return db.session.scalar(select(func.count()).select_from(union(*users).subquery())) or 0


def find_disabled(member_id: int, since: datetime) -> list[str]:
    """Return the user names of the person's accounts that were disabled at `since` or later."""
    query = select(User.username).where(User.member_id == member_id, User.disabled_at >= since)
    return list(db.session.scalars(query.order_by(User.username)))


def _columns_to(table: FromClause, target: FromClause) -> list[Any]:
    return [column for column in table.columns if column.references(target.c.id)]


def select_events() -> Select[AccountEvent]:
    """Select the events of all accounts, newest first."""
    return select(AccountEvent).order_by(AccountEvent.id.desc())


def find_last_change(user: User) -> AccountEvent | None:
    """Return the last event that changed the account's person, role or scope.

    Its id serves as the account's version.
    """
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
    """Return the hash of a text that is random or only has to be found: token, code, username."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def account_hash(username: str) -> str:
    """Return the hash under which failures of this username are stored, known or not."""
    return hash_text(username_key(username))


def is_locked(username: str, moment: datetime) -> bool:
    """Return whether so many attempts failed that even the right password is refused."""
    account = account_hash(username)
    return any(
        _count_failures(moment - window, account=account, is_forgiven=False) >= most
        for most, window in ACCOUNT_LIMITS
    )


def is_flooding(ip: str, moment: datetime) -> bool:
    """Return whether an address has used up its failures for this hour."""
    most, window = ADDRESS_LIMIT
    return _count_failures(moment - window, ip=ip) >= most


def find_locked_accounts(moment: datetime) -> frozenset[str]:
    """Return the hashes (`account_hash`) of the locked accounts."""
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
    """The number of accounts, and of those that may sign in."""

    everybody: int
    active: int


def count_accounts() -> AccountCounts:
    everybody = db.session.scalar(select(func.count(User.id))) or 0
    active = db.session.scalar(select(func.count(User.id)).where(User.disabled_at.is_(None)))
    return AccountCounts(everybody, active or 0)
