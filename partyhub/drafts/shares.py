"""Shares of a whole: a per cent that stands for what was counted before, such as 117, or 68 %."""

import re
from dataclasses import dataclass, replace

from partyhub.drafts.nouns import Hit, Window, best_of, find_hits
from partyhub.drafts.vocabulary import HOLE

# How far from the number it is said what it is a share of.
REACH = 40
# A per cent that stands alone in these is the share of what was counted before them.
BRACKETS = ("(", "（", ")", "）")


@dataclass(frozen=True)
class Share:
    """A number is a share; `is_sure` where the whole that it names is the usual one.

    `start` is where the words begin that say so, or the end of the number where they follow it.
    """

    is_sure: bool
    start: int | None = None
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
        told = words.words["grounds"]["share_named"].search(window.clause_before)
        return Share(is_sure=True, start=quantity.start - len(told["verb"])) if told else None
    named = f"{led[0] if led else ''}{after if words.language == 'en' else ''}"
    has_whole = words.language == "zh" or re.match(r"\s*of\b", after) is not None
    is_sure = words.finds("grounds", "whole_named", named.split(",")[0].strip())
    first = quantity.end if led is None else quantity.start - len(before) + led.start()
    return Share(is_sure, first, has_whole)


def going_on(window: Window) -> Share | None:
    """Return that the number is a share like the one before: and women 21 %; None if it isn't."""
    quantity, plain = window.quantity, window.sentence.plain
    if not quantity.is_percentage or quantity.is_points:
        return None
    gap = window.sentence.words.words["grounds"]["share_gapped"].search(plain, 0, quantity.start)
    return Share(is_sure=True, start=gap.start()) if gap else None


def tells_how_many(window: Window, last: int) -> bool:
    """Return whether the number is of those whose share was told before it: 68 %, or 117 people."""
    between = window.sentence.plain[max(last, window.first) : window.quantity.start]
    is_number = not window.quantity.is_percentage and window.quantity.value % 1 == 0
    words, after = window.sentence.words, window.sentence.plain[window.quantity.end :]
    is_led = is_number and words.finds("grounds", "as_number", between)
    return is_led and words.finds("grounds", "as_number_after", after)


def own_noun(window: Window, share: Share, last: int) -> Hit | None:
    """Return the noun whose share the number surely is; `last` ends the claim before it."""
    words, quantity, start = window.sentence.words, window.quantity, share.start
    if start is None or not share.is_sure:
        return None
    hits = [
        hit
        for hit in find_hits(window)
        if hit.text != HOLE
        and any(figure in words.wholes for figure in hit.noun.figures[:1])
        and ((last <= hit.start and hit.end <= start) or hit.start >= start == quantity.end)
    ]
    counted = replace(quantity, unit="", is_percentage=False)
    best = best_of(hits, counted, words)
    return best[0] if best and _is_beside(best[0], window, start) else None


def _is_beside(hit: Hit, window: Window, start: int) -> bool:
    """Return whether nothing that may restrict the noun stands between it and the share."""
    words, plain = window.sentence.words, window.sentence.plain
    if hit.start >= start:
        told = words.words["grounds"]["share_of"].match(plain[start : hit.end])
        return told is not None and start + told.end() >= hit.start
    before = window.holed.places.begins("grounds", "clause_ends", hit.start)
    led_in = words.words["patterns"]["filler"].sub("", plain[before : hit.start])
    gap = words.words["patterns"]["filler"].sub("", plain[hit.end : start])
    return not gap.strip(" ,，") and (
        not led_in.strip(" ,，") or words.finds("grounds", "share_led_in", led_in)
    )
