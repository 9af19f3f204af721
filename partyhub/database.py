"""The database handle, the base classes of records, and the access mode of transactions."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Self

from flask import Flask, current_app, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    String,
    Text,
    TypeDecorator,
    case,
    exists,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    column_property,
    declared_attr,
    mapped_column,
)

from partyhub import dialects
from partyhub.clock import now
from partyhub.dialects import Access
from partyhub.naming import Naming

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: timezone-aware in Python, stored in UTC, since the database drops any offset."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs a time zone.")
        if value.tzinfo is UTC:  # as clock.now says them
            return value.replace(tzinfo=None)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class ScaledDecimal(TypeDecorator[Decimal]):
    """An exact decimal with `places` decimal places, stored as a whole number.

    SQLite has no decimals.
    """

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        return None if value is None else round(Decimal(value).scaleb(self.places))

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.places)


class Base(DeclarativeBase):
    """The declarative base, which names every constraint so that migrations can drop it by name."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)

if TYPE_CHECKING:
    # Type checkers can't follow `db.Model`, which Flask-SQLAlchemy makes at run time.
    Model = Base
else:
    Model = db.Model


class LabeledEnum(StrEnum):
    """An enum that stores its English key and shows its lazily translated label."""

    label_text: Any

    def __new__(cls, key: str, label: Any = "") -> Self:
        member = str.__new__(cls, key)
        member._value_ = key
        member.label_text = label
        return member

    # Members equal their keys, so the hashes must match; Enum's own hash is also slower, and pages
    # look up thousands of members.
    __hash__ = str.__hash__

    @property
    def label(self) -> str:
        """Return the label in the language of the page."""
        return str(self.label_text)


def enum_type(kind: type[StrEnum]) -> Enum:
    """Return a column type that stores an enum by its key.

    The key is text that any database and any export can read.
    """
    return Enum(
        kind,
        native_enum=False,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


class Record(Model):
    """One row of a register, which is voided, never deleted; each save increments its version."""

    __abstract__ = True

    # Whether session events follow changes of this model: then it is always written by the session.
    is_watched: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # Set at each save, even when only the record's dated rows changed, so that the version grows.
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Text of the search box: normal forms, pinyin and initials, written at each save.
    search_text: Mapped[str] = mapped_column(Text, default="")

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  # SQLAlchemy hands the class
        return {"version_id_col": cls.version}

    @property
    def caption(self) -> str:
        """Return the text by which people recognize this record."""
        raise NotImplementedError

    @property
    def title_in_history(self) -> str:
        """Return the text by which the history names this record, to auditors too."""
        return self.caption

    def search_parts(self) -> tuple[Sequence[str | None], Sequence[str | None]]:
        """Return (names of people, other texts) by which the search box finds this record."""
        return (), (self.caption,)


class Nameable(Naming, Record):
    """A record that others refer to by its name, or by `name（code）` where two share the name."""

    __abstract__ = True

    # The column that distinguishes records of the same name.
    code_attribute: ClassVar[str] = "code"

    name: Mapped[str] = mapped_column(String(60), index=True)
    pinyin: Mapped[str] = mapped_column(String(400), default="")

    if TYPE_CHECKING:
        shares_name: Mapped[bool]

    @classmethod
    def __declare_first__(cls) -> None:
        """Add the column `shares_name`, which needs the finished table.

        It says whether another record has the same name.
        """
        if "__table__" not in cls.__dict__ or hasattr(cls, "shares_name"):
            return
        cls.shares_name = column_property(name_is_shared(cls.__table__))

    @property
    def reference_code(self) -> str:
        """Return the code or number that distinguishes this record from others of the same name."""
        return str(getattr(self, self.code_attribute))

    @property
    def caption(self) -> str:
        return self.name

    def search_parts(self) -> tuple[Sequence[str | None], Sequence[str | None]]:
        return (), (self.name, self.reference_code)

    @property
    def reference(self) -> str:
        """Return the text by which a cell of another record refers to this one."""
        return f"{self.name}（{self.reference_code}）" if self.shares_name else self.name


def reference_in(model: type[Nameable], table: Any = None) -> ColumnElement[str]:
    """Return `Nameable.reference` as an SQL expression over the model's table or an alias of it."""
    table = model.__table__ if table is None else table
    full: ColumnElement[str] = table.c.name + "（" + table.c[model.code_attribute] + "）"
    return case((name_is_shared(table), full), else_=table.c.name)


def name_is_shared(table: Any) -> ColumnElement[bool]:
    """Return the condition that another record, not archived, has the same name as the query's row.

    `table` is the table of a Nameable model, or an alias of it.
    """
    other = getattr(table, "element", table).alias()
    query = exists().where(
        other.c.name == table.c.name, other.c.id != table.c.id, other.c.archived_at.is_(None)
    )
    return query.correlate_except(other)


_writing: ContextVar[bool] = ContextVar("writing", default=False)
_reading: ContextVar[bool] = ContextVar("reading", default=False)
# Seconds that a transaction waits for the write lock; None applies the settings.
_patience: ContextVar[float | None] = ContextVar("patience", default=None)


@contextmanager
def writing(patience: float | None = None) -> Iterator[None]:
    """Let transactions that begin inside the block take the write lock at once, for commands.

    They wait `patience` seconds for the lock, by default as long as a request or a command waits.
    """
    is_writing, is_reading = _writing.set(True), _reading.set(False)
    waiting = _patience.set(patience)
    try:
        yield
    finally:
        _writing.reset(is_writing)
        _reading.reset(is_reading)
        _patience.reset(waiting)


@contextmanager
def reading() -> Iterator[None]:
    """Make transactions that begin inside the block read-only, in a command or request that writes.

    Long reads must not keep others from writing.
    """
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def patience() -> float:
    """Return the seconds that a transaction waits for the write lock before it is refused."""
    own = _patience.get()
    if own is not None:
        return own
    return float(current_app.config.get("BUSY_TIMEOUT", 5)) if has_request_context() else 30.0


def init_app(app: Flask) -> None:
    """Initialize the database of `app` and register the transaction events of its engine."""
    db.init_app(app)
    with app.app_context():
        listen(db.engine)


def listen(engine: Engine) -> None:
    """Make the transactions of `engine` begin and synchronize as reliability.md 5 requires."""
    dialects.listen(engine, access, patience)


def access() -> Access:
    """Return the access mode of the transaction that begins now.

    A request with a reading method reads, any other request writes; outside of requests it is
    UNDECIDED. `writing` and `reading` override this.
    """
    asks = has_request_context() and request.method in READING_METHODS and not _writing.get()
    if asks or _reading.get():
        return Access.READS
    return Access.WRITES if _writing.get() or has_request_context() else Access.UNDECIDED
