"""The pages of imports: a file, its preview, decisions, applying, and whose it all is."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from partyhub.campaigns.models import Campaign
from partyhub.commissars.models import CommissarDuty
from partyhub.database import db
from partyhub.history.models import ImportGroup
from partyhub.members.models import Member
from partyhub.viewers import Role
from tests import factories, stages
from tests.browser import Browser, main_text
from tests.registers.importing.test_round_trip import edited
from tests.registers.importing.workbooks import Rows, write_book
from tests.registers.samples import person, stored

DAY = date(2022, 6, 29)
HEAD = ("编码", "名称", "开始日期", "目标")
RIGHT: Rows = [HEAD, ("C1", "One", DAY, "Goal"), ("C2", "Two", DAY, "")]
MEMBERS = ("编号", "姓名", "所在党支部", "入党日期")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "desk"
    made.mkdir()
    return made


def hand_in(browser: Browser, folder: Path, name: str, rows: Rows, *, status: int = 303) -> Any:
    """Choose a file on the page of a register, and send it; return where that leads."""
    file = write_book(folder / "upload.xlsx", {name: rows})
    return send(browser, name, file.read_bytes(), status=status)


def send(browser: Browser, name: str, content: bytes, *, status: int = 303) -> Any:
    address = browser.url(f"{name}.import")
    response = browser.open("POST", address, {"file": (BytesIO(content), "甲.xlsx")})
    assert response.status_code == status, main_text(browser.shown)
    return response


def token_of(response: Any) -> str:
    return str(response.location.rstrip("/").rsplit("/", 1)[1])


def apply(browser: Browser, token: str, data: Any = None, *, status: int = 303) -> Any:
    return browser.post("imports.apply", data or {}, status=status, token=token)


def test_from_the_file_to_the_records_and_back(browser: Browser, folder: Path) -> None:
    browser.get("campaigns.import")
    response = hand_in(browser, folder, "campaigns", RIGHT)
    page = browser.page(response.location)
    assert "甲.xlsx" in main_text(page)
    assert stored(Campaign) == 0

    apply(browser, token_of(response))

    assert stored(Campaign) == 2
    group = db.session.scalars(select(ImportGroup)).one()
    page = browser.get("imports.show", group_id=group.id)
    assert "One" in main_text(page)
    assert browser.download("imports.download", group_id=group.id)[:2] == b"PK"
    browser.get("imports.list")
    browser.get("campaigns.import")
    assert browser.open("GET", response.location).location.endswith(f"/{group.id}")

    browser.post("imports.undo", group_id=group.id)
    assert {c.archived_at is None for c in db.session.scalars(select(Campaign))} == {False}
    before = stages.digest()
    browser.post("imports.undo", group_id=group.id)
    assert stages.digest() == before
    browser.get("imports.show", group_id=group.id)


def test_a_file_with_errors_shows_them_and_is_not_applied(browser: Browser, folder: Path) -> None:
    response = hand_in(browser, folder, "campaigns", [*RIGHT, ("C3", "", "2023/6", "")])
    page = main_text(browser.page(response.location))
    assert "2023/6" in page
    before = stages.digest()
    apply(browser, token_of(response), status=409)
    assert stages.digest() == before
    marked = browser.download("imports.marked", token=token_of(response))
    sheet = openpyxl.load_workbook(BytesIO(marked))["campaigns"]
    assert sheet["C4"].comment is not None
    listed = browser.download("imports.marked", {"list": "1"}, token=token_of(response))
    assert openpyxl.load_workbook(BytesIO(listed)).worksheets[0].max_row >= 3


def test_a_file_without_rows_is_called_so(browser: Browser, folder: Path) -> None:
    response = hand_in(browser, folder, "campaigns", [HEAD, HEAD])
    page = main_text(browser.page(response.location))
    assert "There is no row to import" in page
    assert "is on record as it says" not in page


def test_no_file_and_no_workbook_are_sentences(browser: Browser) -> None:
    browser.post("campaigns.import", {}, status=400)
    send(browser, "campaigns", b"no workbook", status=400)
    before = stages.digest()
    send(browser, "campaigns", b"", status=400)
    assert stages.digest() == before


def test_what_changed_since_the_preview_shows_it_anew(browser: Browser, folder: Path) -> None:
    campaign = factories.make_campaign(code="C1", name="Name", started_on=DAY)
    response = hand_in(browser, folder, "campaigns", RIGHT)
    factories.change(campaign, goal="Since")
    apply(browser, token_of(response), status=409)
    assert factories.find(campaign).goal == "Since"
    apply(browser, token_of(response))
    assert factories.find(campaign).goal == "Goal"


def test_a_file_changed_on_the_disk_is_not_applied(
    app: Flask, browser: Browser, folder: Path
) -> None:
    response = hand_in(browser, folder, "campaigns", RIGHT)
    file = Path(app.instance_path) / "imports" / token_of(response) / "upload.xlsx"
    file.write_bytes(file.read_bytes() + b" ")
    apply(browser, token_of(response), status=404)
    assert stored(Campaign) == 0


def test_a_conflict_waits_for_a_decision(browser: Browser, folder: Path) -> None:
    campaign = factories.make_campaign(code="C1", name="Name", goal="Old")
    content = browser.download("campaigns.export", columns="all", shown="all")
    factories.change(campaign, viewer=person("Zhao"), goal="Here")
    book = openpyxl.load_workbook(BytesIO(content))
    cells = [c for row in book.worksheets[0].iter_rows() for c in row if c.value == "Old"]
    cells[0].value = "File"
    book.save(folder / "edited.xlsx")
    response = send(browser, "campaigns", (folder / "edited.xlsx").read_bytes())
    page = browser.page(response.location)
    names = {field["name"] for field in page.select('input[name^="decision:"]')}
    assert len(names) == 1, main_text(page)
    apply(browser, token_of(response), status=409)
    assert factories.find(campaign).goal == "Here"
    apply(browser, token_of(response), dict.fromkeys(names, "file"))
    assert factories.find(campaign).goal == "File"


def test_a_decision_that_makes_an_error_says_which(browser: Browser, folder: Path) -> None:
    campaign = factories.make_campaign(code="C1", name="Name", started_on=DAY)
    content = browser.download("campaigns.export", columns="all", shown="all")
    factories.change(campaign, viewer=person("Zhao"), started_on=date(2023, 1, 2))
    factories.change(campaign, viewer=person("Qian"), ended_on=date(2023, 2, 3))
    file = folder / "edited.xlsx"
    file.write_bytes(content)
    edited(file, "Ended on", date(2022, 12, 31))
    response = send(browser, "campaigns", file.read_bytes())
    page = browser.page(response.location)
    names = [field["name"] for field in page.select('input[name^="decision:"][value="file"]')]
    decided = {name: "file" if "ended_on" in name else "here" for name in names}
    assert sorted(decided.values()) == ["file", "here"], main_text(page)
    apply(browser, token_of(response), decided, status=409)
    assert "It must lie after the first day" in main_text(browser.shown)
    assert "decide each cell" not in main_text(browser.shown)
    assert factories.find(campaign).ended_on == date(2023, 2, 3)


def test_the_file_of_somebody_else_is_as_good_as_missing(browser: Browser, folder: Path) -> None:
    response = hand_in(browser, folder, "campaigns", RIGHT)
    token = token_of(response)
    browser.sign_in(Role.COMMITTEE_CLERK)
    browser.get("imports.preview", status=404, token=token)
    waiting = browser.open("GET", browser.url("imports.progress", token=token))
    assert waiting.json == {"rows": 0}  # as of a file that is still arriving
    for act in ("apply", "marked"):
        browser.post(f"imports.{act}", {}, status=404, token=token)
    browser.get("imports.preview", status=404, token="0" * 32)
    assert stored(Campaign) == 0


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_does_not_write_takes_nothing_in(browser: Browser, folder: Path, role: Role) -> None:
    token = token_of(hand_in(browser, folder, "campaigns", RIGHT))
    browser.sign_in(role)
    hand_in(browser, folder, "campaigns", RIGHT, status=403)
    browser.get("campaigns.import", status=403)
    browser.get("imports.list", status=403)
    browser.get("imports.preview", status=403, token=token)
    browser.get("imports.show", status=403, group_id=1)


def test_a_branch_takes_in_its_own_people_only(browser: Browser, folder: Path) -> None:
    own, other = factories.make_branch(name="Own"), factories.make_branch(name="Other")
    theirs = factories.make_member(organization=other, number="B1", name="Secret", job="Guard")
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    rows = [MEMBERS, ("A1", "Mine", "Own", DAY)]
    apply(browser, token_of(hand_in(browser, folder, "members", rows)))
    assert stored(Member) == 2

    before = stages.digest()
    strange = [
        MEMBERS,
        ("A2", "Two", "Other", DAY),
        ("B1", "Renamed", "Other", DAY),
        ("B1", "Secret", "Own", DAY),
    ]
    for rows in (strange[:2], [MEMBERS, strange[2]], [MEMBERS, strange[3]]):
        response = hand_in(browser, folder, "members", rows)
        page = main_text(browser.page(response.location))
        assert "Guard" not in page
        if "Secret" not in str(rows):
            assert "Secret" not in page
        apply(browser, token_of(response), status=409)
    assert stages.digest() == before
    assert factories.find(theirs).name == "Secret"

    hand_in(browser, folder, "campaigns", RIGHT, status=403)
    group = db.session.scalars(select(ImportGroup)).one()
    browser.get("imports.show", group_id=group.id)
    browser.sign_in(Role.BRANCH_SECRETARY, other)
    for act in ("show", "undo", "download"):
        send_to = browser.get if act == "show" else browser.post
        send_to(f"imports.{act}", status=404, group_id=group.id)


def test_a_combined_file_of_a_branch_is_refused_where_it_may_not_write(
    browser: Browser, folder: Path
) -> None:
    own = factories.make_branch(name="Own")
    browser.sign_in(Role.BRANCH_SECRETARY, own)
    sheets: dict[str, Rows] = {
        "campaigns": RIGHT,
        "members": [MEMBERS, ("A1", "Mine", "Own", DAY)],
    }
    file = write_book(folder / "all.xlsx", sheets)
    address = browser.url("imports.list")
    response = browser.open("POST", address, {"file": (BytesIO(file.read_bytes()), "a.xlsx")})
    assert response.status_code == 303
    browser.page(response.location)
    apply(browser, token_of(response), status=409)
    assert (stored(Campaign), stored(Member)) == (0, 0)


def test_a_commissar_takes_in_the_own_duties_only(browser: Browser, folder: Path) -> None:
    branch = factories.make_branch(name="First")
    shop = factories.make_workshop(name="Wire", organization=branch)
    me = factories.make_member(organization=branch, name="Me", number="A1")
    other = factories.make_member(organization=branch, name="Other", number="A2")
    next_door = factories.make_workshop(name="Tape", organization=branch)
    factories.make_commissar(workshop=shop, member=me)
    factories.make_commissar(workshop=next_door, member=other)
    browser.sign_in(Role.COMMISSAR, branch, workshops=(shop.id, next_door.id), member=me)
    head = ("政委", "分厂车间", "日期", "履职类型", "主题")
    mine = ("Me", "Wire", DAY, "谈心", "One")
    browser.get("duties.import")
    response = hand_in(browser, folder, "duties", [head, mine])
    browser.page(response.location)
    apply(browser, token_of(response))
    assert stored(CommissarDuty) == 1
    group = db.session.scalars(select(ImportGroup)).one()
    browser.get("imports.show", group_id=group.id)

    response = hand_in(browser, folder, "duties", [head, ("Other", "Tape", DAY, "谈心", "Two")])
    apply(browser, token_of(response), status=409)
    assert stored(CommissarDuty) == 1
    hand_in(browser, folder, "members", [MEMBERS], status=403)
    browser.get("imports.list", status=403)


def test_figures_are_right_at_once(browser: Browser, folder: Path) -> None:
    factories.make_branch(name="First")
    rows = [MEMBERS, ("A1", "One", "First", DAY), ("A2", "Two", "First", DAY)]
    apply(browser, token_of(hand_in(browser, folder, "members", rows)))
    page = browser.get("reports.counted", code="members.total", period="2022")
    assert {"One", "Two"} <= set(main_text(page).split())
