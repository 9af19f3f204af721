import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from partyhub import database
from partyhub.accounts.models import User
from partyhub.database import db
from partyhub.viewers import Role
from tests.accounts.people import Person, Watch, add_user, make_app


@pytest.fixture(autouse=True)
def small_argon2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTYHUB_ARGON2", "small")


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, made once and copied for every test."""
    folder = tmp_path_factory.mktemp("schema")
    with make_app(folder).app_context(), database.writing():
        db.create_all()
        db.engine.dispose()
    return folder / "test.sqlite"


@pytest.fixture
def app(tmp_path: Path, schema: Path) -> Iterator[Flask]:
    shutil.copy(schema, tmp_path)
    app = make_app(tmp_path)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(autouse=True)
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    watch.stop()


@pytest.fixture
def person(app: Flask) -> Person:
    return Person(app)


@pytest.fixture
def user(app: Flask) -> User:
    return add_user("li.ming")


@pytest.fixture
def administrator(app: Flask) -> User:
    return add_user("keeper", Role.ADMINISTRATOR)
