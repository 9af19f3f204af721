"""The check of a draft: its claims in the order of the text, each with its verdict and a sentence.

The text is kept nowhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from partyhub.drafts.bases import Basis
from partyhub.drafts.claims import Claim, claims_of, find_quantities
from partyhub.drafts.coverage import coverage_claims
from partyhub.drafts.honors import Honor, NamedHonor, named_honors
from partyhub.drafts.judging import Judgment, Values, Verdict, judge
from partyhub.drafts.passages import Sentence, sentences_of
from partyhub.drafts.quantities import Qualifier
from partyhub.drafts.wording import explain, explain_honor, unit_of
from partyhub.figures import AnyFigure

# Signs of a text that is checked: a hundred pages.
MOST = 200_000
# Numbers of a text that are compared; the rest isn't.
MOST_NUMBERS = 5_000


@dataclass(frozen=True)
class Material:
    """The facts that a draft is checked against.

    `names` are those of organizations below the one asked: what is said of one of them isn't said
    of the whole. `own` has its names. The period is from `start` to `end`; `as_of` has the day that
    the value of a figure is of.
    """

    figures: dict[str, AnyFigure]
    values: Values
    honors: Sequence[Honor]
    names: Sequence[str]
    start: date
    end: date
    own: str
    as_of: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """One claim with its verdict; `start` and `end` are places of the text."""

    start: int
    end: int
    quote: str
    number: Decimal
    unit: str
    qualifier: Qualifier
    judgment: Judgment
    sentence: str

    @property
    def verdict(self) -> Verdict:
        return self.judgment.verdict

    def plain(self) -> dict[str, Any]:
        """Return the finding as JSON has it."""
        ours = self.judgment.ours
        return {
            "quote": self.quote,
            "number": plain_number(self.number),
            "unit": self.unit,
            "qualifier": self.qualifier.value,
            "figure": self.judgment.figure,
            "ours": None if ours is None else plain_number(ours),
            "verdict": self.verdict.value,
            "sentence": self.sentence,
        }


def plain_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def check_draft(text: str, material: Material) -> list[Finding]:
    """Return what was found in a text, in its order; of more than MOST_NUMBERS the first ones."""
    sentences = list(sentences_of(text))
    claims = islice(claims_of(sentences), MOST_NUMBERS)
    found = [_found(claim, material) for claim in claims]
    for sentence in sentences:
        found += _without_numeral(sentence, material)
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def _without_numeral(sentence: Sentence, material: Material) -> Iterator[Finding]:
    for named in named_honors(sentence, material.honors):
        yield _honor_found(named)
    covers = sentence.words.words["coverage"]["claims"].search(sentence.plain)
    for claim in coverage_claims(sentence, find_quantities(sentence)) if covers else ():
        yield _found(claim, material)


def _found(claim: Claim, material: Material) -> Finding:
    judgment = judge(claim, material.values)
    if judgment.verdict is Verdict.DIFFERS and _is_of_another(claim, material):
        claim = replace(claim, is_doubtful=True)
        judgment = replace(judgment, verdict=Verdict.UNKNOWN)
    figure = material.figures.get(judgment.figure or "")
    start = claim.sentence.start
    return Finding(
        start + claim.start,
        start + claim.end,
        claim.quote,
        claim.quantity.value,
        unit_of(claim.quantity, figure),
        claim.quantity.qualifier,
        judgment,
        explain(claim, judgment, figure),
    )


OF_THE_WHOLE = ("prosperity.", "awards.", "commissars.")


def _is_of_another(claim: Claim, material: Material) -> bool:
    """Return whether the sentence speaks of a part of the organization, or of another time."""
    is_dated = claim.basis is not Basis.BEFORE and _is_of_another_time(claim, material)
    is_foreign = is_dated or _is_of_another_company(claim, material.own)
    return is_foreign or _is_of_a_part(claim, material.names)


def _is_of_another_company(claim: Claim, own: str) -> bool:
    """Return whether the sentence names a company before the number that isn't ours."""
    before = claim.sentence.plain[: claim.end]
    names = claim.sentence.words.words["grounds"]["company"].finditer(before)
    return any(found[0] not in own for found in names)


def _is_of_another_time(claim: Claim, material: Material) -> bool:
    if claim.dated is None or not claim.figures:
        return False
    end = material.as_of.get(claim.figures[0], material.end)
    return not claim.dated.is_within(material.start, max(material.start, end))


def _is_of_a_part(claim: Claim, names: Sequence[str]) -> bool:
    """Return whether the sentence speaks of an organization that is a part of the one asked."""
    if claim.figures and claim.figures[0].startswith(OF_THE_WHOLE):
        return False
    before = claim.sentence.plain[: claim.end]
    return any(name in before for name in names)


def _honor_found(named: NamedHonor) -> Finding:
    honor, one = named.honor, Decimal(1)
    judgment = Judgment(Verdict.UNKNOWN)
    if honor is not None:
        verdict = Verdict.UNKNOWN if honor.is_earlier else Verdict.MATCHES
        verdict = Verdict.DIFFERS if named.is_of_other_level else verdict
        basis = Basis.BEFORE if honor.is_earlier else Basis.NOW
        judgment = Judgment(verdict, honor.figure, one, basis)
    start = named.sentence.start
    return Finding(
        start + named.start,
        start + named.end,
        named.quote,
        one,
        unit_of(None, None),
        Qualifier.EXACT,
        judgment,
        explain_honor(honor, is_of_other_level=named.is_of_other_level),
    )
