"""The same records on both databases: figures, lists in every order, exports, workbook."""

import json
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for
from flask_babel import force_locale
from sqlalchemy import select

from partyhub import clock
from partyhub.database import db
from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.reports.calculation import compute, scope_of
from partyhub.reports.workbook import write_yearly
from partyhub.roles import Role
from partyhub.spreadsheets import content_digest
from tests.browser import Browser, without_token
from tests.catalog import CATALOG
from tests.factories import OWNER
from tests.moved import Run, both, filled, run
from tests.reports.worlds import TODAY

__all__ = ["both", "filled", "run"]

pytestmark = pytest.mark.postgresql(reason="it is compared with SQLite")

PERIODS = ("2022", "2023-Q1", "2023-02", "party-year-2023")
MOMENT = datetime.combine(TODAY, time(9), clock.ZONE)
SEARCHES = ("MEMBER", "张", "%")


def test_the_figures_are_equal(both: tuple[Flask, Flask]) -> None:
    def figures(app: Flask) -> list[Any]:
        with app.app_context():
            branch = db.session.scalars(select(Organization)).all()[2]
            scopes = [
                scope_of(OWNER, Period.parse(period), organization)
                for period in PERIODS
                for organization in (None, branch)
            ]
            return [compute(scope) for scope in scopes]

    here, there = (figures(app) for app in both)
    assert here == there
    assert sum(bool(computed.value) for found in here for computed in found.values()) > 200


@pytest.mark.parametrize("register", CATALOG.registers, ids=lambda register: register.name)
def test_the_lists_are_equal_in_every_order(register: Any, both: tuple[Flask, Flask]) -> None:
    sorts = [column.key for column in register.columns if column.sort_on(TODAY) is not None]
    requested = [{"sort": f"{sign}{key}"} for key in sorts for sign in ("", "-")]
    requested += [{"q": words} for words in SEARCHES] + [{"shown": "all", "columns": "all"}]
    here, there = (signed_in(app) for app in both)
    for arguments in requested:
        assert page(here, register, arguments) == page(there, register, arguments), arguments


def signed_in(app: Flask) -> Browser:
    with app.app_context():
        return Browser(app.test_client()).sign_in(Role.COMMITTEE_SECRETARY)


def page(browser: Browser, register: Any, arguments: dict[str, str]) -> str:
    with browser.app.test_request_context():
        address = url_for(f"{register.name}.list", **arguments)
    answer = browser.client.get(address)
    assert answer.status_code == 200
    return without_token(answer.text)


@pytest.mark.parametrize("register", CATALOG.registers, ids=lambda register: register.name)
def test_the_exports_are_equal(
    register: Any, both: tuple[Flask, Flask], run: Run, tmp_path: Path
) -> None:
    found = []
    for app in both:
        file = tmp_path / f"{len(found)}.xlsx"
        command = ("--instance", app.instance_path, "list", register.name)
        assert run(*command, "--format", "xlsx", "--out", file).code == 0
        found.append((content_digest(file), json.loads(run(*command, "--format", "json").out)))
    assert found[0] == found[1]


def test_the_yearly_workbooks_are_equal(both: tuple[Flask, Flask], tmp_path: Path) -> None:
    digests = set()
    for number, app in enumerate(both):
        # The cover says when it was made, and a minute may end between the two.
        with app.app_context(), force_locale("zh_Hans_CN"), clock.at(MOMENT):
            path = tmp_path / f"{number}.xlsx"
            write_yearly(OWNER, Period.parse("party-year-2023"), None, path)
            digests.add(content_digest(path))
    assert len(digests) == 1
