"""A file judged apart from the records that everybody works on, and then written to them.

On SQLite it is judged on a private copy, so that nobody waits; what that wrote is taken down and
written to the original, which takes a small part of the time. In between somebody may have changed
something that it rests on: then it is judged anew. PostgreSQL lets others write
while a file is judged.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from flask import current_app
from flask_babel import force_locale, get_locale
from sqlalchemy.exc import IntegrityError

from partyhub.database import db, writing
from partyhub.history.models import ImportGroup
from partyhub.registers.importing import acting
from partyhub.registers.importing.changes import (
    OutdatedError,
    recorded_changes,
    write_changes,
)
from partyhub.registers.importing.copies import needs_copy, private_copy
from partyhub.registers.importing.judging import Decisions
from partyhub.registers.importing.outcomes import Result
from partyhub.registers.importing.stamps import Stamp, find_stamp, holds, tables_in
from partyhub.registers.register import Register
from partyhub.viewers import Viewer

CHANGES = "changes.jsonl"
# So often a file is judged beside the work of others. If they changed what it rests on each time,
# they wait for a file of few rows; a larger one has to come when they are done.
ATTEMPTS = 3
MOST_ROWS = 500
Progress = Callable[[int], None]
Finish = Callable[[ImportGroup], None]


class UnrestError(Exception):
    """Others keep changing what a large file rests on: it would make them wait too long."""


@dataclass(frozen=True)
class Upload:
    """A file that somebody hands in, for one register or, with None, for all."""

    viewer: Viewer
    path: Path
    register: Register | None
    file_name: str
    file_hash: str
    decisions: Decisions = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """What a file does; where it may be applied, the state that this holds for, and what to write.

    `changes` is None where there is nothing to write, or no way but to judge again.
    """

    result: Result
    stamp: Stamp | None = None
    changes: Path | None = None
    is_stored: bool = False


def judge_apart(upload: Upload, folder: Path, progress: Progress = lambda rows: None) -> Judged:
    """Judge the file and write nothing but what would be written, to `folder`.

    Raises FileRefusedError.
    """
    if not needs_copy():
        preview = acting.preview(
            upload.viewer, upload.path, upload.register, upload.decisions, progress
        )
        return Judged(preview)
    changes = folder / CHANGES
    with private_copy(folder) as engine, _nothing_remembered():
        with recorded_changes(engine, changes) as statements:
            result = _apply(upload, None, progress)
            db.session.flush()
        db.session.rollback()
        tables = set().union(*map(tables_in, statements))
        stamp = find_stamp(upload.viewer, tables)
    if result.group_id is None:
        changes.unlink()
        return Judged(result)
    return Judged(result, stamp, changes)


@contextmanager
def _nothing_remembered() -> Iterator[None]:
    """Work in a context of its own: what was read of rules and names before may have changed."""
    locale = str(get_locale())
    with current_app.app_context(), force_locale(locale):
        yield


def import_apart(
    upload: Upload,
    folder: Path,
    finish: Finish,
    expected: str | None = None,
    progress: Progress = lambda rows: None,
) -> Judged:
    """Judge the file apart and keep what that wrote, all of it or nothing, as `acting.apply` does.

    `finish` is given the import before it is committed. Raises FileRefusedError, and UnrestError.
    """
    rows = 0
    for _ in range(ATTEMPTS if needs_copy() else 0):
        judged = judge_apart(upload, folder, progress)
        is_other = expected is not None and judged.result.digest != expected
        if is_other or judged.changes is None:
            return judged
        assert judged.stamp is not None
        assert judged.result.group_id is not None
        if store(upload, judged.changes, judged.stamp, judged.result.group_id, finish):
            return replace(judged, is_stored=True)
        rows = len(judged.result.rows)
    if rows > MOST_ROWS:
        raise UnrestError
    with writing(), _nothing_remembered():
        result = _apply(upload, expected, progress)
        if result.group_id is None:
            return Judged(result)
        finish(db.session.get_one(ImportGroup, result.group_id))
        db.session.commit()
    return Judged(result, is_stored=True)


def store(upload: Upload, changes: Path, stamp: Stamp, group_id: int, finish: Finish) -> bool:
    """Write what was judged, if all is still as it was then; return whether it was."""
    db.session.rollback()
    with writing():
        try:
            if not holds(stamp, upload.viewer):
                return False
            write_changes(db.session.connection(), changes)
            group = db.session.get(ImportGroup, group_id)
            if group is None or group.file_hash != upload.file_hash:
                return False
            finish(group)
            db.session.commit()
        except (OutdatedError, IntegrityError):
            return False
        finally:
            db.session.rollback()
    return True


def _apply(upload: Upload, expected: str | None, progress: Progress) -> Result:
    return acting.apply(
        upload.viewer,
        upload.path,
        upload.register,
        upload.file_name,
        upload.file_hash,
        expected=expected,
        decisions=upload.decisions,
        progress=progress,
    )
