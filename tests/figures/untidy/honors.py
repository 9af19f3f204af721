"""Honors of every level and category, to recipients of every kind, voided ones too."""

from typing import Any

from partyhub.awards.models import (
    RECIPIENT_MODELS,
    Award,
    AwardCategory,
    AwardLevel,
    RecipientKind,
)
from tests.figures.untidy.rows import Rows


def add_awards(rows: Rows, count: int) -> None:
    for number in range(count):
        kind = rows.random.choice(list(RecipientKind))
        awarded = rows.day()
        rows.add(
            Award,
            title=f"Honor {number % 30}",
            level=rows.random.choice(list(AwardLevel)),
            granting_body="Township",
            awarded_on=awarded,
            for_year=rows.random.choice([None, awarded.year, awarded.year - 1]),
            recipient_kind=kind,
            category=rows.random.choice(list(AwardCategory)),
            **recipient_of(rows, kind),
        )


def recipient_of(rows: Rows, kind: RecipientKind) -> dict[str, Any]:
    """The column of this kind, and the others empty."""
    found: dict[str, Any] = {f"{each.value}_id": None for each in RECIPIENT_MODELS}
    if kind is RecipientKind.COMPANY:
        return found | {"company": "The company"}
    return found | {"company": None, f"{kind.value}_id": rows.any(RECIPIENT_MODELS[kind])}
