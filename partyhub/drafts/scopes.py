"""The scope of a number: the period and the part of the organization that its sentence speaks of.

It is said once, at the beginning or before the first number, and holds for all that follow it until
another is said.
"""

import re
from dataclasses import dataclass

from partyhub.drafts.nouns import Window

_YEAR = re.compile(r"(?:19|20)\d\d")


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
    places, end = window.holed.scope_places, window.quantity.start
    start = places.begins("grounds", "segment_ends", end)

    def last(*names: str) -> int:
        found = [places.last("grounds", name, start, end) for name in names]
        return max((place[1] for place in found if place), default=-1)

    led = _led_in(window, start)
    now = last("now")
    is_before = led >= 0 and now < led
    is_part = last("when", "planned") > now or last("whose") > last("whole")
    since = places.last("grounds", "since", start, end)
    years = _YEAR.findall(places.text[slice(*since)]) if since and since[1] > now else ()
    return Span(is_before, is_part, int(years[-1]) if years else None)


def _led_in(window: Window, start: int) -> int:
    """Return where the words end that begin the sentence with the period before, or -1."""
    places, before = window.holed.scope_places, window.sentence.words.words["grounds"]["before"]
    text = places.text
    while start < len(text) and text[start] in " ,，、":
        start += 1
    led = before.match(text, start, window.quantity.start)
    return led.end() if led else -1


def is_new(window: Window, start: int) -> bool:
    """Return whether the noun that begins at a place is said to be of what was added."""
    first = window.holed.places.begins("grounds", "clause_ends", start)
    return window.sentence.words.finds("grounds", "new", window.sentence.plain[first:start])


def is_net(window: Window) -> bool:
    """Return whether the number is said to be a net change."""
    first = window.holed.places.begins("grounds", "clause_ends", window.quantity.start)
    clause = window.sentence.plain[first : window.quantity.start]
    return window.sentence.words.finds("grounds", "net", clause)
