"""Tables of users, sessions, failed sign-ins, set-up codes and account events."""

from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_pgettext
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from partyhub.clock import now
from partyhub.database import LabeledEnum, Model, UtcDateTime, enum_type
from partyhub.roles import Role
from partyhub.texts import normal_form


class Language(StrEnum):
    """The languages of pages."""

    ZH = "zh"
    EN = "en"


class Theme(StrEnum):
    """The themes of pages."""

    LIGHT = "light"
    DARK = "dark"


class TypeSize(StrEnum):
    """The type sizes of pages."""

    NORMAL = "normal"
    LARGE = "large"


class Event(LabeledEnum):
    """The kinds of events of an account."""

    SIGNED_IN = "signed_in", lazy_pgettext("account event", "Signed in")
    SIGN_IN_FAILED = "sign_in_failed", lazy_pgettext("account event", "Failed to sign in")
    LOCKED = "locked", lazy_pgettext("account event", "Locked after failures")
    UNLOCKED = "unlocked", lazy_pgettext("account event", "Unlocked")
    SIGNED_OUT = "signed_out", lazy_pgettext("account event", "Signed out")
    SIGNED_OUT_ELSEWHERE = (
        "signed_out_elsewhere",
        lazy_pgettext("account event", "Signed out everywhere else"),
    )
    PASSWORD_CHANGED = "password_changed", lazy_pgettext("account event", "Changed the password")
    PASSWORD_FAILED = (
        "password_failed",
        lazy_pgettext("account event", "Failed to prove the password"),
    )
    PASSWORD_RESET = "password_reset", lazy_pgettext("account event", "Password set anew")
    CREATED = "created", lazy_pgettext("account event", "Account created")
    CHANGED = "changed", lazy_pgettext("account event", "Account changed")
    DISABLED = "disabled", lazy_pgettext("account event", "Account disabled")
    ENABLED = "enabled", lazy_pgettext("account event", "Account enabled")


class User(Model):
    """An account that may sign in.

    Accounts are disabled, never deleted: history and reports name them.
    """

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(60))
    # The username in the form for comparison, without regard to case and width.
    username_key: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    role: Mapped[Role] = mapped_column(enum_type(Role))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    password_changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    must_change_password: Mapped[bool] = mapped_column(default=True)
    language: Mapped[Language] = mapped_column(enum_type(Language), default=Language.ZH)
    theme: Mapped[Theme] = mapped_column(enum_type(Theme), default=Theme.LIGHT)
    type_size: Mapped[TypeSize] = mapped_column(enum_type(TypeSize), default=TypeSize.NORMAL)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    last_signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    workshops: Mapped[list["UserWorkshop"]] = relationship(
        cascade="all, delete-orphan",
        lazy="raise_on_sql",
        order_by="UserWorkshop.workshop_id",
    )

    @validates("username")
    def _keep_key(self, _key: str, username: str) -> str:
        self.username_key = username_key(username)
        return username

    @property
    def workshop_ids(self) -> frozenset[int]:
        return frozenset(link.workshop_id for link in self.workshops)


class UserWorkshop(Model):
    """A workshop that a commissar's account sees."""

    __tablename__ = "user_workshop"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id"), primary_key=True, index=True
    )


class UserSession(Model):
    """One signed-in browser. The browser stores the token, the database only its hash."""

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ip: Mapped[str] = mapped_column(String(45))
    user_agent: Mapped[str] = mapped_column(String(200))


class SignInFailure(Model):
    """A wrong password, or one still being checked; it counts for a day (see `attempts`)."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index(None, "account", "at"), Index(None, "ip", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # A hash of the username, because people type passwords into the wrong field.
    account: Mapped[str] = mapped_column(String(64))
    ip: Mapped[str] = mapped_column(String(45))
    # Set by the right password and by the administrator; the failure still counts for the address.
    is_forgiven: Mapped[bool] = mapped_column(default=False)


class SetupCode(Model):
    """The code that admits the first administrator; stored hashed, valid once."""

    __tablename__ = "setup_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AccountEvent(Model):
    """One event of an account. Rows are only added: no code changes or deletes them."""

    __tablename__ = "account_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    event: Mapped[Event] = mapped_column(enum_type(Event))
    # The account; empty when somebody tried a username that doesn't exist.
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    username: Mapped[str] = mapped_column(String(60))
    # The person who acted; empty for the command line and for people who are not signed in.
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    actor_name: Mapped[str] = mapped_column(String(60))
    ip: Mapped[str] = mapped_column(String(45))
    detail: Mapped[str] = mapped_column(String(300))


def username_key(username: str) -> str:
    """Return the form of the username for comparison."""
    return normal_form(username)
