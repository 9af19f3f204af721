"""Every figure equals a statement of plain SQL, and the list behind it has the same records.

The records are untidy on purpose; see tests/figures/untidy. A figure without a statement fails.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask

from partyhub.database import db
from partyhub.figures import Number
from partyhub.reports.calculation import Computed, compute, counting_figure, select_counted
from tests import instances
from tests.catalog import CATALOG
from tests.figures.independent import RATIOS, STATEMENTS
from tests.figures.questions import EDGES, TODAY, Answer, questions
from tests.figures.untidy import Calendar, Rows, build
from tests.reports import worlds

CALENDAR = Calendar(date(2020, 10, 1), date(2023, 12, 31), EDGES)
# Of seed 5 no project is led by a commissar.
SEEDS = (
    1,
    pytest.param(2, marks=pytest.mark.long),
    *(pytest.param(n, marks=pytest.mark.slow) for n in (3, 4, 6, 7, 8)),
)
# So many questions lie between two in which the list of a figure is looked at.
STEP = 17


@pytest.fixture(scope="module", params=SEEDS)
def untidy(app: Flask, template: instances.State, request: pytest.FixtureRequest) -> Iterator[Rows]:
    """The records of a seed, made once for all tests of this file."""
    with app.app_context(), worlds.on(TODAY):
        yield build(request.param, CALENDAR)
        template.put_back()


def test_every_figure_has_a_statement() -> None:
    assert {figure.code for figure in CATALOG.figures} == STATEMENTS.keys() | RATIOS.keys()


def test_figures_equal_plain_sql(untidy: Rows) -> None:
    met: dict[str, set[Any]] = {figure.code: set() for figure in CATALOG.figures}
    for question in questions():
        found, wanted = compute(question.scope), question.answers()
        assert found.keys() == wanted.keys()
        for code, computed in found.items():
            assert is_same(computed, wanted[code]), (code, question, computed, wanted[code])
            met[code].add(computed.value)
    # The records are rich enough to tell right from wrong.
    poor = {code: seen for code, seen in met.items() if len(seen - {None}) < 2}
    assert not poor, poor


def is_same(computed: Computed, wanted: Answer) -> bool:
    same_value = is_same_number(computed.value, wanted.value)
    facts = (computed.records, computed.as_of)
    return same_value and facts == (len(wanted.ids), wanted.as_of)


def is_same_number(number: Number, wanted: Fraction | None) -> bool:
    """Exactly, unless it is a float: a quotient."""
    if number is None or wanted is None:
        return number is None and wanted is None
    if isinstance(number, int | Decimal):
        return Fraction(number) == wanted
    return bool(number == pytest.approx(float(wanted)))


def test_the_lists_behind_figures_have_the_records_of_plain_sql(untidy: Rows) -> None:
    """Every figure in a few questions of all, others in each world."""
    start = untidy.random.randrange(STEP)
    for question in list(questions())[start::STEP]:
        scope, wanted = question.scope, question.answers()
        for figure in CATALOG.figures:
            model = counting_figure(figure).model
            query = select_counted(figure, scope).with_only_columns(model.id)
            listed = db.session.scalars(query.order_by(None)).all()
            assert sorted(listed) == sorted(wanted[figure.code].ids), (figure.code, question)
