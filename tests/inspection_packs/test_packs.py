"""Packs of evidence as an inspector opens them: folders, documents, index, what is missing."""

import re
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from flask import Flask
from sqlalchemy import event, select

from partyhub import clock
from partyhub.activities.models import LeaveKind
from partyhub.attachments import storage
from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry
from partyhub.inspection_packs import records
from partyhub.inspection_packs.names import safe_file_name, safe_name
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, main_text

YEAR = {"period": "2023"}


def pack_of(browser: Browser, *registers: str, **asked: Any) -> zipfile.ZipFile:
    sent = YEAR | asked | {"register": list(registers)}
    return zipfile.ZipFile(BytesIO(browser.download("inspection_packs.pack", sent)))


def rows_of(pack: zipfile.ZipFile, sheet: str) -> list[list[Any]]:
    book = openpyxl.load_workbook(BytesIO(pack.read("Index of the evidence.xlsx")))
    rows = [[cell.value for cell in row] for row in book[sheet].iter_rows()]
    return [row for row in rows if isinstance(row[0], int)]


@pytest.fixture
def branch(browser: Browser) -> Any:
    return factories.make_branch(name="First branch")


@pytest.fixture
def meetings(branch: Any) -> Any:
    later = factories.make_activity(
        organization=branch,
        title='Theme <2>: "a/b"\\c? #1 100%',
        held_on=date(2023, 5, 2),
    )
    factories.make_meeting(
        2,
        organization=branch,
        title="Assembly",
        held_on=date(2023, 1, 5),
        chair="Alfa",
        recorder="Bravo",
        record="What was said",
        resolution="Agreed",
    )
    factories.attach(later, "scan", "the first")
    factories.attach(later, "scan", "the second")
    return later


def test_folders_are_numbered_by_day_and_hold_document_and_files(
    browser: Browser, meetings: Any
) -> None:
    pack = pack_of(browser, "activities")
    theme = "01 Activities/0002 2023-05-02 Theme _2__ _a_b__c_ _1 100_"
    assert pack.namelist() == [
        "01 Activities/0001 2023-01-05 Assembly/Activity.docx",
        f"{theme}/Activity.docx",
        f"{theme}/Attachment 01 scan.jpg",
        f"{theme}/Attachment 02 scan.jpg",
        "Index of the evidence.xlsx",
    ]
    assert pack.read(f"{theme}/Attachment 02 scan.jpg") == b"the second"
    assert pack.testzip() is None
    document = docx.Document(BytesIO(pack.read(pack.namelist()[0])))
    texts = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert "What was said" in texts
    assert "Agreed" in texts


def test_the_index_leads_to_the_files_and_says_what_is_missing(
    browser: Browser, meetings: Any
) -> None:
    factories.make_award(title="=1+1")
    pack = pack_of(browser, "awards", "activities")
    contents = rows_of(pack, "Contents")
    assert [row[:4] for row in contents] == [
        [1, "Activities", _day(2023, 1, 5), "Assembly"],
        [2, "Activities", _day(2023, 5, 2), 'Theme <2>: "a/b"\\c? #1 100%'],
        [3, "Honors on record", _day(2023, 6, 29), "=1+1"],
    ]
    names = set(pack.namelist())
    for row in contents:
        [path] = re.findall(r'^=HYPERLINK\("([^"]+)",', row[4])
        assert path in names
    assert [row[5] for row in contents] == [0, 2, 0]
    missing = {row[3]: row[4] for row in rows_of(pack, "Missing evidence")}
    assert missing["Assembly"] == "no attachment"
    assert "no minutes；no chair；no recorder；nobody named" in missing[contents[1][3]]
    assert missing["=1+1"] == "no attachment；no number of a document or a certificate"


def _day(year: int, month: int, day: int) -> Any:
    from datetime import datetime

    return datetime(year, month, day)  # noqa: DTZ001  # a workbook knows no time zones


def test_a_record_is_what_its_page_shows_without_what_is_personal(
    browser: Browser, branch: Any
) -> None:
    person = factories.make_member(
        name="Alfa", organization=branch, phone="13800001234", native_place="Secretown"
    )
    factories.make_voting_pause(member=person, started_on=date(2023, 5, 10))
    factories.make_award(recipient_kind="member", recipient=person, title="Model worker")
    pack = pack_of(browser, "members")
    [name] = [each for each in pack.namelist() if "Alfa" in each]
    document = docx.Document(BytesIO(pack.read(name)))
    whole = "\n".join(
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    )
    assert "First branch" in whole
    assert "Model worker" in whole
    for hidden in ("1380000", "1234", "Secretown", "2023-05-10", "10 May 2023"):
        assert hidden not in whole, hidden
    assert "voting" not in "\n".join(p.text for p in document.paragraphs).lower()


def test_confidential_registers_are_never_offered(browser: Browser, branch: Any) -> None:
    person = factories.make_member(organization=branch)
    factories.make_voting_pause(member=person)
    page = browser.get("inspection_packs.show", **YEAR)
    offered = [box["value"] for box in page.select("input[name=register]")]
    assert "members" in offered
    assert "voting_pauses" not in offered
    browser.post("inspection_packs.pack", YEAR | {"register": "voting_pauses"}, status=400)


def test_the_page_says_how_much_there_is(browser: Browser, meetings: Any) -> None:
    page = browser.get("inspection_packs.show", **YEAR)
    row = page.select_one("tr:has(input[value=activities])")
    assert row is not None
    assert [cell.text for cell in row.select("td")] == ["2", "2"]
    before = browser.get("inspection_packs.show", period="2019")
    row = before.select_one("tr:has(input[value=activities])")
    assert row is not None
    assert [cell.text for cell in row.select("td")] == ["0", "0"]


def test_refusals_say_what_to_do(
    browser: Browser, meetings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = browser.post("inspection_packs.pack", YEAR, status=400)
    assert "Choose at least one register." in main_text(page)
    empty = {"period": "2019", "register": "activities"}
    page = browser.post("inspection_packs.pack", empty, status=400)
    assert "There is no record in what you chose." in main_text(page)
    monkeypatch.setattr("partyhub.inspection_packs.pages.MOST_RECORDS", 1)
    page = browser.post("inspection_packs.pack", YEAR | {"register": "activities"}, status=400)
    assert "2 records are too many for one pack; 1 are the most." in main_text(page)
    assert page.select_one("input[value=activities][checked]")
    assert not exports()


def exports() -> list[HistoryEntry]:
    query = select(HistoryEntry).where(HistoryEntry.action == Action.EXPORTED)
    return list(db.session.scalars(query))


def test_it_is_logged_with_what_it_held(browser: Browser, meetings: Any) -> None:
    pack_of(browser, "activities")
    [entry] = exports()
    assert entry.register == "inspection_packs"
    assert entry.reason is not None
    assert "Activities" in entry.reason
    assert "Evidence for inspection" in main_text(browser.get("home.show_history"))


def test_a_branch_packs_its_own_records_alone(app: Flask, browser: Browser, meetings: Any) -> None:
    other = factories.make_branch(name="Second branch")
    factories.make_activity(organization=other, title="Elsewhere")
    own = Browser(app.test_client()).sign_in(Role.BRANCH_SECRETARY, other)
    names = pack_of(own, "activities").namelist()
    assert len(names) == 2
    assert "Elsewhere" in names[0]
    asked = YEAR | {"organization": meetings.organization_id, "register": "activities"}
    own.post("inspection_packs.pack", asked, status=404)
    narrowed = pack_of(browser, "activities", organization=other.id)
    assert [name for name in narrowed.namelist() if "Assembly" in name] == []


def test_a_damaged_file_is_named_and_the_rest_is_packed(browser: Browser, branch: Any) -> None:
    activity = factories.make_activity(organization=branch)
    attached = factories.attach(activity, "scan", "will be damaged")
    storage.path_of(attached.digest).write_bytes(b"other")
    pack = pack_of(browser, "activities")
    assert not [name for name in pack.namelist() if name.endswith(".jpg")]
    [row] = rows_of(pack, "Missing evidence")
    assert "the attachment “scan.jpg” is damaged" in row[4]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CON", "_CON"),
        ("..", "_"),
        (" a. ", "a"),
        ("a\x00b\u202ec", "abc"),
        ("<>|*", "____"),
        ("名" * 60, "名" * 40),
        ("𠮷" * 60, "𠮷" * 20),
    ],
)
def test_names_that_windows_takes(text: str, name: str) -> None:
    assert safe_name(text) == name
    assert len(safe_name(text).encode("utf-16-le")) <= 80


def test_endings_are_kept() -> None:
    assert safe_file_name("长" * 90 + ".pdf") == "长" * 40 + ".pdf"
    assert safe_file_name("a/b.jpg") == "a_b.jpg"
    assert safe_file_name("none") == "none"


def texts_of(pack: zipfile.ZipFile, at: int = 0) -> list[str]:
    """All paragraphs and cells of a document."""
    document = docx.Document(BytesIO(pack.read(pack.namelist()[at])))
    found = [paragraph.text for paragraph in document.paragraphs]
    return found + [
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    ]


def test_a_record_has_all_its_related_records(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also those that its page shows in a panel of its own, and more than a page shows."""
    workshop = factories.make_prosperity_workshop(set_up_on="2021-01-01")
    for month in range(1, 13):
        factories.make_prosperity_return(
            prosperity_workshop=workshop, month=f"2022-{month:02}", staff=100 + month
        )
    texts = texts_of(pack_of(browser, "prosperity_workshops"))
    assert "Monthly returns（12 records）" in texts
    assert {str(100 + month) for month in range(1, 13)} <= set(texts)
    monkeypatch.setattr(records, "MOST_RELATED", 5)
    texts = texts_of(pack_of(browser, "prosperity_workshops"))
    assert "Monthly returns（12 records, the first 5 of them here）" in texts
    project = factories.make_project()
    factories.make_milestone(project=project, title="First step")
    post = factories.make_vanguard_post()
    factories.make_post_review(post=post, comment="Well done")
    assert "First step" in texts_of(pack_of(browser, "projects"))
    assert "Well done" in texts_of(pack_of(browser, "vanguard_posts"))


def test_minutes_in_a_pack_name_no_reasons(browser: Browser, branch: Any) -> None:
    people = [factories.make_member(organization=branch, name=name) for name in ("One", "Two")]
    meeting = factories.make_meeting(
        0, organization=branch, present=people[:1], on_leave=people[1:]
    )
    for row in factories.find(meeting).attendance:
        if row.member_id == people[1].id:
            row.reason, row.leave_kind = "broken leg", LeaveKind.SICK
    db.session.commit()
    whole = "\n".join(texts_of(pack_of(browser, "activities")))
    assert "Two" in whole
    assert "broken leg" not in whole
    assert "Sick" not in whole


def test_times_are_those_of_the_clock_on_the_wall(browser: Browser, meetings: Any) -> None:
    with clock.at(datetime(2023, 6, 29, 20, 30, tzinfo=UTC)):
        pack = pack_of(browser, "activities")
    assert {entry.date_time for entry in pack.infolist()} == {(2023, 6, 30, 4, 30, 0)}
    book = openpyxl.load_workbook(BytesIO(pack.read("Index of the evidence.xlsx")))
    notes = {row[0].value: row[1].value for row in book["Notes"].iter_rows()}
    assert notes["Made at"] == "2023-06-30 04:30"


def statements_of(browser: Browser, *registers: str) -> int:
    """How many statements a pack takes."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("PRAGMA"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        pack_of(browser, *registers)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(sent)


def test_many_records_take_as_many_statements_as_a_few(browser: Browser, branch: Any) -> None:
    def add() -> None:
        person = factories.make_member(organization=branch)
        factories.make_award(recipient_kind="member", recipient=person)
        workshop = factories.make_prosperity_workshop()
        factories.make_prosperity_return(prosperity_workshop=workshop, month="2023-02")

    add()
    registers = ("members", "prosperity_workshops", "organizations")
    statements_of(browser, *registers)  # what is remembered from then on
    few = statements_of(browser, *registers)
    for _ in range(7):
        add()
    statements_of(browser, *registers)  # what is remembered was written to
    assert statements_of(browser, *registers) == few


def test_related_records_are_read_in_portions(
    browser: Browser, branch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        person = factories.make_member(name=f"Person {number}", organization=branch)
        for place in "ab":
            title = f"Honor {number}{place}"
            factories.make_award(recipient_kind="member", recipient=person, title=title)
    whole = [texts_of(pack_of(browser, "members"), at) for at in range(3)]
    for number, texts in enumerate(whole):
        found = [text for text in texts if text.startswith("Honor ")]
        assert found == [f"Honor {number}a", f"Honor {number}b"]
    monkeypatch.setattr("partyhub.registers.panels.MOST_READ", 1)
    assert [texts_of(pack_of(browser, "members"), at) for at in range(3)] == whole
