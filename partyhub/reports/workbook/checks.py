"""Formulas that count again, from the rows of the sheets of records and from nothing else."""

from collections.abc import Mapping, Sequence

from flask_babel import pgettext

from partyhub import catalog
from partyhub.figures import AnyFigure, Figure, Ratio
from partyhub.reports.calculation import register_of_figure
from partyhub.reports.workbook.cover import NOTHING
from partyhub.reports.workbook.details import Detail
from partyhub.spreadsheets import Formula

Details = Mapping[str, Detail]
# Sums of hours in another order differ in their last digits.
PLACES = 6


def detail_of(figure: Figure, details: Details) -> Detail:
    """The sheet on which the records of `figure` stand."""
    return details[figure.sheet.key if figure.sheet else register_of_figure(figure).name]


def check_of(figure: AnyFigure, details: Details) -> Formula:
    """Count or add up the rows whose codes hold that of `figure`; a ratio divides two of these.

    Where one of the two is nothing or the divisor is 0, the ratio is nothing, like its number.
    """
    if isinstance(figure, Figure):
        return Formula(f"={counted(figure, details)}")
    first, second = (counted(part, details) for part in _parts(figure))
    return Formula(f'=IFERROR({first}/{second},"{NOTHING}")')


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
    return Formula(f"={plus}{minus}")


def verdict(number: str, *checks: str) -> Formula:
    """Whether the cell `number` equals every other: always one of two words, whatever they hold."""
    same = ",".join(_same(number, check) for check in checks)
    condition = f"AND({same})" if len(checks) > 1 else same
    return Formula(f'=IF({condition},"{agrees()}","{differs()}")')


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
