"""Closing a workshop tells what is still there on that day: it ends first, or somebody says why."""

from datetime import date
from typing import Any

import pytest

from partyhub.organizations.models import Workshop
from tests import factories
from tests.browser import Browser, main_text, text

pytestmark = pytest.mark.usefixtures("database_of_test")

CLOSED = date(2023, 3, 1)


def close(workshop: Workshop, day: date = CLOSED) -> Any:
    form = factories.fill("workshops", factories.find(workshop), closed_on=day)
    assert form.validate() == (not form.warnings)
    return form


@pytest.mark.parametrize(
    ("register", "values"),
    [
        ("commissars", {}),
        ("commissars", {"ended_on": date(2023, 3, 2)}),
        ("commissars", {"started_on": date(2023, 4, 1)}),
        ("members", {}),
        ("projects", {}),
        ("prosperity_workshops", {}),
        ("vanguard_posts", {}),
    ],
)
def test_what_is_still_there(register: str, values: Any) -> None:
    workshop = factories.make_workshop()
    made = maker(register)(workshop=workshop, **(commissar_of(workshop, register) | values))
    form = close(workshop)
    assert [each.register.name for each in form.dependents if each.count] == [register]
    (warning,) = form.warnings
    assert warning[0] == "closed_on"
    assert made.caption in warning[1]


@pytest.mark.parametrize(
    ("register", "values"),
    [
        ("commissars", {"ended_on": CLOSED}),
        ("duties", {"held_on": date(2023, 2, 28)}),
        ("projects", {"status": "stopped", "closed_on": CLOSED}),
        ("prosperity_workshops", {"closed_on": CLOSED}),
        ("vanguard_posts", {"status": "closed", "closed_on": CLOSED}),
    ],
)
def test_what_ended_by_then(register: str, values: Any) -> None:
    workshop = factories.make_workshop()
    maker(register)(workshop=workshop, **(commissar_of(workshop, register) | values))
    assert not close(workshop).warnings


def maker(register: str) -> Any:
    return getattr(factories, f"make_{register.removesuffix('s').replace('dutie', 'duty')}")


def commissar_of(workshop: Workshop, register: str) -> dict[str, Any]:
    """A duty needs somebody whose appointment has ended by the day of closing."""
    if register != "duties":
        return {}
    held = factories.make_commissar(workshop=workshop, ended_on=CLOSED)
    return {"commissar": held.member, "reason": "He came once more"}


def test_what_was_closed_before_is_not_asked_about_again() -> None:
    workshop = factories.make_workshop()
    factories.make_vanguard_post(workshop=workshop)
    factories.change(workshop, closed_on=CLOSED, reason="Its post moves next month")
    form = factories.fill("workshops", factories.find(workshop), name="Another")
    assert form.validate()


def test_the_page_lists_them_and_asks_why(browser: Browser) -> None:
    workshop = factories.make_workshop()
    held = factories.make_commissar(workshop=workshop)
    sent = {"closed_on": "2023-03-01", "version": str(workshop.version)}
    page = browser.post("workshops.edit", sent, status=400, record_id=workshop.id)
    assert "Workshop commissars 1" in main_text(page)
    listed = page.select_one("#lasting")
    assert "Workshop commissars · 1 record" in text(listed)
    assert page.select(f'#lasting a[href="/commissars/{held.id}"]')
    sent["reason"] = "The commissar stays until the move is over"
    browser.post("workshops.edit", sent, record_id=workshop.id)
    assert factories.find(workshop).closed_on == CLOSED


def test_a_prosperity_workshop_with_later_returns() -> None:
    found = factories.make_prosperity_workshop()
    factories.make_prosperity_return(prosperity_workshop=found, month="2022-09")
    record = factories.find(found)
    form = factories.fill("prosperity_workshops", record, closed_on=date(2022, 9, 1))
    assert not form.validate()
    assert "2022-09" in form.warnings[0][1]
    form = factories.fill("prosperity_workshops", record, closed_on=date(2022, 10, 1))
    assert form.validate()
