"""Alembic's way to the database: one transaction for all steps, checked before it commits."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask_babel import gettext

from partyhub import search
from partyhub.config import ConfigError
from partyhub.database import ScaledDecimal, UtcDateTime, db
from partyhub.dialects import SQLITE
from partyhub.migrations import engine_of

NO_MORE = 5


def run() -> None:
    """Run what was asked for; any failure leaves the database as it was."""
    given = context.config.attributes.get("connection")
    if given is not None:
        run_on(given)
        return
    with (
        engine_of(context.config.attributes["app"]) as engine,
        engine.connect() as connection,
        connection.begin(),
    ):
        run_on(connection)


def run_on(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=render_item,
        include_name=include_name,
        compare_type=True,
        transactional_ddl=True,
    )
    context.run_migrations()
    refuse_orphans(connection)


def refuse_orphans(connection: sa.Connection) -> None:
    """Raise ConfigError when a row refers to one that isn't there: SQLite enforced no keys."""
    if connection.dialect.name != SQLITE:
        return
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if rows:
        pairs = sorted({f"{row[0]} → {row[2]}" for row in rows})
        raise ConfigError(
            gettext(
                "%(count)s rows would refer to nothing (%(tables)s). Nothing was changed.",
                count=len(rows),
                tables=", ".join(pairs[:NO_MORE]),
            )
        )


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave the index of the search boxes out: no model describes it."""
    return kind != "table" or not (name or "").startswith(search.NAME)


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our types as what the database stores, so that a revision never changes with them."""
    if kind != "type":
        return False
    if isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    if isinstance(item, UtcDateTime):
        return "sa.DateTime()"
    return "sa.BigInteger()" if isinstance(item, ScaledDecimal) else False


run()
