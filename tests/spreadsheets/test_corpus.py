"""Hundreds of malformed files: each gives rows or one sentence, in bounded work and memory."""

from collections import Counter
from pathlib import Path

import pytest

from partyhub.spreadsheets import (
    Limits,
    Mark,
    SheetMarks,
    UnreadableError,
    mark_upload,
    read_upload,
)
from partyhub.spreadsheets.guard import inspect
from tests.spreadsheets.corpus import COUNT, malformed
from tests.spreadsheets.steps import steps_of_guard

LIMITS = Limits(memory=300 * 2**20, seconds=20)
MOST_STEPS = 100_000


def outcome(path: Path) -> str:
    """Either that it was read to its end, or the fault."""
    try:
        with read_upload(path, LIMITS) as upload:
            for sheet in upload:
                for row in sheet.rows:
                    assert row.number >= 0
                    assert all(value != "" for value in row.cells)
    except UnreadableError as error:
        return error.fault.value
    return "read"


@pytest.mark.slow
def test_every_malformed_file_is_read_or_refused(tmp_path: Path) -> None:
    outcomes: Counter[str] = Counter()
    for path in malformed(tmp_path):
        outcomes[outcome(path)] += 1
        assert steps_of_guard(path, LIMITS) < MOST_STEPS, path.name
    assert outcomes.total() == COUNT >= 300
    # Both happen often: a reader that refuses all would be no use, and no test either.
    assert outcomes["read"] > 40
    assert outcomes["damaged"] > 40
    assert outcomes["too_slow"] == outcomes["too_much_memory"] == 0


def test_the_guard_alone_lets_through_or_refuses(tmp_path: Path) -> None:
    """Whatever zipfile, zlib and expat raise, one kind of error comes out of it."""
    let_through = 0
    for path in malformed(tmp_path, 2 * COUNT, seed=1949):
        try:
            inspect(path, LIMITS)
            let_through += 1
        except UnreadableError:
            continue
    assert let_through > 100


@pytest.mark.slow
def test_marking_malformed_files_gives_a_file_or_a_fault(tmp_path: Path) -> None:
    target = tmp_path / "out" / "marked.xlsx"
    target.parent.mkdir()
    marks = [SheetMarks("党员花名册", 1, [Mark(2, 1, "姓名不能为空。")])]
    written = 0
    for path in malformed(tmp_path, 60, seed=7):
        try:
            mark_upload(path, target, marks)
            written += 1
        except UnreadableError:
            continue
    assert written > 5
    assert list(target.parent.iterdir()) == [target]
