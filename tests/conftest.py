"""Fixtures: one application a worker, a real database file a test, a signed-in browser."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from partyhub import database
from partyhub.app import create_app
from partyhub.database import db
from partyhub.rules.operations import add_defaults
from partyhub.viewers import Role
from tests import example_instance
from tests.browser import Browser

# The day on which every test stands, unless it takes another one with `today`.
TODAY = date(2023, 6, 30)


@pytest.fixture(autouse=True, scope="session")
def small_passwords() -> None:
    """Let argon2 be quick: the tests prove who may sign in, not how long guessing takes."""
    os.environ["PARTYHUB_ARGON2"] = "small"


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application as `create_app` makes it, but for the check of form tokens (see `csrf`)."""
    instance = tmp_path_factory.mktemp("instance")
    instance.chmod(0o700)
    app = create_app(
        instance,
        {
            "TESTING": True,
            "WTF_CSRF_ENABLED": False,
            "TODAY": TODAY,
            "BUSY_TIMEOUT": 0.2,
            "JUDGING_PATIENCE": 120,
        },
    )
    # A session lasts through the longest test: what ends it is tested in tests/accounts.
    assert app.config["SQLALCHEMY_ENGINE_OPTIONS"]["module"].__name__ == "pysqlite3"
    return app


@pytest.fixture(scope="session")
def template(app: Flask) -> Path:
    """A database file with tables and rules and nothing else; every test gets a copy of it."""
    with app.app_context(), database.writing():
        db.create_all()
        add_defaults()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    path = database_file(app)
    kept = path.with_name("template.sqlite")
    shutil.copyfile(path, kept)
    return kept


@pytest.fixture(scope="session")
def example_committee(tmp_path_factory: pytest.TempPathFactory) -> example_instance.Built:
    """The example, to be read only: a test that writes takes a copy of its folder."""
    return example_instance.build(tmp_path_factory.mktemp("example"))


@pytest.fixture
def database_of_test(app: Flask, template: Path) -> Iterator[None]:
    """An empty database and an application context to look into it; requests have their own."""
    path = database_file(app)
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(template, path)
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask, database_of_test: None) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def stranger(client: FlaskClient) -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(client)


@pytest.fixture
def browser(app: Flask, database_of_test: None) -> Browser:
    """A browser with the committee's secretary signed in."""
    browser = Browser(app.test_client())
    browser.sign_in(Role.COMMITTEE_SECRETARY)
    return browser


@pytest.fixture
def csrf(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Turn the check of form tokens on, as it is for everybody but the tests."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """Return a function that has LibreOffice save a workbook in another format."""
    profile = tmp_path_factory.mktemp("profile")

    def convert(source: Path, target: str) -> Path:
        folder = source.parent / target
        soffice = shutil.which("soffice")
        assert soffice, "These tests need LibreOffice."
        command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        command += ["--convert-to", target, "--outdir", str(folder), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        return folder / f"{source.stem}.{target}"

    return convert


def database_file(app: Flask) -> Path:
    return Path(app.instance_path) / "partyhub.sqlite"
