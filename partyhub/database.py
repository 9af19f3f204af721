"""The database handle, what every record has in common, and how transactions begin."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

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
    func,
    select,
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

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database, which would drop another offset."""

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
    """An exact decimal of `places` places, kept as a whole number: SQLite has no decimals."""

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
    """Gives every constraint a name, so that migrations can drop it by name."""

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
    """An enum whose English key is stored and whose lazy label people see."""

    label_text: Any

    def __new__(cls, key: str, label: Any = "") -> Self:
        member = str.__new__(cls, key)
        member._value_ = key
        member.label_text = label
        return member

    @property
    def label(self) -> str:
        """The label in the language of the page."""
        return str(self.label_text)


def enum_type(kind: type[StrEnum]) -> Enum:
    """Store an enum by its key, as text that any database and any export can read."""
    return Enum(
        kind,
        native_enum=False,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


class Record(Model):
    """A row of a register: it is archived, never deleted, and every save counts its version up."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # Set at each save, also when only the record's dated rows changed, so that the version moves.
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # What the search box looks in: normal forms, pinyin and initials, written when saved.
    search_text: Mapped[str] = mapped_column(Text, default="")

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  # SQLAlchemy hands the class
        return {"version_id_col": cls.version}

    @property
    def caption(self) -> str:
        """What a person calls this record."""
        raise NotImplementedError

    def search_parts(self) -> tuple[Sequence[str | None], Sequence[str | None]]:
        """The names of people, and the other texts, by which the search box finds this record."""
        return (), (self.caption,)


class Nameable(Record):
    """A record that others refer to by its name, and by `name（code）` where two share the name."""

    __abstract__ = True

    # The column that tells namesakes apart.
    code_attribute: ClassVar[str] = "code"

    name: Mapped[str] = mapped_column(String(60), index=True)
    pinyin: Mapped[str] = mapped_column(String(400), default="")

    if TYPE_CHECKING:
        shares_name: Mapped[bool]

    @classmethod
    def __declare_first__(cls) -> None:
        """Add `shares_name`, which needs the finished table: does another record have this name?"""
        if "__table__" not in cls.__dict__ or hasattr(cls, "shares_name"):
            return
        cls.shares_name = column_property(name_is_shared(cls.__table__))

    @property
    def reference_code(self) -> str:
        """The code or number that tells this record from its namesakes."""
        return str(getattr(self, self.code_attribute))

    @property
    def caption(self) -> str:
        return self.name

    def search_parts(self) -> tuple[Sequence[str | None], Sequence[str | None]]:
        return (), (self.name, self.reference_code)

    @property
    def reference(self) -> str:
        """How another record's cell names this one."""
        return f"{self.name}（{self.reference_code}）" if self.shares_name else self.name


def reference_in(model: type[Nameable], table: Any = None) -> ColumnElement[str]:
    """What `Nameable.reference` gives, over the table of the model or an alias of it."""
    table = model.__table__ if table is None else table
    full: ColumnElement[str] = table.c.name + "（" + table.c[model.code_attribute] + "）"
    return case((name_is_shared(table), full), else_=table.c.name)


def name_is_shared(table: Any) -> ColumnElement[bool]:
    """Whether a record that is not archived has the same name as the one of the query.

    `table` is that of a kind of Nameable, or an alias of it.
    """
    other = getattr(table, "element", table).alias()
    query = exists().where(
        other.c.name == table.c.name, other.c.id != table.c.id, other.c.archived_at.is_(None)
    )
    return query.correlate_except(other)


def give_ids(records: Iterable[Record]) -> None:
    """Number new records before they are written, each kind on from its last one.

    SQLite has no other way to write many rows by one statement and let each object know its id;
    the transaction holds the only write lock, so nobody else numbers. Other databases number by
    themselves, just as quickly.
    """
    if db.engine.dialect.name != "sqlite":
        return
    kinds: dict[type[Record], list[Record]] = {}
    for record in records:
        kinds.setdefault(type(record), []).append(record)
    with db.session.no_autoflush:
        for model, found in kinds.items():
            last = db.session.scalar(select(func.max(model.id))) or 0
            for number, record in enumerate(found, last + 1):
                record.id = number


_writing: ContextVar[bool] = ContextVar("writing", default=False)
_reading: ContextVar[bool] = ContextVar("reading", default=False)
# Seconds that a transaction waits for the write lock; None: as the settings say.
_patience: ContextVar[float | None] = ContextVar("patience", default=None)


@contextmanager
def writing(patience: float | None = None) -> Iterator[None]:
    """Let transactions that begin inside take the write lock at once: for commands.

    They wait for it `patience` seconds, by default as long as a request or a command waits.
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
    """Let transactions that begin inside only read, in a command or a request that writes as well.

    What takes long to read must not keep others from writing.
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


@contextmanager
def instead(engine: Engine) -> Iterator[None]:
    """Let sessions work on `engine`: for a process that does one thing at a time, never a server.

    What the session held before is lost, and so is what was not committed inside.
    """
    engines = cast(dict[str | None, Engine], db.engines)
    own = engines[None]
    db.session.remove()
    engines[None] = engine
    try:
        yield
    finally:
        db.session.remove()
        engines[None] = own
        engine.dispose()


def init_app(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        listen(db.engine)


def listen(engine: Engine) -> None:
    """Make `engine` begin and synchronize as reliability.md 5 says."""
    dialects.listen(engine, access, patience)


def access() -> Access:
    """What the transaction that begins now may do: a request writes unless it only asks."""
    asks = has_request_context() and request.method in READING_METHODS and not _writing.get()
    if asks or _reading.get():
        return Access.READS
    return Access.WRITES if _writing.get() or has_request_context() else Access.UNDECIDED
