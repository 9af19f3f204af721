"""Bringing the database of an instance up to date, in one transaction, after a copy of it was made.

Alembic does the steps; only the command line imports this package, since no page needs Alembic.
Flask-Migrate's `env.py` would run them with foreign keys on, and rebuilding a table would then
delete the rows that refer to it (reliability.md 2.12); so the engine here is one of its own.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_babel import gettext
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, inspect

from partyhub.clock import now
from partyhub.config import ConfigError
from partyhub.database import listen, writing
from partyhub.dialects import is_sqlite, is_there, stores_all_text

FOLDER = Path(__file__).parent


def upgrade(app: Flask) -> list[str]:
    """Run the revisions that the database lacks, all or none, and return them in their order.

    Raises ConfigError for a database that isn't PartyHub's or is of a later version of it.
    """
    config = configuration(app)
    stored = current(app)
    missing = _pending(config, stored)
    if not missing:
        return []
    with engine_of(app) as engine:
        if stored is not None:
            _keep_copy(engine, Path(app.instance_path), missing[0])
        else:
            with engine.connect() as connection:
                _refuse_foreign(connection)
    command.upgrade(config, "head")
    return missing


def pending(app: Flask) -> list[str]:
    """Return the revisions that the database lacks, in their order; raises ConfigError."""
    return _pending(configuration(app), current(app))


def make_tables(app: Flask, connection: Connection) -> None:
    """Make every table in the transaction of `connection`, whose database is empty."""
    _refuse_foreign(connection)
    config = configuration(app)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def current(app: Flask) -> str | None:
    """Return the revision of the database; None where there is none. Asking makes no file."""
    with engine_of(app) as engine:
        if not is_there(engine):
            return None
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()


def remove_tables(app: Flask) -> None:
    """Take every revision back, so that no table is left."""
    if current(app) is not None:
        command.downgrade(configuration(app), "base")


def configuration(app: Flask) -> Config:
    """Return what Alembic's commands want to know, without a file of its own for it."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["app"] = app
    return config


@contextmanager
def engine_of(app: Flask) -> Iterator[Engine]:
    """Make an engine on which tables can be rebuilt: it does not enforce foreign keys."""
    options = app.config["SQLALCHEMY_ENGINE_OPTIONS"]
    engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"], poolclass=NullPool, **options)
    listen(engine)
    if is_sqlite(engine):
        event.listen(engine, "connect", _ignore_foreign_keys)
    with writing():
        yield engine


def _ignore_foreign_keys(connection: Any, _record: Any) -> None:
    # Inside a transaction SQLite would not heed this.
    connection.execute("PRAGMA foreign_keys=OFF")


def _pending(config: Config, stored: str | None) -> list[str]:
    script = ScriptDirectory.from_config(config)
    revisions = [revision.revision for revision in script.walk_revisions()]  # the newest first
    if stored is None:
        return revisions[::-1]
    if stored not in revisions:
        raise ConfigError(
            gettext("The database is of a later version of PartyHub (%(what)s).", what=stored)
        )
    return revisions[: revisions.index(stored)][::-1]


def _refuse_foreign(connection: Connection) -> None:
    """Raise ConfigError for a database in which no tables of ours can be made.

    Another process may have made them since this one looked.
    """
    found = inspect(connection).get_table_names()
    if found and "alembic_version" not in found:
        raise ConfigError(gettext("The database was not made by PartyHub."))
    if not stores_all_text(connection):
        raise ConfigError(
            gettext("The database can't store every character. Create it with ENCODING 'UTF8'.")
        )


def _keep_copy(engine: Engine, folder: Path, revision: str) -> None:
    """Keep the database as it was; PostgreSQL is copied by its own program, by who runs it."""
    if is_sqlite(engine):
        path = _copy_file(engine, folder, revision)
        sentence = gettext("The database as it was before: %(path)s", path=path)
    else:
        sentence = gettext(
            "No copy of the PostgreSQL database was made. If the steps fail it stays as it is; to"
            " go back to the earlier version later you need a copy by pg_dump."
        )
    print(sentence, file=sys.stderr)


def _copy_file(engine: Engine, folder: Path, revision: str) -> Path:
    """Write a whole and consistent copy of the database beside it, for its owner only."""
    path = folder / f"partyhub-before-{revision}-{now():%Y%m%dT%H%M%S%f}.sqlite"
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection = engine.raw_connection()  # no transaction begins, in which SQLite could not copy
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(path),))
    finally:
        connection.close()
    return path
