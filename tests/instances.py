"""The folders that tests keep instances in, each with a database of its own.

`pytest --database=postgresql` gives each a database of PostgreSQL, which its settings name; so
programs that a test starts find it too.
"""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flask import Flask
from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.engine import make_url

from partyhub import config
from partyhub.database import db, listen, writing
from partyhub.dialects import engine_options
from tests import postgresql

SERVER = "PARTYHUB_TEST_SERVER"
# The instances that have an SQLite database even where the others have none.
ON_SQLITE: set[Path] = set()


def on_postgresql() -> bool:
    return SERVER in os.environ


def databases() -> postgresql.Databases:
    return postgresql.Databases(make_url(os.environ[SERVER]))


def prepare(folder: Path) -> Path:
    """Let the instance that `folder` is to be find an empty database; return the folder."""
    if on_postgresql():
        folder.mkdir(parents=True, exist_ok=True)
        _write_database(folder, databases().make(folder))
    if folder.exists():
        folder.chmod(0o700)
    return folder


def address(folder: Path) -> str:
    """Return the address of the instance's database, or of the one it would have."""
    url = config.database_url(folder, config.read_settings(folder))
    return url.render_as_string(hide_password=False)


def end_sessions(folder: Path) -> None:
    """Disconnect what commands in this process leave connected to an instance."""
    if on_postgresql():
        databases().end_sessions(folder)


def copy(source: Path, target: Path) -> Path:
    """Copy an instance, to which nobody is connected, with its database; return the copy.

    A target that `prepare` has made is taken, and has its own database no longer.
    """
    shutil.copytree(source, target, dirs_exist_ok=True)
    target.chmod(0o700)
    if on_postgresql():
        _write_database(target, databases().make(target, like=source))
    return target


def _write_database(folder: Path, url: postgresql.URL) -> None:
    address = url.render_as_string(hide_password=False)
    config.write_settings(folder, {**config.read_settings(folder), "database": address})


class State:
    """What the database of an application holds now; an act that changes it can be undone."""

    def __init__(self, app: Flask) -> None:
        self._file = database_file(app)
        self._copy = self._file.with_name(f"state-{id(self)}.sqlite")
        _close()
        if on_postgresql():
            url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
            self._state = postgresql.State(url)
        else:
            shutil.copyfile(self._file, self._copy)

    def put_back(self) -> None:
        if on_postgresql():
            db.session.remove()
            self._state.put_back()
            return
        _close()
        for suffix in ("", "-wal", "-shm", "-journal"):
            self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self._copy, self._file)


def end_imports() -> None:
    """End the processes that still judge a file for a test that is over; on Linux only.

    Else they would write to the database of the next one.
    """
    judging = _judging()
    for number in judging:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    while judging & _judging():  # until the thread that waits for it has seen it off
        time.sleep(0.01)


def _judging() -> set[int]:
    found = set()
    for task in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            for number in task.read_text().split():
                if b"partyhub.import_process" in Path(f"/proc/{number}/cmdline").read_bytes():
                    found.add(int(number))
    return found


@contextmanager
def somebody_writing(app: Flask, patience: float = 60) -> Iterator[None]:
    """Let another connection have the write lock, as another process that writes does."""
    options = app.config["SQLALCHEMY_ENGINE_OPTIONS"]
    engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"], poolclass=NullPool, **options)
    listen(engine)
    with engine.connect() as connection:
        with writing(patience):
            begun = connection.begin()
        yield
        begun.rollback()


def _close() -> None:
    db.session.remove()
    db.engine.dispose()


def database_file(app: Flask) -> Path:
    return Path(app.instance_path) / "partyhub.sqlite"


@contextmanager
def another_process() -> Iterator[Connection]:
    """Write as a process does that shares nothing with this one but the database."""
    db.session.rollback()
    engine = create_engine(db.engine.url, **engine_options(db.engine.url))
    with engine.begin() as connection:
        yield connection
    engine.dispose()
