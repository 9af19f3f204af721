"""Formulas that recount the figures from the rows of the sheets of records and nothing else.

Each has its result stored beside it, for programs that show a workbook without computing it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import pgettext

from partyhub.figures import AnyFigure, Figure, Ratio
from partyhub.registers import current_catalog
from partyhub.reports.calculation import register_of_figure
from partyhub.reports.workbook.cover import NOTHING
from partyhub.reports.workbook.details import Detail, key_of
from partyhub.reports.workbook.tallies import PLACES, are_same, divided
from partyhub.spreadsheets import Formula

Details = Mapping[str, Detail]


def detail_of(figure: Figure, details: Details) -> Detail:
    """Return the sheet that contains the records of `figure`."""
    if figure.sheet:
        return details[figure.sheet.key]
    return details[key_of(register_of_figure(figure), figure.roll)]


def check_of(figure: AnyFigure, details: Details) -> Formula:
    """Return a formula that counts or adds up the rows whose codes include that of `figure`.

    For a ratio it divides two of these. Where one of the two is empty or the divisor is 0, the
    result is a dash, like the number itself.
    """
    if isinstance(figure, Figure):
        return Formula(f"={counted(figure, details)}", result_of(figure, details))
    first, second = _parts(figure)
    text = f"{counted(first, details)}/{counted(second, details)}"
    result = divided(result_of(first, details), result_of(second, details))
    return Formula(f'=IFERROR({text},"{NOTHING}")', result)


def result_of(figure: Figure, details: Details) -> Any:
    """Return the result of the formula of `counted`, from the rows as they were written."""
    return detail_of(figure, details).tally.value(figure)


def counted(figure: Figure, details: Details) -> str:
    """Return a formula, without "=", that counts or adds up the rows of `figure`."""
    detail = detail_of(figure, details)
    codes = detail.sheet.range(detail.codes)
    if figure.measure is None:
        return f'COUNTIF({codes},"*;{figure.code};*")'
    numbers = detail.sheet.range(detail.measures[figure.measure.key])
    added = f'SUMIFS({numbers},{codes},"*;{figure.code};*")'
    if figure.measure.nothing is not None:
        return added
    return f'IF(COUNTIFS({codes},"*;{figure.code};*",{numbers},">=0")=0,"{NOTHING}",{added})'


def balance_of(added: Sequence[Figure], taken: Sequence[Figure], details: Details) -> Formula:
    """Return a formula that adds up the figures `added` and subtracts those `taken`."""
    plus = "+".join(counted(figure, details) for figure in added)
    minus = "".join(f"-{counted(figure, details)}" for figure in taken)
    more, less = (sum(result_of(f, details) for f in figures) for figures in (added, taken))
    return Formula(f"={plus}{minus}", more - less)


def verdict(cell: str, number: Any, *checks: tuple[str, Any]) -> Formula:
    """Return a formula that compares the cell, which contains `number`, with every check.

    A check is (its reference, its result). The formula's result is always one of two words,
    whatever the cells contain.
    """
    same = ",".join(_same(cell, check) for check, _ in checks)
    condition = f"AND({same})" if len(checks) > 1 else same
    result = agrees() if all(are_same(number, found) for _, found in checks) else differs()
    return Formula(f'=IF({condition},"{agrees()}","{differs()}")', result)


def agrees() -> str:
    return str(pgettext("verdict", "agrees"))


def differs() -> str:
    return str(pgettext("verdict", "differs"))


def _same(one: str, other: str) -> str:
    rounded = f"ROUND({one},{PLACES})=ROUND({other},{PLACES})"
    return f"IFERROR({rounded},IFERROR({one}={other},FALSE))"


def _parts(ratio: Ratio) -> list[Figure]:
    by_code = current_catalog().figures_by_code
    found = [by_code[code] for code in ratio.parts]
    return [figure for figure in found if isinstance(figure, Figure)]
