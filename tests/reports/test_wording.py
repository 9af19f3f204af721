"""How numbers are written for people."""

from decimal import Decimal

import pytest
from flask import Flask

from partyhub.past_figures.wording import words_of
from partyhub.periods import Period
from partyhub.reports.wording import format_number, format_precisely
from tests.catalog import CATALOG


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
    assert format_number(value) == said


def test_what_differs_in_later_places_shows_them(app: Flask) -> None:
    figures = {figure.code: figure for figure in CATALOG.figures}
    rate, hours = figures["activities.attendance_rate"], figures["activities.study_person_hours"]
    assert format_precisely(rate, 0.93214) == "93.214%"
    assert format_precisely(hours, 40) == "40.000"
    assert format_precisely(hours, None) == ""
    with app.test_request_context():
        words = words_of(rate, Period.parse("2022"), 0.93214, 0.93206)
        assert (words["old"], words["new"]) == ("93.214%", "93.206%")
        assert words_of(rate, Period.parse("2022"), 0.93, 0.94)["new"] == "94.0%"
