"""The rules of pages and of headers are seen red: each by an answer that breaks it alone."""

import pytest

from tests.page_rules import check_page, check_tokens, parse

PAGE = """<!doctype html><html lang="{lang}"><head><title>Members · PartyHub</title>
<script src="/static/app.js" defer></script></head><body><main><h1>Members</h1>
<form method="post" action="/members/">
<label for="name">Name</label><input id="name" name="name" aria-describedby="name-help">
<p id="name-help">As it is written</p><label>All <input type="checkbox" name="all"></label>
<input type="hidden" name="csrf_token" value="x"><button>Save</button></form>
<a href="/figures/" title="Figures"><svg></svg></a>{more}</main></body></html>"""
BROKEN = {
    "<h1>Two</h1>": "one <h1>",
    "<style>p{}</style>": "style sheet",
    "<script src='/x.js'>alert(1)</script>": "inline script",
    "<script></script>": "inline script",
    "<form></form>": "where it goes",
    "<input name='x'>": "has no label",
    "<select name='x'></select>": "has no label",
    "<label for='y'>Y</label><textarea name='x' id='z'></textarea>": "has no label",
    "<button></button>": "says nothing",
    "<a href='/x'><b> </b></a>": "says nothing",
    "<p style='color:red'>x</p>": "style stands at",
    "<p onclick='x()'>x</p>": "onclick stands at",
    "<svg onload=alert(1)></svg>": "onload stands at",
    "<template><p onclick='x()'>x</p></template>": "onclick stands at",
    "<p id='name'>x</p>": "stands twice",
    "<p aria-labelledby='nobody'>x</p>": "pointed at",
    "<a href='https://evil.com/'>x</a>": "leaves the site",
    "<img src='//evil.example/x.png' alt='x'>": "leaves the site",
    "<form action='javascript:x()'></form>": "leaves the site",
}


def check(more: str = "", lang: str = "en") -> None:
    page = parse(PAGE.format(more=more, lang=lang))
    check_page(page)
    check_tokens(page)


def test_a_page_that_keeps_them_all() -> None:
    check("<p>\ufffd 甲 &lt;script&gt; &amp; <!-- <b onclick='x()'> --></p>")


@pytest.mark.parametrize("more", BROKEN)
def test_each_rule_is_seen_to_be_broken(more: str) -> None:
    with pytest.raises(AssertionError, match=BROKEN[more]):
        check(more)


def test_a_page_names_its_language() -> None:
    with pytest.raises(AssertionError, match="language"):
        check(lang="fr")


def test_a_form_that_is_sent_has_a_token() -> None:
    with pytest.raises(AssertionError, match="sends no token"):
        check("<form method='POST' action='/x'><button>Go</button></form>")


def test_a_title_that_is_another_one() -> None:
    page = parse(PAGE.format(more="", lang="en").replace("<title>Members", "<title>Others"))
    with pytest.raises(AssertionError, match="title"):
        check_page(page)
