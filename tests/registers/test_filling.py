"""A new record that is filled at once comes out as one whose attributes were set one by one."""

from datetime import date

from sqlalchemy import inspect
from wtforms import Form

from partyhub.database import db
from partyhub.forms import TextField
from partyhub.members.models import Assignment, InReason
from partyhub.registers.filling import fill
from tests.browser import Browser
from tests.factories import committee, make_member


def test_a_new_record_is_written_with_what_it_was_filled_with(browser: Browser) -> None:
    member, root, day = make_member(), committee(), date(2020, 1, 1)
    assignment = Assignment(member=member)
    given = {"organization": root, "party_group": None, "started_on": day}
    fill(assignment, {**given, "in_reason": InReason.TRANSFER_IN})
    assert (assignment.organization, assignment.organization_id) == (root, root.id)
    db.session.add(assignment)
    db.session.commit()
    db.session.expire_all()
    stored = db.session.get_one(Assignment, assignment.id)
    assert (stored.member_id, stored.organization_id, stored.party_group_id) == (
        member.id,
        root.id,
        None,
    )
    assert (stored.started_on, stored.in_reason) == (day, InReason.TRANSFER_IN)
    assert (stored.version, stored.created_at is None) == (1, False)
    db.session.rollback()


def test_a_record_that_is_stored_is_changed(browser: Browser) -> None:
    """Of what is on record, SQLAlchemy has to know that it changed, or it writes nothing."""
    member = make_member()
    db.session.commit()
    version = member.version
    fill(member, {"job": "班组长"})
    assert inspect(member).attrs.job.history.added == ["班组长"]
    db.session.commit()
    assert member.version == version + 1
    db.session.rollback()


def test_a_field_remembers_short_texts_only() -> None:
    """An import reads thousands of rows by one form: minutes of meetings are not to add up."""

    class Sample(Form):  # type: ignore[misc]  # wtforms ships no types
        text = TextField("Text", longest=20_000)

    field = Sample().text
    for text in ("short", "long" * 2_000, "short"):
        field.process_formdata([text])
        assert field.data == text
    assert set(field._known) == {"short"}
