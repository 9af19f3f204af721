"""Hostile text in every field and every list address: an answer, never a failure or markup."""

import pytest

from partyhub.registers import Register
from tests.browser import Browser
from tests.catalog import CATALOG

pytestmark = pytest.mark.slow

SCRIPT = "<script>alert(1)</script>"
HOSTILE = (
    "\x00", SCRIPT, "'\"><img src=x onerror=1>", "=1+1", "x" * 60_000, "\ufffe", "\u202e", "%", "_",
    "\\", "0", "-1", "9" * 20, "2023-02-30", "#1", "#99999999999", "１２３", "NaN", "1e309", "、、",
    "甲（", "（）", "𠮷",
)  # fmt: skip
ARGUMENTS = ("q", "sort", "on", "after", "before", "shown", "columns", "stage", "kind", "period")

each_register = pytest.mark.parametrize(
    "register", CATALOG.registers, ids=lambda register: register.name
)


@each_register
def test_no_text_in_a_form_fails_or_runs(register: Register, browser: Browser) -> None:
    fields = [key for key in dir(register.form) if hasattr(getattr(register.form, key), "bind")]
    for text in HOSTILE:
        response = browser.open("POST", f"/{register.name}/new", dict.fromkeys(fields, text))
        assert response.status_code in (200, 303, 400), text[:20]
        assert SCRIPT not in response.text


@each_register
def test_no_address_of_a_list_fails(register: Register, browser: Browser) -> None:
    for text in HOSTILE:
        for argument in ARGUMENTS:
            response = browser.client.get(f"/{register.name}/", query_string={argument: text})
            assert response.status_code in (200, 400, 404), (argument, text[:20])
            assert SCRIPT not in response.text
