"""Answers are remembered until anything is written, by the same connection or by another."""

import pytest
from sqlalchemy import text as sql

from partyhub.database import db, reading, writing
from partyhub.dialects import remember_answer
from partyhub.registers import Register
from partyhub.registers.listing import Listing, Query
from partyhub.roles import Role
from partyhub.viewers import Viewer
from tests import factories
from tests.registers.samples import counted_queries, make, registers

pytestmark = [pytest.mark.usefixtures("database_of_test")]
CHANGE = sql("UPDATE rule SET source = source")


class Question:
    """A question whose answer is how often it was asked."""

    times = 0

    def ask(self) -> int:
        self.times += 1
        return self.times

    def answer(self) -> int:
        """Return the answer within the session's transaction."""
        return remember_answer(db.session.connection(), "how often", self.ask)


@pytest.mark.sqlite(reason="PostgreSQL doesn't tell whether anything was written")
def test_an_answer_is_remembered_until_another_connection_writes() -> None:
    question = Question()
    with reading():
        assert [question.answer(), question.answer()] == [1, 1]
        db.session.rollback()
        assert question.answer() == 1
        with writing(), db.engine.begin() as other:
            other.execute(CHANGE)
        assert question.answer() == 1, "this transaction sees what there was when it began"
        db.session.rollback()
        assert [question.answer(), question.answer()] == [2, 2]


@pytest.mark.sqlite(reason="PostgreSQL doesn't tell whether anything was written")
@pytest.mark.parametrize("is_stored", [True, False])
def test_what_the_connection_writes_itself_is_asked_for_anew(is_stored: bool) -> None:
    question = Question()
    with reading():
        assert question.answer() == 1
        db.session.rollback()
    with writing():
        db.session.execute(CHANGE)
        assert [question.answer(), question.answer()] == [2, 3], "it may be taken back"
        if is_stored:
            db.session.commit()
        db.session.rollback()
    with reading():
        assert [question.answer(), question.answer()] == [4, 4]


@registers("members", "activities")
def test_a_list_counts_and_offers_what_was_written_since(register: Register) -> None:
    viewer = Viewer("Clerk", Role.COMMITTEE_CLERK, organization_id=factories.committee().id)
    costs: list[int] = []

    def seen() -> tuple[int, int]:
        with reading(), counted_queries() as statements:
            listing = Listing(register, viewer, Query(after="not the first page"))
            found = listing.count.number, sum(map(len, listing.choices.values()))
            db.session.rollback()
        costs.append(len(statements))
        return found

    def write() -> None:
        make(register)
        factories.make_team(organization=factories.make_branch())
        db.session.commit()

    write()
    records, offered = first = seen()
    assert seen() == first
    write()
    assert seen()[0] == records + 1
    assert seen()[1] > offered
    if db.engine.dialect.name == "sqlite":
        assert costs == [costs[0], 1, costs[0], 1], "only the page itself is read again"
