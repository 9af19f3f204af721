"""Fixtures: an installation on SQLite with records of every kind, and what `move-to` made of it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy.engine import URL

from partyhub import config, migrations
from partyhub.app import create_app
from partyhub.cli import main
from partyhub.database import db, writing
from partyhub.history.models import ImportRun, ImportSnapshot
from tests import factories, instances
from tests.reports import worlds
from tests.reports.worlds import TODAY

# What a stream of rows would stumble over if it wrote them carelessly.
AWKWARD = "\\N \\. tab\there 引号\"'\\ line\nanother 😀𠮷 {a,b} NULL"


class Said(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("PARTYHUB_LANG", raising=False)

    def run(*arguments: object) -> Said:
        code = main([str(argument) for argument in arguments])
        return Said(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation on SQLite that holds records of every kind, in every state."""
    folder = tmp_path_factory.mktemp("filled")
    folder.chmod(0o700)
    instances.ON_SQLITE.add(folder)
    config.write_settings(folder, {"today": TODAY.isoformat()})
    app = create_app(folder)
    migrations.upgrade(app)
    with app.app_context(), writing():
        world = worlds.build(5, size=18)
        factories.change(world.members[0], remark=AWKWARD)
        factories.make_member(name="张 三", organization=world.organizations[2])
        factories.make_activity(organization=world.organizations[2], present=[world.members[1]])
        make_import()
        db.session.commit()
    close(app)
    return folder


def make_import() -> None:
    facts = {"user_name": "x", "registers": "members", "file_name": "f", "file_hash": "h"}
    group = ImportRun(**facts, stored_as="s", new_count=1, changed_count=1)
    db.session.add(group)
    db.session.flush()
    for before in (None, {"名称": AWKWARD, "n": 1, "list": [True, None, "2023"]}):
        image = ImportSnapshot(group_id=group.id, register="members", record_id=1, before=before)
        db.session.add(image)


def close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def written(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def both(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Flask]]:
    """The same records in SQLite and, moved, in PostgreSQL."""
    there = tmp_path_factory.mktemp("there")
    there.chmod(0o700)
    url = instances.databases().make(there)
    assert main(["--instance", str(filled), "move-to", written(url)]) == 0
    config.write_settings(there, {"today": TODAY.isoformat(), "database": written(url)})
    yield (apps := (create_app(filled), create_app(there)))
    for app in apps:
        close(app)
