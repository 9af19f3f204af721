"""The words by which drafts name figures, write numbers and hedge, for each language.

They are data: `words/zh.csv` and `words/en.csv` have the nouns of figures, `words/grounds.csv` what
may stand around a number that is compared, and the words of periods and parts; the .toml files have
all other words, as regular expressions. `~` in a noun is a gap of a few characters, in which the
number itself may stand.
"""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from partyhub.drafts.cues import cues_of

FOLDER = Path(__file__).with_name("words")
LANGUAGES = ("zh", "en")
# Stands in a text for a number, so that a noun may be around it.
HOLE = "\ue001"
# Stands for what is no number: dates, codes, names.
MASKED = "\ue000"
# A row that is a list of words in one group.
_PLAIN = re.compile(r"\(\?:[^()\[\]]*\)")


@dataclass(frozen=True)
class Noun:
    """A way to name one figure, or several that may be meant; without figures, something else.

    `needs` and `without` are looked for in the sentence and the one before it. A weak noun may
    mean more than figures. Where none of the `cues` stands there is no match.
    """

    figures: tuple[str, ...]
    pattern: re.Pattern[str]
    needs: re.Pattern[str] | None
    without: re.Pattern[str] | None
    is_weak: bool
    cues: frozenset[str] | None = None


@dataclass(frozen=True)
class Vocabulary:
    """The words of one language; `words` are compiled by group and name."""

    language: str
    nouns: tuple[Noun, ...]
    words: Mapping[str, Mapping[str, re.Pattern[str]]]
    plain: Mapping[str, str]
    units: Mapping[str, frozenset[str]]
    kinds: Mapping[str, str]
    wholes: Mapping[str, str]
    masks: tuple[re.Pattern[str], ...]

    def finds(self, group: str, name: str, text: str) -> bool:
        """Return whether one of the words is in the text."""
        return self.words[group][name].search(text) is not None


@cache
def vocabulary_of(language: str) -> Vocabulary:
    """Return the words of a language, read once."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        found: dict[str, Any] = tomllib.load(file)
    groups = {name: group for name, group in found.items() if isinstance(group, dict)}
    groups["grounds"] = _grounds(language)
    words = {
        name: {key: _compiled(text) for key, text in group.items()}
        for name, group in groups.items()
        if name != "units"
    }
    return Vocabulary(
        language,
        tuple(_nouns(language, found["gap"])),
        words,
        {name: text for name, text in found.items() if isinstance(text, str)}
        | {f"{name}.{key}": text for name, group in groups.items() for key, text in group.items()},
        _kinds_by_unit(groups["units"]),
        _of_figures("kind"),
        _of_figures("whole"),
        tuple(words["masks"].values()),
    )


def _compiled(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _kinds_by_unit(units: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    """Return the kinds of figures that each measure word may count."""
    found: dict[str, set[str]] = {}
    for kind, text in units.items():
        for unit in filter(None, text.split("|")):
            found.setdefault(unit, set()).add(kind)
    return {unit: frozenset(kinds) for unit, kinds in found.items()}


def _grounds(language: str) -> dict[str, str]:
    """Return the words of `grounds.csv` by name; rows of one name are alternatives."""
    found: dict[str, list[str]] = {}
    with (FOLDER / "grounds.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["language"] == language:
                found.setdefault(row["name"], []).append(row["phrase"])
    return {name: f"(?:{'|'.join(_longest_first(phrases))})" for name, phrases in found.items()}


def _longest_first(phrases: list[str]) -> list[str]:
    """Return the alternatives of the rows, so that no shorter one takes a part of a longer one."""
    rows = [row[3:-1].split("|") if _PLAIN.fullmatch(row) else [row] for row in phrases]
    return sorted((phrase for row in rows for phrase in row), key=len, reverse=True)


@cache
def _of_figures(column: str) -> Mapping[str, str]:
    """Return a column of `figures.csv` by figure: its kind, or the figure that it is a part of."""
    with (FOLDER / "figures.csv").open(encoding="utf-8", newline="") as file:
        return {row["figure"]: row[column] for row in csv.DictReader(file) if row[column]}


def _nouns(language: str, gap: str) -> Iterator[Noun]:
    with (FOLDER / f"{language}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Noun(
                tuple(filter(None, row["figures"].split("|"))),
                _noun_pattern(row["phrase"], gap, language),
                _condition(row["needs"]),
                _condition(row["without"]),
                bool(row["weak"]),
                cues_of(row["phrase"]),
            )


def _condition(text: str) -> re.Pattern[str] | None:
    return _compiled(text.replace("■", HOLE)) if text else None


def _noun_pattern(phrase: str, gap: str, language: str) -> re.Pattern[str]:
    within = r"(?:(?<!\w)|(?!\w))" if language == "en" else ""
    text = re.sub(r"(?<!\\)\((?!\?)", "(?:", phrase)
    text = text.replace("~", gap + within).replace("■", HOLE)
    if language == "en":
        text = rf"(?<![\w-])(?:{text})(?!\w)"
    return re.compile(text, re.IGNORECASE)
