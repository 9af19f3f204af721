from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from partyhub import database
from partyhub.accounts.models import User
from partyhub.database import db
from partyhub.roles import Role
from tests.accounts.people import Person, Watch, add_user, make_app
from tests.instances import State, prepare


@pytest.fixture(autouse=True)
def small_argon2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTYHUB_ARGON2", "small")


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the instance, whose database every test finds empty."""
    return prepare(tmp_path_factory.mktemp("accounts"))


@pytest.fixture(scope="session")
def empty(place: Path) -> State:
    app = make_app(place)
    with app.app_context():
        with database.writing():
            db.create_all()
        return State(app)


@pytest.fixture
def app(place: Path, empty: State) -> Iterator[Flask]:
    app = make_app(place)
    with app.app_context():
        empty.put_back()
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
