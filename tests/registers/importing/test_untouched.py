"""An export that nobody touched is nothing to do, whatever was renamed, joined, moved or closed."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from partyhub.database import db
from partyhub.members import operations
from partyhub.members.leaving import settle
from partyhub.members.models import Assignment, Member
from partyhub.organizations.models import Workshop
from partyhub.registers import Register
from partyhub.registers.saving import OwnTracker
from partyhub.texts import fold_name
from tests import factories
from tests.catalog import CATALOG
from tests.registers.importing.test_round_trip import exported, filled, staged
from tests.registers.importing.workbooks import Desk, counts, said
from tests.registers.samples import each_register

__all__ = ["filled", "staged"]
pytestmark = pytest.mark.long

TODAY, LONG_BEFORE = date(2023, 6, 30), date(2022, 1, 1)


def rename_everything() -> None:
    """Give every named record another name, and somebody else the old one of each person."""
    for register in CATALOG.registers:
        if register.naming:
            for record in db.session.scalars(select(register.model)).all():
                change(record, **{register.naming: f"New {record.name}"})


def join_namesakes() -> None:
    branch = factories.any_branch()
    for member in db.session.scalars(select(Member)).all():
        factories.make_member(organization=branch, name=member.name)


def move(day: date) -> None:
    """Move everybody to a new branch from `day`, which may be before the day of the export.

    As the step does: an end alone would end what the person holds, or be refused.
    """
    branch = factories.make_branch(name="Target", established_on=date(2010, 1, 1))
    query = select(Assignment).where(Assignment.ended_on.is_(None))
    rows = [factories.find(row) for row in db.session.scalars(query).all()]
    with db.session.no_autoflush:
        for row in rows:
            db.session.add(operations.move_member(row.member, row, branch, None, day))
    settle([row.id for row in rows], OwnTracker(factories.OWNER))
    db.session.commit()


def close() -> None:
    for workshop in db.session.scalars(select(Workshop)).all():
        change(workshop, closed_on=TODAY)


def change(record: Any, **values: Any) -> None:
    factories.change(record, reason="So it is.", **values)


UPSETS = {
    "renamed": rename_everything,
    "joined": join_namesakes,
    "moved before": lambda: move(LONG_BEFORE),
    "moved": lambda: move(TODAY),
    "closed": close,
}


@each_register
def test_an_untouched_export_stays_nothing_to_do(
    filled: None, desk: Desk, register: Register
) -> None:
    file = exported(desk, register)
    for name, upset in UPSETS.items():
        upset()
        result = desk.preview(file, register.name)
        assert (name, said(result)) == (name, [])
        assert (name, result.conflicts, result.questions) == (name, [], [])
        assert (name, counts(result)[:2]) == (name, (0, 0))


NAMES, KEYS = ("Ann", "Bo", "Cy", "ann "), ("A1", "a 1", "A2", "A3", "")


@given(
    rows=st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(NAMES)), min_size=1, max_size=4)
)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_record_changes_its_person_without_a_decision(
    desk: Desk, rows: list[tuple[str, str]]
) -> None:
    """Whatever key stands beside whatever name."""
    known = {row.number: row.name for row in db.session.scalars(select(Member))}
    if not known:
        branch = factories.make_branch(name="First")
        for key, name in (("A1", "Ann"), ("A2", "Bo")):
            factories.make_member(organization=branch, number=key, name=name)
    before = {row.id: (row.number, row.name, row.job) for row in db.session.scalars(select(Member))}
    head = ("编号", "姓名", "所在党支部", "工作岗位")
    file = desk.sheet("members", [head, *((*row, "First", row[1].strip()) for row in rows)])
    desk.apply(file, "members")
    for row in db.session.scalars(select(Member).where(Member.id.in_(before))):
        number, name, job = before[row.id]
        assert (row.number, fold_name(row.name)) == (number, fold_name(name))
        assert row.job == job or (row.job or "").casefold() == name.casefold()
