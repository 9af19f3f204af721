"""The import of a file as pages and commands use it: judge it, and store the result."""

from collections.abc import Callable
from pathlib import Path

from partyhub.database import db
from partyhub.history.models import ImportRun
from partyhub.registers.importing.context import Decisions
from partyhub.registers.importing.importer import Importer, Progress
from partyhub.registers.importing.reading.workbook import opened
from partyhub.registers.importing.results import Result, State
from partyhub.registers.register import Register
from partyhub.viewers import Viewer

NO_DECISIONS: Decisions = {}


def apply(
    viewer: Viewer,
    path: Path,
    register: Register | None,
    file_name: str,
    file_hash: str,
    *,
    expected: str | None = None,
    decisions: Decisions = NO_DECISIONS,
    progress: Progress = lambda rows: None,
    refused: Callable[[Result], None] = lambda result: None,
) -> Result:
    """Judge the file and store all of the result or nothing; the caller commits.

    `refused` is called before what isn't stored is given up.

    Nothing is stored, and the result's `group_id` is None, if a row has an error or a conflict, if
    there is nothing to do, or if the result's digest differs from `expected`, the digest of a
    preview.
    """
    run = _group(viewer, register, Path(file_name), file_hash)
    result = _judge(viewer, path, register, run, decisions, progress)
    is_other = expected is not None and result.digest != expected
    if is_other or not result.is_applicable or result.does_nothing:
        refused(result)
        db.session.rollback()
        return result
    run.new_count, run.changed_count = result.count(State.NEW), result.count(State.CHANGED)
    result.group_id = run.id
    return result


def _group(viewer: Viewer, register: Register | None, path: Path, file_hash: str) -> ImportRun:
    run = ImportRun(
        user_id=viewer.user_id,
        user_name=viewer.name,
        registers=register.name if register else "",
        file_name=path.name[:200],
        file_hash=file_hash,
    )
    db.session.add(run)
    db.session.flush()
    return run


def _judge(
    viewer: Viewer,
    path: Path,
    register: Register | None,
    run: ImportRun,
    decisions: Decisions,
    progress: Progress,
) -> Result:
    try:
        with opened(viewer, path, register) as sheets:
            run.registers = ",".join(sheet.register.name for sheet in sheets)
            return Importer(viewer, run, decisions, progress).import_sheets(sheets)
    except BaseException:
        db.session.rollback()
        raise
