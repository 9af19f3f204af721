"""Others change the very records that a file changes, while it is judged: nobody waits."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import (
    Connection,
    Engine,
    NullPool,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    text,
    update,
)

from partyhub.activities.models import Activity
from partyhub.campaigns.models import Campaign
from partyhub.clock import now
from partyhub.database import db, listen, writing
from partyhub.dialects import take_write_lock
from partyhub.history.models import Action, HistoryEntry
from partyhub.members.models import Member
from partyhub.registers.importing.isolation import replay, temporary_tables
from partyhub.registers.importing.isolation.copies import private_copy
from partyhub.registers.importing.isolation.service import import_apart, judge_apart, store
from partyhub.registers.importing.reading.workbook import FileRefusedError
from tests import factories, stages
from tests.registers.importing.test_apart import CAMPAIGNS, HEAD, folder, store_upload, upload
from tests.registers.importing.workbooks import Desk
from tests.registers.samples import stored

__all__ = ["folder"]
pytestmark = pytest.mark.long
DAY = date(2022, 6, 29)
ACTS = ("活动类型", "主题", "主办党组织", "日期", "实到人员")
# What this database's other connections hold on tables, but for what reading takes.
HELD = """
    SELECT relname, mode FROM pg_locks JOIN pg_class ON pg_class.oid = relation
    WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND pid <> pg_backend_pid() AND mode <> 'AccessShareLock' AND relkind IN ('r', 'i')
      AND relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_temp|^pg_toast')
"""


@pytest.fixture
def other(app: Flask) -> Engine:
    """The connections of another process, which waits for nobody."""
    options = app.config["SQLALCHEMY_ENGINE_OPTIONS"]
    engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"], poolclass=NullPool, **options)
    listen(engine)
    return engine


def write(engine: Engine, statement: Any) -> int:
    with writing(patience=0.1), engine.begin() as connection:
        return connection.execute(statement).rowcount


def test_others_write_the_same_rows_and_keys_without_waiting(
    desk: Desk, folder: Path, other: Engine
) -> None:
    for code in ("0", "1"):
        factories.make_campaign(code=f"C{code}", name=f"Name {code}", started_on=DAY)
    file, met = upload(desk.sheet("campaigns", CAMPAIGNS), "campaigns"), []
    campaign: Any = Campaign.__table__
    theirs = {"code": "C2", "name": "Theirs", "started_on": DAY, "goal": "", "version": 1}

    def save(rows: int) -> None:
        """Change a row that the file has changed by now, remove one, take a key of a new one."""
        if not met:
            met.append(
                write(other, update(campaign).where(campaign.c.code == "C0").values(goal="-"))
            )
            met.append(write(other, delete(campaign).where(campaign.c.code == "C1")))
            met.append(write(other, insert(campaign).values(theirs)))

    judged = judge_apart(file, folder, save)

    assert met[:2] == [1, 1]
    assert judged.result.is_applicable
    assert stored(Campaign) == 2


def test_what_they_wrote_meanwhile_is_noticed(desk: Desk, folder: Path) -> None:
    """The file is judged anew, and changes what came meanwhile instead of making a twin."""
    file = upload(desk.sheet("campaigns", CAMPAIGNS), "campaigns")
    judged = judge_apart(file, folder)
    assert judged.changes is not None
    assert judged.stamp is not None
    factories.make_campaign(code="C7", name="Name 7", started_on=DAY)
    assert not store(file, judged.changes, judged.stamp, judged.result.group_id or 0, store_upload)
    assert stored(Campaign) == 1
    result = import_apart(file, folder, store_upload).result
    assert [result.rows[at].state.value for at in (6, 7, 8)] == ["new", "changed", "new"]
    assert stored(Campaign) == 250


@pytest.mark.postgresql(reason="SQLite has one write lock for all")
def test_others_save_while_it_is_stored(
    desk: Desk, folder: Path, other: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rows are written beside them; its history comes under the lock, in the order of all."""
    file, written = upload(desk.sheet("campaigns", CAMPAIGNS), "campaigns"), []
    workshop_id = factories.make_workshop(name="Shop").id
    judged = judge_apart(file, folder)
    assert judged.changes is not None
    assert judged.stamp is not None
    entry: Any = HistoryEntry.__table__
    about = {"user_name": "Else", "register": "workshops", "record_id": workshop_id, "at": now()}
    about |= {"record_title": "Shop", "action": Action.CHANGED, "changes": []}

    def save(connection: Connection, patience: float) -> None:
        written.append(connection.scalar(text("SELECT count(*) FROM campaign")))
        write(other, insert(entry).values(about))
        take_write_lock(connection, patience)

    monkeypatch.setattr(replay, "take_write_lock", save)
    assert store(file, judged.changes, judged.stamp, judged.result.group_id or 0, store_upload)
    assert written == [250]
    entries = db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.id)).all()
    assert [each.user_name for each in entries[-251:]] == ["Else", *["Owner"] * 250]
    assert [each.record_title for each in entries[-250:]] == [row[1] for row in CAMPAIGNS[1:]]


@pytest.mark.postgresql(reason="SQLite has one write lock for all")
def test_a_row_on_record_is_changed_under_the_lock(
    desk: Desk, folder: Path, other: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else who saves that row has the lock and waits for the row, whose writer wants the lock."""
    factories.make_campaign(code="C7", name="Name 7", started_on=DAY)
    file = upload(desk.sheet("campaigns", CAMPAIGNS), "campaigns")
    judged = judge_apart(file, folder)
    assert judged.changes is not None
    assert judged.stamp is not None

    def save(connection: Connection, patience: float) -> None:
        theirs = update(Campaign).where(Campaign.code == "C7").values(goal="Theirs")
        assert write(other, theirs) == 1
        take_write_lock(connection, patience)

    monkeypatch.setattr(replay, "take_write_lock", save)
    store(file, judged.changes, judged.stamp, judged.result.group_id or 0, store_upload)


@pytest.mark.postgresql(reason="SQLite has one write lock for all")
def test_what_changed_while_it_was_stored_is_noticed(
    app: Flask, desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The state is checked again under the lock, when all rows have been written."""
    file = upload(desk.sheet("campaigns", CAMPAIGNS), "campaigns")
    judged = judge_apart(file, folder)
    assert judged.changes is not None
    assert judged.stamp is not None

    def save(connection: Connection, patience: float) -> None:
        with app.app_context():
            factories.make_campaign(code="Z1", name="Theirs", started_on=DAY)
        take_write_lock(connection, patience)

    monkeypatch.setattr(replay, "take_write_lock", save)
    assert not store(file, judged.changes, judged.stamp, judged.result.group_id or 0, store_upload)
    assert stored(Campaign) == 1


@pytest.mark.postgresql(reason="SQLite's copy is a file of its own")
def test_it_locks_no_row_and_no_table(desk: Desk, folder: Path, other: Engine) -> None:
    """Not even where a save would: who was at an activity is counted under locks."""
    branch = factories.make_branch(name="First")
    person = factories.make_member(organization=branch, name="One")
    activity = factories.make_activity(organization=branch, topic="Safety", held_on=DAY)
    rows = [("主题党日", "Safety", "First", DAY, "One"), ("党课", "Other", "First", DAY, "One")]
    assert stored(Activity) == 1
    held: list[Any] = []
    rows_of = [(Member.__table__, person.id), (Activity.__table__, activity.id)]

    def look(_rows: int) -> None:
        with other.connect() as connection:
            held.extend(connection.execute(text(HELD)).all())
        for table, record_id in rows_of:
            statement = update(table).where(table.c.id == record_id)
            assert write(other, statement.values(version=table.c.version)) == 1

    db.session.rollback()
    judged = judge_apart(
        upload(desk.sheet("activities", [ACTS, *rows]), "activities"), folder, look
    )

    assert [row.state.value for row in judged.result.rows] == ["new", "new"]
    assert held == []


@pytest.mark.postgresql(reason="SQLite's copy is a file of its own")
def test_what_is_not_copied_is_not_read_either(app: Flask, desk: Desk, folder: Path) -> None:
    """Of the tables whose copies begin empty judging reads nothing."""
    factories.make_branch(name="First")
    read = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        is_stamp = "UNION ALL SELECT" in statement  # taken of the records themselves
        if statement.lstrip().startswith(("SELECT", "WITH")) and not is_stamp:
            read.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        people = [("姓名", "编号", "所在党支部"), ("One", "A1", "First")]
        file = desk.book({"campaigns": CAMPAIGNS[:5], "members": people})
        assert judge_apart(upload(file, None), folder).result.is_applicable
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(read) > 10
    assert not [each for each in read if any(n in each for n in temporary_tables.ONLY_WRITTEN)]


@pytest.mark.postgresql(reason="SQLite's copy is a file of its own")
def test_copies_that_a_savepoint_gave_up_are_made_again(
    desk: Desk, folder: Path, other: Engine
) -> None:
    values = {"code": "C1", "name": "N", "started_on": DAY, "goal": "", "version": 1}
    statement = insert(Campaign.__table__).values(values)  # type: ignore[arg-type]  # a table
    db.session.rollback()
    with private_copy(folder):
        point = db.session.begin_nested()
        db.session.execute(statement)
        point.rollback()
        with db.session.begin_nested():
            db.session.execute(statement)
        assert db.session.scalar(select(func.count(Campaign.id))) == 1
        with other.connect() as connection:
            assert connection.execute(text(HELD)).all() == []
    assert stored(Campaign) == 0


@pytest.mark.postgresql(reason="SQLite's copy is a file of its own")
def test_without_the_right_to_make_temporary_tables_it_says_how(
    desk: Desk, folder: Path, other: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stages.digest()
    file = upload(desk.sheet("campaigns", [HEAD, CAMPAIGNS[1]]), "campaigns")
    name = other.url.database
    with other.begin() as connection:
        connection.execute(text("DROP ROLE IF EXISTS clerk_of_tests"))
        connection.execute(text("CREATE ROLE clerk_of_tests"))
        connection.execute(text(f'REVOKE TEMPORARY ON DATABASE "{name}" FROM PUBLIC'))
        connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO clerk_of_tests"))
    monkeypatch.setenv("PGOPTIONS", "-c role=clerk_of_tests")
    try:
        with pytest.raises(FileRefusedError, match="GRANT TEMPORARY ON DATABASE"):
            judge_apart(file, folder)
    finally:
        monkeypatch.delenv("PGOPTIONS")
        with other.begin() as connection:
            connection.execute(text(f'GRANT TEMPORARY ON DATABASE "{name}" TO PUBLIC'))
            connection.execute(text("DROP OWNED BY clerk_of_tests"))
            connection.execute(text("DROP ROLE clerk_of_tests"))
    assert stages.digest() == before
