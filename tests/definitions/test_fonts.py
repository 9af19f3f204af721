"""The fonts in which workbooks and documents are made: those of official papers, or common ones."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from partyhub.database import db
from partyhub.definitions.operations import set_words
from partyhub.definitions.queries import COMMON, FONTS, find_fonts
from partyhub.handin import write_handin
from partyhub.history.models import HistoryEntry
from partyhub.papers.content import Note, Paper
from partyhub.papers.writing import write_papers
from partyhub.periods import Period
from partyhub.reports.workbook import write_yearly
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, main_text

PERIOD = Period.parse("2023-Q2")
OFFICIAL = ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312")
STAND_IN = ("华文中宋", "仿宋", "楷体")


@pytest.fixture
def common(database_of_test: None) -> Iterator[None]:
    factories.make_activity(organization=factories.make_branch(), kinds="general_meeting")
    set_words(FONTS, [COMMON])
    yield
    db.session.rollback()


def fonts_in(package: bytes, *folders: str) -> str:
    """The parts of a package that name fonts, one after the other."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        names = [name for name in parts.namelist() if name.startswith(folders)]
        return " ".join(parts.read(name).decode() for name in names)


def paper() -> bytes:
    target = io.BytesIO()
    write_papers([Paper("会议记录", parts=[Note("注")])], target, "会议记录", "")
    return target.getvalue()


def test_official_fonts_stand_unless_chosen_otherwise(database_of_test: None) -> None:
    assert find_fonts() == {}
    text = fonts_in(paper(), "word/styles")
    assert all(f'"{name}"' in text for name in OFFICIAL)


def test_both_editions_and_papers_are_in_common_fonts(common: None, tmp_path: Path) -> None:
    paths = tmp_path / "report.xlsx", tmp_path / "full.xlsx"
    write_handin(factories.OWNER, PERIOD, None, paths[0])
    write_yearly(factories.OWNER, PERIOD, None, paths[1])
    folders = "xl/styles", "xl/worksheets", "xl/charts"
    texts = [fonts_in(path.read_bytes(), *folders) for path in paths]
    texts.append(fonts_in(paper(), "word/styles"))
    for text in texts:
        assert [name for name in OFFICIAL if name in text] == []
        assert "仿宋" in text
    assert all(name in texts[0] for name in STAND_IN)


def test_the_committee_chooses_on_a_page(browser: Browser) -> None:
    page = browser.follow("definitions.edit_words", {"is_common": "1"}, list_key=FONTS)
    assert find_fonts()
    assert "common fonts" in main_text(page)
    entry = db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.id.desc())).first()
    assert entry is not None
    assert entry.changes == [
        {
            "field": "Fonts of workbooks and documents",
            "old": "fonts of official papers",
            "new": "common fonts",
        }
    ]
    browser.follow("definitions.edit_words", {"is_common": "0"}, list_key=FONTS)
    assert find_fonts() == {}


def test_who_only_reads_does_not_choose(browser: Browser) -> None:
    browser.sign_in(Role.REVIEWER, factories.committee())
    browser.post("definitions.edit_words", {"is_common": "1"}, list_key=FONTS, status=403)
    assert find_fonts() == {}
