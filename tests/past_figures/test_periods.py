"""The periods in which an act is compared: also those before the record's own first day."""

from datetime import date
from typing import Any

from partyhub.database import db
from partyhub.past_figures.acts import Act
from partyhub.past_figures.periods import MOST, ended_periods
from partyhub.past_figures.rows import Changed, table_of
from partyhub.periods import Period
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


def test_what_counts_once_is_compared_in_its_own_years_however_old(browser: Browser) -> None:
    award = factories.make_award(awarded_on=date(2016, 3, 5))
    assert periods_of(award, title="Other") == {"2016", "party-year-2016", "party-year-2017"}


def test_signed_periods_are_looked_at_beside_the_latest_years() -> None:
    old, other = Period.parse("2012"), Period.parse("2013-Q2")
    found = ended_periods(date(2012, 3, 5), date(2023, 6, 30), [old, other])
    assert found[:2] == [old, other]
    assert len(found) == 2 + MOST
    assert ended_periods(date(2013, 1, 1), date(2023, 6, 30), [old])[0] != old
