"""What pages and commands do with a file: judge it and give that up, or judge it and keep it."""

from collections.abc import Callable
from pathlib import Path

from partyhub.database import db
from partyhub.history.models import ImportGroup
from partyhub.registers.importing.judging import Decisions
from partyhub.registers.importing.opening import opened
from partyhub.registers.importing.outcomes import Result, State
from partyhub.registers.importing.running import Run
from partyhub.registers.register import Register
from partyhub.viewers import Viewer

Progress = Callable[[int], None]
NO_DECISIONS: Decisions = {}


def preview(
    viewer: Viewer,
    path: Path,
    register: Register | None,
    decisions: Decisions = NO_DECISIONS,
    progress: Progress = lambda rows: None,
) -> Result:
    """Judge the file and write nothing: all that judging wrote is rolled back.

    Raises FileRefusedError. What the session held before belongs to the caller: it is lost too.
    """
    try:
        return _judge(viewer, path, register, None, decisions, progress)
    finally:
        db.session.rollback()


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
) -> Result:
    """Judge the file and keep what that wrote, all of it or nothing; the caller commits.

    Nothing is kept, and `group_id` is None, where a row has an error or a clash, where there is
    nothing to do, or where the file does something else than a preview `expected`.
    """
    group = _group(viewer, register, Path(file_name), file_hash)
    try:
        result = _judge(viewer, path, register, group, decisions, progress)
    except BaseException:
        db.session.rollback()
        raise
    is_other = expected is not None and result.digest != expected
    if is_other or not result.is_applicable or result.does_nothing:
        db.session.rollback()
        return result
    group.new_count, group.changed_count = result.count(State.NEW), result.count(State.CHANGED)
    result.group_id = group.id
    return result


def _group(viewer: Viewer, register: Register | None, path: Path, file_hash: str) -> ImportGroup:
    group = ImportGroup(
        user_id=viewer.user_id,
        user_name=viewer.name,
        registers=register.name if register else "",
        file_name=path.name[:200],
        file_hash=file_hash,
    )
    db.session.add(group)
    db.session.flush()
    return group


def _judge(
    viewer: Viewer,
    path: Path,
    register: Register | None,
    group: ImportGroup | None,
    decisions: Decisions,
    progress: Progress,
) -> Result:
    with opened(viewer, path, register) as sheets:
        if group is not None:
            group.registers = ",".join(sheet.register.name for sheet in sheets)
        return Run(viewer, group, decisions, progress).judge_sheets(sheets)
