"""Engines of either database: their options, transaction events and properties."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL

from partyhub.dialects.names import ACCESS, POSTGRESQL, SQLITE, Access
from partyhub.dialects.postgresql import (
    CONNECT_SECONDS,
    SENT_UNPREPARED,
    begin_postgresql,
    end_reading,
    set_up_postgresql,
)
from partyhub.dialects.sqlite import (
    begin_sqlite,
    set_up_sqlite,
    wal_is_sound,
    write_limits_alone,
)


def engine_options(url: URL) -> dict[str, Any]:
    """Return the options of the engine of `url`.

    PostgreSQL connections are tested before each use.
    """
    if url.get_backend_name() == POSTGRESQL:
        connecting = {
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "partyhub",
            "prepare_threshold": SENT_UNPREPARED,
        }
        return {"connect_args": connecting, "pool_pre_ping": True}
    options: dict[str, Any] = {"connect_args": {"timeout": 30}}
    try:
        import pysqlite3  # a recent SQLite, where there is a wheel of it
    except ImportError:
        return options
    return options | {"module": pysqlite3}


def listen(engine: Engine, access: Callable[[], Access], patience: Callable[[], float]) -> None:
    """Make the transactions of `engine` begin in the mode that `access` returns at that moment.

    Those that write wait for their turn as many seconds as `patience` returns. The option ACCESS of
    a connection overrides `access` for its own transactions.
    """
    is_postgresql = engine.dialect.name == POSTGRESQL
    begin = begin_postgresql if is_postgresql else begin_sqlite

    def begun(connection: Connection) -> None:
        own = connection.get_execution_options().get(ACCESS)
        begin(connection, own or access(), patience())

    event.listen(engine, "connect", set_up_postgresql if is_postgresql else set_up_sqlite)
    event.listen(engine, "begin", begun)
    if is_postgresql:
        event.listen(engine, "rollback", end_reading)
    else:
        write_limits_alone(engine)


def is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == SQLITE


def is_there(engine: Engine) -> bool:
    """Return whether there is a database to connect to; the check creates no file."""
    path = engine.url.database
    return not is_sqlite(engine) or not path or Path(path).exists()


def product_of(engine: Engine) -> tuple[str, str]:
    """Return the name and version of the database product.

    PostgreSQL is queried for its version.
    """
    driver: Any = engine.dialect.dbapi
    if is_sqlite(engine):
        return "SQLite", driver.sqlite_version
    with engine.connect() as connection:
        version = connection.exec_driver_sql("SHOW server_version").scalar_one()
    return "PostgreSQL", version.split()[0]


def log_is_sound(engine: Engine) -> bool:
    """Return whether the database can use a safe write-ahead log; PostgreSQL always can."""
    if not is_sqlite(engine):
        return True
    version = tuple(int(part) for part in product_of(engine)[1].split("."))
    return wal_is_sound(version)  # type: ignore[arg-type]  # three parts


def stores_all_text(connection: Connection) -> bool:
    """Return whether every character can be stored; PostgreSQL may have been set up for fewer."""
    if connection.dialect.name == SQLITE:
        return True
    return bool(connection.exec_driver_sql("SHOW server_encoding").scalar_one() == "UTF8")
