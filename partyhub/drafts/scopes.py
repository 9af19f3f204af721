"""The scope of a number: the period and the part of the organization that its sentence speaks of.

It is said once, at the beginning or before the first number, and holds for all that follow it until
another is said.
"""

import re
from dataclasses import dataclass
from datetime import date

from partyhub.drafts.nouns import Window

YEAR = re.compile(r"(?:19|20)\d\d")
MONTHS = re.findall(
    r"\w+",
    "january february march april may june july august september october november december",
)


@dataclass(frozen=True)
class Dated:
    """A year that a sentence names, with the month or 0; it goes on from there with `is_since`."""

    year: int
    month: int = 0
    is_since: bool = False

    def is_within(self, start: date, end: date) -> bool:
        """Return whether what is said of this time may be said of the whole of a period."""
        if self.is_since and not self.month:
            return self.year >= start.year
        if self.month:
            return (self.year, self.month) in ((start.year, start.month), (end.year, end.month))
        return self.year == end.year


@dataclass(frozen=True)
class Span:
    """The scope of a number; `is_part` where it is no whole period or organization.

    `dated` is the year that the sentence names.
    """

    is_before: bool = False
    is_part: bool = False
    dated: Dated | None = None


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
    is_part = is_part or last("elsewhere") > last("ours")
    return Span(is_before, is_part, _dated(window, start, now))


def _dated(window: Window, start: int, now: int) -> Dated | None:
    """Return the last year that is named before the number, unless the present is after it."""
    places, end = window.holed.scope_places, window.quantity.start
    place = places.last("grounds", "dated", start, end)
    if place is None or place[1] <= now:
        return None
    text = places.text[slice(*place)]
    year, rest = YEAR.search(text), YEAR.sub("", text)
    month = next((n for n, name in enumerate(MONTHS, 1) if name in rest.lower()), 0)
    digits = re.search(r"\d+", rest) if window.sentence.words.language == "zh" else None
    since = places.last("grounds", "since", start, end)
    is_since = since is not None and since[1] >= place[1]
    month = int(digits[0]) if digits else month
    return Dated(int(year[0]) if year else 0, month, is_since)


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
