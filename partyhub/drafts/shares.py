"""Shares of a whole: a per cent that stands for what was counted before, such as 117, or 68 %."""

import re
from dataclasses import dataclass

from partyhub.drafts.nouns import Window

# How far from the number it is said what it is a share of.
REACH = 40
# A per cent that stands alone in these is the share of what was counted before them.
BRACKETS = ("(", "（", ")", "）")


@dataclass(frozen=True)
class Share:
    """A number is a share; `is_sure` where the whole that it names is the usual one."""

    is_sure: bool
    has_whole: bool = True


def share_of(window: Window) -> Share | None:
    """Return whether the number is said to be a share, or None if it isn't."""
    words, quantity = window.sentence.words, window.quantity
    if not quantity.is_percentage or quantity.is_points:
        return None
    before = window.sentence.plain[max(0, quantity.start - REACH) : quantity.start]
    if before.endswith(BRACKETS[:2]) and window.sentence.plain[quantity.end :][:1] in BRACKETS[2:]:
        return Share(is_sure=True)
    led = words.words["grounds"]["share"].search(before)
    after = window.after
    if led is None and not words.finds("grounds", "share_after", after):
        return None
    named = f"{led[0] if led else ''}{after if words.language == 'en' else ''}"
    has_whole = words.language == "zh" or re.match(r"\s*of\b", after) is not None
    return Share(words.finds("grounds", "whole_named", named.split(",")[0].strip()), has_whole)
