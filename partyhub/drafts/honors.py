"""Honors that a text names as received, found among those on record by their titles.

An English text names them in translation: a title is recognized by its parts.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from partyhub.drafts.levels import granted_at
from partyhub.drafts.passages import Sentence
from partyhub.texts import fold_name, is_alike

WORDS = Path(__file__).with_name("words") / "honors.csv"
# What stands in front of a title and may be left out or named otherwise.
PLACE = Path(__file__).with_name("words") / "places.txt"
REACH = {"zh": 60, "en": 150}
ENOUGH = 0.7
SHORTEST = 3
# Signs of the verb after a name that make it the subject.
LONGEST_VERB = 4


@dataclass(frozen=True)
class Honor:
    """An honor on record; `is_earlier` if it was awarded in the period before."""

    title: str
    level: str
    recipient: str
    awarded_on: date
    is_earlier: bool = False

    @property
    def figure(self) -> str:
        return f"awards.{self.level}"


@dataclass(frozen=True)
class NamedHonor:
    """A place of a sentence that names an honor; `honor` is None where none on record is meant.

    `is_of_other_level` where the text names a level that none of this title on record has.
    """

    sentence: Sentence
    start: int
    end: int
    honor: Honor | None
    is_of_other_level: bool = False

    @property
    def quote(self) -> str:
        return self.sentence.plain[self.start : self.end].strip()


def named_honors(sentence: Sentence, honors: Sequence[Honor]) -> Iterator[NamedHonor]:
    """Yield each honor that the sentence says was received."""
    words, text = sentence.words, sentence.plain
    found = list(words.words["honors"]["received"].finditer(text))
    for index, verb in enumerate(found):
        if _is_denied(sentence, verb.start()):
            continue
        following = found[index + 1].start() if index + 1 < len(found) else len(text)
        last = min(following, verb.end() + REACH[words.language])
        yield from _named_in(sentence, verb.start(), verb.end(), last, honors)


def _is_denied(sentence: Sentence, place: int) -> bool:
    """Return whether it is said before a place that nothing was received, not yet, or by others."""
    words = sentence.words
    clause = words.words["patterns"]["stops"].split(sentence.plain[:place])[-1]
    near = clause[-12:] if words.language == "zh" else clause[-30:]
    return (
        words.finds("coverage", "denied", near)
        or words.finds("grounds", "planned", clause)
        or words.finds("grounds", "not_ours", clause)
        or words.finds("grounds", "elsewhere", sentence.plain[: place + LONGEST_VERB])
    )


def _named_in(
    sentence: Sentence, start: int, first: int, last: int, honors: Sequence[Honor]
) -> Iterator[NamedHonor]:
    text, words, begin = sentence.plain, sentence.words, start
    quoted = list(re.finditer(r"[“\"「『]([^“”\"「」『』\n]{2,80})[”\"」』]", text[first:last]))
    for index, match in enumerate(quoted):
        end = first + match.end()
        levels = granted_at(text, begin, end, words)
        honor, is_other = _of_level(levels, match[1], honors, words.language)
        called = words.finds("honors", "called", text[start : end + 8])
        if honor is not None or called:
            quote_start = first + match.start() if index else start
            yield NamedHonor(sentence, quote_start, end, honor, is_other)
        begin = end
    if not quoted:
        stop = words.words["patterns"]["hard_stops"].search(text, first, last)
        part = text[first : stop.start() if stop else last]
        honor = _best_part(part, honors, words.language)
        if honor is not None:
            yield NamedHonor(sentence, start, first + len(part.rstrip()), honor)


def _of_level(
    levels: frozenset[str], title: str, honors: Sequence[Honor], language: str
) -> tuple[Honor | None, bool]:
    """Return the honor of this title and one of the levels, or else of another, and whether so."""
    able = [honor for honor in honors if not levels or honor.level in levels]
    honor = _best(title, able, language)
    if honor is not None or not levels:
        return honor, False
    other = _best(title, [honor for honor in honors if not honor.is_earlier], language)
    return other, other is not None


def _best_part(text: str, honors: Sequence[Honor], language: str) -> Honor | None:
    """Return the honor whose title stands in a text that says more than that."""
    if language == "en":
        return _best(text, honors, language)
    folded = fold_name(text)
    return next((honor for honor in honors if fold_name(core_of(honor.title)) in folded), None)


def _best(title: str, honors: Sequence[Honor], language: str) -> Honor | None:
    scored = [(_likeness(title, honor.title, language), -n) for n, honor in enumerate(honors)]
    best = max(scored, default=(0.0, 0))
    return honors[-best[1]] if best[0] >= ENOUGH else None


def _likeness(written: str, title: str, language: str) -> float:
    """Return from 0 to 1 how surely a written title is that of an honor."""
    core = core_of(title)
    if language == "en":
        return _share_translated(written, core)
    one, other = fold_name(core_of(written)), fold_name(core)
    if one == other:
        return 1.0
    if min(len(one), len(other)) > SHORTEST and (one in other or other in one):
        return 0.9
    return 0.8 if is_alike(one, other) else 0.0


def _share_translated(written: str, title: str) -> float:
    """Return how much of a Chinese title the English words say."""
    is_said = [False] * len(title)
    for english, chinese in _translations():
        place = title.find(chinese)
        if place >= 0 and english.search(written):
            is_said[place : place + len(chinese)] = [True] * len(chinese)
    return sum(is_said) / len(title) if title else 0.0


def core_of(title: str) -> str:
    """Return a title without the place or the company in front."""
    core = re.sub(PLACE.read_text(encoding="utf-8").strip(), "", title.strip())
    return core if len(core) > SHORTEST else title


@cache
def _translations() -> tuple[tuple[re.Pattern[str], str], ...]:
    with WORDS.open(encoding="utf-8", newline="") as file:
        return tuple(
            (re.compile(rf"\b(?:{row['english']})\b", re.IGNORECASE), row["chinese"])
            for row in csv.DictReader(file)
        )
