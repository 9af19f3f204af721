"""What isn't a workbook, or is too much of one, is refused quickly, in little memory, in words."""

from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from partyhub.spreadsheets import Fault, Limits, Loss, UnreadableError, read_upload
from partyhub.spreadsheets.guard import inspect
from partyhub.spreadsheets.sentences import fault_sentence, loss_name
from tests.spreadsheets.hostile import ATTACKS, OTHER_FILES
from tests.spreadsheets.packages import pack, roster
from tests.spreadsheets.steps import steps_of_guard

pytestmark = pytest.mark.long

# An address space of this size holds the interpreter and its libraries as well.
SMALL = Limits(memory=300 * 2**20)
# Half the cells of a sheet may be empty before it is refused: two millions, eight steps each.
MOST_STEPS = 20_000_000


def refused(path: Path, limits: Limits = SMALL) -> UnreadableError:
    """What is said of a file that can't be read, after rows or before."""
    with pytest.raises(UnreadableError) as caught:
        read_all(path, limits)
    return caught.value


def read_all(path: Path, limits: Limits) -> list[int]:
    """How many rows that hold something each sheet has."""
    with read_upload(path, limits) as upload:
        return [len(list(sheet.rows)) for sheet in upload]


@pytest.mark.parametrize("name", [*OTHER_FILES, *ATTACKS])
def test_is_refused_by_its_content(name: str, tmp_path: Path) -> None:
    """The name says workbook all the time; what it costs to refuse it is bounded, too."""
    fault, make = (OTHER_FILES | ATTACKS)[name]
    path = tmp_path / "党员花名册.xlsx"
    make(path)
    error = refused(path)
    assert error.fault is fault, error
    assert steps_of_guard(path, SMALL) < MOST_STEPS


def test_the_roster_that_all_this_was_done_to_is_read(tmp_path: Path) -> None:
    path = pack(tmp_path / "无名", roster())
    assert read_all(path, SMALL) == [3, 2]


@pytest.mark.parametrize(
    ("limits", "fault"),
    [
        (Limits(upload=100), Fault.TOO_BIG),
        (Limits(unpacked=100), Fault.UNPACKED_TOO_BIG),
        (Limits(part=500), Fault.UNPACKED_TOO_BIG),
        (Limits(other_part=500), Fault.UNPACKED_TOO_BIG),
        (Limits(strings_part=100), Fault.UNPACKED_TOO_BIG),
        (Limits(entries=7), Fault.TOO_COMPLEX),
        (Limits(sheets=1), Fault.TOO_MANY_SHEETS),
        (Limits(rows=2), Fault.TOO_MANY_ROWS),
        (Limits(columns=2), Fault.TOO_MANY_COLUMNS),
        (Limits(cells=8), Fault.TOO_MANY_CELLS),
        (Limits(strings=5), Fault.TOO_MANY_CELLS),
        (Limits(elements=5), Fault.TOO_COMPLEX),
    ],
    ids=str,
)
def test_each_limit_is_kept(limits: Limits, fault: Fault, tmp_path: Path) -> None:
    """A little less than the roster has of it; by the guard alone, before anything is parsed."""
    with pytest.raises(UnreadableError) as caught:
        inspect(pack(tmp_path / "a.xlsx", roster()), limits)
    assert caught.value.fault is fault


def test_what_takes_too_much_memory_is_refused(tmp_path: Path) -> None:
    error = refused(pack(tmp_path / "a.xlsx", roster()), Limits(memory=16 * 2**20))
    assert error.fault is Fault.TOO_MUCH_MEMORY


def test_a_file_that_is_not_there_is_no_fault_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), read_upload(tmp_path / "没有.xlsx"):
        pass


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_every_fault_and_loss_has_words(app: Flask, locale: str) -> None:
    with app.test_request_context(), force_locale(locale):
        details = {"limit": 33_554_432}
        sentences = {fault_sentence(fault, details) for fault in Fault}
        assert len(sentences) == len(Fault)
        assert not any("%" in sentence for sentence in sentences)
        assert "32" in fault_sentence(Fault.TOO_BIG, details)
        assert len({loss_name(loss) for loss in Loss}) == len(Loss)
