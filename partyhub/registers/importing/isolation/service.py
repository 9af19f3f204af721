"""Judging of a file apart from the live records, and the import of the result.

The file is judged on a private copy, so that nobody waits. The statements of that are recorded and
replayed on the original, which takes a small part of the time. If somebody changed something
meanwhile that the judgment depends on, the file is judged again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import force_locale, get_locale
from sqlalchemy.exc import IntegrityError

from partyhub.database import db, writing
from partyhub.history.models import ImportRun
from partyhub.registers.importing import service
from partyhub.registers.importing.context import Decisions
from partyhub.registers.importing.importer import Progress
from partyhub.registers.importing.isolation.copies import private_copy
from partyhub.registers.importing.isolation.replay import stored
from partyhub.registers.importing.isolation.stamps import Stamp, find_stamp, tables_in
from partyhub.registers.importing.isolation.statement_log import OutdatedError, recorded_changes
from partyhub.registers.importing.results import Result
from partyhub.registers.register import Register
from partyhub.viewers import Viewer

CHANGES = "changes.jsonl"
# The number of times that a file is judged beside the work of others. If they change what it
# depends on each time, a small file makes them wait; a larger one has to be sent again later.
ATTEMPTS = 3
MOST_ROWS = 500
Finish = Callable[[ImportRun], None]


class ContentionError(Exception):
    """The error raised when others keep changing what a large file depends on.

    Importing the file at once would make them wait too long.
    """


@dataclass(frozen=True)
class Upload:
    """An uploaded file for one register or, if `register` is None, for all."""

    viewer: Viewer
    path: Path
    register: Register | None
    file_name: str
    file_hash: str
    decisions: Decisions = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """The result of judging a file, with what is needed to apply it.

    `stamp` is the state of the records for which the result is valid. `changes` is the file of
    recorded statements, or None if there is nothing to write or the file must be judged again.
    `is_stored` says whether the result has been written to the records. `seen` is what `observe`
    of `judge_apart` found before and after the import.
    """

    result: Result
    stamp: Stamp | None = None
    changes: Path | None = None
    is_stored: bool = False
    seen: tuple[Any, Any] | None = None


def judge_apart(
    upload: Upload,
    folder: Path,
    progress: Progress = lambda rows: None,
    observe: Callable[[Result], Any] | None = None,
) -> Judged:
    """Judge the file on a private copy, and record in `folder` what it would write.

    `observe` is called twice: with the records as they would be, and as they are. Raises
    FileRefusedError if the file can't be read.
    """
    changes, refused = folder / CHANGES, _Observer(observe)
    with private_copy(folder) as engine, _nothing_remembered():
        with recorded_changes(engine, changes) as statements:
            result = _apply(upload, None, progress, refused)
            db.session.flush()
        after = refused.seen or (observe(result) if observe else None)
        db.session.rollback()
        tables = set().union(*map(tables_in, statements))
        stamp = find_stamp(upload.viewer, tables)
        before = observe(result) if observe else None
    seen = (before, after) if observe else None
    if result.group_id is None:
        changes.unlink()
        return Judged(result, seen=seen)
    return Judged(result, stamp, changes, seen=seen)


@dataclass
class _Observer:
    """The observer of a result that is given up, for which its records are there no more."""

    observe: Callable[[Result], Any] | None
    seen: Any = None

    def __call__(self, result: Result) -> None:
        if self.observe is not None:
            self.seen = self.observe(result)


@contextmanager
def _nothing_remembered() -> Iterator[None]:
    """Work in a new app context, because cached rules and names may have changed since."""
    locale = str(get_locale())
    with current_app.app_context(), force_locale(locale):
        yield


def import_apart(
    upload: Upload,
    folder: Path,
    finish: Finish,
    expected: str | None = None,
    progress: Progress = lambda rows: None,
    observe: Callable[[Result], Any] | None = None,
) -> Judged:
    """Judge the file apart and store all of the result or nothing, like `service.apply`.

    `finish` gets the import run, stores its file and commits; by then `observe` was called, as
    `judge_apart` calls it. With `expected`, nothing is stored if
    the result has another digest. Raises FileRefusedError if the file can't be imported, and
    ContentionError if others keep changing what it depends on.
    """
    rows = 0
    for _ in range(ATTEMPTS):
        judged = judge_apart(upload, folder, progress, observe)
        is_other = expected is not None and judged.result.digest != expected
        if is_other or judged.changes is None:
            return judged
        if _store_judged(upload, judged, finish):
            return replace(judged, is_stored=True)
        rows = len(judged.result.rows)
    if rows > MOST_ROWS:
        raise ContentionError
    return _import_in_place(upload, finish, expected, progress)


def _store_judged(upload: Upload, judged: Judged, finish: Finish) -> bool:
    assert judged.changes is not None
    assert judged.stamp is not None
    assert judged.result.group_id is not None
    return store(upload, judged.changes, judged.stamp, judged.result.group_id, finish)


def _import_in_place(
    upload: Upload, finish: Finish, expected: str | None, progress: Progress
) -> Judged:
    """Judge the file and store the result while nobody else can write."""
    with writing(), _nothing_remembered():
        result = _apply(upload, expected, progress)
        if result.group_id is None:
            return Judged(result)
        finish(db.session.get_one(ImportRun, result.group_id))
    return Judged(result, is_stored=True)


def store(upload: Upload, changes: Path, stamp: Stamp, group_id: int, finish: Finish) -> bool:
    """Write the judged changes if nothing has changed meanwhile; return whether they were written.

    `finish` gets the import run, stores its file and commits.
    """
    db.session.rollback()
    try:
        with stored(changes, stamp, upload.viewer):
            run = db.session.get(ImportRun, group_id)
            if run is None or run.file_hash != upload.file_hash:
                return False
            finish(run)
    except (OutdatedError, IntegrityError):
        return False
    finally:
        db.session.rollback()
    return True


def _apply(
    upload: Upload,
    expected: str | None,
    progress: Progress,
    refused: Callable[[Result], None] = lambda result: None,
) -> Result:
    return service.apply(
        upload.viewer,
        upload.path,
        upload.register,
        upload.file_name,
        upload.file_hash,
        expected=expected,
        decisions=upload.decisions,
        progress=progress,
        refused=refused,
    )
