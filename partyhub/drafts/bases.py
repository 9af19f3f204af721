"""The value that a number is compared with: of the period, of the one before, or the change."""

import re
from dataclasses import dataclass
from enum import StrEnum

from partyhub.drafts.nouns import Window
from partyhub.drafts.scopes import is_net


class Basis(StrEnum):
    """The value that a number is compared with."""

    NOW = "now"
    BEFORE = "before"
    CHANGE = "change"
    EITHER = "either"
    SHARE = "share"


# What leads in who did something, unless something has changed by it.
AGENTS = ("by",)
# Signs before a number in which it is said what it is compared with.
REACH = 300


@dataclass(frozen=True)
class Compared:
    """The basis of a number; `is_falling` where it is the amount of a fall.

    A change or a value (`EITHER`) differs from both only where it `is_firm`.
    """

    basis: Basis
    is_falling: bool = False
    is_firm: bool = False


def basis_of(window: Window) -> Compared:
    """Return what the number is compared with."""
    words, before = window.sentence.words, window.before
    changes = words.plain
    if window.quantity.is_points:
        by_word = _change_word(window) or window.after[:30]
        return Compared(Basis.CHANGE, _is_falling(window, by_word))
    if re.search(rf"{changes['changes.to']}\s*$", before, re.IGNORECASE):
        return Compared(Basis.NOW)
    if _starts_from(window):
        return Compared(Basis.BEFORE)
    by = _change_word(window)
    if by is not None and _is_against(window):
        return Compared(Basis.CHANGE, _is_falling(window, by))
    is_added = is_net(window)
    if (by is not None and by not in AGENTS) or is_added:
        is_falling = _is_falling(window, by or "")
        return Compared(Basis.EITHER, is_falling, is_added or _has_both_ends(window))
    return Compared(Basis.BEFORE if clause_says(window, "before") else Basis.NOW)


def _is_against(window: Window) -> bool:
    """Return whether it is said that the number is a change against something before."""
    words, end = window.sentence.words, window.quantity.start
    first = window.holed.places.begins("patterns", "hard_stops", end)
    text = window.sentence.plain[max(first, end - REACH) : window.last] + window.after
    return words.finds("changes", "against", text) or words.finds("context", "before", text)


def _change_word(window: Window) -> str | None:
    """Return the word of change beside the number, if there is one."""
    words = window.sentence.words
    by = re.search(rf"{words.plain['changes.by']}\s*$", window.before, re.IGNORECASE)
    if by is None and "changes.by_after" in words.plain:
        by = re.match(words.plain["changes.by_after"], window.after, re.IGNORECASE)
    return by[0].strip().lower() if by else None


def _is_falling(window: Window, by: str) -> bool:
    """Return whether the last word of change before the number is one of falling."""
    words = window.sentence.words
    if words.finds("changes", "down", by):
        return True
    text = window.clause_before
    falls = [found.end() for found in words.words["changes"]["down"].finditer(text)]
    rises = [found.end() for found in words.words["grounds"]["rising"].finditer(text)]
    return bool(falls) and falls[-1] > max(rises, default=0)


def _has_both_ends(window: Window) -> bool:
    """Return whether it was said before from what to what the value has changed."""
    words = window.sentence.words
    first = window.holed.places.begins("patterns", "hard_stops", window.quantity.start)
    text = window.sentence.plain[first : window.quantity.start]
    return words.finds("grounds", "from_to", text)


def _starts_from(window: Window) -> bool:
    """Return whether the number is the one that something has changed from."""
    words = window.sentence.words
    if not re.search(rf"{words.plain['changes.from']}\s*$", window.before, re.IGNORECASE):
        return False
    told = window.sentence.plain[max(0, window.quantity.start - REACH) : window.quantity.start]
    if words.finds("grounds", "to_from", told):
        return True
    rest = window.sentence.plain[window.quantity.end : window.quantity.end + 30]
    rises = re.search(r"\b(?:up|down|rose|grew|increased|fell)\b", window.before, re.IGNORECASE)
    has_end = re.search(words.plain["changes.to"], rest, re.IGNORECASE)
    return bool(rises or has_end or re.search(words.plain["context.before"], rest + window.before))


def clause_says(window: Window, name: str) -> bool:
    """Return whether one of the words stands in the same clause as the number."""
    words = window.sentence.words
    before = window.clause_before
    return words.finds("context", name, before) or words.finds("context", name, window.after)
