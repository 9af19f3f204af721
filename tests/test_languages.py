"""Both catalogs are whole and compiled, and the main pages keep to one language."""

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from flask import Flask
from flask_babel import force_locale, gettext

from partyhub.registers import Register
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser
from tests.catalog import CATALOG

ROOT = Path(__file__).parents[1]
TRANSLATIONS = ROOT / "partyhub" / "translations"
CHINESE = re.compile(r"[一-鿿]")
LATIN = re.compile(r"[A-Za-z]{3,}")
# Words that stand as they are in both languages; 中文 is the switch to the other one.
ALLOWED = {"English", "WPS", "PartyHub", "FIRST", "LAST", "中", "文"}


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_the_compiled_catalog_is_the_written_one(language: str) -> None:
    folder = TRANSLATIONS / language / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as file:
        written = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, written)
    assert (folder / "messages.mo").read_bytes() == compiled.getvalue()


def test_nothing_is_left_untranslated() -> None:
    with (TRANSLATIONS / "zh_Hans_CN/LC_MESSAGES/messages.po").open("rb") as file:
        missing = [m.id for m in read_po(file) if m.id and (m.fuzzy or not m.string)]
    assert missing == []


def test_every_word_of_the_code_is_in_the_catalog(tmp_path: Path) -> None:
    """`make translations` was run: else a new word would show as English among Chinese ones."""
    options = ("-F", "babel.cfg", "-k", "lazy_gettext", "-k", "lazy_pgettext:1c,2")
    options += ("-k", "pgettext:1c,2", "-k", "ngettext:1,2")
    options += ("--ignore-dirs=.* build instance tests",)
    command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract", *options]
    subprocess.run([*command, "-o", tmp_path / "words.pot", "."], cwd=ROOT, check=True)
    with (tmp_path / "words.pot").open("rb") as stream:
        extracted = {(message.context, message.id) for message in read_po(stream)}
    with (TRANSLATIONS / "zh_Hans_CN/LC_MESSAGES/messages.po").open("rb") as stream:
        catalog = read_po(stream)
    assert extracted == {(message.context, message.id) for message in catalog}


@pytest.mark.parametrize("figure", CATALOG.figures, ids=lambda figure: figure.code)
def test_figures_say_themselves_in_both_languages(app: Flask, figure: object) -> None:
    for locale, foreign in (("zh_Hans_CN", LATIN), ("en", CHINESE)):
        with app.app_context(), force_locale(locale):
            for text in (figure.label, figure.unit, figure.definition):  # type: ignore[attr-defined]
                assert not foreign.search(str(text)), text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("register", CATALOG.registers, ids=lambda register: register.name)
def test_lists_and_forms_keep_to_one_language(
    register: Register, language: str, app: Flask, database_of_test: None
) -> None:
    reader = Browser(app.test_client())
    reader.sign_in(Role.COMMITTEE_SECRETARY, factories.committee(), language=language)
    for endpoint in ("list", "create"):
        page = reader.get(f"{register.name}.{endpoint}")
        assert foreign_words(page, LATIN if language == "zh" else CHINESE) == set()


def foreign_words(page: BeautifulSoup, foreign: re.Pattern[str]) -> set[str]:
    """The words of the other language in what a person reads; names of records are left out."""
    for tag in page.select("script, style, title, option, datalist, .user-name, .lang"):
        tag.decompose()
    for cell in page.select("tbody td"):
        cell.decompose()  # what is on record keeps its own language
    return set(foreign.findall(page.get_text(" "))) - ALLOWED


def test_words_follow_the_language_in_and_out(app: Flask) -> None:
    shown = app.jinja_env.from_string("{{ _('Save') }}|{{ _('Reason: %(reason)s', reason='<b>') }}")
    with app.app_context():
        for _ in range(2):
            with force_locale("en"):
                english = (gettext("Save"), shown.render())
                with force_locale("zh_Hans_CN"):
                    chinese = (gettext("Save"), shown.render())
                again = (gettext("Save"), shown.render())
            assert english == again == ("Save", "Save|Reason: &lt;b&gt;")
            assert chinese[0] == chinese[1].partition("|")[0] == "保存"
            assert "&lt;b&gt;" in chinese[1]
