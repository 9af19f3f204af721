"""Problems lead to the page on which their facts are entered, with what is known filled in."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from partyhub.database import db
from partyhub.organizations.models import Placement
from tests import factories
from tests.browser import Browser
from tests.problems.test_rules import CASES_OF
from tests.problems.world import CASES, LONG_AGO, PERIOD, World, flagged

assert CASES_OF  # they register themselves
FORMS = {
    "votes.admission_missing": ("votes.create", {"member": "#{id}", "kind": "admission"}),
    "votes.regularization_missing": ("votes.create", {"member": "#{id}", "kind": "regularization"}),
    "votes.cancellation_missing": (
        "votes.create",
        {"member": "#{person}", "kind": "probation_cancellation"},
    ),
    "commissars.readings_not_daily": (
        "duties.create",
        {"workshop": "#{id}", "kind": "daily_reading"},
    ),
}
LISTS = {
    "appraisals.too_many_excellent": (
        "reports.counted",
        {"code": "appraisals.excellent", "organization": "{id}", "period": "{year}"},
    ),
    "organizations.too_few": ("members.list", {"organization": "{id}"}),
    "organizations.too_many": ("members.list", {"organization": "{id}"}),
    "attendance.no_party_life": ("activities.attendance", {"organization": "{place}"}),
}


@pytest.mark.parametrize("key", [*FORMS, *LISTS])
def test_it_is_mended_where_it_is_entered(key: str, browser: Browser) -> None:
    world = World()
    days = {"started_on": LONG_AGO, "ended_on": None}
    world.add(Placement(organization_id=world.root.id, parent_id=factories.committee().id, **days))
    wrong = CASES[key](world)
    db.session.commit()
    browser.get("problems.show", period=PERIOD.key)
    links = [str(a["href"]) for a in browser.shown.select(f'details[id="{key}"] .body a')]
    endpoint, sent = (FORMS | LISTS)[key]
    records = flagged(key).records
    assert {record.title for record in records} == wrong
    for record in records:
        values = {name: text.format(**record.values) for name, text in sent.items()}
        address = browser.url(endpoint, **values)
        assert address in links
        page = browser.page(address)
        if key in FORMS:
            assert {name: filled(page, name) for name in values} == values
        else:
            asked = parse_qs(urlsplit(address).query)
            assert asked.get("organization") == [values["organization"]]


def filled(page: Any, name: str) -> str:
    """The value that a field of the form has when it is opened."""
    chosen = page.select_one(f'[name="{name}"] option[selected]')
    return str((chosen or page.select_one(f'[name="{name}"]')).get("value", ""))
