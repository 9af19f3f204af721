"""Files that are written for one answer are closed, whether it is sent or fails before."""

from pathlib import Path

import pytest

from partyhub.sent_files import file_to_send

PACKAGE = Path(__file__).parents[1] / "partyhub"


def test_what_was_written_is_read_from_its_beginning() -> None:
    with file_to_send() as stream:
        stream.write(b"written")
    with stream:
        assert stream.read() == b"written"


def test_what_fails_before_it_is_sent_leaves_no_open_file() -> None:
    with pytest.raises(RuntimeError), file_to_send() as stream:
        raise RuntimeError("locked")
    assert stream.closed


def test_no_view_opens_such_a_file_itself() -> None:
    opened = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "= TemporaryFile(" in line
    }
    assert opened == set()
