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
from partyhub.history.models import ImportRun
from partyhub.members.models import Member, Stage
from partyhub.roles import Role
from tests import factories, stages
from tests.browser import Browser, main_text
from tests.registers.importing.test_round_trip import edited
from tests.registers.importing.workbooks import Rows, write_book
from tests.registers.samples import person, stored

pytestmark = pytest.mark.long

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


def answers_to(page: Any, question: str) -> list[str]:
    """Return the answers that the page offers to a question, each by one press."""
    forms = page.select(f'form:has(input[name=question][value="{question}"])')
    return [form.select_one("button[name=answer]")["value"] for form in forms]


def decide(browser: Browser, token: str, question: str, answer: str, *, status: int = 303) -> Any:
    data = {"question": question, "answer": answer, "at": "who-1"}
    response = browser.open("POST", browser.url("imports.decide", token=token), data)
    assert response.status_code == status, main_text(browser.shown)
    return response.location


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
    group = db.session.scalars(select(ImportRun)).one()
    page = browser.get("imports.show", group_id=group.id)
    assert "One" in main_text(page)
    assert browser.download("imports.download", group_id=group.id)[:2] == b"PK"
    browser.get("imports.list")
    browser.get("campaigns.import")
    assert browser.open("GET", response.location).location.endswith(f"/{group.id}")

    browser.post("imports.undo", {"reason": "A slip"}, group_id=group.id)
    assert {c.archived_at is None for c in db.session.scalars(select(Campaign))} == {False}
    before = stages.digest()
    browser.post("imports.undo", {"reason": "A slip"}, group_id=group.id)
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
    campaign = factories.make_campaign(code="C1", name="One", started_on=DAY)
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


def test_a_person_is_decided_about_alone(browser: Browser, folder: Path) -> None:
    """An answer about one row goes before that about all, and either is withdrawn by one press."""
    branch = factories.make_branch()
    rows: Rows = [MEMBERS, *([f"A{at}", f"陆远{at}", branch.name, "2010.7"] for at in range(3))]
    token = token_of(hand_in(browser, folder, "members", rows))
    decide(browser, token, "stage:members:3", "full")
    page = browser.get("imports.preview", token=token)
    assert "1 thing to confirm" in main_text(page)
    assert len(page.select("td .state.due")) == 2
    decide(browser, token, "stage:*", "probationary")
    page = browser.get("imports.preview", token=token)
    assert "people: 3 (Full member 1, Probationary member 2)" in main_text(page)
    assert not page.select("td .state.due")
    assert [each["value"] for each in page.select("#choice-1 [name=withdraw]")] == [
        "stage:*",
        "stage:members:3",
    ]
    browser.post("imports.decide", {"withdraw": "stage:members:3"}, token=token)
    assert "people: 3 (Probationary member 3)" in main_text(
        browser.get("imports.preview", token=token)
    )
    decide(browser, token, "stage:members:4", "full")
    apply(browser, token)
    found = {each.number: each.stage_on(DAY) for each in db.session.scalars(select(Member))}
    assert found == {"A0": Stage.PROBATIONARY, "A1": Stage.PROBATIONARY, "A2": Stage.FULL}


def test_the_button_waits_for_every_decision(browser: Browser, folder: Path) -> None:
    """It says what it writes; the number of open questions beside it leads to the first."""
    branch = factories.make_branch()
    rows: Rows = [MEMBERS, ("A1", "陆远", branch.name, "2010.7"), ("A2", "卜向阳", "Third", DAY)]
    response = hand_in(browser, folder, "members", rows)
    page, token = browser.page(response.location), token_of(response)
    [button] = page.select(".form-foot button")
    assert button.has_attr("disabled")
    [link] = page.select("#open a")
    assert main_text(page).count("2 things to confirm") == 2
    assert page.select(link["href"])
    decide(browser, token, "stage:*", "full")
    page = browser.get("imports.preview", token=token)
    assert page.select_one("#open a")["href"] == "#errors"
    correction = {"register": "members", "key": "organization", "old": "Third", "new": branch.name}
    browser.post("imports.decide", correction, token=token)
    [button] = browser.get("imports.preview", token=token).select(".form-foot button")
    assert not button.has_attr("disabled")
    assert button.text.strip() == "Import: 2 new people"


def test_an_emptied_correction_is_none_and_only_the_mark_clears(
    browser: Browser, folder: Path
) -> None:
    branch = factories.make_branch()
    person = factories.make_member(
        organization=branch, number="A1", name="陆远", birth_date=date(1980, 5, 6)
    )
    head = ("编号", "姓名", "出生日期")
    token = token_of(hand_in(browser, folder, "members", [head, ("A1", "陆远", "不详9")]))
    cell = {"register": "members", "key": "birth_date", "old": "不详9"}
    browser.post("imports.decide", cell | {"new": "1980-05-07"}, token=token)
    browser.post("imports.decide", cell | {"new": " "}, token=token)
    page = browser.get("imports.preview", token=token)
    assert len(page.select("#errors .ask")) == 1
    assert not page.select("#errors .done")
    apply(browser, token, status=409)
    browser.post("imports.decide", cell | {"new": "（清空）"}, token=token)
    apply(browser, token)
    assert factories.find(person).birth_date is None


def test_what_was_decided_in_another_tab_is_shown_before_it_is_written(
    browser: Browser, folder: Path
) -> None:
    branch = factories.make_branch()
    rows: Rows = [MEMBERS, ("A1", "陆远", branch.name, "2010.7")]
    response = hand_in(browser, folder, "members", rows)
    token = token_of(response)
    older = browser.page(response.location).select_one("[name=expected]")["value"]
    decide(browser, token, "stage:*", "full")
    apply(browser, token, {"expected": older}, status=409)
    assert stored(Member) == 0


@pytest.mark.parametrize(
    ("chosen", "label"), [("full", "Full member"), ("probationary", "Probationary member")]
)
def test_one_press_decides_about_all_who_were_admitted_long_ago(
    browser: Browser, folder: Path, chosen: str, label: str
) -> None:
    branch = factories.make_branch()
    rows: Rows = [MEMBERS, *([f"A{at}", f"陆远{at}", branch.name, "2010.7"] for at in range(3))]
    response = hand_in(browser, folder, "members", rows)
    page = browser.page(response.location)
    assert answers_to(page, "stage:*") == ["probationary", "full"]
    assert "people: 3 (Probationary member 3)" in main_text(page)
    decide(browser, token_of(response), "stage:*", chosen)
    page = browser.get("imports.preview", token=token_of(response))
    assert f"people: 3 ({label} 3)" in main_text(page)
    apply(browser, token_of(response))
    members = db.session.scalars(select(Member)).all()
    assert [member.stage_on(DAY) for member in members] == [chosen] * 3


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
    [name] = [field["name"] for field in page.select('input[name^="decision:"][value="file"]')]
    assert "ended_on" in name  # the other cell stands as it was exported
    decided = {name: "file"}
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
    group = db.session.scalars(select(ImportRun)).one()
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
    group = db.session.scalars(select(ImportRun)).one()
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


def paste(browser: Browser, text: str, *, status: int = 303) -> Any:
    response = browser.open("POST", browser.url("campaigns.import"), {"pasted": text})
    assert response.status_code == status, main_text(browser.shown)
    return response


def test_a_pasted_table_goes_the_way_of_a_file(browser: Browser) -> None:
    """A cell with line breaks or quotes comes in quotes; one like a formula is a text."""
    head = "\t".join(HEAD)
    lines = [
        head,
        "C1\tOne\t2022-06-29\t=1+1",
        'C2\tTwo\t2022/6/29\t"Say ""yes""\nand go"',
        "\t\t\t",
    ]
    response = paste(browser, "\r\n".join(lines))
    assert "pasted" in main_text(browser.page(response.location))
    apply(browser, token_of(response))
    goals = db.session.scalars(select(Campaign.goal).order_by(Campaign.code)).all()
    assert goals == ["=1+1", 'Say "yes"\nand go']


@pytest.mark.parametrize("text", ["One", "One\nTwo", "甲，乙，丙", '"', "\0"])
def test_a_pasted_text_that_is_no_table_is_a_sentence(browser: Browser, text: str) -> None:
    paste(browser, text, status=400)
    assert "This is no table" in main_text(browser.shown)


def test_equal_errors_are_mended_in_the_page(browser: Browser, folder: Path) -> None:
    """By one press for all rows that hold the text, without another file; and withdrawn again."""
    factories.make_branch(name="第一党支部", code="Z1")
    rows = [MEMBERS, *[(f"B{n}", f"丁立{n}", "第一支部", "2023-05-06") for n in range(8)]]
    response = hand_in(browser, folder, "members", rows)
    page, token = browser.page(response.location), token_of(response)
    [ask] = page.select("#errors .ask")
    assert "8 rows" in main_text(ask)
    assert "第一党支部" in main_text(ask)
    form = {field["name"]: field.get("value", "") for field in ask.select("input[name]")}
    assert form["new"] == "第一党支部"
    browser.post("imports.decide", form, token=token)

    page = browser.get("imports.preview", token=token)
    assert "The file is in order" in main_text(page)
    assert "“第一支部” → 第一党支部" in main_text(page)
    assert "丁立7" in main_text(page)
    [withdraw] = page.select("#errors [name=withdraw]")
    browser.post("imports.decide", {"withdraw": withdraw["value"]}, token=token)
    assert len(browser.get("imports.preview", token=token).select("#errors .ask")) == 1

    browser.post("imports.decide", {"accept": "all"}, token=token)
    apply(browser, token)
    assert stored(Member) == 8


def test_the_preview_tells_what_the_import_changes(browser: Browser, folder: Path) -> None:
    """The values of new records, and each figure that would be another one."""
    factories.make_branch(name="First")
    rows = [MEMBERS, ("B1", "丁立", "First", "2023-05-06"), ("B2", "丁力", "First", "2023-05-06")]
    page = browser.page(hand_in(browser, folder, "members", rows).location)
    [row] = [row for row in page.select("tr") if "Probationary members" in main_text(row)][:1]
    assert [cell.text.strip() for cell in row.select("td")][:2] == ["0", "2"]
    new = next(row for row in page.select("tr") if "丁立" in main_text(row))
    assert "First" in main_text(new)
    assert "Probationary member" in main_text(new)


@pytest.mark.parametrize(
    "form", [{}, {"register": "x"}, {"register": "members", "key": "x", "old": "1", "new": "2"}]
)
def test_a_decision_about_nothing_is_refused(
    browser: Browser, folder: Path, form: dict[str, str]
) -> None:
    token = token_of(hand_in(browser, folder, "campaigns", RIGHT))
    browser.post("imports.decide", form, status=400, token=token)
    browser.post("imports.decide", {"accept": "all"}, status=404, token="0" * 32)


def test_what_is_asked_about_many_rows_is_not_decided_unseen(
    browser: Browser, folder: Path
) -> None:
    """Also when a form is sent that the page doesn't let anybody send."""
    factories.make_branch(name="First")
    rows = [MEMBERS, ("B1", "丁立", "First", "2010-05-06")]
    token = token_of(hand_in(browser, folder, "members", rows))
    apply(browser, token, status=409)
    assert "Nothing was imported yet" in main_text(browser.shown)
    assert stored(Member) == 0
    browser.post("imports.decide", {"question": "stage:*", "answer": "full"}, token=token)
    apply(browser, token)
    assert stored(Member) == 1
