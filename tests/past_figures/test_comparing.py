"""What is announced is the difference of all figures before and after: none missed, none invented.

Random edits of any column of any record, on records as untidy as the database lets them be.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from partyhub.activities.models import Activity, ActivityStatus, Attendance, AttendanceState
from partyhub.database import db
from partyhub.figures import Scope
from partyhub.members.models import Appraisal, Grade, Member
from partyhub.past_figures.acts import find_act, state_before
from partyhub.past_figures.comparing import States
from partyhub.past_figures.periods import ended_years
from partyhub.past_figures.rows import table_of
from partyhub.periods import Period
from partyhub.registers import Register, current_catalog
from partyhub.reports.calculation import compute_each
from partyhub.scopes import Reach
from tests import instances
from tests.figures.questions import EDGES, TODAY
from tests.figures.untidy import Calendar, Rows, build
from tests.past_figures.edits import Edit, edit, turn
from tests.reports import worlds

CALENDAR = Calendar(date(2020, 10, 1), date(2023, 12, 31), EDGES)
EDITS, MOST_EDITS = 40, 400
SEEDS = (
    pytest.param(1, marks=pytest.mark.long),
    *(pytest.param(n, marks=pytest.mark.slow) for n in range(2, 8)),
)
Values = Mapping[tuple[str, str], Any]


@pytest.fixture(scope="module", params=SEEDS)
def untidy(app: Flask, template: instances.State, request: pytest.FixtureRequest) -> Iterator[Rows]:
    """The records of a seed, made once for all tests of this file."""
    with app.app_context(), worlds.on(TODAY):
        yield build(request.param, CALENDAR)
        template.put_back()


def values_of(reach: Reach, periods: list[Period]) -> Values:
    scopes = [
        Scope(reach.organizations, reach.contains_root, period=each, as_of=each.end)
        for each in periods
    ]
    found = compute_each(scopes, apart=True)
    return {
        (code, period.key): computed.value
        for period, values in zip(periods, found, strict=True)
        for code, computed in values.items()
    }


def announced(made: Edit, reach: Reach) -> dict[tuple[str, str], tuple[Any, Any]]:
    with state_before() as earlier:
        later = db.session.connection()
        act = find_act([made.entry], earlier, later, {})
        found = act.compare(States(earlier, later), reach)
    return {(each.figure.code, each.period.key): (each.before, each.after) for each in found}


class Asker:
    """Compares what is announced with all figures of all ended years, before and after."""

    def __init__(self) -> None:
        self.periods = ended_years(date.min, TODAY)
        self.reaches = (Reach(), Reach((2, 3, 5), contains_root=False))
        self.before = [values_of(reach, self.periods) for reach in self.reaches]

    def check(self, made: Edit) -> set[str]:
        """Return the codes of the figures that differ after the edit, which is given up."""
        differed = set()
        for reach, old in zip(self.reaches, self.before, strict=True):
            new = values_of(reach, self.periods)
            differing = {key: (old[key], new[key]) for key in old if old[key] != new[key]}
            assert announced(made, reach) == differing, made.words
            differed |= {code for code, _ in differing}
        db.session.rollback()
        return differed


def test_what_is_announced_is_what_differs(untidy: Rows) -> None:
    asker, random = Asker(), Random(untidy.random.random())
    registers = list(current_catalog().registers)
    differed: set[str] = set()
    for number in range(MOST_EDITS):
        if number >= EDITS and len(differed) > 3:
            break
        made = edit(random, registers[number % len(registers)], CALENDAR)
        if made is None:
            db.session.rollback()
        else:
            differed |= asker.check(made)
    assert len(differed) > 3, "The edits change too little to tell right from wrong."


def test_who_is_voided_is_left_out_of_the_stored_counts(untidy: Rows) -> None:
    """The activity's own row changes, of which the history says nothing."""
    asker, random = Asker(), Random(1)
    came = (
        select(Attendance.member_id)
        .join(Activity, Activity.id == Attendance.activity_id)
        .join(Member, Member.id == Attendance.member_id)
        .where(
            Attendance.state == AttendanceState.PRESENT,
            Activity.status == ActivityStatus.HELD,
            Activity.archived_at.is_(None),
            Activity.typed_present.is_(None),
            Member.archived_at.is_(None),
            Activity.held_on.between(date(2022, 1, 1), date(2022, 12, 31)),
        )
    )
    members = current_catalog().by_name["members"]
    made = edit(random, members, CALENDAR, turn, db.session.scalars(came).first())
    assert made is not None
    assert any(code.startswith("activities.") for code in asker.check(made))


def test_the_year_of_an_appraisal_is_read_by_calendar_years_alone(untidy: Rows) -> None:
    """A Party year, which may be the first of the periods, goes by the day it was held."""
    asker = Asker()
    query = select(Appraisal).where(
        Appraisal.for_year == 2021,
        Appraisal.archived_at.is_(None),
        Appraisal.held_on.between(date(2021, 7, 1), date(2022, 5, 31)),
        Appraisal.grade == Grade.QUALIFIED,
    )
    appraisal = db.session.scalars(query.order_by(Appraisal.id)).first()
    assert appraisal is not None
    appraisals = current_catalog().by_name["appraisals"]

    def call_it_2020(_: Random, register: Register, number: int, __: object) -> tuple[int, str]:
        table = table_of(register.model)
        db.session.execute(update(table).where(table.c.id == number).values(for_year=2020))
        return number, "for_year = 2020"

    made = edit(Random(1), appraisals, CALENDAR, call_it_2020, appraisal.id)
    assert made is not None
    assert any(code.startswith("appraisals.") for code in asker.check(made))
