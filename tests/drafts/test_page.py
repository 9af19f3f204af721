"""The page: a draft pasted or uploaded, its marks, its lists, its table, and what is kept of it."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from partyhub.drafts.checking import MOST
from partyhub.roles import Role
from partyhub.spreadsheets import read_rows
from tests import factories, stages
from tests.browser import Browser, main_text

PERIOD = "2022-07-01..2023-06-30"
TEXT = "What we did\nWe set up 2 vanguard posts and 3 vanguard teams. We helped 23 households."


@pytest.fixture
def secretary(browser: Browser) -> Browser:
    for _ in range(2):
        factories.make_vanguard_post()
    return browser


def check(browser: Browser, text: str, *, status: int = 200, **more: object) -> str:
    browser.post("drafts.check", {"text": text, "period": PERIOD, **more}, status=status)
    return main_text(browser.shown)


def test_each_number_is_marked_by_a_word_too(secretary: Browser) -> None:
    page = check(secretary, TEXT)
    marks = {mark.get_text(" ", strip=True) for mark in secretary.shown.select(".draft .claim")}
    assert marks == {
        "Matches: 2 vanguard posts",
        "Differs: 3 vanguard teams",
        "Not recognized: 23 households",
    }
    assert "Vanguard teams on record: 0 teams; the text has 3 teams too many." in page
    assert secretary.shown.select_one(".draft h2").get_text(strip=True) == "What we did"  # type: ignore[union-attr]
    first = secretary.shown.select(".side .rows > li")[0]
    assert "3 vanguard teams" in first.get_text()
    link = first.select_one("a[href*='vanguards.teams']")
    assert link is not None
    secretary.page(str(link["href"]))


def test_a_file_is_read(secretary: Browser) -> None:
    made = Document()
    made.add_table(1, 1).cell(0, 0).text = "党员先锋岗2个"
    stream = BytesIO()
    made.save(stream)
    stream.seek(0)
    assert "党员先锋岗2个" in check(secretary, "", file=(stream, "draft.docx"))
    assert len(secretary.shown.select(".claim.yes")) == 1


def test_what_can_t_be_read_is_said(secretary: Browser) -> None:
    assert "Paste the text" in check(secretary, " ", status=400)
    broken = (BytesIO(b"PK\x03\x04 no"), "draft.docx")
    assert "damaged" in check(secretary, "", status=400, file=broken)
    assert "too long" in check(secretary, "a" * (MOST + 1), status=400)


def test_nothing_is_kept_of_the_text(secretary: Browser) -> None:
    before = stages.digest()
    check(secretary, TEXT)
    assert stages.digest() == before


def test_the_table_leaves_the_house_on_record(secretary: Browser, tmp_path: Path) -> None:
    file = tmp_path / "table.xlsx"
    file.write_bytes(secretary.download("drafts.table", {"text": TEXT, "period": PERIOD}))
    rows = list(read_rows(file, "Check of a draft"))
    assert [row[0] for row in rows] == ["Verdict", "Matches", "Differs", "Not recognized"]
    assert "households" not in main_text(secretary.get("home.show_history"))


def test_a_branch_sees_its_own_figures(secretary: Browser) -> None:
    branch = factories.make_branch()
    factories.make_vanguard_post(organization=branch)
    secretary.sign_in(Role.BRANCH_SECRETARY, branch)
    check(secretary, "We set up 1 vanguard posts.")
    assert len(secretary.shown.select(".claim.yes")) == 1
