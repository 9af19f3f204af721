"""Sentences of a text with their places, and what in them is no number."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from partyhub.drafts.vocabulary import MASKED, Vocabulary, vocabulary_of
from partyhub.texts import CJK

_CHINESE = re.compile(f"[{CJK}]")
_LATIN = re.compile("[A-Za-z]+")
# More digits than any number has; left in, they would take the other expressions long.
_ENDLESS = re.compile(r"\d{16,}")
# Words that end with a point without ending their sentence.
_NOT_AFTER = ("No", "no", "Mr", "Mrs", "Ms", "Dr", "Co", "Inc", "St", "vs", "approx", "Art")
_SHORT = "".join(rf"(?<!\b{word})" for word in _NOT_AFTER)
_ENDS = re.compile(
    r"[。！？!?\n]+[”\"」』]?"
    rf"|(?<!\b[A-Z])(?<!^\d)(?<!^\d\d){_SHORT}[.!?]+[”\"’']?(?=\s)|[.!?]+[”\"’']?\s*$"
)
_QUOTED = re.compile('[“"「『《（(][^”"」』》）)\n]{0,200}[”"」』》）)]')
BEFORE = 90
# Longer runs without an end are cut: nobody means a number so far from its noun.
LONGEST = 1_500


@dataclass(frozen=True)
class Sentence:
    """One sentence; `start` is its place in the text, `before` what precedes it in its paragraph.

    `plain` has the width of its signs folded, `masked` moreover hides dates, codes and names; both
    are as long as the text.
    """

    start: int
    plain: str
    masked: str
    before: str
    words: Vocabulary


def sentences_of(text: str) -> Iterator[Sentence]:
    """Yield the sentences in which a number or a claim may stand."""
    folded = "".join(map(_narrow, text))
    start = 0
    for paragraph in folded.splitlines(keepends=True):
        usual = _language_of(paragraph, "en")
        for first, last in _spans(paragraph):
            plain = paragraph[first:last]
            words = vocabulary_of(_language_of(plain, usual))
            before = paragraph[max(0, first - BEFORE) : first]
            yield Sentence(start + first, plain, _mask(plain, words), before, words)
        start += len(paragraph)


def _language_of(text: str, usual: str) -> str:
    """Return the language of a text; a Chinese word or two leave an English one English.

    What it quotes counts only where it says nothing else, such as the titles of honors; without
    letters it is the usual one.
    """
    for part in (_QUOTED.sub("", text), text):
        chinese, latin = len(_CHINESE.findall(part)), len(_LATIN.findall(part))
        if chinese or latin:
            return "zh" if chinese * 3 > latin else "en"
    return usual


def _narrow(sign: str) -> str:
    """Return a full-width letter, digit or point as its narrow form; other signs as they are."""
    if "\uff10" <= sign <= "\uff19" or "\uff21" <= sign <= "\uff5a" or sign in "\uff05\uff0e":
        return unicodedata.normalize("NFKC", sign)
    return " " if sign in "\u00a0\u3000\u202f\t\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029" else sign


def _spans(paragraph: str) -> Iterator[tuple[int, int]]:
    position = 0
    for end in _ENDS.finditer(paragraph):
        yield from _pieces(position, end.end())
        position = end.end()
    yield from _pieces(position, len(paragraph))


def _pieces(first: int, last: int) -> Iterator[tuple[int, int]]:
    for start in range(first, last, LONGEST):
        yield start, min(start + LONGEST, last)


def _mask(text: str, words: Vocabulary) -> str:
    for pattern in (_ENDLESS, *words.masks):
        text = pattern.sub(lambda found: MASKED * len(found[0]), text)
    return text
