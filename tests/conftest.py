"""Fixtures: one application a worker, a real empty database a test, a signed-in browser."""

import gc
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Pool, event

from partyhub import database, migrations
from partyhub.app import create_app
from partyhub.database import db
from partyhub.definitions.operations import add_defaults as add_definitions
from partyhub.roles import Role
from partyhub.rules.operations import add_defaults
from tests import example_instance, instances, postgresql
from tests.browser import Browser, account_of

# The day on which every test stands, unless it takes another one with `today`.
TODAY = date(2023, 6, 30)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="where the instances of the tests have their records",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start one PostgreSQL for all workers, which find its address in their environment."""
    if config.getoption("database") != "postgresql" or instances.SERVER in os.environ:
        return
    server = ExitStack()
    url = server.enter_context(postgresql.serving())
    os.environ[instances.SERVER] = url.render_as_string(hide_password=False)
    config.add_cleanup(server.close)


@pytest.hookimpl(tryfirst=True)  # before those are left out that are long
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other database alone; what needs the example is long."""
    for item in items:
        if "example_committee" in getattr(item, "fixturenames", ()):
            item.add_marker("long")
    other = "sqlite" if config.getoption("database") == "postgresql" else "postgresql"
    left_out = [item for item in items if item.get_closest_marker(other)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not item.get_closest_marker(other)]


@event.listens_for(Pool, "connect")
def refuse_files(connection: Any, _record: Any) -> None:
    """Let no test pass on SQLite that was meant to run on PostgreSQL: see tests/instances.py."""
    if instances.on_postgresql() and "sqlite" in type(connection).__module__:
        [(_, _, file), *_] = connection.execute("PRAGMA database_list")
        # What lies in memory alone is no instance's.
        assert not file or Path(file).parent in instances.ON_SQLITE, f"{file} was not prepared."


@pytest.fixture(autouse=True, scope="session")
def small_passwords() -> None:
    """Let argon2 be quick: the tests prove who may sign in, not how long guessing takes."""
    os.environ["PARTYHUB_ARGON2"] = "small"


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application as `create_app` makes it, but for the check of form tokens (see `csrf`).

    Its database has tables and rules, so that what asks it (a heading may have a name of its own)
    can be tested without another fixture.
    """
    instance = instances.prepare(tmp_path_factory.mktemp("instance"))
    app = create_app(
        instance,
        {
            "TESTING": True,
            "WTF_CSRF_ENABLED": False,
            "TODAY": TODAY,
            "BUSY_TIMEOUT": 0.2,
            "JUDGING_PATIENCE": 120,
            "PAST_FIGURES_SECONDS": 60,
        },
    )
    # A session lasts through the longest test: what ends it is tested in tests/accounts.
    if not instances.on_postgresql():
        assert app.config["SQLALCHEMY_ENGINE_OPTIONS"]["module"].__name__ == "pysqlite3"
    # What is loaded by now is no garbage; looking it over for some takes a tenth of the time.
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    with app.app_context(), database.writing():
        db.create_all()
        add_defaults()
        add_definitions()
        db.session.commit()
    return app


@pytest.fixture(scope="session")
def template(app: Flask) -> instances.State:
    """The tables and rules and nothing else; every test leaves the database so."""
    with app.app_context():
        return instances.State(app)


@pytest.fixture(scope="session")
def new_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance of the newest revision without records; a test takes a copy of it."""
    folder = instances.prepare(tmp_path_factory.mktemp("new"))
    app = create_app(folder)
    migrations.upgrade(app)
    with app.app_context():
        db.engine.dispose()
    return folder


@pytest.fixture(scope="session")
def example_committee(tmp_path_factory: pytest.TempPathFactory) -> example_instance.Built:
    """The example, to be read only: a test that writes takes a copy of its folder."""
    return example_instance.build(tmp_path_factory.mktemp("example"))


@pytest.fixture(scope="session")
def founded(app: Flask, template: instances.State) -> instances.State:
    """The same with the committee, whose secretary has an account."""
    with app.app_context():
        account_of(Role.COMMITTEE_SECRETARY)
        db.session.commit()
        state = instances.State(app)
        template.put_back()
    return state


@pytest.fixture
def database_of_test(
    app: Flask,
    template: instances.State,
    founded: instances.State,
    request: pytest.FixtureRequest,
) -> Iterator[None]:
    """An empty database and an application context to look into it; requests have their own."""
    with app.app_context():
        if "browser" in request.fixturenames:  # it would make them first
            founded.put_back()
        yield
        instances.end_imports()
        template.put_back()


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
