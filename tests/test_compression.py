"""gzip: text gets shorter, means the same, and no page with a secret tells it by its length."""

import gzip
from typing import Any

import pytest
from werkzeug.test import TestResponse

from partyhub.roles import Role
from tests.browser import Browser

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def ask(browser: Browser, address: str, method: str = "GET", **headers: str) -> TestResponse:
    return browser.client.open(address, method=method, headers=GZIP | headers, buffered=True)


def is_compressed(response: TestResponse) -> bool:
    return response.headers.get("Content-Encoding") == "gzip"


def test_a_page_is_compressed_and_the_same(browser: Browser) -> None:
    address = browser.url("members.list")
    plain, short = browser.client.get(address, buffered=True), ask(browser, address)
    assert is_compressed(short)
    assert not is_compressed(plain)
    assert gzip.decompress(short.data).decode().count("<") == plain.text.count("<")
    for response in (plain, short):
        assert {"accept-encoding", "cookie"} <= {name.lower() for name in response.vary}
        assert response.headers["Cache-Control"] == "no-store"
        assert response.content_length == len(response.data)
    assert len(short.data) < len(plain.data) / 2


def test_who_takes_no_gzip_gets_none(browser: Browser) -> None:
    for accepted in ("", "br", "gzip;q=0", "identity"):
        headers = {"Accept-Encoding": accepted}
        assert not is_compressed(ask(browser, browser.url("members.list"), **headers))


def test_head_says_what_get_sends(browser: Browser) -> None:
    head = ask(browser, "/static/theme.css", "HEAD")
    assert (head.data, head.headers["Content-Encoding"]) == (b"", "gzip")
    assert head.content_length == len(ask(browser, "/static/theme.css").data)
    assert is_compressed(ask(browser, browser.url("members.list"), "HEAD"))


def test_pages_around_passwords_go_as_they_are(browser: Browser, stranger: Browser) -> None:
    """So does a page that is added to them, without anybody thinking of it."""
    keeper = browser.sign_in(Role.ADMINISTRATOR)
    rules = [rule for rule in browser.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    requested = [rule for rule in rules if rule.endpoint.split(".")[0] in ("accounts", "users")]
    shown = set()
    for rule in requested:
        address = browser.url(rule.endpoint, **dict.fromkeys(rule.arguments, keeper.user.id))
        for person in (keeper, stranger):
            response = ask(person, address)
            assert not is_compressed(response), rule.endpoint
            if response.status_code == 200 and len(response.data) > 1000:
                shown.add(rule.endpoint)
    assert {"accounts.sign_in", "accounts.change_password", "users.create"} <= shown


@pytest.mark.parametrize(
    ("https", "site", "expected"),
    [
        (True, "same-origin", True),
        (True, "none", True),
        (True, "cross-site", False),
        (True, "same-site", False),
        (True, None, False),
        (False, None, True),
        (False, "cross-site", False),
    ],
)
def test_what_another_site_asks_for_goes_as_it_is(
    browser: Browser, monkeypatch: Any, https: bool, site: str | None, expected: bool
) -> None:
    monkeypatch.setitem(browser.app.config, "HTTPS", https)
    headers = {} if site is None else {"Sec-Fetch-Site": site}
    assert is_compressed(ask(browser, browser.url("members.list"), **headers)) is expected
    assert is_compressed(ask(browser, "/static/theme.css", **headers))


def test_the_length_of_a_page_says_little(browser: Browser) -> None:
    lengths = {len(ask(browser, browser.url("members.list")).data) for _ in range(20)}
    assert len(lengths) > 5
    assert max(lengths) - min(lengths) > 20


def test_a_file_of_the_program_is_compressed_once_and_not_sent_twice(browser: Browser) -> None:
    first = ask(browser, "/static/theme.css")
    assert is_compressed(first)
    assert first.data == ask(browser, "/static/theme.css").data
    assert (
        gzip.decompress(first.data) == browser.client.get("/static/theme.css", buffered=True).data
    )
    etag = first.headers["ETag"]
    assert etag.startswith("W/")
    again = ask(browser, "/static/theme.css", **{"If-None-Match": etag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    assert "Accept-Encoding" in again.headers["Vary"]
    part = ask(browser, "/static/theme.css", Range="bytes=0-99")
    assert (part.status_code, len(part.data), is_compressed(part)) == (206, 100, False)


def test_downloads_and_small_answers_go_as_they_are(browser: Browser) -> None:
    response = ask(browser, browser.url("members.template"), "POST")
    assert response.status_code == 200
    assert not is_compressed(response)
    assert response.data.startswith(b"PK")
    assert not is_compressed(ask(browser, "/static/mark.svg"))
