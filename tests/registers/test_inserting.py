"""Many new records are written past the session, and nobody sees a difference."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import ref

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from partyhub.awards.models import Award
from partyhub.database import Record, db
from partyhub.members.models import Assignment, Member, PartyPost
from partyhub.registers.inserting import let_go, wait, write_waiting
from partyhub.search import count_missing, is_found
from tests.factories import committee, make_member
from tests.registers.importing.workbooks import Desk, desk

__all__ = ["desk"]
HEADERS = ("编号", "姓名", "所在党支部", "申请入党日期")


@contextmanager
def flushed() -> Iterator[list[Record]]:
    """The new records that the session writes by itself."""
    found: list[Record] = []

    def note(session: Session, _context: object) -> None:
        found.extend(item for item in session.new if isinstance(item, Record))

    event.listen(db.session, "after_flush", note)
    try:
        yield found
    finally:
        event.remove(db.session, "after_flush", note)


def rows(count: int) -> list[tuple[str, str, str, str]]:
    name = committee().name
    return [(f"B{n}", f"丁立{n}", name, "2020-05-06") for n in range(count)]


def test_an_import_writes_new_records_past_the_session(desk: Desk) -> None:
    people = rows(3)
    with flushed() as written:
        desk.take("members", HEADERS, *people)
    if db.engine.dialect.name == "sqlite":
        assert written == []
    stored = db.session.scalars(select(Member).order_by(Member.id)).all()
    assert [member.number for member in stored] == ["B0", "B1", "B2"]
    assert {(member.version, member.is_floating, member.archived_at) for member in stored} == {
        (1, False, None)
    }
    assert all(member.created_at and member.updated_at for member in stored)


def test_what_is_written_so_is_found_by_a_search(desk: Desk) -> None:
    desk.take("members", HEADERS, *rows(3))
    assert count_missing(db.session.connection()) == 0
    query = select(Member.number).where(is_found([Member.id], "立2"))
    assert db.session.scalars(query).all() == ["B2"]


def test_the_next_query_sees_what_waits(database_of_test: None) -> None:
    wait(Member(number="B1", name="丁立"))
    assert db.session.scalars(select(Member.name)).all() == ["丁立"]
    db.session.rollback()


def test_what_waits_goes_with_the_transaction(database_of_test: None) -> None:
    db.session.connection()
    wait(Member(number="B1", name="丁立"))
    db.session.rollback()
    write_waiting()
    assert db.session.scalars(select(Member.name)).all() == []


def test_what_refers_to_a_record_is_written_with_its_id(database_of_test: None) -> None:
    member, root = make_member(), committee()
    post = PartyPost(member=member, organization=root, post="secretary", search_text="x")
    post.id, post.started_on = 77, member.created_at.date()
    wait(post)
    write_waiting()
    table = PartyPost.__table__
    (found,) = db.session.connection().execute(select(table)).mappings().all()
    assert (found["id"], found["member_id"], found["organization_id"]) == (77, member.id, root.id)
    assert (found["version"], found["ended_on"], found["archived_at"]) == (1, None, None)
    db.session.rollback()


def test_rows_that_a_check_had_written_keep_their_ids_and_are_found(desk: Desk) -> None:
    """The form of awards looks for similar ones, and so has the rows before written."""
    name = committee().name
    head = ("荣誉名称", "级别", "授予单位", "授予日期", "获奖类别", "获奖者")
    given = [(f"荣誉{n}", "省级", "省委", f"2023-0{n + 1}-02", "党组织", name) for n in range(4)]
    desk.take("awards", head, *given)
    stored = db.session.scalars(select(Award).order_by(Award.id)).all()
    assert [award.title for award in stored] == [title for title, *_ in given]
    assert [award.id for award in stored] == list(range(stored[0].id, stored[0].id + 4))
    assert {award.version for award in stored} == {1}
    assert count_missing(db.session.connection()) == 0
    query = select(Award.title).where(is_found([Award.id], "荣誉1"))
    assert db.session.scalars(query).all() == ["荣誉1"]


def test_records_that_were_written_past_the_session_need_no_collector() -> None:
    member = Member(name="丁立", number="B1")
    assignment = Assignment(member=member)
    known = ref(member)
    gc.disable()
    try:
        let_go([member, assignment])
        del member, assignment
        assert known() is None
    finally:
        gc.enable()
