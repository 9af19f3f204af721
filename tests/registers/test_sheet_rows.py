"""The values of a sheet: the same as each column reads of its record, whoever works them out."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import event, select
from sqlalchemy.orm import Mapper

from partyhub import clock
from partyhub.activities.models import Attendance, AttendanceState
from partyhub.activities.registers import activities
from partyhub.database import db
from partyhub.dialects import among
from partyhub.known_dates import Known
from partyhub.members.models import Employment, Member
from partyhub.members.registers import members
from partyhub.organizations.registers import workshops
from partyhub.registers import Register, plain_records, reference_names, stored_values
from partyhub.registers.exporting import heading_of, write_records
from partyhub.registers.sheet_rows import stream_values
from partyhub.registers.values import cell
from partyhub.spreadsheets import read_rows
from partyhub.spreadsheets.cells import rendered
from tests import factories
from tests.catalog import CATALOG
from tests.contract import CONTRACTS
from tests.registers.samples import each_register, make

pytestmark = pytest.mark.usefixtures("database_of_test")


def read_one_by_one(register: Register, day: date) -> list[list[Any]]:
    """Each column of each record, read of objects of the ORM."""
    query = register.load().order_by(register.model.id)
    return [
        [cell(c.value(record, day), register.kind(c)) or None for c in register.columns]
        for record in db.session.scalars(query).unique()
    ]


def of_a_sheet(register: Register, day: date) -> list[list[Any]]:
    query = register.load().order_by(register.model.id)
    headings = [heading_of(register, column) for column in register.columns]
    return [
        [rendered(v, heading) or None for v, heading in zip(values, headings, strict=True)]
        for columns, _ in stream_values(register, query, register.columns, day)
        for values in zip(*columns, strict=True)
    ]


@each_register
def test_a_sheet_has_what_each_column_reads(register: Register) -> None:
    CONTRACTS[register.name].make_searched()
    make(register)
    db.session.commit()
    wanted = read_one_by_one(register, clock.today())
    db.session.expunge_all()
    assert of_a_sheet(register, clock.today()) == wanted


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_what_the_database_sums_up_is_what_the_columns_read(language: str) -> None:
    """Namesakes, an archived person, every state, nobody at all, and a typed number."""
    branch, other = factories.make_branch(), factories.make_branch()
    people = [factories.make_member(organization=branch) for _ in range(4)]
    held = factories.make_activity(organization=branch, present=people, guest_count=2)
    people[1].name = people[0].name
    people[3].archived_at = clock.now()
    db.session.flush()
    rows = db.session.scalars(select(Attendance).where(Attendance.activity_id == held.id))
    for row, state in zip(rows, AttendanceState, strict=False):
        row.state = state
        row.reason = "出差" if state is AttendanceState.LEAVE else None
        row.made_up_on = date(2023, 6, 1) if state is AttendanceState.MADE_UP else None
    empty = factories.make_activity(organization=branch)
    empty.typed_expected = 7
    factories.make_activity(organization=other)
    factories.leave(people[2], date(2023, 2, 1))
    db.session.commit()
    with force_locale(language):
        for register in (activities, members):
            for day in (clock.today(), date(2023, 1, 1), date(1990, 1, 1)):
                wanted = read_one_by_one(register, day)
                db.session.expunge_all()
                assert of_a_sheet(register, day) == wanted
    assert "（" in str(of_a_sheet(activities, clock.today())), "a namesake has a code behind it"


@pytest.mark.parametrize("portion", [1, 1000])
def test_the_few_with_former_values_or_inexact_dates_keep_them_in_a_sheet(
    portion: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain_records, "PORTION", portion)
    for _ in range(4):
        factories.make_member()
    factories.make_workshop()
    db.session.commit()
    people = db.session.scalars(members.load().order_by(Member.id)).unique().all()
    people[1].set_value("employment", Employment.RETIRED, date(2023, 5, 1))
    people[1].set_value("is_floating", True, date(2023, 7, 1))
    people[2].set_value("employment", None, date(2023, 5, 1))
    people[3].birth_date, people[3].birth_date_known = date(1990, 6, 1), Known.MONTH
    workshop = db.session.scalars(workshops.load()).unique().one()
    workshop.set_value("is_first_line", not workshop.is_first_line, date(2023, 5, 1))
    db.session.commit()
    for register in (members, workshops):
        for day in (clock.today(), date(2023, 6, 1), date(2022, 1, 1)):
            wanted = read_one_by_one(register, day)
            db.session.expunge_all()
            assert of_a_sheet(register, day) == wanted
    birth_date = [column.key for column in members.columns].index("birth_date")
    assert isinstance(of_a_sheet(members, clock.today())[3][birth_date], str), "only the month"


def test_every_list_that_is_nearly_always_empty_is_one_that_its_column_needs() -> None:
    columns = [column for register in CATALOG.registers for column in register.columns]
    assert all(column.few in column.needs for column in columns if column.few)
    assert any(column.few for column in columns)


def test_every_summary_has_the_keys_of_its_columns() -> None:
    for register in CATALOG.registers:
        for column in register.columns:
            if column.summary is not None:
                assert column.key in column.summary.keys


def test_names_are_the_same_however_few_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [factories.make_member() for _ in range(5)]
    people[0].archived_at = clock.now()
    people[1].name = people[2].name
    db.session.flush()
    db.session.expire_all()
    ids = [person.id for person in people]
    references = [person.reference for person in people]
    for most in (reference_names.MOST, 2):
        monkeypatch.setattr(reference_names, "MOST", most)
        requested = reference_names.Names()
        for part in (ids[:3], ids[2:], ids):
            assert requested.on_record(Member, part) == [
                None if i == ids[0] else references[ids.index(i)] for i in part
            ]
            assert requested.of(Member, [*part, None]) == [
                *(references[ids.index(i)] for i in part),
                None,
            ]


@pytest.fixture
def loaded() -> Iterator[list[Any]]:
    found: list[Any] = []

    def note(record: Any, _context: Any) -> None:
        found.append(record)

    event.listen(Mapper, "load", note)
    yield found
    event.remove(Mapper, "load", note)


@each_register
def test_an_export_makes_no_object_of_the_orm(
    register: Register, loaded: list[Any], tmp_path: Path
) -> None:
    make(register)
    db.session.commit()
    db.session.expunge_all()
    loaded.clear()
    query = register.load().order_by(register.model.id)
    count = write_records(register, register.columns, query, clock.today(), tmp_path / "a.xlsx")
    assert count == len(read_rows(tmp_path / "a.xlsx", str(register.title))) - 1 > 0
    assert loaded == []


@pytest.mark.parametrize("count", [0, 1, 3000])
def test_ids_are_sent_as_one_value_however_many_they_are(count: int) -> None:
    people = [factories.make_member() for _ in range(2)]
    db.session.flush()
    ids = [*range(-count, 0), people[0].id]
    query = select(Member.id).where(among(Member.id))
    assert db.session.connection().execute(query, {"ids": ids}).scalars().all() == [people[0].id]
    named = select(Member.id).where(among(Member.id, ids[:-1]))
    assert db.session.connection().execute(named).scalars().all() == []


@pytest.mark.sqlite(reason="PostgreSQL chooses by its statistics")
def test_ids_that_are_sent_are_looked_up_and_nothing_else_is_read() -> None:
    wanted = select(Member.name).where(among(Member.id), Member.archived_at.is_(None))
    statement = wanted.compile(db.engine, compile_kwargs={"render_postcompile": True})
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", ("[1,2]",))
    assert "SEARCH member USING INTEGER PRIMARY KEY" in " ".join(row.detail for row in plan)
    others = select(Member.id).where(~among(Member.id, [0]))
    person = factories.make_member()
    db.session.flush()
    assert person.id in db.session.connection().execute(others).scalars()


def test_what_is_stored_means_what_its_type_says_however_much_is_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _ in range(3):
        factories.make_member()
    db.session.commit()
    wanted = read_one_by_one(members, clock.today())
    monkeypatch.setattr(stored_values, "MOST", 1)
    assert of_a_sheet(members, clock.today()) == wanted
