"""The revisions make what the models say, lose no row, and leave no trace when they fail."""

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import (
    Connection,
    Engine,
    NullPool,
    column,
    create_engine,
    inspect,
    select,
    table,
    text,
)
from sqlalchemy.exc import IntegrityError

from partyhub import migrations
from partyhub.app import create_app
from partyhub.config import ConfigError
from partyhub.database import db, writing
from partyhub.rules.defaults import DEFAULTS, EXCLUSIVE
from partyhub.rules.queries import select_rules
from tests.factories import enter
from tests.instances import address, database_file, on_postgresql, prepare
from tests.postgresql import schema_of

pytestmark = pytest.mark.long

LONGEST = 63
HEADER = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9001", "{head}", None, None
"""
REBUILDS = """
def upgrade():
    for table in ("organization", "activity", "member"):
        with op.batch_alter_table(table, recreate="always") as batch:
            batch.add_column(sa.Column("extra", sa.Integer()))

def downgrade():
    for table in ("organization", "activity", "member"):
        with op.batch_alter_table(table, recreate="always") as batch:
            batch.drop_column("extra")
"""
FAILS = """
def upgrade():
    op.create_table("extra", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("DELETE FROM attendance")
    raise RuntimeError("Half way.")
"""
ORPHANS = """
def upgrade():
    op.execute("DELETE FROM member")
"""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    app = create_app(prepare(tmp_path))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def filled(app: Flask) -> Flask:
    """A database of the newest revision that holds records of several kinds, children too."""
    migrations.upgrade(app)
    with writing():
        enter(
            "organizations", code="C", name="Committee", kind="party_committee", established_on=DAY
        )
        enter(
            "organizations",
            code="B",
            name="Branch",
            kind="branch",
            parent="Committee",
            established_on=DAY,
        )
        for number in range(3):
            enter(
                "members",
                number=f"M{number}",
                name=f"Member {number}",
                organization="Branch",
                admitted_on=DAY,
                full_on=date(2011, 1, 1),
            )
        enter(
            "activities",
            kinds="general_meeting",
            title="Meeting",
            organization="Branch",
            held_on=date(2023, 1, 3),
            present="Member 1",
        )
    db.session.remove()
    db.engine.dispose()
    return app


DAY = date(2010, 1, 1)


def with_revision(app: Flask, folder: Path, body: str) -> Config:
    """What Alembic's commands want to know, with one revision more than there is."""
    folder.mkdir()
    (folder / "9001_test.py").write_text(
        HEADER.format(head=revisions(app)[-1]) + body, encoding="utf-8"
    )
    config = migrations.configuration(app)
    config.set_main_option("path_separator", "os")
    places = (str(migrations.FOLDER / "versions"), str(folder))
    config.set_main_option("version_locations", os.pathsep.join(places))
    return config


def revisions(app: Flask) -> list[str]:
    """All revisions there are, the first one first."""
    script = ScriptDirectory.from_config(migrations.configuration(app))
    return [each.revision for each in script.walk_revisions()][::-1]


def is_of_models(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave out the tables of the search index, which SQLite writes as it likes."""
    return kind != "table" or not str(name).startswith("record_search")


def everything(app: Flask) -> dict[str, list[Any]]:
    """Every row of every table but Alembic's own, and every table's definition, its lines sorted.

    A table that is rebuilt names its constraints in another order.
    """
    with migrations.engine_of(app) as engine, engine.connect() as connection:
        names = {name for name in tables_of(connection) if is_of_models(name, "table", None)}
        rows = {
            name: sorted(map(repr, connection.execute(select(text("*")).select_from(table(name)))))
            for name in names
        }
        return rows | {"": definitions(connection)}


def tables_of(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def definitions(connection: Connection) -> list[list[str]]:
    """The lines of what makes each table, sorted; PostgreSQL gives those of all in one."""
    if on_postgresql():
        return [lines for lines in [sorted_lines(schema_of(connection.engine.url))] if lines]
    made = connection.exec_driver_sql("SELECT sql FROM sqlite_master ORDER BY name")
    return [sorted_lines(sql) for sql in made.scalars() if sql]


def sorted_lines(definition: str) -> list[str]:
    return sorted(line.strip(" \t,") for line in definition.splitlines())


def test_the_revisions_make_what_the_models_say(app: Flask) -> None:
    assert migrations.upgrade(app) == revisions(app)
    with migrations.engine_of(app) as engine, engine.connect() as connection:
        options = {"compare_type": True, "include_name": is_of_models}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, db.metadata) == []


@pytest.mark.postgresql(reason="it writes a definition anew, so that every word can be compared")
def test_the_revisions_define_what_the_models_define(app: Flask, tmp_path: Path) -> None:
    migrations.upgrade(app)
    execute(app, "DROP TABLE alembic_version")
    by_revisions, by_models = (
        sorted_lines(schema_of(engine.url)) for engine in (db.engine, made_by_models(tmp_path))
    )
    assert by_revisions == by_models
    assert len(by_models) > 1000


def test_the_revisions_make_the_checks_of_the_models(app: Flask, tmp_path: Path) -> None:
    """Alembic compares no CHECK constraints, and rebuilding a table loses them."""
    migrations.upgrade(app)
    by_models = made_by_models(tmp_path)
    with migrations.engine_of(app) as by_revisions:
        assert checks(by_revisions) == checks(by_models)
    assert any(checks(by_models).values())


def made_by_models(tmp_path: Path) -> Engine:
    folder = tmp_path / "models"
    folder.mkdir()
    engine = create_engine(address(prepare(folder)), poolclass=NullPool)
    db.metadata.create_all(engine)
    return engine


def checks(engine: Engine) -> dict[str, set[tuple[str | None, str]]]:
    inspector = inspect(engine)
    return {
        name: {(check["name"], check["sqltext"]) for check in inspector.get_check_constraints(name)}
        for name in inspector.get_table_names()
        if name != "alembic_version"
    }


def test_a_new_instance_has_the_rules_of_the_regulations(app: Flask) -> None:
    migrations.upgrade(app)
    stored = {
        (rule.key, rule.value, rule.source, rule.clause, rule.effective_from, rule.is_exclusive)
        for rule in db.session.scalars(select_rules())
    }
    kinds = {key: type(value) for key, value, *_ in stored}
    assert stored == {
        (key, kinds[key](value), source, clause, since, key in EXCLUSIVE)
        for key, value, source, since, clause in DEFAULTS
    }


def test_dates_on_record_are_exact_and_a_rule_of_the_committee_stays(filled: Flask) -> None:
    """Revision 0007: what was entered is a day; the years without probation divide the rule."""
    rules = table("rule", *map(column, ("key", "value", "effective_from", "effective_to")))
    probation = rules.c.key == "members.probation.months"
    command.downgrade(migrations.configuration(filled), "0006")
    with writing():
        db.session.execute(rules.delete().where(probation))
        since, own = date(1921, 7, 1), date(2020, 1, 1)
        for value, first, last in ((120_000, since, own), (180_000, own, None)):
            key = "members.probation.months"
            days = {"effective_from": first, "effective_to": last}
            rule = {"key": key, "value": value, "is_exclusive": False, "source": "x", **days}
            db.session.execute(
                text(
                    "INSERT INTO rule (key, value, is_exclusive, source, effective_from,"
                    " effective_to) VALUES (:key, :value, :is_exclusive, :source, :effective_from,"
                    " :effective_to)"
                ),
                rule,
            )
        db.session.commit()
    db.session.remove()
    migrations.upgrade(filled)
    known = db.session.execute(text("SELECT admitted_on_known, full_on_known FROM member")).all()
    assert set(known) == {("day", "day")}
    versions = [rule for rule in db.session.scalars(select_rules()) if rule.key == key][::-1]
    found = [(int(rule.value), rule.effective_from, rule.effective_to) for rule in versions]
    without, again = date(1969, 4, 24), date(1977, 8, 18)
    assert found == [
        (12, since, without),
        (0, without, again),
        (12, again, own),
        (18, own, None),
    ]


def test_rules_get_the_days_of_their_texts_and_own_ones_stay(filled: Flask) -> None:
    """Revision 0013: what nobody changed is dated by its text; what somebody did is as it was."""
    first, own = date(1921, 7, 1), date(2020, 1, 1)
    old = "中国共产党发展党员工作细则第十三条"
    command.downgrade(migrations.configuration(filled), "0009")
    insert = text(
        "INSERT INTO rule (key, value, is_exclusive, source, effective_from, effective_to) VALUES"
        " (:key, :value, :is_exclusive, :source, :since, :until)"
    )
    terms = "关于党的基层组织任期的意见（2018年7月12日）第一条"
    rows = (
        ("terms.years.branch", 30_000, terms, first, None),
        ("terms.years.committee", 30_000, "Own", first, None),
        ("members.target.months", 120_000, old, date(2014, 5, 28), own),
        ("members.target.months", 180_000, "Own", own, None),
    )
    with writing():
        db.session.execute(table("rule").delete())
        for key, value, source, since, until in rows:
            days = {"since": since, "until": until}
            row = {"key": key, "value": value, "is_exclusive": False, "source": source, **days}
            db.session.execute(insert, row)
        db.session.commit()
    db.session.remove()
    migrations.upgrade(filled)
    found: dict[str, list[tuple[int, date, date | None]]] = {}
    for rule in list(db.session.scalars(select_rules()))[::-1]:
        version = int(rule.value), rule.effective_from, rule.effective_to
        found.setdefault(rule.key, []).append(version)
    assert found["terms.years.branch"] == [(3, date(2018, 7, 12), None)]
    assert found["terms.years.committee"] == [(3, first, None)]
    assert found["members.target.months"] == [(12, date(2014, 5, 28), own), (18, own, None)]
    assert found["members.age.least"][-1] == (18, date(2026, 5, 11), None)


def test_what_is_up_to_date_stays_as_it_is(filled: Flask) -> None:
    before = everything(filled)
    assert migrations.upgrade(filled) == []
    assert migrations.current(filled) == revisions(filled)[-1]
    assert everything(filled) == before
    assert copies(filled) == []


@pytest.mark.sqlite(reason="PostgreSQL keeps its files itself")
def test_asking_for_the_revision_makes_no_file(app: Flask) -> None:
    assert migrations.current(app) is None
    assert not database_file(app).exists()


def test_down_and_up_again_keeps_every_row(filled: Flask) -> None:
    before = everything(filled)
    command.downgrade(migrations.configuration(filled), revisions(filled)[0])
    assert migrations.current(filled) == revisions(filled)[0]
    assert migrations.upgrade(filled) == revisions(filled)[1:]
    assert everything(filled) == before


def test_down_to_nothing_and_up_again_makes_the_same_tables(app: Flask) -> None:
    migrations.upgrade(app)
    before = everything(app)
    command.downgrade(migrations.configuration(app), "base")
    assert set(everything(app)) == {""}
    migrations.upgrade(app)
    assert everything(app) == before


def test_no_name_is_longer_than_postgresql_takes() -> None:
    """It would cut it without a word, and a revision that drops it by name would fail."""
    tables = db.metadata.tables.values()
    parts = (part for table in tables for part in (*table.constraints, *table.indexes))
    assert [name for part in (*tables, *parts) if len(name := str(part.name)) > LONGEST] == []


def copies(app: Flask) -> list[Path]:
    return sorted(Path(app.instance_path).glob("partyhub-before-*.sqlite"))


@pytest.mark.postgresql(reason="SQLite is copied")
def test_without_a_copy_it_says_how_to_make_one(
    filled: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    command.downgrade(migrations.configuration(filled), revisions(filled)[0])
    capsys.readouterr()
    migrations.upgrade(filled)
    said = capsys.readouterr()
    assert said.out == ""
    assert "pg_dump" in said.err


@pytest.mark.sqlite(reason="who runs PostgreSQL copies it")
def test_a_copy_of_what_was_there_comes_first(
    filled: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    command.downgrade(migrations.configuration(filled), revisions(filled)[0])
    capsys.readouterr()
    migrations.upgrade(filled)
    said = capsys.readouterr()
    [copy] = copies(filled)
    assert said.out == ""
    assert str(copy) in said.err
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    connection = sqlite3.connect(copy)
    stored = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    assert stored == [(revisions(filled)[0],)]
    assert connection.execute("SELECT count(*) FROM attendance").fetchall() == [(3,)]
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


@pytest.mark.sqlite(reason="PostgreSQL alters a table where it is")
def test_children_survive_when_their_parents_are_rebuilt(filled: Flask, tmp_path: Path) -> None:
    before = everything(filled)
    config = with_revision(filled, tmp_path / "more", REBUILDS)
    command.upgrade(config, "head")
    during = everything(filled)
    for child in ("attendance", "activity_kind", "assignment", "placement"):
        assert before[child]
        assert during[child] == before[child]
    command.downgrade(config, "-1")
    after = everything(filled)
    del before[""], after[""]  # a rebuilt table is quoted otherwise
    assert after == before


@pytest.mark.parametrize("body", [FAILS, ORPHANS], ids=["fails", "orphans"])
def test_a_failed_revision_leaves_no_trace(filled: Flask, tmp_path: Path, body: str) -> None:
    before = everything(filled)
    with pytest.raises((RuntimeError, ConfigError, IntegrityError)):
        command.upgrade(with_revision(filled, tmp_path / "more", body), "head")
    assert everything(filled) == before
    assert migrations.current(filled) == revisions(filled)[-1]


def test_the_first_revision_fails_without_a_trace_too(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        command.upgrade(with_revision(app, tmp_path / "more", FAILS), "head")
    assert set(everything(app)) == {""}
    assert migrations.current(app) is None


def test_a_database_of_a_later_version_is_refused(filled: Flask) -> None:
    execute(filled, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ConfigError, match="9999"):
        migrations.upgrade(filled)


def test_a_database_of_something_else_is_refused(app: Flask) -> None:
    execute(app, "CREATE TABLE other (id INTEGER)")
    with pytest.raises(ConfigError):
        migrations.upgrade(app)
    assert set(everything(app)) == {"other", ""}


def execute(app: Flask, statement: str) -> None:
    with migrations.engine_of(app) as engine, engine.begin() as connection:
        connection.exec_driver_sql(statement)


@pytest.mark.slow
def test_the_pages_do_not_load_alembic() -> None:
    code = "import sys, partyhub.app; sys.exit('alembic' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
