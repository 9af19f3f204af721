"""What comes out of a real browser's printer: whole lists and papers on numbered sheets."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from partyhub.accounts import operations
from partyhub.app import create_app
from partyhub.database import db, writing
from partyhub.migrations import upgrade
from partyhub.roles import Role
from tests import factories
from tests.instances import prepare
from tests.serving import signed_in

pytestmark = pytest.mark.slow
MEETINGS = 60


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, small_passwords: None) -> Iterator[Page]:
    """The secretary's browser at a committee with a branch that met every week."""
    app = create_app(prepare(tmp_path_factory.mktemp("paper")), {"TODAY": date(2023, 6, 30)})
    upgrade(app)
    with app.app_context(), writing():
        branch = factories.make_branch(name="第一党支部")
        factories.make_member(organization=branch, name="陆远航")
        for number in range(MEETINGS):
            factories.make_activity(
                organization=branch,
                title=f"主题党日{number:02}",
                held_on=date(2023, 1 + number % 6, 1 + number % 28),
                record="讨论了工作。" * 30,
            )
        factories.make_vanguard_post(organization=branch, name="质量先锋岗")
        committee = factories.committee()
        user, password = operations.create_user(
            "secretary", "沈立群", Role.COMMITTEE_SECRETARY, committee.id, must_change=False
        )
        db.session.commit()
        name = user.username
    yield from _opened(app, name, password)


def _opened(app: Flask, name: str, password: str) -> Iterator[Page]:
    with signed_in(app, name, password) as page:
        page.add_init_script("window.print = () => {}")
        yield page


@pytest.fixture
def sheets(page: Page, tmp_path: Path) -> Callable[[str], list[str]]:
    """Return a function that prints a page and reads the text of each sheet, without spaces."""

    def read(address: str) -> list[str]:
        page.goto(address)
        path = tmp_path / "printed.pdf"
        page.pdf(path=path, prefer_css_page_size=True)
        program = shutil.which("pdftotext")
        assert program, "Install poppler-utils."
        text = subprocess.run([program, "-layout", path, "-"], check=True, capture_output=True)
        found = text.stdout.decode().removesuffix("\f").split("\f")
        return ["".join(sheet.split()) for sheet in found]

    return read


def test_a_whole_list_with_its_head_on_each_sheet(sheets: Callable[[str], list[str]]) -> None:
    found = sheets("/activities/print?sort=title")
    assert len(found) >= 3
    whole = "".join(found)
    assert all(f"主题党日{number:02}" in whole for number in range(MEETINGS))
    for number, sheet in enumerate(found, 1):
        assert "主办党组织" in sheet
        assert sheet.endswith(f"{number}/{len(found)}")
    assert found[0].startswith("活动台账")
    assert f"{MEETINGS}条记录" in found[0]


def test_minutes_begin_on_sheets_of_their_own(sheets: Callable[[str], list[str]]) -> None:
    found = sheets("/papers/minutes?organization=2&period=2023")
    assert found[0].startswith("会议记录本")
    assert found[1].startswith("目录")
    minutes = [sheet for sheet in found if sheet.startswith("会议记录第一党支部")]
    assert len(minutes) == MEETINGS
    assert found[-1].endswith(f"—{len(found)}—")
    assert all(found), "No sheet is empty."


def test_a_plaque_and_a_sign_in_sheet_are_one_sheet(sheets: Callable[[str], list[str]]) -> None:
    assert len(sheets("/papers/plaques?period=2023")) == 1
    [sheet] = sheets("/papers/sign-in/1")
    assert "陆远航" in sheet


def test_figures_and_branches_say_their_period(sheets: Callable[[str], list[str]]) -> None:
    figures = sheets("/figures/?period=2023")
    assert "2023年" in figures[0]
    assert figures[0].endswith(f"1/{len(figures)}")
    branches = sheets("/figures/branches?period=2023")
    assert branches[0].startswith("分支部情况2023年")
    assert all(branches)
