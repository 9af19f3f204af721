"""Honors that a text names as received: those on record by their titles, and those that aren't."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from partyhub.drafts.levels import granted_at, sayings_at
from partyhub.drafts.missing import Ground, is_missing
from partyhub.drafts.passages import Sentence
from partyhub.drafts.titles import ENOUGH, is_in, likeness

REACH = {"zh": 60, "en": 150}
# Signs of the verb after a name that make it the subject, and after a title of what it is called.
LONGEST_VERB, LONGEST_CALLED = 4, 8
# The level of an honor that is missing where the text names none, or one of several.
ANY_LEVEL = "total"
# What stands between the items of a list.
LISTED = "、"
_QUOTED = re.compile(r"[“\"「『]([^“”\"「」『』\n]{2,80})[”\"」』]")


@dataclass(frozen=True)
class Honor:
    """An honor on record; `is_earlier` if it was awarded before the period.

    `places` are those that its title and who granted it name.
    """

    title: str
    level: str
    recipient: str
    awarded_on: date
    is_earlier: bool = False
    places: frozenset[str] = frozenset()

    @property
    def figure(self) -> str:
        return f"awards.{self.level}"


@dataclass(frozen=True)
class NamedHonor:
    """A place of a sentence that names an honor; `honor` is None where none on record is meant.

    `is_of_other_level` where the text names a level that none of this title on record has;
    `missing` is the level of one that is surely not on record. With `is_of_now` the text says that
    it was received in the period.
    """

    sentence: Sentence
    start: int
    end: int
    honor: Honor | None = None
    is_of_other_level: bool = False
    missing: str = ""
    is_of_now: bool = False

    @property
    def quote(self) -> str:
        return self.sentence.plain[self.start : self.end].strip()


@dataclass(frozen=True)
class _Told:
    """A verb of receiving; what may be received stands from `first` to `last`."""

    sentence: Sentence
    honors: Sequence[Honor]
    start: int
    first: int
    last: int

    @property
    def text(self) -> str:
        return self.sentence.plain[self.first : self.last]


def named_honors(sentence: Sentence, honors: Sequence[Honor]) -> Iterator[NamedHonor]:
    """Yield each honor that the sentence says was received."""
    words, text = sentence.words, sentence.plain
    found = list(words.words["honors"]["received"].finditer(text))
    for index, verb in enumerate(found):
        if _is_denied(sentence, verb.start()):
            continue
        following = found[index + 1].start() if index + 1 < len(found) else len(text)
        last = min(following, verb.end() + REACH[words.language])
        told = _Told(sentence, honors, verb.start(), verb.end(), last)
        is_of_now = words.finds("honors", "in_the_period", text[: verb.start()])
        for named in _quoted(told) if _QUOTED.search(told.text) else _unquoted(told):
            yield replace(named, is_of_now=is_of_now)


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


def _quoted(told: _Told) -> Iterator[NamedHonor]:
    text, words, begin = told.sentence.plain, told.sentence.words, told.start
    for index, match in enumerate(_QUOTED.finditer(told.text)):
        start, end = told.first + match.start(), told.first + match.end()
        honor, is_other = _of_level(told, begin, end, match[1])
        called = words.finds("honors", "called", text[told.start : end + LONGEST_CALLED])
        missing = "" if honor else _missing(told, begin, end, match[1], is_called=called)
        if honor is not None or called or missing:
            start = start if index else told.start
            yield NamedHonor(told.sentence, start, end, honor, is_other, missing)
        begin = end


def _unquoted(told: _Told) -> Iterator[NamedHonor]:
    """Yield the honors that are named after the verb, each of a list."""
    words, begin, is_first = told.sentence.words, told.first, True
    stop = words.words["patterns"]["hard_stops"].search(told.sentence.plain, told.first, told.last)
    last = stop.start() if stop else told.last
    for match in words.words["honors"]["item"].finditer(told.sentence.plain, told.first, last):
        if match.start() < begin or not match[0].strip():
            continue
        start, end = told.start if is_first else match.start(), match.end()
        honor, is_other = _of_level(told, start, end, match[0])
        missing = ""
        if honor is None:
            called = words.finds(
                "honors", "called", told.sentence.plain[start : end + LONGEST_CALLED]
            )
            is_listed = is_first or told.sentence.plain[match.start() - 1] == LISTED
            if is_listed:
                missing = _missing(told, start, end, match[0], is_called=called)
        if honor is not None or missing:
            end = match.start() + len(match[0].rstrip())
            yield NamedHonor(told.sentence, start, end, honor, is_other, missing)
        is_first = False


def _of_level(told: _Told, start: int, end: int, title: str) -> tuple[Honor | None, bool]:
    """Return the honor of this title and of the level and the place that the text names.

    Or else one of another level or place, and whether it is such a one.
    """
    honors, language = told.honors, told.sentence.words.language
    levels = granted_at(told.sentence.plain, start, end, told.sentence.words)
    said = " ".join(sayings_at(told.sentence.plain, start, end, told.sentence.words))
    places = {place for each in honors for place in each.places if place in said}
    able = [
        each
        for each in honors
        if (not levels or each.level in levels)
        and (not places or not each.places or places & each.places)
    ]
    honor = _best(title, able, language)
    if honor is not None or not (levels or places):
        return honor, False
    other = _best(title, [each for each in honors if not each.is_earlier], language)
    return other, other is not None


def _best(title: str, honors: Sequence[Honor], language: str) -> Honor | None:
    """Return the likeliest honor, of the period if there is one."""
    for is_earlier in (False, True):
        scored = [
            (max(likeness(title, each.title, language), is_in(each.title, title, language)), -n)
            for n, each in enumerate(honors)
            if each.is_earlier is is_earlier
        ]
        best = max(scored, default=(0.0, 0))
        if best[0] >= ENOUGH:
            return honors[-best[1]]
    return None


def _missing(told: _Told, start: int, end: int, title: str, *, is_called: bool) -> str:
    """Return the level of an honor that is surely on no record, or nothing."""
    words = told.sentence.words
    levels = granted_at(told.sentence.plain, start, end, words)
    able = [each.title for each in told.honors if not levels or each.level in levels]
    verb = told.sentence.plain[told.start : told.first]
    ground = Ground(told.sentence, told.start, verb, title, is_called, bool(levels))
    if not is_missing(ground, able):
        return ""
    return next(iter(levels)) if len(levels) == 1 else ANY_LEVEL
