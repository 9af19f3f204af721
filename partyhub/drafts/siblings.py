"""Claims of one sentence, looked at together."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from partyhub.drafts.bases import Basis
from partyhub.drafts.claim import Claim

# Signs beside a number in which it is said that something else is compared with it.
NEAR = 40


def with_nouns_ahead(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims; what another is compared with before it is named has its noun.

    Compared with 66 the year before, volunteer activities fell by 36.
    """
    found = list(claims)
    for index, (claim, following) in enumerate(pairwise(claims)):
        if not claim.figures and following.figures and _is_compared(claim):
            is_other = claim.quantity.unit != following.quantity.unit
            is_doubtful = following.is_doubtful or is_other or claim.quantity.is_vague
            figures, basis = following.figures, Basis.BEFORE
            found[index] = replace(claim, figures=figures, basis=basis, is_doubtful=is_doubtful)
    return found


def _is_compared(claim: Claim) -> bool:
    words, text = claim.sentence.words, claim.sentence.plain
    before, after = text[max(0, claim.start - NEAR) : claim.start], text[claim.end :][:NEAR]
    return words.finds("grounds", "compared_with", before) and words.finds(
        "grounds", "compared_then", after
    )


def without_parts(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Yield the claims; of two about one figure in a sentence at least one is of a part of it."""
    values: dict[tuple[str, Basis, bool], set[Decimal]] = defaultdict(set)
    for claim in claims:
        if claim.figures and not claim.is_doubtful:
            values[_told_by(claim)].add(claim.quantity.value)
    for claim in claims:
        is_part = claim.figures and len(values.get(_told_by(claim), ())) > 1
        yield replace(claim, is_doubtful=claim.is_doubtful or bool(is_part))


def _told_by(claim: Claim) -> tuple[str, Basis, bool]:
    return claim.figures[0], claim.basis, claim.quantity.is_percentage
