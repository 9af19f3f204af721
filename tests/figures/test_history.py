"""Four more years of history, before and after, leave the figures of a year as they were."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask

from partyhub.database import db
from partyhub.reports.calculation import compute
from tests.figures.questions import EDGES, REACHES, Question
from tests.figures.untidy import Calendar, Rows, add_history, build
from tests.reports import worlds

pytestmark = pytest.mark.long

# The years of the report end on the day before LATER; both worlds are looked at on TODAY.
OWN = Calendar(date(2020, 10, 1), date(2022, 12, 31), EDGES)
BEFORE = Calendar(date(2016, 10, 1), date(2020, 9, 30), all_ends=True)
AFTER = Calendar(date(2023, 1, 1), date(2026, 12, 31), [date(2023, 1, 1)])
TODAY = date(2027, 3, 1)
KEYS = ("party-year-2022", "2022", "2022-Q3", "2022-06", "2022-08-10..2022-12-31")


@pytest.fixture
def untidy(database_of_test: None, app: Flask) -> Iterator[Rows]:
    with worlds.on(TODAY):
        yield build(5, OWN)


@pytest.mark.parametrize(
    "years", [pytest.param(BEFORE, id="before"), pytest.param(AFTER, id="after")]
)
def test_four_more_years_leave_a_year_as_it_was(untidy: Rows, years: Calendar) -> None:
    before = values()
    untidy.calendar = years
    add_history(untidy)
    after = values()
    differing = {key: (before[key], after[key]) for key in before if before[key] != after[key]}
    assert not differing
    assert len([number for number, _, _ in before.values() if number]) > 300


def values() -> dict[Any, Any]:
    """The value, the number of records and the day of each figure in each period and reach."""
    db.session.expire_all()
    return {
        (key, name, code): (found.value, found.records, found.as_of)
        for key in KEYS
        for name, reach in REACHES.items()
        for code, found in compute(Question(key, reach).scope).items()
    }
