"""The templates that the program comes with, from its data files."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Section(NamedTuple):
    """One section: its key, its heading, and the template of its text."""

    key: str
    heading: str
    text: str


class Defaults(NamedTuple):
    """The title and the sections of a language."""

    title: str
    sections: tuple[Section, ...]


@cache
def defaults(language: str) -> Defaults:
    """Return the templates of a language."""
    data = tomllib.loads((HERE / f"templates_{language}.toml").read_text(encoding="utf-8"))
    sections = (Section(s["key"], s["heading"], s["text"].strip()) for s in data["sections"])
    return Defaults(data["title"], tuple(sections))
