"""Cues of a pattern: words of which one stands wherever it matches.

Where none stands the pattern needn't be looked for, which is most of the time.
"""

import re

_GROUP = re.compile(r"\((\?(?:[:!=]|<[!=]))?([^()]*)\)([?*])?")
# Classes of signs, escapes, counts and signs that may be left out are no words.
_NO_WORD = re.compile(r"\[[^\]]*\][?*+]?|\\.[?*+]?|\{[^}]*\}\??|[^\ue100-\uf8ff][?*]|[.^$+~■]")
_TOKENS = range(0xE100, 0xF8FF)
_SHORTEST = 2


def cues_of(phrase: str) -> frozenset[str] | None:
    """Return the cues of a noun's phrase in small letters, or None if it may match without any."""
    found: dict[str, frozenset[str] | None] = {}
    tokens = map(chr, _TOKENS)
    text = phrase.lower()
    while group := _GROUP.search(text):
        token = next(tokens)
        is_needed = group[3] is None and group[1] in (None, "?:")
        found[token] = _of_any(group[2], found) if is_needed else None
        text = f"{text[: group.start()]}{token}{text[group.end() :]}"
    return _of_any(text, found)


def _of_any(text: str, groups: dict[str, frozenset[str] | None]) -> frozenset[str] | None:
    """Return the cues of alternatives: those of each, or None if one has none."""
    each = [_of_one(part, groups) for part in text.split("|")]
    return None if None in each else frozenset().union(*(cues for cues in each if cues))


def _of_one(text: str, groups: dict[str, frozenset[str] | None]) -> frozenset[str] | None:
    """Return the longest cues of what follows one another."""
    plain = _NO_WORD.sub("\0", text)
    words = [frozenset((run,)) for run in re.split("[\0\ue100-\uf8ff]+", plain)]
    able = [*words, *(groups[sign] or frozenset() for sign in plain if sign in groups)]
    best = max(able, key=_least, default=frozenset[str]())
    return best if _least(best) >= _SHORTEST else None


def _least(cues: frozenset[str]) -> int:
    return min(map(len, cues), default=0)
