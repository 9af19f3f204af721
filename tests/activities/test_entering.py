"""Logging an activity: numbers that can't be kept, and a group meeting without a group."""

import pytest

from partyhub.activities.models import Activity
from partyhub.database import db
from tests import factories
from tests.browser import Browser, errors, form_data, main_text

TYPED = {"kinds": "study", "title": "Study", "held_on": "2023-06-01", "on_leave": ""}


@pytest.mark.parametrize(("typed", "kept"), [("1.234", None), ("1.230", "1.23"), ("2", "2.00")])
def test_no_decimal_place_is_dropped_in_silence(
    browser: Browser, typed: str, kept: str | None
) -> None:
    branch = factories.make_branch()
    sent = TYPED | {"organization": f"#{branch.id}", "study_hours": typed}
    page = browser.post("activities.create", sent, status=303 if kept else 400)
    stored = [str(activity.study_hours) for activity in db.session.query(Activity)]
    assert stored == ([kept] if kept else [])
    if not kept:
        assert "decimal places" in errors(page)["study_hours"]
        assert form_data(page)["study_hours"] == typed


def test_a_group_meeting_of_a_branch_asks_for_a_reason(browser: Browser) -> None:
    branch = factories.make_branch()
    group = factories.make_group(branch)
    sent = TYPED | {"kinds": "group_meeting", "organization": f"#{branch.id}"}
    page = browser.post("activities.create", sent, status=400)
    assert "Choose the group" in main_text(page)
    browser.post("activities.create", sent | {"reason": "All groups together"})
    browser.post("activities.create", sent | {"organization": f"#{group.id}"})
