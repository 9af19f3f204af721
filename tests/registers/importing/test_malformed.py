"""Hundreds of malformed files: each is judged, or refused with a sentence; none is written."""

from collections import Counter
from pathlib import Path

import pytest

from partyhub.registers.importing.reading.workbook import FileRefusedError
from tests import factories, stages
from tests.registers.importing.workbooks import Desk
from tests.spreadsheets.corpus import COUNT, malformed

pytestmark = pytest.mark.slow


def outcome(desk: Desk, file: Path, name: str | None) -> str:
    try:
        result = desk.preview(file, name)
    except FileRefusedError as refused:
        return "refused" if str(refused) else "without a word"
    assert all(problem.message for problem in result.errors)
    return "right" if result.is_applicable else "wrong"


def test_no_malformed_file_fails_or_leaves_a_trace(desk: Desk, tmp_path: Path) -> None:
    """The corpus is a roster; where its rows can be read, their branch is missing."""
    factories.make_branch(name="First")
    before = stages.digest()
    outcomes: Counter[str] = Counter()
    for number, file in enumerate(malformed(tmp_path)):
        outcomes[outcome(desk, file, "members")] += 1
        if number % 40 == 0:
            assert stages.digest() == before, file.name
    assert stages.digest() == before
    assert outcomes.total() == COUNT >= 300
    assert outcomes["refused"] > 40
    assert outcomes["without a word"] == 0
    assert outcomes["wrong"] > 40


def test_nor_does_one_that_is_to_be_applied(desk: Desk, tmp_path: Path) -> None:
    """Rows of the corpus are new members without a branch, so that nothing can be right."""
    before = stages.digest()
    for file in malformed(tmp_path, 40, seed=11):
        for name in ("members", None):
            try:
                assert desk.apply(file, name).group_id is None
            except FileRefusedError:
                continue
    assert stages.digest() == before
