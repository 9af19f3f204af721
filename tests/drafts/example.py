"""The facts of the example that drafts of the tests are checked against."""

from decimal import Decimal

from partyhub.drafts.checking import Material, check_draft
from partyhub.drafts.material import gather
from partyhub.figures import Number
from partyhub.periods import Period
from partyhub.reports.calculation import scope_of
from partyhub.viewers import Viewer
from tests.example_instance import Built

PERIOD = "2022-07-01..2023-06-30"


def material_of(example: Built) -> Material:
    """What the example has on record for the year of the model report; in an app context."""
    period, viewer = Period.parse(PERIOD), Viewer("Test")
    scopes = [scope_of(viewer, each, None) for each in (period, period.before)]
    return gather(scopes[0], scopes[1], None)


def decimals(values: dict[str, Number]) -> dict[str, Decimal | None]:
    return {code: None if v is None else Decimal(str(v)) for code, v in values.items()}


def verdicts(text: str, material: Material) -> list[str]:
    """The verdicts on the numbers and honors of a text, in their order."""
    return [found.verdict.value for found in check_draft(text, material)]
