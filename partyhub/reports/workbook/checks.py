"""Formulas that count again, from the rows of the sheets of records and from nothing else.

Each has its result stored beside it, for programs that show a workbook without computing it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import pgettext

from partyhub import catalog
from partyhub.figures import AnyFigure, Figure, Ratio
from partyhub.reports.calculation import register_of_figure
from partyhub.reports.workbook.cover import NOTHING
from partyhub.reports.workbook.details import Detail
from partyhub.reports.workbook.tallies import PLACES, are_same, divided
from partyhub.spreadsheets import Formula

Details = Mapping[str, Detail]


def detail_of(figure: Figure, details: Details) -> Detail:
    """The sheet on which the records of `figure` stand."""
    return details[figure.sheet.key if figure.sheet else register_of_figure(figure).name]


def check_of(figure: AnyFigure, details: Details) -> Formula:
    """Count or add up the rows whose codes hold that of `figure`; a ratio divides two of these.

    Where one of the two is nothing or the divisor is 0, the ratio is nothing, like its number.
    """
    if isinstance(figure, Figure):
        return Formula(f"={counted(figure, details)}", result_of(figure, details))
    first, second = _parts(figure)
    text = f"{counted(first, details)}/{counted(second, details)}"
    result = divided(result_of(first, details), result_of(second, details))
    return Formula(f'=IFERROR({text},"{NOTHING}")', result)


def result_of(figure: Figure, details: Details) -> Any:
    """What `counted` gives, from the rows as they were written."""
    return detail_of(figure, details).tally.value(figure)


def counted(figure: Figure, details: Details) -> str:
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
    plus = "+".join(counted(figure, details) for figure in added)
    minus = "".join(f"-{counted(figure, details)}" for figure in taken)
    more, less = (sum(result_of(f, details) for f in figures) for figures in (added, taken))
    return Formula(f"={plus}{minus}", more - less)


def verdict(cell: str, number: Any, *checks: tuple[str, Any]) -> Formula:
    """Whether the cell, which holds the number, equals every check: (where it stands, its result).

    It is always one of two words, whatever the cells hold.
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
    by_code = catalog.figures_by_code()
    found = [by_code[code] for code in ratio.parts]
    return [figure for figure in found if isinstance(figure, Figure)]
