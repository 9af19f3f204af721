"""Claims of a sentence: each number with the figures that it may be a value of, and on what basis.

A number that stands without a noun of its own (up from 44, 7 more than last year) has that of the
number before it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from partyhub.drafts.bases import Basis, basis_of, clause_says
from partyhub.drafts.claim import Claim
from partyhub.drafts.grounds import goes_on, is_grounded
from partyhub.drafts.lists import Shared, shared_nouns
from partyhub.drafts.nouns import (
    Hit,
    HoledSentence,
    Window,
    best_of,
    figures_of,
    find_hits,
    find_nouns,
    is_compatible,
    window_of,
)
from partyhub.drafts.numerals import chinese, english
from partyhub.drafts.numerals.vague import with_vague
from partyhub.drafts.passages import Sentence
from partyhub.drafts.quantities import Quantity
from partyhub.drafts.scopes import is_new, span_of
from partyhub.drafts.shares import Share, going_on, own_noun, share_of, tells_how_many
from partyhub.drafts.siblings import with_nouns_ahead, without_parts
from partyhub.drafts.vocabulary import HOLE, Vocabulary

# What is larger is no number of a report.
MOST = 10**15
# Kinds of figures that needn't be whole numbers.
MEASURED = ("money", "area", "hours", "percent")
# What a per cent beside a change is the share of is the value before.
CHANGED = (Basis.CHANGE, Basis.EITHER)
# The figure that a text goes on with which began with the one at the opening.
AFTER_THE_OPENING = {"members.opening": "members.total"}


def find_quantities(sentence: Sentence) -> list[Quantity]:
    """Return the numbers of a sentence; dates, ordinals, codes and names are none."""
    reader = chinese if sentence.words.language == "zh" else english
    found = list(reader.find_quantities(sentence.masked, sentence.words))
    known = with_vague(found, sentence.masked, sentence.words)
    return [quantity for quantity in known if quantity.value < MOST]


def claims_of(sentences: Iterable[Sentence]) -> Iterator[Claim]:
    """Yield a claim for each number of the sentences."""
    found = [(sentence, find_quantities(sentence)) for sentence in sentences]
    holed = [HoledSentence(sentence, numbers) for sentence, numbers in found if numbers]
    find_nouns(holed)
    holed.reverse()
    while holed:  # what was found in one isn't kept while the next are looked at
        yield from _claims_of(holed.pop())


def _claims_of(holed: HoledSentence) -> Iterator[Claim]:
    shared = shared_nouns(holed)
    found: list[Claim] = []
    last, previous, used = None, None, 0
    for index in range(len(holed.quantities)):
        window = window_of(holed, index, used)
        claim = _spanned(_claim(window, last, shared.get(index)), window)
        if previous is not None and _is_of_others(claim, previous, window):
            claim = replace(claim, is_doubtful=True)
        previous = claim
        if claim.figures:
            last = claim
        used = max(used, claim.end)
        found.append(claim)
    yield from without_parts(with_nouns_ahead(found))


def _is_of_others(claim: Claim, previous: Claim, window: Window) -> bool:
    """Return whether the number is of those that the one before counts, who aren't the whole."""
    wholes = window.sentence.words.wholes
    whole = wholes.get(claim.figures[0]) if claim.figures else None
    if whole is None or not window.sentence.words.finds("grounds", "of_these", window.before):
        return False
    if not previous.figures:
        return bool(previous.quantity.unit) or not previous.is_doubtful
    return all(f != whole and wholes.get(f) != whole for f in previous.figures)


def _spanned(claim: Claim, window: Window) -> Claim:
    """Return the claim of the period and the part that its sentence speaks of."""
    span = span_of(window)
    if span.is_before and claim.basis is Basis.NOW:
        claim = replace(claim, basis=Basis.BEFORE)
    return replace(claim, is_doubtful=claim.is_doubtful or span.is_part, dated=span.dated)


def _claim(window: Window, last: Claim | None, shared: Shared | None) -> Claim:
    sentence, quantity, words = window.sentence, window.quantity, window.sentence.words
    if quantity.is_vague:
        return Claim(sentence, quantity, quantity.start, quantity.end, is_doubtful=True)
    if shared is not None:
        return _shared_claim(window, shared)
    compared = basis_of(window)
    claim = Claim(
        sentence,
        quantity,
        quantity.start,
        quantity.end,
        basis=compared.basis,
        is_falling=compared.is_falling,
        is_firm=compared.is_firm,
    )
    hits = _chosen(find_hits(window), quantity, words, compared.basis)
    is_named = any(hit.noun.figures and hit.text != HOLE for hit in hits)
    if (share := _share(window, last)) and (
        found := _share_claim(claim, window, share, last, is_named)
    ):
        return found
    if last is not None and last.basis is Basis.SHARE and tells_how_many(window, last.end):
        return replace(claim, figures=last.figures, is_doubtful=last.is_doubtful)
    if hits and (hits[0].noun.figures or last is None):
        return _with_hits(claim, hits, window)
    if last is not None and (_continues(window, compared.basis) or _is_sum_of(window, last)):
        return _going_on(claim, last, window)
    return replace(claim, is_doubtful=True)


def _share(window: Window, last: Claim | None) -> Share | None:
    """Return whether the number is a share, by its own words or by those of the one before it."""
    share = share_of(window)
    if share is None and last is not None and last.basis is Basis.SHARE:
        share = going_on(window)
        return share if share and own_noun(window, share, last.end) else None
    return share


def _share_claim(
    claim: Claim, window: Window, share: Share, last: Claim | None, is_named: bool
) -> Claim | None:
    """Return the claim of a share: of the noun beside it, else of what the claim before counts."""
    own = own_noun(window, share, last.end if last else 0)
    if own is not None:
        start, end = min(claim.start, own.start), max(claim.end, own.end)
        return replace(claim, start=start, end=end, figures=own.noun.figures, basis=Basis.SHARE)
    if last is None:
        return None
    if last.basis in CHANGED and not share.has_whole:
        return replace(
            last, quantity=claim.quantity, start=claim.start, end=claim.end, basis=Basis.CHANGE
        )
    if is_named:
        return None
    is_doubtful = last.is_doubtful or not share.is_sure
    return replace(claim, figures=last.figures, basis=Basis.SHARE, is_doubtful=is_doubtful)


def _going_on(claim: Claim, last: Claim, window: Window) -> Claim:
    """Return the claim of a number that is about what the claim before it is about."""
    words, is_sum = window.sentence.words, _is_sum_of(window, last)
    going_on = [AFTER_THE_OPENING.get(figure, figure) for figure in last.figures]
    figures = tuple(f for f in going_on if _may_be(claim.quantity, f, words, claim.basis))
    is_doubtful = not is_sum and (last.is_doubtful or not goes_on(window, last.end))
    return replace(claim, figures=figures, is_doubtful=is_doubtful or _is_other(window))


def _chosen(hits: Sequence[Hit], quantity: Quantity, words: Vocabulary, basis: Basis) -> list[Hit]:
    return best_of(hits, _counted(quantity, basis), words)


def _counted(quantity: Quantity, basis: Basis) -> Quantity:
    """Return the number as one of what is counted where it is the per cent of a change."""
    if basis is Basis.CHANGE and quantity.is_percentage and not quantity.is_points:
        return replace(quantity, unit="", is_percentage=False)
    return quantity


def _may_be(quantity: Quantity, figure: str, words: Vocabulary, basis: Basis) -> bool:
    if basis is Basis.CHANGE and quantity.is_percentage and not quantity.is_points:
        return True
    return is_compatible(quantity, figure, words)


def _with_hits(claim: Claim, hits: Sequence[Hit], window: Window) -> Claim:
    words, quantity = window.sentence.words, _counted(claim.quantity, claim.basis)
    figures = dict.fromkeys(f for hit in hits for f in figures_of(hit, quantity, words))
    first = hits[0]
    if claim.basis is Basis.BEFORE and AFTER_THE_OPENING.keys() & figures.keys():
        claim = replace(claim, basis=Basis.NOW)  # the opening is a figure of this period
    is_added = "members.admitted" not in figures and is_new(window, first.start)
    if claim.basis is Basis.NOW and is_added:
        claim = replace(claim, basis=Basis.EITHER)
    own = [hit for hit in hits if hit.noun.figures == first.noun.figures]
    is_sure = any(not hit.is_weak and is_grounded(hit, window) for hit in own if hit.noun.figures)
    is_part = quantity.value % 1 != 0 and not any(words.kinds[f] in MEASURED for f in figures)
    is_doubtful = not is_sure or is_part or _is_other(window, first)
    is_doubtful |= _is_average(window) and not any(_may_be_average(f, words) for f in figures)
    if claim.quantity.is_spelled_one and not window.sentence.words.finds(
        "context", "collective", window.clause_before
    ):
        is_doubtful = True
    return replace(
        claim,
        start=min(claim.start, first.start),
        end=max(claim.end, first.end),
        figures=tuple(figures) if first.noun.figures else (),
        is_doubtful=is_doubtful,
    )


def _is_average(window: Window) -> bool:
    """Return whether the number is said to be that of one of many."""
    near = f"{window.clause_before}{HOLE}{window.after[:40]}"
    return window.sentence.words.finds("grounds", "average", near)


def _may_be_average(figure: str, words: Vocabulary) -> bool:
    return "average" in figure or "avg" in figure or words.kinds[figure] == "percent"


def _shared_claim(window: Window, shared: Shared) -> Claim:
    quantity, words = window.quantity, window.sentence.words
    figures = tuple(f for f in shared.figures if is_compatible(quantity, f, words))
    basis = Basis.BEFORE if clause_says(window, "before") else Basis.NOW
    return Claim(
        window.sentence,
        quantity,
        min(quantity.start, shared.start) if shared.is_each else quantity.start,
        quantity.end,
        figures,
        basis,
        is_doubtful=_is_other(window),
        is_each=shared.is_each,
    )


def _continues(window: Window, basis: Basis) -> bool:
    """Return whether a number without a noun goes on about what the one before was about."""
    words = window.sentence.words
    if basis is not Basis.NOW:
        return True
    return bool(
        re.search(words.plain["changes.to"], window.before, re.IGNORECASE)
        or words.finds("context", "now", window.before)
        or words.finds("context", "before", window.before)
    )


def _is_sum_of(window: Window, last: Claim) -> bool:
    """Return whether the number sums up what was said before of a part: once a month, in all 96."""
    words, units = window.sentence.words, (last.quantity.unit, window.quantity.unit)
    is_alike = units[0] == units[1] or all("times" in words.units.get(u, ()) for u in units)
    return is_alike and words.finds("changes", "still", window.before)


def _is_other(window: Window, hit: Hit | None = None) -> bool:
    """Return whether the number is about a part of the period, a plan or a frequency."""
    before = window.clause_before
    if hit is not None and hit.end <= window.quantity.start:  # its own words restrict nothing
        own = len(before) - (window.quantity.start - hit.start)
        before = (
            f"{before[: max(own, 0)]}{before[own + hit.end - hit.start :]}" if own >= 0 else before
        )
    words = window.sentence.words
    is_other = words.finds("context", "other", before[-30:] + window.after[:40])
    return is_other or words.finds("grounds", "attributed", window.clause_before)
