"""How numbers are written for people."""

from decimal import Decimal

import pytest

from partyhub.reports.wording import number_words


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (9999, "9999"),
        (10_000, "10,000"),
        (5_333_000, "5,333,000"),
        (Decimal("6128.50"), "6128.5"),
        (Decimal("61285.50"), "61,285.5"),
        (Decimal("-12345.00"), "-12,345"),
        (0.25, "0.2"),
    ],
)
def test_long_numbers_stand_in_groups(value: int | Decimal | float, said: str) -> None:
    assert number_words(value) == said
