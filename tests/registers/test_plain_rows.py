"""Plain rows: every column reads the same from them, and no object of the ORM is made."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Mapper

from partyhub import clock
from partyhub.database import db
from partyhub.members.queries import load_members
from partyhub.members.registers import members
from partyhub.registers import Register
from partyhub.registers.plain_records import read_plain, stream_plain
from partyhub.registers.values import cell
from tests import factories
from tests.contract import CONTRACTS
from tests.registers.samples import each_register, make, registers

pytestmark = pytest.mark.usefixtures("database_of_test")


@pytest.fixture
def loaded() -> Iterator[list[Any]]:
    """Every object of the ORM that is loaded from the database."""
    found: list[Any] = []

    def note(record: Any, _context: Any) -> None:
        found.append(record)

    event.listen(Mapper, "load", note)
    yield found
    event.remove(Mapper, "load", note)


@each_register
def test_columns_read_the_same_from_plain_rows(register: Register, loaded: list[Any]) -> None:
    CONTRACTS[register.name].make_searched()
    make(register)
    db.session.commit()
    query = register.load().order_by(register.model.id)
    day = clock.today()
    wanted = [
        [(c.key, cell(c.value(record, day), register.kind(c))) for c in register.columns]
        for record in db.session.scalars(query).unique()
    ]
    db.session.expunge_all()
    assert loaded, "the guard sees objects that are loaded"
    loaded.clear()
    found = [
        [(c.key, cell(c.value(record, day), register.kind(c))) for c in register.columns]
        for record in stream_plain(register, query, register.columns)
    ]
    assert found == wanted
    assert not loaded


@each_register
def test_a_column_alone_reads_what_it_needs(register: Register) -> None:
    make(register)
    day = clock.today()
    for column in register.columns:
        ((record,),) = read_plain(register, register.load().limit(1), [column])
        column.value(record, day)


def test_nothing_is_read_record_by_record() -> None:
    factories.make_member()
    ((record,),) = read_plain(members, load_members(), [])
    with pytest.raises(InvalidRequestError):
        _ = record.assignments
    with pytest.raises(InvalidRequestError):
        _ = record.search_text


def test_of_listed_records_the_named_columns_are_read_unless_all_are_needed() -> None:
    factories.make_member()
    place = members.column("organization")
    assert place
    ((brief,),) = read_plain(members, load_members(), [place])
    with pytest.raises(InvalidRequestError):
        _ = brief.assignments[0].in_reason
    ((whole,),) = read_plain(members, load_members(), [place], needs=("assignments",))
    assert whole.assignments[0].in_reason is not None
    assert place.value(whole, clock.today()).id == place.value(brief, clock.today()).id


def test_no_session_takes_a_plain_row() -> None:
    factories.make_member()
    ((record,),) = read_plain(members, load_members(), [])
    with pytest.raises(InvalidRequestError):
        db.session.add(record)


@registers("members", "activities")
def test_what_tables_find_by_ids_is_what_the_records_say(register: Register) -> None:
    branch, other = factories.make_branch(), factories.make_branch(name="Twin")
    factories.make_branch(name="Twin")
    group = factories.make_group(branch)
    moved = factories.make_member(organization=other)
    factories.leave(moved, date(2020, 1, 1))
    factories.make_assignment(member=moved, organization=branch, party_group=group)
    factories.leave(factories.make_member(organization=branch), date(2020, 1, 1))
    factories.make_member(organization=other)
    factories.make_activity(organization=other, kinds=["party_lecture", "theme_day"])
    factories.make_activity(organization=branch)
    db.session.commit()
    found = [column for column in register.columns if column.find]
    assert found
    query = register.load().order_by(register.model.id)
    records = [record for (record,) in read_plain(register, query, found)]
    for column in found:
        for day in (date(2019, 6, 30), date(2020, 6, 30), clock.today()):
            wanted = [cell(column.value(record, day), "") for record in records]
            assert [cell(each, "") for each in column.values(records, day)] == wanted
            assert any(wanted) or column.key == "party_group" or day.year == 2020
