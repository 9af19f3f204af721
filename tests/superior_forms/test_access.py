"""Forms, rules and words belong to the whole committee; who works for one below it fills forms."""

from typing import Any

import pytest
from flask import Flask

from partyhub.roles import Role
from partyhub.superior_forms.models import SuperiorForm
from tests import factories
from tests.browser import Browser, main_text
from tests.superior_forms.making import make_form


@pytest.fixture
def clerk(app: Flask, browser: Browser) -> Browser:
    below = factories.make_branch(name="Below", kind="general_branch")
    return Browser(app.test_client()).sign_in(Role.COMMITTEE_CLERK, below)


@pytest.fixture
def form(browser: Browser) -> SuperiorForm:
    return make_form("Yearly")


def test_a_clerk_below_fills_forms_and_changes_none(clerk: Browser, form: SuperiorForm) -> None:
    page = clerk.get("superior_forms.list_forms")
    assert [link["href"] for link in page.select(".sheet a")] == [f"/superior-forms/{form.id}/fill"]
    assert not page.select(".actions a")
    assert "Nothing is mapped yet" in main_text(clerk.get("superior_forms.fill", form_id=form.id))
    for name in ("show", "show_history", "void", "download", "replace_file", "compare"):
        clerk.get(f"superior_forms.{name}", form_id=form.id, status=403)
    for name in ("map_cell", "take_proposals", "void", "restore", "replace_file"):
        clerk.post(f"superior_forms.{name}", {}, form_id=form.id, status=403)
    clerk.get("superior_forms.create", status=403)


def test_a_clerk_below_changes_nothing_that_all_share(clerk: Browser, browser: Browser) -> None:
    pages: list[tuple[str, dict[str, Any]]] = [
        ("rules.edit_rule", {"key": "activities.minutes.days"}),
        ("definitions.edit_words", {"list_key": "ethnicity.majority"}),
        ("narratives.list_templates", {}),
        ("headings.edit", {}),
    ]
    for endpoint, values in pages:
        clerk.get(endpoint, **values, status=403)
    for endpoint in ("rules.show_rules", "definitions.show", "narratives.list_narratives"):
        shown = clerk.get(endpoint)
        assert not [a for a in shown.select("main a") if "edit" in str(a.get("href"))]
    browser.get("narratives.list_templates")
    browser.get("headings.edit")
