"""Ranges, fractions and vague numbers: 50 to 60, five or six, nine in ten, 1.2.3."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from partyhub.drafts.quantities import Qualifier, Quantity
from partyhub.drafts.vocabulary import Vocabulary


def with_vague(found: Sequence[Quantity], text: str, words: Vocabulary) -> list[Quantity]:
    """Return the numbers of a text with the vague ones in the place of those they are made of."""
    spans = [match.span() for match in words.words["grounds"]["vague"].finditer(text)]
    vague = [_vague(start, end, found) for start, end in spans]
    rest = [each for each in found if not any(_overlaps(each, *span) for span in spans)]
    return sorted([*rest, *vague], key=lambda each: each.start)


def _overlaps(quantity: Quantity, start: int, end: int) -> bool:
    return quantity.start < end and start < quantity.end


def _vague(start: int, end: int, found: Sequence[Quantity]) -> Quantity:
    """Return the number, with the value and the unit of one that was found in it, if any."""
    none = Quantity(start, end, Decimal(0), Decimal(1), Qualifier.ABOUT)
    parts = [each for each in found if _overlaps(each, start, end)]
    first = parts[0] if parts else none
    ends = [each.end for each in parts]
    return replace(first, start=start, end=max(end, *ends, end), is_vague=True)
