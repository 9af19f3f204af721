"""Grounds on which a number may be found to differ: all that restricts it has been understood.

A number is of a noun only where the two are one phrase, nothing unknown stands before or between
them, and no other verb follows. Otherwise it may fit a figure, but never differs from one.
"""

import re

from partyhub.drafts.joined import is_of_several
from partyhub.drafts.nouns import Hit, Window, is_within_phrase
from partyhub.drafts.quantities import number_ends_at
from partyhub.drafts.vocabulary import HOLE, Vocabulary

# Signs after a number in which it is said what those counted did.
FAR = 160
# Signs before a noun that may restrict it, and of what is told of events before their sum.
NEAR, LONGEST_COMMENT, LONGEST_WORD = 12, 24, 4
# Figures of those of a kind that something is true of.
PARTS = ("projects.commissar_involved", "commissars.covered_workshops", "votes.passed")
# Figures of what was done out of a whole that is none.
DONE = (
    "commissars.problems_solved",
    "commissars.mediations",
    "organizations.reelected",
    "projects.accepted",
    "meetings.fulfilled",
    "meetings.overdue",
    "votes.passed",
    "members.regularized",
)
# Kinds of figures that a sentence may count some of.
OF_SOME = ("people", "organizations")


def is_grounded(hit: Hit, window: Window) -> bool:
    """Return whether the number is surely that of the noun, with nothing to restrict it."""
    words = window.sentence.words
    judged = _in_chinese if words.language == "zh" else _in_english
    if is_of_several(hit, window) or _is_attribute(hit, window, words):
        return False
    return not _is_by_others(hit, window, words) and judged(hit, window, words)


def goes_on(window: Window, start: int) -> bool:
    """Return whether only words of change stand between this number and the claim before it.

    That one ends at `start`.
    """
    words = window.sentence.words
    rest = window.sentence.plain[max(window.first, start) : window.quantity.start]
    for group, name in (
        ("context", "before"),
        ("context", "now"),
        ("changes", "to"),
        ("changes", "by"),
        ("patterns", "stops"),
        ("patterns", "joints"),
    ):
        rest = words.words[group][name].sub(" ", rest)
    is_made = _is_only if words.language == "zh" else _is_made_of
    return is_made(rest, "predicates", words)


def _in_english(hit: Hit, window: Window, words: Vocabulary) -> bool:
    quantity, plain = window.quantity, window.sentence.plain
    start, end = min(hit.start, quantity.start), max(hit.end, quantity.end)
    clause_start = window.holed.places.begins("patterns", "stops", start)
    after = plain[end : end + FAR]
    is_of_people = words.finds("grounds", "population", hit.noun.figures[0])
    if not _is_led_in(plain[clause_start:start], hit, words) and not _is_counted(hit, window):
        return False
    told = (
        after if not _tells_a_change(window) else words.words["grounds"]["as_share"].sub("", after)
    )
    if is_of_people and not _is_of_all(plain[clause_start:start], told, words):
        return False
    if hit.text != HOLE and hit.end <= quantity.start:
        return _follows(hit, window, after)
    if hit.noun.figures[0].startswith("members.") and _is_of_some(hit, after, words):
        return False
    if hit.start >= quantity.end:
        between = plain[quantity.end : hit.start]
        if is_of_a_part(hit, window):
            return False
        is_one = _is_made_of(between, "between_words", words)
        return is_one and _says_nothing_else(after, words)
    return hit.end > quantity.end or bool(quantity.unit) or _may_follow(after, words)


def _tells_a_change(window: Window) -> bool:
    """Return whether the number is by how much something has changed; a per cent may follow it."""
    by = rf"\bby\s*$|{window.sentence.words.plain['changes.by']}\s*$"
    return re.search(by, window.before, re.IGNORECASE) is not None


def _is_counted(hit: Hit, window: Window) -> bool:
    """Return whether a number counts what leads in the noun: 6 commissars in 9 workshops."""
    plain, quantity = window.sentence.plain, window.quantity
    if not hit.start < quantity.start < hit.end:
        return False
    is_part = window.sentence.words.finds("grounds", "base", plain[hit.start : quantity.start])
    led = plain[: hit.start].rstrip()
    return not is_part and number_ends_at(len(led), window.holed.quantities)


def _follows(hit: Hit, window: Window, after: str) -> bool:
    """Return whether an English number is that of the noun before it."""
    words, quantity = window.sentence.words, window.quantity
    if is_within_phrase(hit, window.sentence):
        return False
    if words.finds("grounds", "sums_up", after):
        return True
    gap = window.sentence.plain[hit.end : quantity.start]
    if words.finds("grounds", "gives_to", gap):
        return False
    if words.kinds[hit.noun.figures[0]] not in OF_SOME:
        gap = words.words["grounds"]["doing"].sub(" ", gap)
    is_last = bool(quantity.unit) or _may_follow(after, words)
    return is_last and _is_made_of(gap, "predicates", words)


def is_of_a_part(hit: Hit, window: Window) -> bool:
    """Return whether the number is of some of those that the noun names: 4 of the posts.

    A figure may itself be one of such a part.
    """
    words, quantity = window.sentence.words, window.quantity
    if words.finds("grounds", "of_number", window.sentence.plain[hit.end :][:FAR]):
        return True
    if hit.end <= quantity.end or any(figure in PARTS for figure in hit.noun.figures[:1]):
        return False
    return words.finds("grounds", "partitive", window.sentence.plain[quantity.end : hit.end])


def _is_of_all(before: str, after: str, words: Vocabulary) -> bool:
    """Return whether the sentence doesn't tell what only some of those counted are or did.

    A share beside the number says that they are some, a possessive before it that they are all.
    """
    clause = words.words["patterns"]["stops"].split(after)[0]
    if words.finds("grounds", "takes_part", clause) or words.finds("grounds", "as_share", after):
        return False
    if words.finds("grounds", "whole_after", after):
        return True
    return words.finds("grounds", "whole_said", before) and not words.finds(
        "grounds", "restricts", after
    )


def _is_attribute(hit: Hit, window: Window, words: Vocabulary) -> bool:
    """Return whether the noun only restricts another that follows: 8 national (standards).

    What is of a level, but no honor, is a part of all.
    """
    if hit.noun.figures[0].startswith("awards.") is not words.finds("grounds", "leveled", hit.text):
        return not hit.noun.figures[0].startswith("awards.")
    if hit.start < window.quantity.end or not words.finds("grounds", "attributive", hit.text):
        return False
    return words.finds("grounds", "more_follows", window.sentence.plain[hit.end :][:FAR])


def _is_by_others(hit: Hit, window: Window, words: Vocabulary) -> bool:
    """Return whether what commissars do was done by others, or the number is of all to be done."""
    plain, first = window.sentence.plain, min(hit.start, window.quantity.start)
    if hit.noun.figures[0] in DONE and words.finds("grounds", "base", plain[:first]):
        return True
    if not hit.noun.figures[0].startswith("commissars."):
        return False
    start = window.holed.places.begins("grounds", "segment_ends", first)
    told = plain[start : max(hit.end, window.quantity.end)]
    if words.finds("grounds", "joined_agents", told):
        return True
    return words.finds("grounds", "agents", told) and not words.finds(
        "grounds", "commissar", plain[start : window.last]
    )


def _is_led_in(before: str, hit: Hit, words: Vocabulary) -> bool:
    """Return whether what stands before the phrase in its clause doesn't restrict it.

    Of people and organizations all that leads in has to be known, of other things a verb that
    means something else must not.
    """
    clause = before.rstrip(" “\"'’").lstrip(" -–•*·")
    is_of_people = words.kinds[hit.noun.figures[0]] == "people"
    if _ends(clause, "never_precedes", words):
        return False
    if is_of_people and _ends(clause, "never_precedes_people", words):
        return False
    hedged = rf"(?:\s*{words.plain['grounds.hedged_word']})+\s*$"
    clause = re.sub(hedged, "", clause, flags=re.IGNORECASE).rstrip()
    if not clause or _ends(clause, "may_precede", words):
        return True
    is_any = hit.text != HOLE and words.kinds[hit.noun.figures[0]] not in OF_SOME
    return is_any and not _ends(clause, "never_leads", words)


def _ends(text: str, name: str, words: Vocabulary) -> bool:
    pattern = rf"(?:^|[\s“\"'’(]){words.plain[f'grounds.{name}']}$"
    return re.search(pattern, text[-60:], re.IGNORECASE) is not None


def _is_made_of(gap: str, name: str, words: Vocabulary) -> bool:
    gap = words.words["grounds"]["of_us"].sub(" ", gap)
    rest = words.words["patterns"]["filler"].sub(" ", gap)
    pattern = rf"(?:[\s,:(’']|\b{words.plain[f'grounds.{name}']}\b)*"
    return re.fullmatch(pattern, rest, re.IGNORECASE) is not None


def _may_follow(after: str, words: Vocabulary) -> bool:
    pattern = rf"\W*(?:$|\s*{words.plain['grounds.may_follow']}\b)|\s*[^\w\s]"
    return re.match(pattern, after, re.IGNORECASE) is not None


def _says_nothing_else(after: str, words: Vocabulary) -> bool:
    """Return whether no verb follows that tells something else of what is counted."""
    own = words.words["grounds"]["subordinate"].split(after)[0]
    found = re.match(
        r"[\w\s,]{0,80}?\s(?:were|was|has been|have been)\s+(?:\w+ly\s+)*([\w-]+)", own
    )
    if found is None:
        return True
    return re.fullmatch(words.plain["grounds.participles"], found[1], re.IGNORECASE) is not None


def _in_chinese(hit: Hit, window: Window, words: Vocabulary) -> bool:
    quantity, plain = window.quantity, window.sentence.plain
    start, end = min(hit.start, quantity.start), max(hit.end, quantity.end)
    before = plain[max(0, start - NEAR) : start]
    if words.finds("grounds", "never_ends", before):
        return False
    if hit.text != HOLE and hit.end <= quantity.start:
        gap = plain[hit.end : quantity.start]
        is_one = (
            _is_only(gap, "predicates", words)
            or _is_summed_up(hit, window, words)
            or _is_done(hit, gap, window)
        )
    elif hit.start >= quantity.end:
        is_one = _is_only(plain[quantity.end : hit.start], "between_words", words)
    else:
        is_one = True
    if _is_of_some(hit, plain[end : end + FAR], words):
        return False
    is_of_people = words.finds("grounds", "population", hit.noun.figures[0])
    if not is_one or not is_of_people or words.finds("grounds", "whole_said", before):
        return is_one
    return words.finds("grounds", "whole_before", before) and words.finds(
        "grounds", "whole_after", plain[end : end + FAR]
    )


def _is_of_some(hit: Hit, after: str, words: Vocabulary) -> bool:
    """Return whether it is told what only some of those counted did or received."""
    clause = words.words["grounds"]["clause_ends"].split(after)[0]
    is_told = words.finds("grounds", "takes_part", clause)
    return is_told and not hit.noun.figures[0].startswith(("appraisals.", "awards.", "activities."))


def _is_done(hit: Hit, gap: str, window: Window) -> bool:
    """Return whether a clause is the noun, one word of what was done, and the number, no more."""
    words, places = window.sentence.words, window.holed.places
    first = places.begins("patterns", "stops", window.quantity.start)
    is_any = words.kinds[hit.noun.figures[0]] not in OF_SOME
    is_whole = first <= hit.start and _is_only(
        window.sentence.plain[first : hit.start], "predicates", words
    )
    is_word = len(gap) <= LONGEST_WORD and not words.finds("grounds", "never_between", gap)
    return is_any and is_whole and is_word and not window.after.strip()


def _is_summed_up(hit: Hit, window: Window, words: Vocabulary) -> bool:
    """Return whether the number sums up in a clause of its own what the clause before is about."""
    clause, plain = window.clause_before, window.sentence.plain
    told = plain[hit.end : window.quantity.start - len(clause)]
    start = window.holed.places.begins("patterns", "stops", hit.start)
    is_topic = _is_only(plain[start : hit.start], "predicates", words)
    is_short = len(told) <= LONGEST_COMMENT and not words.finds("patterns", "hard_stops", told)
    return is_topic and is_short and words.finds("grounds", "topic_sum", clause)


def _is_only(gap: str, name: str, words: Vocabulary) -> bool:
    """Return whether a text is made of these words alone, the longest of them first."""
    rest = words.words["grounds"][name].sub("", gap)
    return not words.words["patterns"]["filler"].sub("", rest).strip()
