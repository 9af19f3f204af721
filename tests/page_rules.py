"""The rules that every answer is held to: headers, and what a page may and must say.

Pages are read by lxml, fifty times as quick as Beautiful Soup: a run opens some ten thousand.
"""

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

from lxml.etree import HTML, HTMLParser, XPath, _Element
from werkzeug.test import TestResponse

# Written out again, and not imported: a guard must not take its truth from what it guards.
CONTENT_SECURITY_POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
# What somebody sent may do nothing at all in a browser.
POLICY_OF_FILES = {"default-src 'none'", "sandbox", "frame-ancestors 'none'"}
FILE_ADDRESS = re.compile(r"/attachments/\d+(/thumbnail)?$")
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}
LANGUAGES = {"zh-CN", "en"}
ON_EVENT = re.compile(r"on[a-z]+$")
POINTERS = ("for", "aria-describedby", "aria-labelledby")
ADDRESSES = ("href", "src", "action", "formaction", "data-choices", "poster", "srcset")

TEXT = XPath("string()")
Page = Element = _Element


def check_response(response: TestResponse, *, has_tokens: bool) -> None:
    """Hold any answer to the rules of headers, and a page to those of pages."""
    policy = response.headers.get("Content-Security-Policy", "")
    is_file = response.status_code == 200 and FILE_ADDRESS.search(response.request.path)
    promised = POLICY_OF_FILES if is_file else CONTENT_SECURITY_POLICY
    assert {part.strip() for part in policy.split(";")} == promised
    for name, value in HEADERS.items():
        if not response.request.path.startswith(("/static", "/bootstrap/static")):
            assert response.headers.get(name) == value, f"{name} of {response.request.path}"
    if response.mimetype == "text/html" and response.status_code not in range(300, 400):
        page = parse(response.text)
        check_page(page)
        if has_tokens:
            check_tokens(page)


def parse(markup: str) -> Page:
    """Parse a page, however long its texts are."""
    return HTML(markup, HTMLParser(huge_tree=True, remove_comments=True))


def check_page(page: Page) -> None:
    """Hold a page to the house rules, in one walk."""
    tags = list(page.iter("*"))
    by_name: dict[str, list[Element]] = {}
    for tag in tags:
        by_name.setdefault(tag.tag, []).append(tag)
    headings = by_name.get("h1", [])
    assert len(headings) == 1, "A page has one <h1>."
    assert words(headings[0]), "The heading says something."
    assert words(by_name["title"][0]).startswith(words(headings[0])), "The title starts with it."
    assert by_name["html"][0].get("lang") in LANGUAGES, "A page says its language."
    assert "style" not in by_name, "No inline style sheet."
    for script in by_name.get("script", []):
        assert script.get("src"), "No inline script."
        assert not words(script), "No inline script."
    for form in by_name.get("form", []):
        assert form.get("action"), "Every form says where it goes."
    check_names(by_name)
    check_attributes(tags)


def check_names(by_name: dict[str, list[Element]]) -> None:
    """Every field has a label, and every button and link says something."""
    labels = {label.get("for") for label in by_name.get("label", [])} - {None}
    for name in ("input", "select", "textarea"):
        for field in by_name.get(name, []):
            own = field.get("id") in labels or field.get("aria-label") or is_inside_label(field)
            assert own or field.get("type") == "hidden", f"{field.get('name')} has no label."
    for tag in [*by_name.get("button", []), *by_name.get("a", [])]:
        said = tag.get("aria-label") or tag.get("title") or words(tag)
        assert said, f"{tag.tag} {tag.attrib} says nothing."


def is_inside_label(field: Element) -> bool:
    return next(field.iterancestors("label"), None) is not None


def check_attributes(tags: Iterable[Element]) -> None:
    """Ids are unique, what points at one finds it; nothing inline, and nothing from elsewhere."""
    ids: Counter[str] = Counter()
    wanted: list[str] = []
    for tag in tags:
        for name, value in tag.items():
            forbidden = name == "style" or ON_EVENT.match(name)
            assert not forbidden, f"{name} stands at {tag.tag}."
            if name == "id":
                ids[value] += 1
            elif name in POINTERS:
                wanted += value.split()
            elif name in ADDRESSES:
                check_address(value)
    assert max(ids.values(), default=1) == 1, f"An id stands twice: {ids.most_common(1)}"
    assert set(wanted) <= ids.keys(), f"{set(wanted) - ids.keys()} is pointed at and isn't there."


def check_tokens(page: Page) -> None:
    for form in page.iter("form"):
        if form.get("method", "get").lower() == "post":
            tokens = [field for field in form.iter("input") if field.get("name") == "csrf_token"]
            assert tokens, f"{form.get('action')} sends no token."


def check_address(address: str) -> None:
    parts = urlsplit(address)
    assert not parts.scheme, f"{address} leaves the site."
    assert not parts.netloc, f"{address} leaves the site."


def words(tag: Element) -> str:
    """Return what a person reads, whatever the line breaks of the template."""
    return " ".join(TEXT(tag).split())
