"""The periods in which an act is compared: also those before the record's own first day."""

from datetime import date
from typing import Any

from partyhub.database import db
from partyhub.past_figures.acts import Act
from partyhub.past_figures.rows import Changed, table_of
from partyhub.registers import current_catalog
from tests import factories
from tests.browser import Browser


def periods_of(record: Any, **changed: Any) -> set[str]:
    """The periods of an act that gives columns of a record other values."""
    db.session.flush()
    register = current_catalog().by_model[type(record)]
    row = {column.name: getattr(record, column.name) for column in table_of(type(record)).c}
    act = Act({}, [Changed(register, record.id, row, row | changed, frozenset(changed))])
    return {period.key for period in act.periods()}


def test_a_duty_from_before_the_workshop_was_opened_may_change_its_branch(
    browser: Browser,
) -> None:
    workshop = factories.make_workshop(opened_on=date(2023, 5, 1))
    assert "2020" in periods_of(workshop, organization_id=9)
    # The day it was opened bears upon no earlier one.
    assert periods_of(workshop, opened_on=date(2023, 5, 2)) == set()


def test_a_member_who_is_nowhere_on_a_day_counts_in_the_last_branch(browser: Browser) -> None:
    assignment = factories.make_assignment(started_on=date(2023, 5, 1))
    assert "2020" in periods_of(assignment, organization_id=9)


def test_an_appraisal_counts_in_its_year_whenever_it_was_held(browser: Browser) -> None:
    appraisal = factories.make_appraisal(for_year=2021, held_on=date(2022, 3, 1))
    found = periods_of(appraisal, held_on=date(2022, 12, 10))
    assert {"2021", "2022", "party-year-2022"} <= found
    assert "2019" not in found
