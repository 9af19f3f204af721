"""Drafts from patterns that were written apart from the words of the checker.

Each draft has one changed number: it is found to differ, and no other number is accused. Each set
was written before the words of the checker were mended by it: README.md there has the first rates.
"""

from dataclasses import dataclass

import pytest
from flask_babel import force_locale

from partyhub.drafts.checking import Finding, Material, check_draft
from partyhub.drafts.judging import Verdict
from tests.drafts.example import decimals, material_of
from tests.drafts.generator import Draft, Generator, Written, patterns
from tests.example_instance import Built

SETS = (
    "zh_a",
    "zh_b",
    "zh_c",
    "zh_d",
    "zh_e",
    "zh_f",
    "zh_g",
    "zh_h",
    "zh_i",
    "zh_j",
    "en_a",
    "en_b",
    "en_c",
    "en_d",
    "en_e",
    "en_f",
    "en_g",
    "en_h",
    "en_i",
    "en_j",
)


@dataclass
class Rates:
    """How many changed numbers were caught, how many true ones accused and recognized."""

    changed: int = 0
    caught: int = 0
    true: int = 0
    accused: int = 0
    recognized: int = 0


def rates_of(name: str, drafts: int, material: Material) -> Rates:
    found, now, before = Rates(), material.values.now, material.values.before
    for seed in range(drafts):
        generator = Generator(decimals(dict(now)), decimals(dict(before)), seed)
        draft = generator.draft(patterns(name), name[:2])
        findings = check_draft(draft.text, material)
        accused = [each for each in findings if each.verdict is Verdict.DIFFERS]
        found.accused += sum(not lies_about(each, draft) for each in accused)
        for written in draft.numbers:
            count(found, written, [f for f in findings if covers(f, written)])
    return found


def count(found: Rates, written: Written, findings: list[Finding]) -> None:
    verdicts = {finding.verdict for finding in findings}
    if written.is_changed:
        found.changed += 1
        found.caught += Verdict.DIFFERS in verdicts
    else:
        found.true += 1
        found.recognized += bool(verdicts & {Verdict.MATCHES, Verdict.QUALIFIED})


def covers(finding: Finding, written: Written) -> bool:
    return finding.start < written.end and written.start < finding.end


def lies_about(finding: Finding, draft: Draft) -> bool:
    """Whether the finding is about the number that was changed."""
    return any(written.is_changed and covers(finding, written) for written in draft.numbers)


@pytest.fixture
def material(example_committee: Built) -> Material:
    with example_committee.app.app_context(), force_locale("en"):
        return material_of(example_committee)


@pytest.mark.parametrize("name", SETS)
def test_every_changed_number_is_caught_and_no_other_accused(
    name: str, example_committee: Built, material: Material
) -> None:
    assert len(patterns(name)) >= 28
    with example_committee.app.app_context(), force_locale("en"):
        rates = rates_of(name, 5, material)
    assert (rates.caught, rates.accused) == (rates.changed, 0), rates
    assert rates.recognized / rates.true > 0.98, rates


@pytest.mark.long
@pytest.mark.parametrize("name", SETS)
def test_the_same_of_two_hundred_drafts(
    name: str, example_committee: Built, material: Material
) -> None:
    with example_committee.app.app_context(), force_locale("en"):
        rates = rates_of(name, 200, material)
    assert rates.caught / rates.changed >= 0.98, rates
    assert rates.accused <= rates.true * 0.001, rates
