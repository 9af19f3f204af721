"""Imports say which figures of past periods they change: one line a figure and period."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from partyhub.database import db
from partyhub.history.models import ImportRun
from partyhub.past_figures.models import PastFigureChange, Via
from tests import factories
from tests.browser import Browser, main_text
from tests.registers.importing.test_command import folder, run
from tests.registers.importing.test_pages import apply, hand_in, token_of
from tests.registers.importing.workbooks import Rows, write_book

__all__ = ["folder", "run"]

pytestmark = pytest.mark.long


def rows_of(branch: str) -> Rows:
    days = (date(2022, 3, 8), date(2022, 5, 4), date(2023, 3, 8))
    return [
        ("编码", "名称", "类别", "上级党组织", "成立日期"),
        *((f"Z{n}", f"Branch {n}", "党支部", branch, day) for n, day in enumerate(days)),
    ]


def test_a_preview_says_it_and_the_import_keeps_it(browser: Browser, tmp_path: Path) -> None:
    root = factories.committee()
    desk = tmp_path / "desk"
    desk.mkdir()
    token = token_of(hand_in(browser, desk, "organizations", rows_of(root.name)))
    browser.get("imports.preview", token=token)
    said = main_text(browser.shown)
    assert "The import changes" in said
    assert "2022 Party branches 0 → 2" in said
    apply(browser, token)
    run = db.session.scalars(select(ImportRun)).one()
    query = select(PastFigureChange).where(
        PastFigureChange.code == "organizations.branches", PastFigureChange.period == "2022"
    )
    row = db.session.scalars(query).one()
    assert (row.before, row.after, row.group_id, row.via) == (0, 2, run.id, Via.IMPORT)
    browser.get("past_figures.show", code="organizations.branches", period="2022")
    address = browser.url("imports.show", group_id=run.id)
    assert browser.shown.select(f'table.ledger a[href="{address}"]')


def test_taking_it_back_is_asked_about(browser: Browser, tmp_path: Path) -> None:
    root = factories.committee()
    desk = tmp_path / "desk"
    desk.mkdir()
    token = token_of(hand_in(browser, desk, "organizations", rows_of(root.name)))
    apply(browser, token)
    run = db.session.scalars(select(ImportRun)).one()
    browser.agrees = False
    browser.post("imports.undo", {"reason": "wrong file"}, group_id=run.id, status=400)
    assert "2022 Party branches 2 → 0" in main_text(browser.shown)
    browser.agrees = True
    browser.post("imports.undo", {"reason": "wrong file"}, group_id=run.id)
    query = select(PastFigureChange).where(PastFigureChange.via == Via.UNDO)
    kept = {(row.code, row.period): (row.before, row.after) for row in db.session.scalars(query)}
    assert kept["organizations.branches", "2022"] == (2, 0)


def test_the_command_says_it_too(run: Any, tmp_path: Path) -> None:
    """The command stands on the day of its instance; 2022 has ended by then."""
    committee = ("ROOT", "Committee", "党委", "", date(2010, 1, 1))
    rows = rows_of("Committee")
    file = write_book(tmp_path / "tree.xlsx", {"党组织": [rows[0], committee, *rows[1:]]})
    said = run("import", "--all", file, "--dry-run", "--format", "json")
    assert said.code == 0, said
    wanted = {"code": "organizations.branches", "period": "2022", "before": 0, "after": 2}
    assert wanted in json.loads(said.out)["past_figures"]
    assert "往期指标变化：2022年党支部 0 → 2" in said.err
    again = run("import", "--all", file)
    assert "往期指标变化：2022年党支部 0 → 2" in again.err
