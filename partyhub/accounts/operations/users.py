"""Operations on users: creating, changing, disabling, passwords and preferences."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from flask_babel import gettext

from partyhub.accounts.models import Event, User, UserWorkshop
from partyhub.accounts.operations.attempts import forgive
from partyhub.accounts.operations.events import COMMAND_LINE, AccountError, Source, record_event
from partyhub.accounts.operations.sessions import revoke_sessions
from partyhub.accounts.passwords import find_weakness, generate_password, hash_password
from partyhub.accounts.queries import find_user, select_users
from partyhub.clock import now
from partyhub.database import db
from partyhub.roles import Role, RoleScope
from partyhub.texts import clean_name, clean_text

LONGEST_NAME = 60


def create_user(
    username: str,
    name: str,
    role: Role,
    organization_id: int | None = None,
    member_id: int | None = None,
    workshop_ids: Iterable[int] = (),
    password: str | None = None,
    *,
    must_change: bool = True,
    source: Source = COMMAND_LINE,
) -> tuple[User, str]:
    """Create an account and return it with its password, which is random unless given.

    Scope that the role doesn't use is dropped. Raises AccountError for an invalid username, scope
    or password.
    """
    username = _check_username(username)
    _check_scope(role, organization_id, member_id)
    if password is None:
        password = generate_password()  # a short user name in it by chance is no weakness
    else:
        check_password(password, username, role)
    user = User(username=username, must_change_password=must_change, created_at=now())
    _store_password(user, password)
    _describe_as(user, name, role, organization_id, member_id, workshop_ids)
    db.session.add(user)
    db.session.flush()
    record_event(Event.CREATED, user, source, _describe(user))
    return user, password


def change_user(
    user: User,
    name: str,
    role: Role,
    organization_id: int | None,
    member_id: int | None,
    workshop_ids: Iterable[int],
    *,
    source: Source = COMMAND_LINE,
) -> None:
    """Change the account's person, role and scope, which signs it out.

    Raises AccountError for a scope that doesn't fit the role, and for one's own role.
    """
    if user.id == source.user_id and role is not user.role:
        raise AccountError(gettext("Another administrator must change your own role."), "role")
    _check_scope(role, organization_id, member_id)
    before = _describe(user)
    _describe_as(user, name, role, organization_id, member_id, workshop_ids)
    after = _describe(user)
    if after != before:
        revoke_sessions(user)
    record_event(Event.CHANGED, user, source, f"{before} → {after}" if after != before else "")


def disable_user(username: str, source: Source = COMMAND_LINE) -> User:
    """Disable the account with this username; raises AccountError when there is none."""
    user = find_user(username)
    if user is None:
        raise AccountError(
            gettext("No account has the username “%(username)s”.", username=username), "username"
        )
    disable(user, source)
    return user


def disable(user: User, source: Source = COMMAND_LINE) -> None:
    """Disable an account and sign it out everywhere; raises AccountError for one's own."""
    if user.id == source.user_id:
        raise AccountError(gettext("Another administrator must disable your own account."))
    if user.disabled_at is None:
        user.disabled_at = now()
        record_event(Event.DISABLED, user, source)
    revoke_sessions(user)


def enable(user: User, source: Source = COMMAND_LINE) -> None:
    """Enable a disabled account."""
    if user.disabled_at is not None:
        user.disabled_at = None
        record_event(Event.ENABLED, user, source)


def unlock(user: User, source: Source = COMMAND_LINE) -> None:
    """Forgive the failures that lock an account."""
    forgive(user.username)
    record_event(Event.UNLOCKED, user, source)


def reset_password(user: User, source: Source = COMMAND_LINE) -> str:
    """Set a random password, which must be changed at once, and return it.

    The account is signed out everywhere. Raises AccountError for one's own account.
    """
    if user.id == source.user_id:
        raise AccountError(gettext("Change your own password on the page of your account."))
    password = generate_password()
    _store_password(user, password)
    user.must_change_password = True
    revoke_sessions(user)
    forgive(user.username)
    record_event(Event.PASSWORD_RESET, user, source)
    return password


def change_password(user: User, password: str, source: Source) -> None:
    """Store the user's new password and sign them out everywhere; raises AccountError."""
    check_password(password, user.username, user.role)
    _store_password(user, password)
    user.must_change_password = False
    revoke_sessions(user)
    record_event(Event.PASSWORD_CHANGED, user, source)


def check_password(password: str, username: str, role: Role | None) -> None:
    """Raise AccountError for a password that is too short or long, or easy to guess."""
    weakness = find_weakness(password, username, role)
    if weakness:
        raise AccountError(weakness, "password")


def renew_hash(user: User, password: str) -> None:
    """Hash the same password again with today's costs."""
    user.password_hash = hash_password(password)


def choose_preferences(user: User, chosen: Mapping[str, StrEnum]) -> None:
    """Store those of the user's preferences that are given: language, theme, type size."""
    for name, value in chosen.items():
        setattr(user, name, value)


def list_users() -> list[User]:
    """Return every account with its workshops, ordered by name, disabled ones included."""
    return list(db.session.scalars(select_users()))


def _describe_as(
    user: User,
    name: str,
    role: Role,
    organization_id: int | None,
    member_id: int | None,
    workshop_ids: Iterable[int],
) -> None:
    """Store the person, role and scope, without scope that the role doesn't use."""
    user.name = clean_name(name)[:LONGEST_NAME] or user.username
    user.role = role
    user.organization_id = organization_id if role.scope is RoleScope.SUBTREE else None
    user.member_id = member_id
    user.workshops = _link(role, workshop_ids, user.workshops)


def _store_password(user: User, password: str) -> None:
    user.password_hash = hash_password(password)
    user.password_changed_at = now()


def _check_username(username: str) -> str:
    username = clean_text(username)
    if not username or len(username) > LONGEST_NAME or len(username.split()) > 1:
        raise AccountError(
            gettext("A username has 1 to %(num)s characters and no spaces.", num=LONGEST_NAME),
            "username",
        )
    if find_user(username) is not None:
        raise AccountError(
            gettext("The username “%(username)s” is taken.", username=username), "username"
        )
    return username


def _check_scope(role: Role, organization_id: int | None, member_id: int | None) -> None:
    if role.scope is RoleScope.SUBTREE and organization_id is None:
        raise AccountError(
            gettext("This role needs the organization whose records it sees."), "organization"
        )
    if role.scope is RoleScope.WORKSHOPS and member_id is None:
        raise AccountError(
            gettext("A commissar's account needs the member it belongs to."), "member"
        )


def _link(
    role: Role, workshop_ids: Iterable[int], links: Iterable[UserWorkshop] = ()
) -> list[UserWorkshop]:
    """Return one link for each workshop, reusing existing ones."""
    wanted = set(workshop_ids) if role.scope is RoleScope.WORKSHOPS else set()
    existing = {link.workshop_id: link for link in links}
    return [existing.get(key) or UserWorkshop(workshop_id=key) for key in sorted(wanted)]


def _describe(user: User) -> str:
    """Return the account's scope as keys and ids, for a log that is the same in every language."""
    workshops = ",".join(str(key) for key in sorted(user.workshop_ids))
    return (
        f"role={user.role} organization={user.organization_id or ''}"
        f" member={user.member_id or ''} workshops={workshops}"
    )
