"""Both catalogs are whole and compiled, and the main pages keep to one language."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from flask import Flask
from flask_babel import force_locale

from partyhub import catalog
from partyhub.registers import Register
from partyhub.viewers import Role
from tests import factories
from tests.browser import Browser

TRANSLATIONS = Path(__file__).parent.parent / "partyhub" / "translations"
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


@pytest.mark.parametrize("figure", catalog.FIGURES, ids=lambda figure: figure.code)
def test_figures_say_themselves_in_both_languages(app: Flask, figure: object) -> None:
    for locale, foreign in (("zh_Hans_CN", LATIN), ("en", CHINESE)):
        with app.app_context(), force_locale(locale):
            for text in (figure.label, figure.unit, figure.definition):  # type: ignore[attr-defined]
                assert not foreign.search(str(text)), text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("register", catalog.REGISTERS, ids=lambda register: register.name)
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
