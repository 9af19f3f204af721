"""Where the bytes of attachments lie: whole, private, and swept when nothing needs them."""

import os
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from partyhub import clock
from partyhub.attachments import operations, storage
from partyhub.attachments.queries import RETENTION, count_attachments, find_needed_digests
from partyhub.database import db
from tests import factories
from tests.factories import OWNER

pytestmark = pytest.mark.long
OLD = 3 * 24 * 60 * 60  # seconds


@pytest.fixture(autouse=True)
def folder(
    app: Flask, database_of_test: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A folder of this test's own, since the files of others stay where they are."""
    monkeypatch.setattr(app, "instance_path", str(tmp_path))
    return tmp_path / storage.FOLDER


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def make_old(*paths: Path) -> None:
    for path in paths:
        moment = path.stat().st_mtime - OLD
        os.utime(path, (moment, moment))


def test_a_file_is_named_by_its_content_and_stored_once(folder: Path) -> None:
    digest = storage.store(b"one")
    assert storage.store(b"one") == digest
    (path,) = files_in(folder)
    assert path.name == digest
    assert storage.read(digest) == b"one"
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0


def test_a_file_that_breaks_off_leaves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        storage.store(b"one")
    assert not files_in(folder)


def test_a_damaged_file_is_stored_anew(folder: Path) -> None:
    digest = storage.store(b"one")
    (path,) = files_in(folder)
    path.write_bytes(b"on")
    assert not storage.is_intact(digest)
    assert storage.store(b"one") == digest
    assert storage.is_intact(digest)


@pytest.mark.parametrize("name", ["../secret_key", "", "A" * 64, "a" * 63])
def test_only_digests_name_files(name: str) -> None:
    with pytest.raises(AssertionError):
        storage.path_of(name)


def sweep() -> int:
    return storage.sweep(find_needed_digests())


def test_only_what_nothing_needs_is_swept(folder: Path) -> None:
    factories.attach(factories.make_activity(), "attached")
    storage.store(b"about to be attached")
    digest = storage.store(b"left by a crash")
    part = storage.path_of(digest).with_name("0123.part")
    part.write_bytes(b"half")
    make_old(storage.path_of(digest), part)
    assert sweep() == 2
    assert len(files_in(folder)) == 2
    make_old(*files_in(folder))
    assert sweep() == 1
    assert count_attachments()[0] == len(files_in(folder)) == 1


def test_a_file_outlives_its_removal_by_a_month(folder: Path) -> None:
    activity = factories.make_activity()
    attached = factories.attach(activity, "photo")
    operations.detach(attached, factories.find(activity), OWNER, "Not ours")
    db.session.commit()
    make_old(*files_in(folder))
    assert sweep() == 0
    with clock.at(clock.now() + RETENTION + timedelta(minutes=1)):
        assert sweep() == 1
    assert not files_in(folder)


def test_a_file_that_another_record_has_stays(folder: Path) -> None:
    first, second = (factories.make_activity() for _ in range(2))
    attached: Any = factories.attach(first, "photo")
    factories.attach(second, "photo")
    assert len(files_in(folder)) == 1
    operations.detach(attached, factories.find(first), OWNER, "Not ours")
    db.session.commit()
    make_old(*files_in(folder))
    with clock.at(clock.now() + 2 * RETENTION):
        assert sweep() == 0
