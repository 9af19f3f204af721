"""Numbers that share their nouns with others: “A and B … 39 and 96 respectively”, “each 9”."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from partyhub.drafts.nouns import Hit, HoledSentence, find_between, is_within_phrase
from partyhub.drafts.passages import Sentence
from partyhub.drafts.quantities import Quantity


@dataclass(frozen=True)
class Shared:
    """The figures of a number in a list; with `is_each` it is said of all of them."""

    figures: tuple[str, ...]
    start: int
    is_each: bool = False


def shared_nouns(holed: HoledSentence) -> Mapping[int, Shared]:
    """Return the figures of the numbers in such lists, by the number's index."""
    return _in_order(holed) | _of_each(holed)


def _in_order(holed: HoledSentence) -> dict[int, Shared]:
    sentence, quantities = holed.sentence, holed.quantities
    sign = sentence.words.words["context"]["in_order"].search(sentence.plain)
    if sign is None:
        return {}
    is_after = sentence.words.language == "en"  # “respectively” follows the numbers
    run = _run(sentence, quantities, sign.start() if is_after else sign.end(), is_after)
    if len(run) < 2:
        return {}
    first, last = quantities[run[0]], quantities[run[-1]]
    before = quantities[run[0] - 1].end if run[0] else 0
    chosen = _named(holed, before, first.start)[-len(run) :]
    if len(chosen) < len(run):
        chosen = _named(holed, last.end, len(sentence.plain))[: len(run)]
    if len(chosen) < len(run):
        return {}
    return {i: Shared(hit.noun.figures, hit.start) for i, hit in zip(run, chosen, strict=True)}


def _named(holed: HoledSentence, first: int, last: int) -> list[Hit]:
    """Return the nouns of a part of the sentence, without those that tell more of others."""
    found = find_between(holed, first, last)
    return [hit for hit in found if not is_within_phrase(hit, holed.sentence)]


def _run(
    sentence: Sentence, quantities: Sequence[Quantity], place: int, is_after: bool
) -> list[int]:
    """Return the indexes of the numbers that follow one another at a place."""
    between = sentence.words.words["patterns"]["between_numbers"]
    order = range(len(quantities))
    beyond = [i for i in order if (quantities[i].end <= place) == is_after]
    run: list[int] = []
    for index in reversed(beyond) if is_after else beyond:
        if run:
            left, right = sorted((index, run[-1]))
            gap = sentence.plain[quantities[left].end : quantities[right].start]
            if not between.fullmatch(gap):
                break
        run.append(index)
    return sorted(run)


def _of_each(holed: HoledSentence) -> dict[int, Shared]:
    sentence, quantities = holed.sentence, holed.quantities
    found = {}
    pattern = re.compile(rf"{sentence.words.plain['context.each']}\s*$", re.IGNORECASE)
    for index, quantity in enumerate(quantities):
        before = quantities[index - 1].end if index else 0
        sign = pattern.search(sentence.plain[before : quantity.start])
        after = sentence.plain[quantity.end : quantity.end + 8]
        is_each = sign or (sentence.words.language == "en" and re.match(r"\s*each\b", after))
        hits = find_between(holed, before, quantity.start) if is_each else []
        if len(hits) > 1:
            figures = dict.fromkeys(hit.noun.figures[0] for hit in hits)
            found[index] = Shared(tuple(figures), hits[0].start, is_each=True)
    return found
