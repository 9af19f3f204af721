"""Grounds on which an honor that a text names as received is surely on no record.

What only may be an honor, or may be one of others or of another time, is no claim.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from partyhub.drafts.passages import Sentence
from partyhub.drafts.titles import core_of, is_unlike

SHORTEST = {"zh": 4, "en": 10}


@dataclass(frozen=True)
class Ground:
    """An honor as it is told: by which verb at `place`, under which title.

    `is_called` an honor where a word for one stands beside it.
    """

    sentence: Sentence
    place: int
    verb: str
    title: str
    is_called: bool
    has_level: bool


def is_missing(ground: Ground, titles: Sequence[str]) -> bool:
    """Return whether the honor is surely none of those on record, which have these titles."""
    words, language = ground.sentence.words, ground.sentence.words.language
    title = words.words["honors"]["lead"].sub("", ground.title).strip()
    is_named = words.finds("honors", "kind", title)
    is_honor = is_named and (ground.is_called or words.finds("honors", "firm", ground.verb))
    if not is_honor or not (ground.has_level or ground.is_called):
        return False
    if len(core_of(title)) < SHORTEST[language] or words.finds("honors", "counted", title):
        return False
    return is_ours(ground) and is_unlike(title, titles, language)


def is_ours(ground: Ground) -> bool:
    """Return whether what is said before the verb is about us, and about the period."""
    words = ground.sentence.words
    first = words.words["grounds"]["segment_ends"].split(ground.sentence.plain[: ground.place])[-1]
    own = words.words["honors"]["granter"].sub("", first)
    if words.finds("honors", "others", own) or words.finds("honors", "other_times", first):
        return False
    clause = words.words["patterns"]["stops"].split(own.rstrip(" ,，"))[-1]
    return not clause.strip() or words.finds("honors", "ours", clause)
