"""What SQLite knows of its tables: learned by commands, never by a page, and never in the way."""

import ast
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, text

import partyhub
from partyhub.database import db, writing
from partyhub.dialects import optimize
from tests.browser import Browser
from tests.factories import make_member

pytestmark = pytest.mark.long


def analyzed() -> set[str]:
    with db.engine.connect() as connection:
        tables = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        if "sqlite_stat1" not in set(tables):
            return set()
        return set(connection.scalars(text("SELECT DISTINCT tbl FROM sqlite_stat1")))


@pytest.mark.sqlite(reason="PostgreSQL learns of its tables by itself")
def test_optimizing_analyzes_the_tables_that_have_rows(browser: Browser) -> None:
    for _ in range(3):
        make_member()
    db.session.commit()
    assert "member" not in analyzed()
    optimize(db.engine)
    assert {"member", "assignment"} <= analyzed()
    browser.get("members.list")


@pytest.mark.sqlite(reason="PostgreSQL learns of its tables by itself")
def test_whoever_writes_goes_first(browser: Browser, app: Flask) -> None:
    """Both ask for the write lock; who optimizes doesn't wait, since here no connection does."""

    def be_impatient(connection: object, *_: object) -> None:
        connection.execute("PRAGMA busy_timeout=0")  # type: ignore[attr-defined]

    db.engine.dispose()
    event.listen(db.engine, "connect", be_impatient)
    try:
        with writing(), db.engine.connect() as writer:
            writer.execute(text("UPDATE user SET name = name"))
            optimize(db.engine)
            writer.rollback()
    finally:
        event.remove(db.engine, "connect", be_impatient)
        db.engine.dispose()
    assert analyzed() == set()


@pytest.mark.sqlite(reason="PostgreSQL learns of its tables by itself")
def test_a_connection_keeps_32_mebibytes_of_the_file(browser: Browser) -> None:
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA cache_size").scalar() == -32768
        assert connection.exec_driver_sql("PRAGMA mmap_size").scalar() == 0


def test_only_commands_optimize() -> None:
    """It writes, and a GET must not; a page must not wait for it either."""
    package = Path(partyhub.__file__).parent
    calls = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "optimize"
    }
    assert calls
    assert {name.split("/")[0] for name in calls} == {"cli"}
