"""Claims of full coverage, which have no numeral."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from partyhub.drafts.claim import Claim
from partyhub.drafts.passages import Sentence
from partyhub.drafts.quantities import Qualifier, Quantity

# How far from the claim it is said what is covered.
NEAR = 40
COMMISSARS, READINGS = "commissars.coverage", "commissars.reading_coverage"


def coverage_claims(sentence: Sentence, numbers: Sequence[Quantity]) -> Iterator[Claim]:
    """Yield the claims of full coverage that are about a figure and are not denied."""
    words, text = sentence.words, sentence.plain
    for match in words.words["coverage"]["claims"].finditer(text):
        start, end = match.span()
        if any(each.start < end and start < each.end for each in numbers):
            continue
        if words.finds("coverage", "denied", text[max(0, start - 12) : start]):
            continue
        nearby = _clause_around(sentence, start, end)
        figures = [
            figure
            for figure, name in ((READINGS, "readings"), (COMMISSARS, "commissars"))
            if words.finds("coverage", name, nearby)
        ]
        if figures:
            whole = Decimal(1)
            quantity = Quantity(start, end, whole, whole / 1000, Qualifier.EXACT, "%", True)
            first, last = _said_of(sentence, start, end)
            yield Claim(sentence, quantity, first, last, (figures[0],))


def _clause_around(sentence: Sentence, start: int, end: int) -> str:
    """Return the clause of a claim; with the clauses beside it if it says nothing of its own."""
    words, text = sentence.words, sentence.plain
    stops = words.words["patterns"]["stops"]
    before, after = stops.split(text[:start])[-1], stops.split(text[end:])[0]
    if re.fullmatch(words.plain["grounds.covering"], f"{before}{after}".strip(), re.IGNORECASE):
        return text[max(0, start - NEAR) : end + NEAR]
    return f"{before}{text[start:end]}{after}"


def _said_of(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Return the span of the claim with what it is said of, for its quote."""
    stops = sentence.words.words["patterns"]["stops"]
    clause = stops.split(sentence.plain[:start])[-1]
    after = stops.split(sentence.plain[end:])[0]
    before = min(len(clause), 12) if sentence.words.language == "zh" else 0
    tail = re.match(r"(?:\s+of)?(?:\s+[\w-]+){0,3}", after)
    length = tail.end() if tail and sentence.words.language == "en" else 0
    return start - before, end + length
