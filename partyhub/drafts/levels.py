"""The levels that a text names for an honor: by who granted it, or in its title."""

import csv
import re
from functools import cache
from pathlib import Path

from partyhub.drafts.vocabulary import Vocabulary

WORDS = Path(__file__).with_name("words") / "levels.csv"
# Signs around a title in which it is said who granted it.
REACH = {"zh": 24, "en": 90}


def granted_at(text: str, start: int, end: int, words: Vocabulary) -> frozenset[str]:
    """Return the levels that are named with a title between two places; none where none is."""
    said = sayings_at(text, start, end, words)
    return frozenset(
        level
        for levels, phrase in _levels(words.language)
        if any(phrase.search(part) for part in said)
        for level in levels
    )


def sayings_at(text: str, start: int, end: int, words: Vocabulary) -> list[str]:
    """Return what is said of a title between two places and of who granted it.

    `start` is where it is said that it was received. Before that only who granted it counts, not
    who received it.
    """
    reach = REACH[words.language]
    before = words.words["grounds"]["granter"].search(text[max(0, start - reach) : start])
    after = words.words["grounds"]["granter_after"].match(text, end, end + reach)
    return [text[start:end], *(found[0] for found in (before, after) if found)]


@cache
def _levels(language: str) -> tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]:
    with WORDS.open(encoding="utf-8", newline="") as file:
        return tuple(
            (tuple(row["levels"].split("|")), _phrase(row["phrase"], language))
            for row in csv.DictReader(file)
            if row["language"] == language
        )


def _phrase(text: str, language: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{text})\b" if language == "en" else text, re.IGNORECASE)
