"""The environment of templates: of several names, the first that there is."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from jinja2 import FunctionLoader, TemplatesNotFound
from markupsafe import escape

from partyhub.rendering import Part, PlainEnvironment, gap


@pytest.fixture
def environment() -> Callable[..., Any]:
    def made(texts: dict[str, str], **options: Any) -> tuple[PlainEnvironment, list[str]]:
        requested: list[str] = []

        def find(name: str) -> str | None:
            requested.append(name)
            return texts.get(name)

        found = PlainEnvironment(Flask("partyhub"), loader=FunctionLoader(find), **options)
        return found, requested

    return made


def test_what_there_is_not_is_looked_for_once(environment: Callable[..., Any]) -> None:
    templates, requested = environment({"shared": "shared", "third": "third"}, auto_reload=False)
    for _ in range(3):
        assert templates.select_template(["own", "shared"]).render() == "shared"
        assert templates.select_template(["own", "third"]).render() == "third"
    assert requested.count("own") == 2


def test_a_new_template_is_found_where_templates_may_change(
    environment: Callable[..., Any],
) -> None:
    texts = {"shared": "shared"}
    templates, _ = environment(texts, auto_reload=True)
    assert templates.select_template(["own", "shared"]).render() == "shared"
    texts["own"] = "own"
    assert templates.select_template(["own", "shared"]).render() == "own"


def test_none_of_the_names(environment: Callable[..., Any]) -> None:
    templates, _ = environment({}, auto_reload=False)
    for _ in range(2):
        with pytest.raises(TemplatesNotFound):
            templates.select_template(["own", "shared"])


def test_gaps_are_filled_each_time() -> None:
    part = Part(f"<b>{gap('name')}</b>\n   <i>{gap('name')}</i>")
    for name in ("one", "two"):
        assert part.fill({"name": escape(name)}) == f"<b>{name}</b>\n<i>{name}</i>"
