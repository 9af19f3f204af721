"""The dated tree and the terms: moves keep the past, circles and a second root are refused."""

from datetime import date

import pytest

from partyhub.database import db
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import subtree
from tests import factories
from tests.browser import Browser, errors, form_data


def below(root: Organization, day: date) -> set[str]:
    ids = set(db.session.scalars(subtree(root.id, day)))
    return {item.name for item in db.session.query(Organization) if item.id in ids}


def edit(
    browser: Browser, organization: Organization, *, status: int = 303, **typed: object
) -> dict[str, str]:
    page = browser.get("organizations.edit", record_id=organization.id)
    filled = form_data(page) | {key: factories.as_typed(value) for key, value in typed.items()}
    page = browser.post("organizations.edit", filled, status=status, record_id=organization.id)
    return errors(page)


def test_a_move_keeps_the_old_tree_for_earlier_days(browser: Browser) -> None:
    one = factories.make_organization(name="One", kind="general_branch")
    two = factories.make_organization(name="Two", kind="general_branch")
    leaf = factories.make_organization(name="Leaf", parent=one)
    edit(browser, leaf, parent=two, changed_on="2023-03-01")
    for day, first, second in (
        (date(2010, 1, 1), {"One", "Leaf"}, {"Two"}),
        (date(2023, 2, 28), {"One", "Leaf"}, {"Two"}),
        (date(2023, 3, 1), {"One"}, {"Two", "Leaf"}),
        (date(2023, 6, 30), {"One"}, {"Two", "Leaf"}),
    ):
        assert (below(one, day), below(two, day)) == (first, second), day
    found = factories.find(leaf)
    assert found.parent_on(date(2022, 1, 1)).name == "One"
    assert found.parent_on(date(2023, 6, 30)).name == "Two"


def test_a_move_without_a_day_is_asked_about(browser: Browser) -> None:
    one = factories.make_organization(name="One", kind="general_branch")
    leaf = factories.make_organization(name="Leaf")
    assert "changed_on" in edit(browser, leaf, status=400, parent=one)
    edit(browser, leaf, parent=one, changed_on="2023-06-30")
    assert below(one, date(2023, 6, 29)) == {"One"}
    assert below(one, date(2023, 6, 30)) == {"One", "Leaf"}


def test_a_move_lies_after_the_move_before(browser: Browser) -> None:
    one = factories.make_organization(name="One", kind="general_branch")
    two = factories.make_organization(name="Two", kind="general_branch")
    leaf = factories.make_organization(name="Leaf", established_on="2015-01-01")
    said = edit(browser, leaf, status=400, parent=one, changed_on="2014-12-31")
    assert "1 January 2015" in said["changed_on"]
    edit(browser, leaf, parent=one, changed_on="2023-03-01")
    said = edit(browser, leaf, status=400, parent=two, changed_on="2022-01-01", remark="Typed")
    assert "“One” on 1 March 2023" in said["changed_on"]
    kept = form_data(browser.shown)
    assert (kept["changed_on-day"], kept["remark"]) == ("2022-01-01", "Typed")
    edit(browser, leaf, parent=two, changed_on="2023-03-01")
    assert below(two, date(2023, 3, 1)) == {"Two", "Leaf"}
    assert below(one, date(2023, 3, 1)) == {"One"}


def test_no_circle(browser: Browser) -> None:
    top = factories.make_organization(name="Top", kind="general_branch")
    middle = factories.make_organization(name="Middle", kind="general_branch", parent=top)
    leaf = factories.make_organization(name="Leaf", kind="general_branch", parent=middle)
    for superior in (top, middle, leaf):
        assert "parent" in edit(browser, top, status=400, parent=superior)
    assert "parent" in edit(browser, factories.committee(), status=400, parent=leaf)


def test_no_circle_through_the_past(browser: Browser) -> None:
    """Placed back in time under what was then below it."""
    one = factories.make_organization(name="One", kind="general_branch")
    two = factories.make_organization(name="Two", kind="general_branch", parent=one)
    edit(browser, two, parent=factories.committee(), changed_on="2023-03-01")
    assert "parent" in edit(browser, one, status=400, parent=two, changed_on="2023-02-01")
    edit(browser, one, parent=two, changed_on="2023-03-01")
    assert below(two, date(2023, 3, 1)) == {"One", "Two"}
    assert below(two, date(2023, 2, 28)) == {"Two"}


def test_a_second_root_is_refused(browser: Browser) -> None:
    factories.committee()
    typed = {"code": "X", "name": "X", "kind": "party_committee", "established_on": "2020-01-01"}
    assert "parent" in errors(browser.post("organizations.create", typed, status=400))
    leaf = factories.make_organization()
    assert "parent" in edit(browser, leaf, status=400, parent="")


def test_nothing_stands_below_a_group(browser: Browser) -> None:
    group = factories.make_group(factories.make_branch())
    leaf = factories.make_organization()
    assert "parent" in edit(browser, leaf, status=400, parent=group)


def test_it_ends_after_it_begins(browser: Browser) -> None:
    leaf = factories.make_organization(established_on="2020-01-01")
    assert "dissolved_on" in edit(browser, leaf, status=400, dissolved_on="2020-01-01")
    edit(browser, leaf, dissolved_on="2020-01-02")


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("party_committee", date(2026, 2, 28)),
        ("branch", date(2024, 2, 28)),
        ("general_branch", date(2024, 2, 28)),
        ("joint_branch", date(2024, 2, 28)),
    ],
)
def test_a_term_is_due_by_the_rule(browser: Browser, kind: str, due: date) -> None:
    if kind == "party_committee":
        organization = factories.committee()
    else:
        organization = factories.make_organization(kind=kind)
    term = factories.make_term(organization=organization, started_on="2021-02-28")
    assert term.due_on == due


def test_a_group_has_no_term(browser: Browser) -> None:
    group = factories.make_group(factories.make_branch())
    form = factories.fill("terms", organization=group, number=1, started_on="2022-01-01")
    assert not form.validate()
    assert list(form.errors) == ["organization"]


def test_a_term_begun_on_a_leap_day_is_due_at_the_end_of_february(browser: Browser) -> None:
    term = factories.make_term(started_on="2020-02-29")
    assert term.due_on == date(2023, 2, 28)


def test_a_changed_rule_holds_from_its_day(browser: Browser) -> None:
    factories.change_rule("terms.years.branch", 4, "2022-01-01")
    assert factories.make_term(started_on="2021-12-31").due_on == date(2024, 12, 31)
    assert factories.make_term(started_on="2022-01-01", number=9).due_on == date(2026, 1, 1)


def test_a_day_that_is_typed_stands(browser: Browser) -> None:
    assert factories.make_term(due_on="2025-05-05").due_on == date(2025, 5, 5)


def test_a_new_organization_is_not_asked_when_it_moved(browser: Browser) -> None:
    assert "changed_on-day" not in form_data(browser.get("organizations.create"))
