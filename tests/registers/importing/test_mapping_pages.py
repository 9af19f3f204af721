"""The page that maps the columns of a file: asked, taken as confirmed, remembered, forgotten."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from partyhub.database import db
from partyhub.history.models import Action, ColumnMapping, HistoryEntry, ImportRun
from partyhub.members.models import Member
from tests import factories
from tests.browser import Browser, form_data, main_text
from tests.registers.importing.test_pages import apply, decide
from tests.registers.importing.workbooks import Rows, write_book
from tests.registers.samples import stored

pytestmark = pytest.mark.long

HEAD = ["序号", "姓名", "编号", "单位", "入党时间", "批准时间", "身份证号"]
ROWS: Rows = [
    HEAD,
    [1, "陆远航", "A1", "第一党支部", "2010-07-01", "2011-07-01", "330400198503120011"],
    [2, "卜向阳", "A2", "第一党支部", "2012-07-01", "2013-07-01", None],
]


@pytest.fixture(autouse=True)
def branch(browser: Browser) -> None:
    factories.make_branch(name="第一党支部")


def hand_in(browser: Browser, folder: Path, rows: Rows = ROWS) -> Any:
    """Send a file; return the answer that leads on from the page of the upload."""
    file = write_book(folder / "upload.xlsx", {"members": rows})
    sent = {"file": (BytesIO(file.read_bytes()), "甲.xlsx")}
    response = browser.open("POST", browser.url("members.import"), sent)
    assert response.status_code == 303, main_text(browser.shown)
    return browser.open("GET", response.location)


def columns_of(browser: Browser, folder: Path, rows: Rows = ROWS) -> tuple[str, dict[str, Any]]:
    """Send a file whose columns are asked; return its token, and what its form would send."""
    response = hand_in(browser, folder, rows)
    assert response.location.endswith("/columns")
    form = form_data(browser.page(response.location))
    return response.location.rstrip("/").split("/")[-2], form


def test_a_roster_with_other_headers_is_in_with_one_press(browser: Browser, tmp_path: Path) -> None:
    token, form = columns_of(browser, tmp_path)
    page = main_text(browser.shown)
    assert "2 dates are about a year after “入党时间”" in page
    assert "3304＊＊＊＊" in page
    assert "330400198503120011" not in page
    assert {key: form[f"column:members:{key}"] for key in ("批准时间", "单位", "序号")} == {
        "批准时间": "full_on",
        "单位": "organization",
        "序号": "-",
    }
    assert stored(Member) == 0

    browser.post("imports.columns", form, token=token, status=303)
    assert "The file is in order" in main_text(browser.get("imports.preview", token=token))
    apply(browser, token)
    people = db.session.scalars(select(Member).order_by(Member.number)).all()
    assert [(each.name, str(each.full_on)) for each in people] == [
        ("陆远航", "2011-07-01"),
        ("卜向阳", "2013-07-01"),
    ]


def test_all_certain_goes_straight_to_the_preview_and_leads_back(
    browser: Browser, tmp_path: Path
) -> None:
    rows = [["编号", "姓名", "所在支部", "入党时间"], ["A1", "陆远航", "第一党支部", "2010-07-01"]]
    response = hand_in(browser, tmp_path, rows)
    assert response.status_code == 200
    assert "Change the columns" in response.text
    token = response.request.path.rstrip("/").split("/")[-1]
    form = form_data(browser.get("imports.columns", token=token))
    form["column:members:入党时间"] = "applied_on"
    browser.post("imports.columns", form, token=token, status=303)
    apply(browser, token)
    assert str(db.session.scalars(select(Member.applied_on)).one()) == "2010-07-01"


def test_a_question_without_a_proposal_has_to_be_answered(browser: Browser, tmp_path: Path) -> None:
    rows = [[*HEAD[:5], "政治生日"], ["1", "陆", "A1", "第一党支部", "2010-07-01", "1999-02-03"]]
    token, form = columns_of(browser, tmp_path, rows)
    assert form["column:members:政治生日"] == ""
    browser.post("imports.columns", form, token=token, status=400)
    assert "Say what the column “政治生日” is" in main_text(browser.shown)
    form |= {"column:members:政治生日": "no such key"}
    browser.post("imports.columns", form, token=token, status=400)
    form |= {"column:members:政治生日": "-"}
    browser.post("imports.columns", form, token=token, status=303)


def test_two_columns_for_one_are_refused(browser: Browser, tmp_path: Path) -> None:
    token, form = columns_of(browser, tmp_path)
    form |= {"column:members:批准时间": "admitted_on"}
    browser.post("imports.columns", form, token=token, status=400)
    assert "Two columns are mapped to “Admitted on”" in main_text(browser.shown)


def test_an_older_preview_is_not_imported(browser: Browser, tmp_path: Path) -> None:
    token, form = columns_of(browser, tmp_path)
    browser.post("imports.columns", form, token=token, status=303)
    older = form_data(browser.get("imports.preview", token=token))["expected"]
    form |= {"column:members:批准时间": "-"}
    browser.post("imports.columns", form, token=token, status=303)
    decide(browser, token, "stage:*", "probationary")
    apply(browser, token, {"expected": older}, status=409)
    assert stored(Member) == 0
    apply(browser, token)
    assert db.session.scalars(select(Member.full_on)).all() == [None, None]


def test_a_mapping_is_remembered_confirmed_anew_and_forgotten(
    browser: Browser, tmp_path: Path
) -> None:
    rows = [[*row, more] for row, more in zip(ROWS, ("政治生日", "1999-02-03", None), strict=True)]
    token, form = columns_of(browser, tmp_path, rows)
    assert form["column:members:批准时间"] == "full_on"
    form |= {"column:members:批准时间": "joined_on", "column:members:政治生日": "-"}
    browser.post("imports.columns", form, token=token, status=303)
    assert stored(ColumnMapping) == 0
    decide(browser, token, "stage:*", "full")
    apply(browser, token)
    mapping = db.session.scalars(select(ColumnMapping)).one()
    assert (mapping.columns["批准时间"], mapping.columns["序号"]) == ("joined_on", "")

    reordered = [row[::-1] for row in rows]
    _, again = columns_of(browser, tmp_path, reordered)
    assert again["column:members:批准时间"] == "joined_on"
    assert again["column:members:政治生日"] == "-"
    assert "As confirmed for such a table before" in main_text(browser.shown)

    run = db.session.scalars(select(ImportRun)).one()
    page = browser.get("imports.show", group_id=run.id)
    assert "Forget how its columns were mapped" in page.text
    browser.post("imports.forget", group_id=run.id)
    assert stored(ColumnMapping) == 0
    _, anew = columns_of(browser, tmp_path, rows)
    assert anew["column:members:批准时间"] == "full_on"
    acts = db.session.scalars(
        select(HistoryEntry.action).where(HistoryEntry.register == "imports")
    ).all()
    assert acts == [Action.REMEMBERED, Action.FORGOTTEN]


def test_a_mapping_is_not_remembered_unasked(browser: Browser, tmp_path: Path) -> None:
    token, form = columns_of(browser, tmp_path)
    form.pop("remember")
    browser.post("imports.columns", form, token=token, status=303)
    apply(browser, token)
    assert stored(ColumnMapping) == 0
    assert stored(Member) == 2
