"""Nouns that are joined with others, so that one number may be of all of them."""

import re

from partyhub.drafts.nouns import Hit, Window
from partyhub.drafts.quantities import number_ends_at
from partyhub.drafts.vocabulary import HOLE

# Signs between a joint and the noun that it joins.
LONGEST_JOINED = 1


def is_of_several(hit: Hit, window: Window) -> bool:
    """Return whether the number is of this noun and of another that is joined with it: A and B, 9.

    Where the other has a number of its own or is of the same figure, it isn't.
    """
    words, plain, quantity = window.sentence.words, window.sentence.plain, window.quantity
    if hit.text == HOLE or (hit.start < quantity.end and quantity.start < hit.end):
        return False
    if hit.start < quantity.start:
        if words.finds("grounds", "acting", hit.text):  # settled 15 disputes and visited 9 times
            return False
        first = window.holed.places.begins("grounds", "clause_ends", hit.start)
        left = plain[max(first, window.first) : hit.start]
        joint = re.search(words.plain["grounds.joint_ends"], left, re.IGNORECASE)
        return joint is not None and _ends_with_noun(window, hit, hit.start - len(joint[0]), left)
    if words.language == "en" and quantity.unit:  # pairs of masters and apprentices
        return False
    joint = re.match(words.plain["grounds.goes_with"], plain[hit.end :], re.IGNORECASE)
    return joint is not None and any(
        other.start - hit.end - joint.end() <= LONGEST_JOINED and other.noun.figures
        for other in window.holed.hits_between(hit.end + joint.end(), window.last)
        if HOLE not in other.text
        and not words.finds("grounds", "acting", other.text)
        and not _has_number(other, window)
        and not _is_alike(hit, other)
    )


def _ends_with_noun(window: Window, hit: Hit, place: int, left: str) -> bool:
    """Return whether a noun ends at a place; in Chinese any other word that stands alone may."""
    words = window.sentence.words
    alone = window.sentence.plain[max(place - len(left), 0) : place].rstrip()
    end = max(place - len(left), 0) + len(alone)
    if number_ends_at(end, window.holed.quantities):
        return False
    ending = [e for e in window.holed.hits_between(end - len(alone), end) if e.end == end]
    if ending:
        return not any(_is_alike(hit, other) for other in ending)
    return words.finds("grounds", "joined_alone", alone)


def _has_number(noun: Hit, window: Window) -> bool:
    """Return whether the next number stands beside the noun: and settled 15."""
    is_beside = not window.sentence.plain[noun.end : window.last].strip()
    return is_beside and any(each.start == window.last for each in window.holed.quantities)


def _is_alike(one: Hit, other: Hit) -> bool:
    """Return whether two nouns name the same figure: saved and gained."""
    return bool(set(one.noun.figures) & set(other.noun.figures))
