"""A file judged apart from the records that everybody works on, and then written to them.

On SQLite it is judged on a private copy, so that nobody waits; what that wrote is taken down and
written to the original, which takes a small part of the time. In between somebody may have changed
something: then it is judged anew, the last time while others wait. PostgreSQL lets others write
while a file is judged.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

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
from partyhub.registers.importing.stamps import find_stamp
from partyhub.registers.register import Register
from partyhub.viewers import Viewer

CHANGES = "changes.jsonl"
# So often a file is judged beside the work of others, before they have to wait for it.
ATTEMPTS = 2
Progress = Callable[[int], None]
Finish = Callable[[ImportGroup], None]


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
    stamp: str = ""
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
    with private_copy(folder) as engine:
        stamp = find_stamp(upload.viewer)
        with recorded_changes(engine, changes):
            result = _apply(upload, None, progress)
            db.session.flush()
        db.session.rollback()
    if result.group_id is None:
        changes.unlink()
        return Judged(result)
    return Judged(result, stamp, changes)


def import_apart(
    upload: Upload,
    folder: Path,
    finish: Finish,
    expected: str | None = None,
    progress: Progress = lambda rows: None,
) -> Judged:
    """Judge the file apart and keep what that wrote, all of it or nothing, as `acting.apply` does.

    `finish` is given the import before it is committed. Raises FileRefusedError.
    """
    for _ in range(ATTEMPTS if needs_copy() else 0):
        judged = judge_apart(upload, folder, progress)
        is_other = expected is not None and judged.result.digest != expected
        if is_other or judged.changes is None:
            return judged
        assert judged.result.group_id is not None
        if store(upload, judged.changes, judged.stamp, judged.result.group_id, finish):
            return replace(judged, is_stored=True)
    with writing():
        result = _apply(upload, expected, progress)
        if result.group_id is None:
            return Judged(result)
        finish(db.session.get_one(ImportGroup, result.group_id))
        db.session.commit()
    return Judged(result, is_stored=True)


def store(upload: Upload, changes: Path, stamp: str, group_id: int, finish: Finish) -> bool:
    """Write what was judged, if all is still as it was then; return whether it was."""
    db.session.rollback()
    with writing():
        try:
            if find_stamp(upload.viewer) != stamp:
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
