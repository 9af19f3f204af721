"""Private copies of the database, on which files are judged without blocking anybody."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from flask_babel import gettext
from sqlalchemy import Engine, create_engine, event

from partyhub.database import db
from partyhub.dialects import is_sqlite
from partyhub.registers.importing.isolation.temporary_tables import (
    frozen,
    makes_temporary_tables,
    temporary_writes,
)
from partyhub.registers.importing.reading.workbook import FileRefusedError

COPY = "copy.sqlite"
# The memory for pages of the copy, of which an import writes many again and again.
CACHE_KIB = 16 * 2**10
# The bytes of disk space that must remain free.
RESERVE = 64 * 2**20


@contextmanager
def private_copy(folder: Path) -> Iterator[Engine]:
    """Let the session work on a copy that is deleted afterwards: on SQLite a file in `folder`.

    This is only for a process that does nothing else. Raises OSError if the disk has no room for
    the copy, and FileRefusedError if PostgreSQL doesn't allow temporary tables.
    """
    copied = _copied_file(folder / COPY) if is_sqlite(db.engine) else _copied_rows()
    with copied as engine, _instead(engine):
        yield engine


@contextmanager
def _copied_rows() -> Iterator[Engine]:
    """Yield an engine that copies PostgreSQL tables as they are written.

    Everything else is read from the original, in the state of this moment.
    """
    with frozen(db.engine.url) as engine:
        with engine.connect() as connection:
            if not makes_temporary_tables(connection):
                raise FileRefusedError(_words_of_right(engine))
        with temporary_writes(engine):
            yield engine


def _words_of_right(engine: Engine) -> str:
    url = engine.url
    return gettext(
        "No file can be checked: the program may not make temporary tables in PostgreSQL. Ask"
        " whoever runs it to have this done there: %(statement)s",
        statement=f'GRANT TEMPORARY ON DATABASE "{url.database}" TO "{url.username}"',
    )


@contextmanager
def _copied_file(path: Path) -> Iterator[Engine]:
    try:
        yield _copied(db.engine, path)
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextmanager
def _instead(engine: Engine) -> Iterator[None]:
    """Let sessions use `engine`; for a process that does one thing at a time, never for a server.

    Uncommitted work of the session before and inside the block is lost.
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


def _copied(engine: Engine, path: Path) -> Engine:
    """Copy all pages in one step, which only reads; in several steps, each commit would restart it.

    Raises OSError if the disk has too little room.
    """
    source = Path(str(engine.url.database))
    if shutil.disk_usage(path.parent).free < source.stat().st_size + RESERVE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
    path.touch(mode=0o600)
    module: Any = engine.dialect.loaded_dbapi
    target = module.connect(str(path))
    connection: Any = engine.raw_connection()
    try:
        target.execute("PRAGMA synchronous=OFF")
        connection.driver_connection.backup(target, pages=-1)
    finally:
        target.close()
        connection.close()
    copy = create_engine(f"sqlite:///{path}", module=module)
    event.listen(copy, "connect", _set_up)
    event.listen(copy, "begin", lambda started: started.exec_driver_sql("BEGIN"))
    return copy


def _set_up(connection: Any, _record: Any) -> None:
    """Enforce the rules of the original, but don't protect the copy from a power cut."""
    connection.isolation_level = None
    for pragma in (
        "journal_mode=MEMORY",
        "synchronous=OFF",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        f"cache_size=-{CACHE_KIB}",
    ):
        connection.execute(f"PRAGMA {pragma}")
