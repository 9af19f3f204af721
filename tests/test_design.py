"""The page of all macros: there for who asks for it, whole, and sound in each look and width."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jinja2
import pytest
from flask import Flask
from playwright.sync_api import Page

from partyhub import config
from partyhub.accounts import operations
from partyhub.app import create_app
from partyhub.database import db, writing
from partyhub.migrations import upgrade
from partyhub.roles import Role
from tests import factories
from tests.instances import prepare
from tests.serving import signed_in

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]
MACROS = ROOT / "templates" / "_macros"
PICTURES = ROOT / "build" / "design"
WIDTHS = (375, 1280)
LOOKS = [(language, theme) for language in ("zh", "en") for theme in ("light", "dark")]


@pytest.fixture(scope="module")
def called() -> Iterator[set[tuple[str, str]]]:
    """Every macro that runs from here on, after the name of its template.

    Some are written once for many pages, so that the first page of all has to be watched.
    """
    found: set[tuple[str, str]] = set()
    run = jinja2.runtime.Macro._invoke

    def note(macro: Any, *args: Any) -> str:
        found.add((Path(macro._func.__code__.co_filename).name, macro.name))
        return run(macro, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.runtime.Macro, "_invoke", note)
        yield found


@pytest.fixture(scope="module")
def page(called: set[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A browser whose console has to stay silent, where there is the page."""
    instance = prepare(tmp_path_factory.mktemp("design"))
    app = create_app(instance, {"TODAY": date(2023, 6, 30), "DESIGN_PAGE": True})
    upgrade(app)
    with app.app_context(), writing():
        root = factories.committee()
        _, password = operations.create_user(
            "secretary", "沈立群", Role.COMMITTEE_SECRETARY, root.id, must_change=False
        )
        db.session.commit()
        db.session.remove()
    with signed_in(app, "secretary", password) as page:
        yield page


def macros_of(path: Path) -> set[tuple[str, str]]:
    """The macros that a template defines, each after the template's name."""
    source = jinja2.Environment().parse(path.read_text(encoding="utf-8"))  # noqa: S701  # reads only
    return {(path.name, found.name) for found in source.find_all(jinja2.nodes.Macro)}


def test_nobody_finds_the_page_who_did_not_ask_for_it(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "design.show" not in app.view_functions
    for value, is_there in (("", False), ("0", False), ("1", True)):
        monkeypatch.setenv("PARTYHUB_DESIGN", value)
        assert config.load(tmp_path)["DESIGN_PAGE"] is is_there


def test_every_macro_stands_on_the_page(page: Page, called: set[tuple[str, str]]) -> None:
    answer = page.goto("/design")
    assert answer is not None
    assert answer.status == 200
    defined = set().union(*(macros_of(path) for path in MACROS.glob("*.html")))
    assert len(defined) > 60
    assert defined - called == set()


def choose(page: Page, name: str, value: str, shown: str) -> None:
    """Choose how pages look, unless it is chosen already; `shown` is what the page then is."""
    button = page.locator(f".me button[name={name}], .topbar .lang button[name={name}]").first
    if button.get_attribute("value") == value:
        button.evaluate("button => button.click()")
    page.locator(f"html{shown}").wait_for(state="attached")
    page.wait_for_load_state()


@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_the_page_is_photographed_and_nothing_overflows(
    page: Page, language: str, theme: str
) -> None:
    page.goto("/design")
    choose(page, "language", language, f":lang({language})")
    choose(page, "theme", theme, f"[data-bs-theme={theme}]")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        # In a window as high as the page nothing sticks to an edge halfway.
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=PICTURES / f"{language}-{theme}-{width}.png")
