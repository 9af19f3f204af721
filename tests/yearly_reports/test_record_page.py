"""A record's page says in which reports it counts, and why not where it nearly does."""

from datetime import date

import pytest
from flask import Flask

from partyhub.past_figures.periods import ended_periods, last_ended, signed_periods
from partyhub.periods import Period
from partyhub.roles import Role
from tests import factories
from tests.browser import main_text
from tests.yearly_reports.steps import freeze, make, person

pytestmark = pytest.mark.usefixtures("database_of_test")

CANDIDATE = "being created and not named: it doesn't count"


@pytest.mark.long
def test_reports_that_count_a_record_are_named(app: Flask) -> None:
    award = factories.make_award(awarded_on=date(2022, 3, 8))
    freeze(app, period="party-year-2022")
    clerk = person(app, Role.COMMITTEE_CLERK)
    make(clerk)
    page = main_text(clerk.get("awards.show", record_id=award.id))
    assert "Report on Party work, Party year 2021–2022 Signed and frozen Honors" in page
    assert "its day isn't in this period: it doesn't count" in page
    assert "Changed after the report was signed" not in page
    factories.change(award, title="Another title")
    page = main_text(clerk.get("awards.show", record_id=award.id))
    assert "Changed after the report was signed, which keeps it as it was." in page
    factories.archive(award)
    page = main_text(clerk.get("awards.show", record_id=award.id))
    assert "Signed and frozen Honors" in page


def test_near_misses_say_why(app: Flask) -> None:
    clerk = person(app, Role.COMMITTEE_CLERK)
    branch = factories.make_branch()
    post = factories.make_vanguard_post(organization=branch, status="candidate", named_on=None)
    assert CANDIDATE in main_text(clerk.get("vanguard_posts.show", record_id=post.id))
    project = factories.make_project(organization=branch, status="proposed")
    page = main_text(clerk.get("projects.show", record_id=project.id))
    assert "a proposal that hasn't begun: it doesn't count" in page
    planned = factories.make_activity(
        organization=branch, kinds="theme_day", status="cancelled", held_on=date(2023, 5, 1)
    )
    page = main_text(clerk.get("activities.show", record_id=planned.id))
    assert "canceled: it doesn't count" in page
    applicant = factories.make_member(
        organization=branch, admitted_on=None, full_on=None, applied_on=date(2022, 9, 1)
    )
    page = main_text(clerk.get("members.show", record_id=applicant.id))
    assert "neither a full nor a probationary member" in page
    member = factories.make_member(organization=branch)
    page = main_text(clerk.get("members.show", record_id=member.id))
    assert "doesn't count" not in page


@pytest.mark.long
def test_periods_of_signed_reports_are_past_ones(app: Flask) -> None:
    factories.make_branch()
    today = date(2023, 6, 30)
    quarter = Period.parse("2023-Q1")
    assert quarter not in ended_periods(date.min, today, signed_periods())
    freeze(app, period=quarter.key)
    assert quarter in ended_periods(date.min, today, signed_periods())
    assert quarter not in ended_periods(date(2023, 5, 1), today, signed_periods())
    assert last_ended(today, signed_periods()) == date(2023, 3, 31)
