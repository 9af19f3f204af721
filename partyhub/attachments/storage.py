"""Files of attachments, in the instance's folder and named by the SHA-256 of their content.

They don't lie in the database: an import judges on a copy of it, which would copy every photo each
time, and `move-to` reads thousands of rows at once. A file is complete before its row is committed,
and it is deleted only by `sweep`, so a row never lacks its file: what a crash leaves is a file
without a row, which the next sweep finds. Moving the records to PostgreSQL leaves the files where
they are; a backup is a copy of the folder.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app

from partyhub import clock

FOLDER = "attachments"
DIGEST = re.compile(r"[0-9a-f]{64}")
PART = ".part"
# How old a file must be before it is deleted for having no row: its row may be about to come.
PATIENCE = timedelta(days=1)


class DamagedFileError(Exception):
    """Error raised for a stored file that is missing, or is no longer what was stored."""


def store(content: bytes) -> str:
    """Store `content` unless it is there already, and return the digest that names it."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if path.is_file() and path.stat().st_size == len(content):
        path.touch()  # the sweep waits for its row
        return digest
    for folder in (root(), path.parent):
        folder.mkdir(mode=0o700, exist_ok=True)
    part = path.with_name(f"{secrets.token_hex(8)}{PART}")
    try:
        _write(part, content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return digest


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Write the folder's list to the disk, where the platform lets a folder be opened."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(digest: str) -> bytes:
    """Return the stored content; raises DamagedFileError unless its digest is still the same."""
    try:
        content = path_of(digest).read_bytes()
    except FileNotFoundError as error:
        raise DamagedFileError(digest) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise DamagedFileError(digest)
    return content


def is_intact(digest: str) -> bool:
    """Return whether the stored content is there and still the same."""
    try:
        read(digest)
    except DamagedFileError:
        return False
    return True


def sweep(needed: Collection[str]) -> int:
    """Delete files that are older than PATIENCE and not `needed`; return how many."""
    count = 0
    for path in _files():
        age = clock.now() - datetime.fromtimestamp(path.stat().st_mtime, tz=clock.now().tzinfo)
        if path.name not in needed and age > PATIENCE:
            path.unlink(missing_ok=True)
            count += 1
    return count


def _files() -> Iterator[Path]:
    """Yield the stored files, and the incomplete ones that a crash has left."""
    for folder in root().iterdir() if root().is_dir() else ():
        with suppress(NotADirectoryError):
            yield from (
                path
                for path in folder.iterdir()
                if DIGEST.fullmatch(path.name) or path.suffix == PART
            )


def path_of(digest: str) -> Path:
    """Return where content with this digest lies."""
    assert DIGEST.fullmatch(digest), "Only digests name stored files."
    return root() / digest[:2] / digest


def root() -> Path:
    return Path(current_app.instance_path) / FOLDER
