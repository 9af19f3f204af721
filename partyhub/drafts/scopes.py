"""The scope of a number: the period and the part of the organization that its sentence speaks of.

It is said once, at the beginning or before the first number, and holds for all that follow it until
another is said.
"""

import re
from dataclasses import dataclass

from partyhub.drafts.nouns import Window
from partyhub.drafts.vocabulary import Vocabulary

# Signs of a sentence before a number in which its scope is looked for.
LONGEST = 400


@dataclass(frozen=True)
class Span:
    """The scope of a number; `is_part` where it is no whole period or organization.

    With `since` it begins in that year.
    """

    is_before: bool = False
    is_part: bool = False
    since: int | None = None


def span_of(window: Window) -> Span:
    """Return the scope by what is said before the number, up to a full stop or a semicolon.

    A phrase that only leads in, such as one that names the plan of the year, is no scope.
    """
    words = window.sentence.words
    stops = words.words["grounds"]["segment_ends"]
    text = stops.split(window.sentence.plain[: window.quantity.start])[-1].lstrip(" ,，、")
    text = words.words["grounds"]["lead_in"].sub("", text)
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]} {text[-LONGEST // 2 :]}"
    led = words.words["grounds"]["before"].match(text)
    is_before = led is not None and _last(words, "now", text[led.end() :]) < 0
    now = _last(words, "now", text)
    when = max(_last(words, name, text) for name in ("when", "planned"))
    is_part = when > now or _last(words, "whose", text) > _last(words, "whole", text)
    since = list(words.words["grounds"]["since"].finditer(text))
    year = int(since[-1][1]) if since and since[-1].end() > now else None
    return Span(is_before, is_part, year)


def _last(words: Vocabulary, name: str, text: str) -> int:
    """Return where the last of these words ends, or -1."""
    ends = [found.end() for found in words.words["grounds"][name].finditer(text)]
    return ends[-1] if ends else -1


def is_new(window: Window, start: int) -> bool:
    """Return whether the noun that begins at a place is said to be of what was added."""
    words, plain = window.sentence.words, window.sentence.plain
    clause = re.split(words.plain["grounds.clause_ends"], plain[:start])[-1]
    return words.finds("grounds", "new", clause)


def is_net(window: Window) -> bool:
    """Return whether the number is said to be a net change."""
    words = window.sentence.words
    text = window.sentence.plain[: window.quantity.start]
    clause = re.split(words.plain["grounds.clause_ends"], text)[-1]
    return words.finds("grounds", "net", clause)
