"""The nouns beside a number: which figures it may be a value of."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from partyhub.drafts.passages import Sentence
from partyhub.drafts.places import Places
from partyhub.drafts.quantities import Quantity
from partyhub.drafts.vocabulary import HOLE, Noun, Vocabulary

# A noun farther away than this has nothing to do with the number.
FARTHEST = {"zh": 16.0, "en": 14.0}
STOP_COST = {"zh": 3.0, "en": 4.0}
NOT_SPANNING, USED, BARE, WITHIN_PHRASE = 0.5, 30.0, 9.0, 6.0
# A noun may begin so many signs before the longer one that it is a part of: key (projects …).
OVERHANG = 6
# Nouns whose costs differ by no more are equally near.
ALIKE = 0.15
# A smaller number without a currency is no sum of money.
LEAST_SUM = 1000
REACH = {"zh": 60, "en": 120}


@dataclass(frozen=True)
class Hit:
    """A noun in a sentence; places are those of the sentence, `text` has holes for numbers."""

    start: int
    end: int
    noun: Noun
    text: str
    cost: float = 0.0
    is_weak: bool = False

    @property
    def length(self) -> int:
        return len(self.text)


class HoledSentence:
    """A sentence with a hole for each of its numbers; `hits` are the nouns that stand in it."""

    def __init__(self, sentence: Sentence, quantities: Sequence[Quantity]) -> None:
        self.sentence = sentence
        self.quantities = quantities
        self.hits: list[Hit] = []
        self._starts: list[int] = [0]
        self._offsets: list[int] = [0]
        self._hit_starts: list[int] = []
        parts, position, length = [], 0, 0
        for each in quantities:
            parts.append(sentence.plain[position : each.start] + HOLE)
            length += len(parts[-1])
            position = each.end
            self._starts.append(length)
            self._offsets.append(each.end - length)
        self.text = "".join([*parts, sentence.plain[position:]])
        self.places = Places(sentence.plain, sentence.words)
        lead_in = sentence.words.words["grounds"]["lead_in"]
        self.scope_places = Places(lead_in.sub(_blank, sentence.plain), sentence.words)

    def place(self, position: int) -> int:
        """Return the place in the sentence of one in the text with holes."""
        return position + self._offsets[bisect_right(self._starts, position) - 1]

    def sort_hits(self) -> None:
        """Put the nouns into the order of their places, for `hits_between`."""
        self.hits.sort(key=lambda hit: hit.start)
        self._hit_starts = [hit.start for hit in self.hits]

    def hits_between(self, first: int, last: int) -> list[Hit]:
        """Return the nouns that stand wholly between two places of the sentence."""
        begin, end = bisect_left(self._hit_starts, first), bisect_right(self._hit_starts, last)
        return [hit for hit in self.hits[begin:end] if hit.end <= last]


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def find_nouns(sentences: Iterable[HoledSentence]) -> None:
    """Find the nouns of all sentences, each noun in all of them at once, as that is quicker."""
    by_language: dict[str, list[HoledSentence]] = {}
    for each in sentences:
        by_language.setdefault(each.sentence.words.language, []).append(each)
    for own in by_language.values():
        starts = [0, *accumulate(len(each.text) + 1 for each in own)]
        text = "\n".join(each.text for each in own)
        lower = text.lower()
        for noun in own[0].sentence.words.nouns:
            for first, last in _where(noun, lower, starts):
                for match in noun.pattern.finditer(text, first, last):
                    index = bisect_right(starts, match.start()) - 1
                    _add_hit(own[index], noun, match, starts[index])
        for each in own:
            each.sort_hits()


def _where(noun: Noun, text: str, starts: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Return the parts of a text in which the noun may stand: sentences with one of its cues."""
    if noun.cues is None or len(text) + 1 != starts[-1]:  # some signs are longer as small letters
        return [(0, len(text))]
    found: set[int] = set()
    for cue in noun.cues:
        place = text.find(cue)
        while place >= 0:
            index = bisect_right(starts, place)
            found.add(index - 1)
            place = text.find(cue, starts[index])
    return [(starts[index], starts[index + 1] - 1) for index in sorted(found)]


def _add_hit(holed: HoledSentence, noun: Noun, match: re.Match[str], start: int) -> None:
    if match.end() > match.start() and match[0].count(HOLE) < 2:
        first, last = holed.place(match.start() - start), holed.place(match.end() - start)
        holed.hits.append(Hit(first, last, noun, match[0]))


@dataclass(frozen=True)
class Window:
    """The part of a sentence around a number in which its noun may stand.

    `used` ends what a number before has taken as its noun.
    """

    holed: HoledSentence
    quantity: Quantity
    first: int
    last: int
    used: int

    @property
    def sentence(self) -> Sentence:
        return self.holed.sentence

    @property
    def before(self) -> str:
        return self.sentence.plain[self.first : self.quantity.start]

    @property
    def after(self) -> str:
        return self.sentence.plain[self.quantity.end : self.last]

    @property
    def clause_before(self) -> str:
        """Return what stands from the last stop on before the number, in the window."""
        end = len(self.sentence.plain[: self.quantity.start].rstrip(":： "))
        start = self.holed.places.begins("patterns", "stops", end)
        return self.sentence.plain[max(self.first, start) : self.quantity.start]


def window_of(holed: HoledSentence, index: int, used: int) -> Window:
    """Return the window of a number between the numbers before and after it."""
    sentence, quantities = holed.sentence, holed.quantities
    quantity, reach = quantities[index], REACH[sentence.words.language]
    previous = quantities[index - 1].end if index else 0
    following = quantities[index + 1].start if index + 1 < len(quantities) else len(sentence.plain)
    first = max(previous, quantity.start - reach)
    last = min(following, quantity.end + reach)
    stop = sentence.words.words["patterns"]["stops"].search(sentence.plain, quantity.end, last)
    return Window(holed, quantity, first, stop.start() if stop else last, used)


def find_hits(window: Window) -> list[Hit]:
    """Return the nouns of the window that no longer one contains, with their costs."""
    near = f"{window.before}{HOLE}{window.after}"
    own, context = window.sentence.plain[: window.last], window.sentence.before
    inside = window.holed.hits_between(window.first, window.last)
    found = [
        hit
        for hit in inside
        if _is_meant(hit.noun, near, own if hit.text == HOLE else f"{context}{own}")
    ]
    return [
        replace(
            hit,
            cost=_cost(window, hit),
            is_weak=hit.noun.is_weak or not _is_meant(hit.noun, near, own),
        )
        for hit in _maximal(found, window.quantity, window.sentence.words)
    ]


def find_between(holed: HoledSentence, first: int, last: int) -> list[Hit]:
    """Return the nouns of a part of the sentence in their order, for lists of nouns."""
    context = f"{holed.sentence.before}{holed.sentence.plain}"
    inside = [hit for hit in holed.hits_between(first, last) if HOLE not in hit.text]
    found = _maximal([h for h in inside if _is_meant(h.noun, h.text, context)])
    unique = {(hit.start, hit.end): hit for hit in reversed(found) if hit.noun.figures}
    return sorted(unique.values(), key=lambda hit: hit.start)


def _is_meant(noun: Noun, near: str, context: str) -> bool:
    return (noun.needs is None or noun.needs.search(context) is not None) and (
        noun.without is None or noun.without.search(near) is None
    )


def _maximal(
    hits: Sequence[Hit], quantity: Quantity | None = None, words: Vocabulary | None = None
) -> list[Hit]:
    """Return the hits without those that are a part of another one.

    One that can't be of the quantity leaves the noun that it ends with.
    """

    def is_hidden(hit: Hit, by: Hit) -> bool:
        if not _contains(by, hit):
            return False
        if quantity is None or words is None or hit.end != by.end or not by.noun.figures:
            return True
        return bool(figures_of(by, quantity, words))

    return [hit for hit in hits if not any(is_hidden(hit, other) for other in hits)]


def _contains(one: Hit, other: Hit) -> bool:
    overhang = OVERHANG if other.text.isascii() else 0
    begins = one.start - overhang <= other.start and one.start < other.end
    return begins and other.end <= one.end and one.length > other.length


def _cost(window: Window, hit: Hit) -> float:
    """Return how far the noun is from the number; 0 where it is around it."""
    quantity, words, plain = window.quantity, window.sentence.words, window.sentence.plain
    if hit.text == HOLE:
        return BARE
    if hit.start <= quantity.start and quantity.end <= hit.end:
        return 0.0
    if hit.start >= quantity.end:
        return NOT_SPANNING + _distance(plain[quantity.end : hit.start], words)
    distance = _distance(plain[hit.end : quantity.start], words)
    is_beside = hit.end == quantity.start and words.language == "zh"
    cost = distance + NOT_SPANNING * (0.5 if is_beside else 1.2)
    cost += WITHIN_PHRASE if is_within_phrase(hit, window.sentence) else 0.0
    return cost + (USED if hit.end <= window.used else 0.0)


def is_within_phrase(hit: Hit, sentence: Sentence) -> bool:
    """Return whether the noun only tells more of another one: the rate of members."""
    before = sentence.plain[max(0, hit.start - 40) : hit.start]
    return sentence.words.finds("grounds", "within_phrase", before)


def _distance(gap: str, words: Vocabulary) -> float:
    """Return the length of what stands between, without fillers; stops count more."""
    if not gap:
        return 0.0
    stops = len(words.words["patterns"]["stops"].findall(gap))
    joints = len(words.words["patterns"]["joints"].findall(gap))
    plain = words.words["patterns"]["stops"].sub("", gap)
    plain = words.words["patterns"]["filler"].sub("", plain)
    length = len(plain) if words.language == "zh" else len(plain.split()) * 1.5
    return length + (stops + joints) * STOP_COST[words.language]


def is_compatible(quantity: Quantity, figure: str, words: Vocabulary, text: str = "") -> bool:
    """Return whether the number may be a value of the figure, by its measure word.

    Where it has none, the noun `text` may say what is counted.
    """
    kind = words.kinds[figure]
    if quantity.is_percentage or kind == "percent":
        return quantity.is_percentage and kind == "percent"
    if quantity.unit:
        return kind in (words.units.get(quantity.unit) or _kinds_of(quantity.unit, words))
    if kind in words.words["kinds_said"]:
        return words.finds("kinds_said", kind, text)
    return kind not in ("area", "money") or (kind == "money" and quantity.value > LEAST_SUM)


def _kinds_of(unit: str, words: Vocabulary) -> frozenset[str]:
    """Return the kinds that a measure word counts which is written as a pattern."""
    for text, kinds in words.units.items():
        if re.fullmatch(text, unit, re.IGNORECASE):
            return kinds
    return frozenset()


def figures_of(hit: Hit, quantity: Quantity, words: Vocabulary) -> list[str]:
    """Return the figures of the noun that the number may be a value of."""
    return [f for f in hit.noun.figures if is_compatible(quantity, f, words, hit.text)]


def best_of(hits: Sequence[Hit], quantity: Quantity, words: Vocabulary) -> list[Hit]:
    """Return the nearest nouns that fit the measure word, the longest first; or nothing."""
    able = [hit for hit in hits if not hit.noun.figures or figures_of(hit, quantity, words)]
    near = [hit for hit in able if hit.cost <= FARTHEST[words.language]]
    if not near:
        return []
    least = min(hit.cost for hit in near)
    chosen = [hit for hit in near if hit.cost <= least + ALIKE]
    return sorted(
        chosen,
        key=lambda hit: (hit.cost > least, -hit.length, not hit.noun.figures, hit.is_weak),
    )
