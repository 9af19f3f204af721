"""Hostile text in the answers about a file: its columns, what its preview asks, its meetings."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests import factories, stages
from tests.browser import Browser, form_data
from tests.registers.importing.test_pages import MEMBERS, token_of
from tests.registers.importing.workbooks import Rows, write_book
from tests.test_hostile import HOSTILE, SCRIPT
from tests.test_hostile_forms import encoded

pytestmark = pytest.mark.slow
TEXTS = ("\ud800\x00", *(text for text in HOSTILE if not text.isdigit()))


def sent(browser: Browser, endpoint: str, rows: Rows, folder: Path, sheet: str) -> Any:
    """Hand in a workbook of one sheet; return the answer, a redirect to what is asked about it."""
    content = write_book(folder / "upload.xlsx", {sheet: rows}).read_bytes()
    response = browser.open("POST", browser.url(endpoint), {"file": (BytesIO(content), "甲.xlsx")})
    assert response.status_code == 303
    return response


def send_hostile(browser: Browser, address: str, right: Mapping[str, Any]) -> None:
    """Send each text in every field but the token; nothing fails, runs or is stored."""
    before = stages.digest()
    for text in TEXTS:
        hostile = {name: encoded(text) for name in right if name != "csrf_token"}
        response = browser.open("POST", address, hostile)
        assert response.status_code in (303, 400, 404, 409), text[:20]
        assert SCRIPT not in response.text, text[:20]
        if response.status_code == 303:
            shown = browser.open("GET", response.location)
            assert shown.status_code in (200, 303, 400), text[:20]
            assert SCRIPT not in shown.text, text[:20]
    assert stages.digest() == before


@pytest.mark.parametrize(
    "right",
    [
        {"question": "stage:*", "answer": "full", "at": "who-1"},
        {"withdraw": "stage:*"},
        {"accept": "all"},
        {"register": "members", "key": "organization", "old": "Third", "new": ""},
    ],
    ids=lambda right: next(iter(right)),
)
def test_no_decision_fails_or_runs(
    browser: Browser, tmp_path: Path, right: Mapping[str, str]
) -> None:
    branch = factories.make_branch()
    rows: Rows = [MEMBERS, ("A1", "陆远航", branch.name, "2010.7"), ("A2", "卜向阳", "Third", "甲")]
    token = token_of(sent(browser, "members.import", rows, tmp_path, "members"))
    address = browser.url("imports.decide", token=token)
    send_hostile(browser, address, right)
    for name in right:  # the rest being right, as a page would send it
        for text in (SCRIPT, "\ud800\x00", "x" * 60_000):
            response = browser.open("POST", address, {**right, name: encoded(text)})
            assert response.status_code in (303, 400), (name, text[:20])
            assert SCRIPT not in browser.get("imports.preview", token=token).decode()


def test_no_answer_about_columns_fails_or_runs(browser: Browser, tmp_path: Path) -> None:
    factories.make_branch(name="第一党支部")
    rows: Rows = [
        ("序号", "姓名", "编号", "单位", "入党时间", "政治生日"),
        (1, "陆远航", "A1", "第一党支部", "2010-07-01", "1999-02-03"),
    ]
    response = sent(browser, "members.import", rows, tmp_path, "members")
    address = browser.open("GET", response.location).location
    send_hostile(browser, address, form_data(browser.page(address)))


def test_no_answer_about_meetings_fails_or_runs(browser: Browser, tmp_path: Path) -> None:
    branch = factories.make_branch()
    factories.make_member(name="陆远航", organization=branch)
    rows: Rows = [("姓名", "1月10日 主题党日", "2月14日 主题党日"), ("陆远航", "√", "×")]
    address = sent(browser, "activities.attendance_sheet", rows, tmp_path, "Sheet1").location
    right = form_data(browser.page(address)) | {"year": "2023", "organization": str(branch.id)}
    send_hostile(browser, address, right)
