"""What the command line does about the files of records."""

import os
from pathlib import Path

import pytest

from partyhub.app import create_app
from partyhub.attachments import storage
from partyhub.database import db, writing
from tests import factories
from tests.moved import Run, run

__all__ = ["run"]

pytestmark = pytest.mark.slow


@pytest.fixture
def attached(tmp_path: Path, run: Run) -> Path:
    """A file of a record, in an instance whose folder is the second parent of its folder."""
    tmp_path.chmod(0o700)
    assert run("--instance", tmp_path, "db", "upgrade").code == 0
    with create_app(tmp_path).app_context(), writing():
        factories.enter("campaigns", code="C", name="Campaign", started_on="2022-01-01")
        (campaign,) = db.session.scalars(factories.CATALOG.by_name["campaigns"].load())
        digest = factories.attach(campaign, "photo").digest
        path = storage.path_of(digest)
        db.engine.dispose()
    return path


@pytest.mark.sqlite(reason="the files are the same")
def test_a_damaged_file_is_told_and_an_orphan_swept(attached: Path, run: Run) -> None:
    instance = attached.parents[2]
    said = run("--instance", instance, "check-config")
    assert said.code == 0
    assert "1 个文件" in said.out
    orphan = attached.with_name("0" * 64)
    orphan.write_bytes(b"left by a crash")
    old = orphan.stat().st_mtime - 3 * 24 * 60 * 60
    os.utime(orphan, (old, old))
    os.utime(attached, (old, old))
    assert "已删除 1 个文件" in run("--instance", instance, "db", "sweep").out
    assert attached.is_file()
    attached.write_bytes(b"another")
    said = run("--instance", instance, "check-config")
    assert said.code == 1
    assert "有 1 个附件文件缺失或损坏" in said.out
