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
from partyhub.drafts.claim import Claim
from partyhub.drafts.claims import claims_of, find_quantities
from partyhub.drafts.coverage import coverage_claims
from partyhub.drafts.honors import Honor, NamedHonor, named_honors
from partyhub.drafts.judging import Judgment, Values, Verdict, judge
from partyhub.drafts.passages import Sentence, sentences_of
from partyhub.drafts.quantities import Qualifier
from partyhub.drafts.scopes import YEAR
from partyhub.drafts.wording import explain, explain_honor, unit_of
from partyhub.figures import AnyFigure

# Signs of a text that is checked: a hundred pages.
MOST = 200_000
# Numbers of a text that are compared; the rest isn't.
MOST_NUMBERS = 5_000
# Honors that a text is compared with; if there are more, none is surely missing.
MOST_HONORS = 1_000


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
        yield _honor_found(named, material)
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
    is_foreign = is_dated or _is_of_another_company(claim.sentence, claim.end, material.own)
    return is_foreign or _is_of_a_part(claim, material.names)


def _is_of_another_company(sentence: Sentence, end: int, own: str) -> bool:
    """Return whether the sentence names a company before a place that isn't ours."""
    names = sentence.words.words["grounds"]["company"].finditer(sentence.plain[:end])
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


def _honor_found(named: NamedHonor, material: Material) -> Finding:
    start = named.sentence.start
    judgment = _judgment_of_honor(named, material)
    return Finding(
        start + named.start,
        start + named.end,
        named.quote,
        Decimal(1),
        unit_of(None, None),
        Qualifier.EXACT,
        judgment,
        explain_honor(named.honor, is_of_other_level=named.is_of_other_level),
    )


def _judgment_of_honor(named: NamedHonor, material: Material) -> Judgment:
    """Return the verdict on an honor that the text says was received."""
    honor, one, none = named.honor, Decimal(1), Decimal(0)
    is_foreign = _is_of_another_company(named.sentence, named.start, material.own)
    if honor is None:
        is_missing = named.missing and not is_foreign and not _names_another_year(named, material)
        if is_missing and len(material.honors) < MOST_HONORS:
            return Judgment(Verdict.DIFFERS, f"awards.{named.missing}", none)
        return Judgment(Verdict.UNKNOWN)
    if honor.is_earlier:
        if named.is_of_now and not is_foreign:
            return Judgment(Verdict.DIFFERS, honor.figure, none)
        return Judgment(Verdict.UNKNOWN, honor.figure, one, Basis.BEFORE)
    verdict = Verdict.DIFFERS if named.is_of_other_level else Verdict.MATCHES
    return Judgment(verdict, honor.figure, one)


def _names_another_year(named: NamedHonor, material: Material) -> bool:
    """Return whether a year is named with an honor that isn't one of the period."""
    years = range(material.start.year, material.end.year + 1)
    said = YEAR.findall(named.sentence.plain[: named.end])
    return any(int(year) not in years for year in said)
