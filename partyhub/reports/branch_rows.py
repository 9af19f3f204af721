"""The rows of the table by branch as the page shows them: each number leads to its records."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from partyhub.reports.branch_columns import Band, Column
from partyhub.reports.branch_table import Row
from partyhub.reports.report_request import ReportRequest
from partyhub.reports.wording import format_figure, format_number


@dataclass(frozen=True)
class Cell:
    """One number, the address of its records or nothing, and whether a band begins with it."""

    text: str
    url: str
    is_first: bool


@dataclass(frozen=True)
class ShownRow:
    """One line of the page."""

    label: str
    note: str
    url: str
    is_sum: bool
    cells: Sequence[Cell]


def shown_row(requested: ReportRequest, bands: Sequence[Band], row: Row) -> ShownRow:
    """Return the row with a link behind each number that counts something."""
    cells = [
        Cell(_text(row, column), _url(requested, row, column), number == 0)
        for band in bands
        for number, column in enumerate(band.columns)
    ]
    url = ""
    if row.organization is not None and not row.is_own:
        url = url_for("organizations.show", record_id=row.organization.id)
    return ShownRow(row.label, row.note, url, row.is_sum, cells)


def _text(row: Row, column: Column) -> str:
    value = row.values[column.figure.code]
    if value is None:
        return "" if row.is_difference else "—"
    if row.is_difference:
        return f"{'+' if value > 0 else '−'}{format_number(value if value > 0 else -value)}"
    return format_figure(column.figure, value)


def _url(requested: ReportRequest, row: Row, column: Column) -> str:
    """Return the address of the records that the number counts; sums of rows have none."""
    if row.organization is None or not row.values[column.figure.code]:
        return ""
    code = column.figure.code
    if row.is_whole:  # what was asked for, which may be all that the viewer sees
        return requested.url("reports.counted", code=code)
    if row.is_own:
        return requested.url("reports.counted", code=code, own="1")
    return requested.url("reports.counted", code=code, organization=str(row.organization.id))
