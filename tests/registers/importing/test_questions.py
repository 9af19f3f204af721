"""Questions about the record that a row is about: on the page, and on the command line."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.browser import Browser, main_text
from tests.registers.importing.test_command import folder, run
from tests.registers.importing.test_pages import answers_to, apply, decide, hand_in, token_of
from tests.registers.importing.workbooks import Rows, write_book

__all__ = ["folder", "run"]
pytestmark = pytest.mark.long

DAY = date(2022, 6, 29)
HEAD = ("编码", "名称", "开始日期", "目标")
MEMBERS = ("编号", "姓名", "所在党支部", "入党日期", "手机号码")
RIGHT: Rows = [HEAD, ("C1", "One", DAY, "Goal"), ("C2", "Two", DAY, "")]
RENAMED: Rows = [HEAD, ("C1", "Uno", DAY, "Goal"), ("c2", "Dos", DAY, "")]


def test_a_name_waits_for_an_answer(browser: Browser, tmp_path: Path) -> None:
    record = factories.make_campaign(code="C1", name="One", started_on=DAY)
    other = factories.make_campaign(code="C2", name="Two", started_on=DAY)
    response = hand_in(browser, tmp_path, "campaigns", RENAMED)
    page = browser.page(response.location)
    names = {field["value"] for field in page.select("#who input[name=question]")}
    assert names == {"who:*:rename", *(f"who:campaigns:{n}:rename" for n in (2, 3))}
    assert "C1 is “One” on record; the file says “Uno”." in main_text(page)
    apply(browser, token_of(response), status=409)
    assert factories.find(record).name == "One"
    token = token_of(response)
    decide(browser, token, "who:campaigns:3:rename", "never", status=400)
    decide(browser, token, "who:campaigns:9:rename", "rename", status=400)
    there = decide(browser, token, "who:campaigns:2:rename", "rename")
    assert there.endswith("#who-1")
    page = browser.get("imports.preview", token=token)
    withdrawn = [each["value"] for each in page.select("#who [name=withdraw]")]
    assert withdrawn == ["who:campaigns:2:rename"]
    assert "One → Uno" in " ".join(main_text(page).split())
    apply(browser, token, status=409)
    browser.post("imports.decide", {"withdraw": "who:campaigns:2:rename"}, token=token)
    assert not browser.get("imports.preview", token=token).select("#who .done")
    decide(browser, token, "who:*:rename", "rename")
    apply(browser, token)
    assert (factories.find(record).name, factories.find(other).name) == ("Uno", "Dos")


def test_what_decides_nothing_new_is_not_judged_anew(
    browser: Browser, tmp_path: Path, app: Flask
) -> None:
    factories.make_campaign(code="C1", name="One", started_on=DAY)
    token = token_of(hand_in(browser, tmp_path, "campaigns", RENAMED))
    task = Path(app.instance_path) / "imports" / token / "task.json"
    judged = task.read_text()
    for nothing in ({"withdraw": "who:campaigns:2:rename"}, {"accept": "all"}):
        browser.post("imports.decide", nothing, token=token)
        assert task.read_text() == judged
    decide(browser, token, "who:campaigns:2:rename", "rename")
    assert (again := task.read_text()) != judged
    decide(browser, token, "who:campaigns:2:rename", "rename")
    assert task.read_text() == again
    assert "One → Uno" in " ".join(main_text(browser.get("imports.preview", token=token)).split())


def test_who_it_is_is_shown_beside_the_record(browser: Browser, tmp_path: Path) -> None:
    branch = factories.make_branch(name="First")
    record = factories.make_member(
        organization=branch,
        number="A1",
        name="Li Ming",
        admitted_on=DAY,
        full_on=None,
        phone="13812345678",
    )
    rows: Rows = [MEMBERS, ("", "Li Ming", "First", DAY, "13900000000")]
    response = hand_in(browser, tmp_path, "members", rows)
    page = browser.page(response.location)
    (differs,) = page.select("#who .ne")
    assert differs.get_text(strip=True) == "138****5678"
    assert "13900000000" not in main_text(page)
    assert answers_to(page, "who:members:2:same") == [f"same:{record.id}", "other", "skip"]
    decide(browser, token_of(response), "who:members:2:same", f"same:{record.id}")
    apply(browser, token_of(response))
    assert factories.find(record).phone == "13900000000"


def test_another_one_of_a_known_name_is_asked_about_twice(browser: Browser, tmp_path: Path) -> None:
    """That the number is wrong says nothing of which of the people of the name it is."""
    branch = factories.make_branch(name="First")
    for number, name in (("A1", "Chen Yu"), ("A2", "Li Si"), ("A3", "Li Si")):
        factories.make_member(
            organization=branch, number=number, name=name, admitted_on=DAY, full_on=None
        )
    rows: Rows = [MEMBERS, ("A1", "Li Si", "First", DAY, "")]
    token = token_of(hand_in(browser, tmp_path, "members", rows))
    decide(browser, token, "who:members:2:rename", "other")
    page = browser.get("imports.preview", token=token)
    assert [each["value"] for each in page.select("#who [name=withdraw]")] == [
        "who:members:2:rename"
    ]
    assert "skip" in answers_to(page, "who:members:2:same")
    apply(browser, token, status=409)


def test_a_possible_double_needs_no_answer(browser: Browser, tmp_path: Path) -> None:
    branch = factories.make_branch(name="First")
    factories.make_member(
        organization=branch, number="A1", name="Li Ming", admitted_on=DAY, full_on=None
    )
    rows: Rows = [MEMBERS, ("A2", "Li Ming", "First", DAY, "")]
    response = hand_in(browser, tmp_path, "members", rows)
    assert "Li Ming（A1）" in main_text(browser.page(response.location))
    apply(browser, token_of(response))


def test_the_command_renames_what_it_is_told(run: Any, tmp_path: Path) -> None:
    right = write_book(tmp_path / "right.xlsx", {"专项行动": RIGHT})
    renamed = write_book(tmp_path / "renamed.xlsx", {"专项行动": RENAMED})
    assert run("import", "campaigns", right).code == 0
    said = run("import", "campaigns", renamed, "--format", "json")
    answer = json.loads(said.out)
    assert said.code == 1
    assert [each["row"] for each in answer["conflicts"]] == [2, 3]
    assert answer["conflicts"][0] == {
        "sheet": "专项行动",
        "row": 2,
        "column": "名称",
        "value": "Uno",
        "current": "One",
        "exported": "",
    }
    words = run("import", "campaigns", renamed, "--rename", "C1")
    assert words.code == 1
    assert "--rename C2" in words.out
    said = run("import", "campaigns", renamed, "--rename", "C1", "--rename", "C2")
    assert said.code == 0
    listed = json.loads(run("list", "campaigns", "--format", "json").out)
    assert [each["name"] for each in listed] == ["Uno", "Dos"]
    said = run("import", "campaigns", renamed, "--rename", "C9")
    assert said.code == 0
    assert "C9" in said.err
