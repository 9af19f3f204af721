"""Grounds on which a number may be found to differ: all that restricts it has been understood.

A number is of a noun only where the two are one phrase, nothing unknown stands before or between
them, and no other verb follows. Otherwise it may fit a figure, but never differs from one.
"""

import re

from partyhub.drafts.nouns import Hit, Window
from partyhub.drafts.vocabulary import HOLE, Vocabulary


def is_grounded(hit: Hit, window: Window) -> bool:
    """Return whether the number is surely that of the noun, with nothing to restrict it."""
    words = window.sentence.words
    judged = _in_chinese if words.language == "zh" else _in_english
    return judged(hit, window, words)


def goes_on(window: Window, start: int) -> bool:
    """Return whether only words of change stand between this number and the claim before it.

    That one ends at `start`.
    """
    words = window.sentence.words
    rest = window.sentence.plain[max(window.first, start) : window.quantity.start]
    for group, name in (
        ("context", "before"),
        ("context", "now"),
        ("patterns", "stops"),
        ("patterns", "joints"),
    ):
        rest = words.words[group][name].sub(" ", rest)
    is_made = _is_only if words.language == "zh" else _is_made_of
    return is_made(rest, "predicates", words)


def _in_english(hit: Hit, window: Window, words: Vocabulary) -> bool:
    quantity, plain = window.quantity, window.sentence.plain
    start, end = min(hit.start, quantity.start), max(hit.end, quantity.end)
    if not _is_led_in(plain[:start], words):
        return False
    if hit.text != HOLE and hit.end <= quantity.start:
        is_last = bool(quantity.unit) or _may_follow(plain[end:], words)
        return is_last and _is_made_of(plain[hit.end : quantity.start], "predicates", words)
    if hit.start >= quantity.end:
        between = plain[quantity.end : hit.start]
        return _is_made_of(between, "between_words", words) and _says_nothing_else(
            plain[end:], words
        )
    return hit.end > quantity.end or bool(quantity.unit) or _may_follow(plain[end:], words)


def _is_led_in(before: str, words: Vocabulary) -> bool:
    """Return whether what stands before the phrase doesn't restrict it, and is a stock verb."""
    clause = words.words["patterns"]["stops"].split(before)[-1].rstrip(" “\"'’")
    if _ends(clause, "never_precedes", words):
        return False
    hedged = rf"(?:\s*{words.plain['grounds.hedged_word']})+\s*$"
    clause = re.sub(hedged, "", clause, flags=re.IGNORECASE).rstrip()
    return not clause or _ends(clause, "may_precede", words)


def _ends(text: str, name: str, words: Vocabulary) -> bool:
    pattern = rf"(?:^|[\s“\"'’(]){words.plain[f'grounds.{name}']}$"
    return re.search(pattern, text[-60:], re.IGNORECASE) is not None


def _is_made_of(gap: str, name: str, words: Vocabulary) -> bool:
    rest = words.words["patterns"]["filler"].sub(" ", gap)
    pattern = rf"(?:[\s,:’']|\b{words.plain[f'grounds.{name}']}\b)*"
    return re.fullmatch(pattern, rest, re.IGNORECASE) is not None


def _may_follow(after: str, words: Vocabulary) -> bool:
    pattern = rf"\W*(?:$|\s*{words.plain['grounds.may_follow']}\b)|\s*[^\w\s]"
    return re.match(pattern, after, re.IGNORECASE) is not None


def _says_nothing_else(after: str, words: Vocabulary) -> bool:
    """Return whether no verb follows that tells something else of what is counted."""
    found = re.match(r"[\w\s,]{0,80}?\s(?:were|was|has been|have been)\s+([\w-]+)", after)
    if found is None:
        return True
    return re.fullmatch(words.plain["grounds.participles"], found[1], re.IGNORECASE) is not None


def _in_chinese(hit: Hit, window: Window, words: Vocabulary) -> bool:
    quantity, plain = window.quantity, window.sentence.plain
    start, end = min(hit.start, quantity.start), max(hit.end, quantity.end)
    if re.search(rf"{words.plain['grounds.never_precedes']}$", plain[max(0, start - 12) : start]):
        return False
    if hit.text != HOLE and hit.end <= quantity.start:
        is_one = _is_only(plain[hit.end : quantity.start], "predicates", words)
    elif hit.start >= quantity.end:
        is_one = _is_only(plain[quantity.end : hit.start], "between_words", words)
    else:
        is_one = True
    is_of_people = words.finds("grounds", "population", hit.noun.figures[0])
    if not is_one or not is_of_people:
        return is_one
    return words.finds("grounds", "whole_before", plain[:start][-12:]) and words.finds(
        "grounds", "whole_after", plain[end:]
    )


def _is_only(gap: str, name: str, words: Vocabulary) -> bool:
    rest = words.words["patterns"]["filler"].sub("", gap)
    pattern = rf"(?:\s|{words.plain[f'grounds.{name}']})*"
    return re.fullmatch(pattern, rest) is not None
