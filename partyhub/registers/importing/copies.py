"""A private copy of the database, on which a file is judged while nobody has to wait for it."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event

from partyhub.database import db, instead

COPY = "copy.sqlite"
# What of the disk must stay free for everybody else, in bytes.
RESERVE = 64 * 2**20


def needs_copy() -> bool:
    """Whether judging would keep others from writing: SQLite has one write lock for all."""
    return db.engine.dialect.name == "sqlite"


@contextmanager
def private_copy(folder: Path) -> Iterator[Engine]:
    """Let the session work on a copy in `folder`, which is deleted afterwards.

    For a process that does nothing else. Raises OSError where the disk has no room for it.
    """
    path = folder / COPY
    try:
        engine = _copied(db.engine, path)
        with instead(engine):
            yield engine
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def _copied(engine: Engine, path: Path) -> Engine:
    """Copy all pages in one go, which only reads: in steps it begins anew with each commit."""
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
    """Keep the rules of the original, but don't save the copy from a power cut."""
    connection.isolation_level = None
    for pragma in (
        "journal_mode=MEMORY",
        "synchronous=OFF",
        "foreign_keys=ON",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")
