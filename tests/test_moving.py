"""`partyhub move-to`: everything arrives and is equal, or nothing is written."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask, url_for
from flask_babel import force_locale
from sqlalchemy import NullPool, create_engine, inspect, select
from sqlalchemy.engine import URL

from partyhub import catalog, config, migrations
from partyhub.app import create_app
from partyhub.cli import main
from partyhub.cli.main import INTERRUPTED
from partyhub.database import db, writing
from partyhub.history.models import ImportGroup, ImportImage
from partyhub.periods import Period
from partyhub.reports.calculation import compute, scope_of
from partyhub.reports.workbook import write_yearly
from partyhub.spreadsheets import content_digest
from partyhub.viewers import Role
from tests import factories, instances
from tests.browser import Browser, without_token
from tests.factories import OWNER
from tests.reports import worlds
from tests.reports.worlds import TODAY

pytestmark = pytest.mark.postgresql(reason="SQLite is what it moves from")

PERIODS = ("2022", "2023-Q1", "2023-02", "party-year-2023")
# What a stream of rows would stumble over if it wrote them carelessly.
AWKWARD = "\\N \\. tab\there 引号\"'\\ line\nanother 😀𠮷 {a,b} NULL"
SEARCHES = ("MEMBER", "张", "%")


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
    group = ImportGroup(**facts, stored_as="s", new_count=1, changed_count=1)
    db.session.add(group)
    db.session.flush()
    for before in (None, {"名称": AWKWARD, "n": 1, "list": [True, None, "2023"]}):
        image = ImportImage(group_id=group.id, register="members", record_id=1, before=before)
        db.session.add(image)


def close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def empty(tmp_path: Path) -> URL:
    return instances.databases().make(tmp_path)


def written(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def tables_of(url: URL) -> list[str]:
    return inspect(create_engine(url, poolclass=NullPool)).get_table_names()


def execute(url: URL, statement: str) -> None:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.exec_driver_sql(statement)


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


def test_it_says_what_it_compared_and_what_to_do_next(run: Run, filled: Path, empty: URL) -> None:
    said = run("--instance", filled, "move-to", written(empty))
    assert said.code == 0, said
    lines = {line.split()[0]: line.split() for line in said.out.splitlines()}
    assert set(lines) >= set(db.metadata.tables)
    assert all("一致" in lines[name] for name in db.metadata.tables)
    for year in ("2023", "2022", "2021"):
        assert re.search(f"{year} 年.*{len(catalog.FIGURES)}", said.out)
    assert "PARTYHUB_DATABASE" in said.out
    assert said.err.count("\n") == len(db.metadata.tables)
    assert_numbered_on(empty)


def assert_numbered_on(url: URL) -> None:
    """The next row of each table gets the number after the last one's."""
    for table in db.metadata.sorted_tables:
        if table.autoincrement_column is not None:
            sequence = f"pg_get_serial_sequence('\"{table.name}\"', 'id')"
            [(number, last)] = ask(url, f'SELECT nextval({sequence}), max(id) FROM "{table.name}"')
            assert number == (last or 0) + 1, table.name


def test_the_figures_are_equal(both: tuple[Flask, Flask]) -> None:
    def figures(app: Flask) -> list[Any]:
        with app.app_context():
            branch = db.session.scalars(select(factories.Organization)).all()[2]
            scopes = [
                scope_of(OWNER, Period.parse(period), organization)
                for period in PERIODS
                for organization in (None, branch)
            ]
            return [compute(scope) for scope in scopes]

    here, there = (figures(app) for app in both)
    assert here == there
    assert sum(bool(computed.value) for found in here for computed in found.values()) > 200


@pytest.mark.parametrize("register", catalog.REGISTERS, ids=lambda register: register.name)
def test_the_lists_are_equal_in_every_order(register: Any, both: tuple[Flask, Flask]) -> None:
    sorts = [column.key for column in register.columns if column.sort_on(TODAY) is not None]
    asked = [{"sort": f"{sign}{key}"} for key in sorts for sign in ("", "-")]
    asked += [{"q": words} for words in SEARCHES] + [{"shown": "all", "columns": "all"}]
    here, there = (signed_in(app) for app in both)
    for arguments in asked:
        assert page(here, register, arguments) == page(there, register, arguments), arguments


def signed_in(app: Flask) -> Browser:
    with app.app_context():
        return Browser(app.test_client()).sign_in(Role.COMMITTEE_SECRETARY)


def page(browser: Browser, register: Any, arguments: dict[str, str]) -> str:
    with browser.app.test_request_context():
        address = url_for(f"{register.name}.list", **arguments)
    answer = browser.client.get(address)
    assert answer.status_code == 200
    return without_token(answer.text)


@pytest.mark.parametrize("register", catalog.REGISTERS, ids=lambda register: register.name)
def test_the_exports_are_equal(
    register: Any, both: tuple[Flask, Flask], run: Run, tmp_path: Path
) -> None:
    found = []
    for app in both:
        file = tmp_path / f"{len(found)}.xlsx"
        command = ("--instance", app.instance_path, "list", register.name)
        assert run(*command, "--format", "xlsx", "--out", file).code == 0
        found.append((content_digest(file), json.loads(run(*command, "--format", "json").out)))
    assert found[0] == found[1]


def test_the_yearly_workbooks_are_equal(both: tuple[Flask, Flask], tmp_path: Path) -> None:
    digests = set()
    for number, app in enumerate(both):
        with app.app_context(), force_locale("zh_Hans_CN"):
            path = tmp_path / f"{number}.xlsx"
            write_yearly(OWNER, Period.parse("party-year-2023"), None, path)
            digests.add(content_digest(path))
    assert len(digests) == 1


def test_a_database_that_is_not_empty_is_left_alone(run: Run, filled: Path, empty: URL) -> None:
    execute(empty, "CREATE TABLE other (id INTEGER)")
    said = run("--instance", filled, "move-to", written(empty))
    assert (said.code, said.out) == (2, "")
    assert "other" in said.err
    assert tables_of(empty) == ["other"]


@pytest.mark.parametrize(
    "address",
    ["", "nonsense", "mysql://localhost/x", "sqlite:///x", "postgresql://localhost", "postgresql:"],
)
def test_what_is_no_address_of_postgresql(run: Run, filled: Path, address: str) -> None:
    said = run("--instance", filled, "move-to", address)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert "postgresql+psycopg://" in said.err


def test_a_server_that_is_not_there(run: Run, filled: Path) -> None:
    said = run("--instance", filled, "move-to", "postgresql+psycopg://x:secret@/x?host=/nowhere")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert "无法连接数据库" in said.err
    assert "secret" not in said.err


def test_an_installation_on_postgresql_stays_there(run: Run, tmp_path: Path, empty: URL) -> None:
    folder = instances.prepare(tmp_path / "instance")
    assert run("--instance", folder, "db", "upgrade").code == 0
    said = run("--instance", folder, "move-to", written(empty))
    assert (said.code, tables_of(empty)) == (2, [])
    assert "PostgreSQL" in said.err


ALTERING = """
CREATE FUNCTION alter_names() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN NEW.name := NEW.name || '!'; RETURN NEW; END $$;
CREATE FUNCTION listen() RETURNS event_trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF (SELECT bool_or(object_identity = 'public.workshop') FROM pg_event_trigger_ddl_commands())
    THEN
      CREATE TRIGGER alter_names BEFORE INSERT ON workshop
        FOR EACH ROW EXECUTE FUNCTION alter_names();
    END IF;
  END $$;
CREATE EVENT TRIGGER listen ON ddl_command_end WHEN TAG IN ('CREATE TABLE')
  EXECUTE FUNCTION listen();
"""


def test_a_difference_is_a_problem_and_nothing_is_written(
    run: Run, filled: Path, empty: URL
) -> None:
    execute(empty, ALTERING)
    said = run("--instance", filled, "move-to", written(empty))
    assert said.code == 1
    assert "workshop" in said.out
    assert "PARTYHUB_DATABASE" not in said.out
    assert tables_of(empty) == []


def test_what_postgresql_cannot_store_is_a_sentence(
    run: Run, filled: Path, empty: URL, tmp_path: Path
) -> None:
    """SQLite takes half of any text for a number; nothing of it arrives, not even a table."""
    folder = tmp_path / "spoiled"
    instances.ON_SQLITE.add(folder)
    copy_of(filled, folder)
    app = create_app(folder)
    with app.app_context(), writing():
        db.session.connection().exec_driver_sql("UPDATE duty SET held_on = 'none'")
        db.session.commit()
    close(app)
    said = run("--instance", folder, "move-to", written(empty))
    assert (said.code, said.out) == (2, "")
    assert "duty" in said.err.splitlines()[-1]
    assert "held_on" in said.err.splitlines()[-1]
    assert tables_of(empty) == []


def copy_of(source: Path, target: Path) -> None:
    target.mkdir(mode=0o700)
    for name in ("partyhub.sqlite", "secret_key", "settings.json"):
        (target / name).write_bytes((source / name).read_bytes())
        (target / name).chmod(0o600)


SLEEPING = """
CREATE FUNCTION sleep() RETURNS event_trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF (SELECT bool_or(object_identity = 'public.milestone') FROM pg_event_trigger_ddl_commands())
    THEN RAISE NOTICE 'asleep'; PERFORM pg_sleep(600); END IF;
  END $$;
CREATE EVENT TRIGGER sleep ON ddl_command_end WHEN TAG IN ('CREATE TABLE')
  EXECUTE FUNCTION sleep();
"""
ASLEEP = "FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGKILL])
def test_interrupted_it_leaves_no_trace(filled: Path, empty: URL, signal_number: int) -> None:
    execute(empty, SLEEPING)
    command = [sys.executable, "-m", "partyhub.cli", "--instance", str(filled), "move-to"]
    with subprocess.Popen([*command, written(empty)], cwd=Path(__file__).parents[1]) as process:
        wait_until_asleep(empty, process)
        process.send_signal(signal_number)
        code = process.wait(60)
    assert code in (INTERRUPTED, -signal.SIGKILL)
    ask(empty, f"SELECT pg_terminate_backend(pid) {ASLEEP}")  # nobody tells it of the death
    assert tables_of(empty) == []


def wait_until_asleep(url: URL, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None
        if ask(url, f"SELECT 1 {ASLEEP}"):
            return
        time.sleep(0.1)
    raise AssertionError("It never came that far.")


def ask(url: URL, statement: str) -> Any:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return connection.exec_driver_sql(statement).all()
