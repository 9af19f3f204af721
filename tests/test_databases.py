"""Where the records lie, how transactions begin there, and what is said when they can't."""

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, NullPool, create_engine, event, func, select, text
from sqlalchemy.exc import DBAPIError

from partyhub import config
from partyhub.app import create_app
from partyhub.campaigns.models import Campaign
from partyhub.cli.sentences import sentence_of
from partyhub.config import ConfigError
from partyhub.database import db, listen, writing
from partyhub.database_errors import Trouble, trouble_of
from tests import factories, instances
from tests.browser import Browser

ONE, OTHER = "postgresql+psycopg://one@/one", "postgresql+psycopg://other@/other"


def test_the_environment_comes_before_the_settings_and_these_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PARTYHUB_DATABASE", raising=False)
    assert config.database_url(tmp_path, {}).database == str(tmp_path / "partyhub.sqlite")
    assert config.database_url(tmp_path, {"database": ONE}).database == "one"
    monkeypatch.setenv("PARTYHUB_DATABASE", OTHER)
    assert config.database_url(tmp_path, {"database": ONE}).database == "other"


def test_the_driver_need_not_be_named() -> None:
    url = config.read_database_url("postgresql://one@localhost/one")
    assert url.drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    "address",
    ["x", "mysql://u:secret@h/d", "sqlite:///x.sqlite", "postgresql+asyncpg://h/d", "postgresql:"],
)
def test_another_address_is_a_sentence_without_the_password(app: Flask, address: str) -> None:
    with app.test_request_context(), pytest.raises(ConfigError) as caught:
        config.read_database_url(address)
    assert "postgresql+psycopg://" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_password_in_the_settings_is_its_owners_alone(tmp_path: Path) -> None:
    address = "postgresql://one:secret@localhost/one"
    config.write_settings(tmp_path, {"database": address})
    (tmp_path / "settings.json").chmod(0o600)
    assert config.database_url(tmp_path, {"database": address}).password == "secret"
    (tmp_path / "settings.json").chmod(0o640)
    with pytest.raises(ConfigError):
        config.database_url(tmp_path, {"database": address})


def test_a_page_sees_one_state_from_its_first_statement_to_its_last(
    app: Flask, database_of_test: None
) -> None:
    """Figures of one page must agree, whoever saves meanwhile."""
    other = instances.address(Path(app.instance_path))
    factories.make_campaign()
    db.session.commit()
    count = select(func.count(Campaign.id))
    with app.test_request_context("/"):
        assert db.session.scalar(count) == 1
        with create_engine(other, poolclass=NullPool).begin() as connection:
            connection.exec_driver_sql("DELETE FROM campaign")
        assert db.session.scalar(count) == 1
        db.session.rollback()
        assert db.session.scalar(count) == 0
        db.session.rollback()


@pytest.mark.postgresql(reason="SQLite prepares every statement once a connection")
def test_what_pages_ask_again_stays_prepared(app: Flask, database_of_test: None) -> None:
    """A page ends with a rollback, after which the driver would forget what is prepared."""
    db.session.rollback()
    db.engine.dispose()  # so that all of these have the same connection
    for _ in range(3):
        with app.test_request_context("/"):
            db.session.scalar(select(func.count(Campaign.id)))
            db.session.rollback()
    with app.test_request_context("/"):
        known = db.session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
        db.session.rollback()
    assert any("FROM campaign" in statement for statement in known)


@pytest.mark.postgresql(reason="SQLite has no server that could go away")
def test_a_server_that_goes_away_during_a_page_is_said_in_words(
    app: Flask, browser: Browser
) -> None:
    ended: list[int] = []

    def end(connection: Connection, *_: object) -> None:
        if ended:
            return
        number = connection.connection.driver_connection.info.backend_pid  # type: ignore[union-attr]
        other = create_engine(db.engine.url, poolclass=NullPool)
        with other.begin() as ending:
            ending.execute(select(func.pg_terminate_backend(number)))
        ended.append(number)

    db.session.rollback()
    event.listen(db.engine, "before_cursor_execute", end)
    browser.page("/campaigns/", status=503)
    event.remove(db.engine, "before_cursor_execute", end)
    browser.page("/campaigns/")


def test_who_waits_too_long_for_the_write_lock_is_told(app: Flask, database_of_test: None) -> None:
    options = app.config["SQLALCHEMY_ENGINE_OPTIONS"]
    engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"], poolclass=NullPool, **options)
    listen(engine)
    db.session.rollback()
    with writing():
        db.session.connection()
        with pytest.raises(DBAPIError) as caught, writing(0.2), engine.begin():
            pass
        db.session.rollback()
    assert trouble_of(caught.value) is Trouble.LOCKED
    with app.test_request_context():
        assert "有人正在写入数据库" in sentence_of(caught.value)


def test_a_database_without_tables_or_server_is_known_as_such(tmp_path: Path) -> None:
    app = create_app(instances.prepare(tmp_path))
    with app.app_context(), pytest.raises(DBAPIError) as caught:
        db.session.execute(select(Campaign.id))
    assert trouble_of(caught.value) is Trouble.OUTDATED
    engine = create_engine("postgresql+psycopg://x@/x?host=/nowhere", poolclass=NullPool)
    with pytest.raises(DBAPIError) as caught, engine.connect():
        pass
    assert trouble_of(caught.value) is Trouble.UNREACHABLE


@pytest.mark.postgresql(reason="its server may know another language's order")
def test_text_is_compared_by_code_point_whatever_the_server_does(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    databases = instances.databases()
    databases.make(folder, locale="en")
    folder.mkdir(mode=0o700)
    settings = {"database": databases.url_of(folder).render_as_string(hide_password=False)}
    (folder / "settings.json").write_text(json.dumps(settings))
    app = create_app(folder)
    names = ["a", "B", "b", "Z", "é", "中", "一"]
    with app.app_context(), writing():
        db.create_all()
        for name in names:
            factories.make_campaign(code=name, name=name)
        found = db.session.scalars(select(Campaign.name).order_by(Campaign.name)).all()
        db.session.rollback()
        db.engine.dispose()
    assert found == sorted(names)


@pytest.mark.sqlite(reason="PostgreSQL is sent no offset that nobody asked for")
def test_a_limit_is_written_without_an_offset(app: Flask) -> None:
    """With an offset, even of 0, SQLite starts the query of EXISTS anew for each row."""
    few = select(Campaign.id).limit(5)
    with app.app_context():
        assert "OFFSET" not in str(few.compile(db.engine))
        assert "OFFSET" in str(few.offset(2).compile(db.engine))
        assert "OFFSET" in str(select(Campaign.id).offset(2).compile(db.engine))
        assert db.session.scalars(few).all() == []
