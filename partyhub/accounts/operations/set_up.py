"""Operations for the first administrator and the set-up code."""

from datetime import timedelta

from flask_babel import gettext
from sqlalchemy import delete, select

from partyhub.accounts.models import SetupCode, User
from partyhub.accounts.operations.events import AccountError, Source
from partyhub.accounts.operations.users import create_user
from partyhub.accounts.passwords import make_code
from partyhub.accounts.queries import has_users, hash_text
from partyhub.clock import now
from partyhub.database import db
from partyhub.roles import FIRST_ROLE
from partyhub.texts import normal_form

GOOD_FOR = timedelta(minutes=30)


def issue_setup_code() -> str:
    """Return a new code for the first administrator and delete unused earlier ones.

    The caller commits. Raises AccountError when there is an account already.
    """
    if has_users():
        raise AccountError(gettext("There is an account already. Sign in with it."))
    db.session.execute(delete(SetupCode).where(SetupCode.used_at.is_(None)))
    code = make_code(groups=6, size=5)  # 148 random bits
    db.session.add(SetupCode(code_hash=_hash(code), created_at=now()))
    return code


def create_first_administrator(
    code: str, username: str, name: str, password: str, source: Source
) -> User:
    """Use up the code and create the administrator.

    Raises AccountError for a wrong or expired code, when there is an account already, and for
    invalid values.
    """
    stored = db.session.scalar(select(SetupCode).where(SetupCode.code_hash == _hash(code)))
    if has_users() or stored is None or stored.used_at or stored.created_at + GOOD_FOR <= now():
        raise AccountError(
            gettext("This code is wrong or out of date. Start the program again for a new one."),
            "code",
        )
    stored.used_at = now()
    user, _ = create_user(
        username, name, FIRST_ROLE, password=password, must_change=False, source=source
    )
    return user


def _hash(code: str) -> str:
    """Hash the code as people may have copied it: other case, spaces, no hyphens."""
    return hash_text("".join(character for character in normal_form(code) if character.isalnum()))
