"""The titles of honors: how surely what a text calls an honor is one on record.

An English text names them in translation: a title is recognized by its parts.
"""

import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from partyhub.drafts.vocabulary import vocabulary_of
from partyhub.texts import fold_name, is_alike

WORDS = Path(__file__).with_name("words") / "honors.csv"
# What stands in front of a title and may be left out or named otherwise.
PLACE = Path(__file__).with_name("words") / "places.txt"
# How like a title on record a written one is that names it, and one that surely doesn't.
ENOUGH, UNLIKE = 0.7, 0.5
SHORTEST = 3


def likeness(written: str, title: str, language: str) -> float:
    """Return from 0 to 1 how surely a written title is that of an honor."""
    core = core_of(title)
    if language == "en":
        return _share_of(said_in_chinese(written), core)
    one, other = fold_name(core_of(written)), fold_name(core)
    if one == other:
        return 1.0
    if min(len(one), len(other)) > SHORTEST and (one in other or other in one):
        return 0.9
    return 0.8 if is_alike(one, other) else 0.0


def is_in(title: str, text: str, language: str) -> float:
    """Return how surely a Chinese title stands in a text that says more than that."""
    return 0.9 if language == "zh" and fold_name(core_of(title)) in fold_name(text) else 0.0


def is_unlike(written: str, titles: Iterable[str], language: str) -> bool:
    """Return whether a written title surely names none of these."""
    cores = [fold_name(core_of(title)) for title in titles]
    if language == "en":
        said = said_in_chinese(written)
        return bool(said) and all(_share_of(said, core) < UNLIKE for core in cores)
    signs = set(fold_name(core_of(written)))
    return all(len(signs & set(core)) < UNLIKE * min(len(signs), len(set(core))) for core in cores)


def core_of(title: str) -> str:
    """Return a title without the place or the company in front."""
    core = _place().sub("", title.strip())
    return core if len(core) > SHORTEST else title


def places_of(*names: str) -> frozenset[str]:
    """Return the places that titles and the names of bodies begin with."""
    pattern = vocabulary_of("zh").words["honors"]["place"]
    return frozenset(found[1] for name in names if (found := pattern.match(name)))


def said_in_chinese(written: str) -> list[str]:
    """Return the parts of Chinese titles that English words say."""
    return [chinese for english, chinese in _translations() if english.search(written)]


def _share_of(said: Iterable[str], title: str) -> float:
    """Return how much of a Chinese title these parts are."""
    is_said = [False] * len(title)
    for part in said:
        place = title.find(part)
        if place >= 0:
            is_said[place : place + len(part)] = [True] * len(part)
    return sum(is_said) / len(title) if title else 0.0


@cache
def _place() -> re.Pattern[str]:
    return re.compile(PLACE.read_text(encoding="utf-8").strip())


@cache
def _translations() -> tuple[tuple[re.Pattern[str], str], ...]:
    with WORDS.open(encoding="utf-8", newline="") as file:
        return tuple(
            (re.compile(rf"\b(?:{row['english']})\b", re.IGNORECASE), row["chinese"])
            for row in csv.DictReader(file)
        )
