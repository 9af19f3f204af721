"""`partyhub move-to`: everything arrives and is equal, or nothing is written."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, inspect
from sqlalchemy.engine import URL

from partyhub.app import create_app
from partyhub.cli.main import INTERRUPTED
from partyhub.database import db, writing
from tests import instances
from tests.catalog import CATALOG
from tests.moved import Run, close, filled, run, written

__all__ = ["filled", "run"]

pytestmark = pytest.mark.postgresql(reason="SQLite is what it moves from")


@pytest.fixture
def empty(tmp_path: Path) -> URL:
    return instances.databases().make(tmp_path)


def tables_of(url: URL) -> list[str]:
    return inspect(create_engine(url, poolclass=NullPool)).get_table_names()


def execute(url: URL, statement: str) -> None:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.exec_driver_sql(statement)


def test_it_says_what_it_compared_and_what_to_do_next(run: Run, filled: Path, empty: URL) -> None:
    said = run("--instance", filled, "move-to", written(empty))
    assert said.code == 0, said
    lines = {line.split()[0]: line.split() for line in said.out.splitlines()}
    assert set(lines) >= set(db.metadata.tables)
    assert all("一致" in lines[name] for name in db.metadata.tables)
    for year in ("2023", "2022", "2021"):
        assert re.search(f"{year}年.*{len(CATALOG.figures)}", said.out)
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


@pytest.fixture
def listening() -> Iterator[None]:
    """Let Ctrl+C reach what is started, also where the tests run in the background, deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("listening")
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
