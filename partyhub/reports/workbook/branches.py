"""The sheet of the figures by branch: a row for each organization below, and the sums."""

from typing import Any

from flask_babel import gettext

from partyhub.figures import Ratio
from partyhub.organizations.models import Organization
from partyhub.reports.branch_columns import USUAL, Band, Column, bands_of
from partyhub.reports.branch_table import Row, Values, table_of
from partyhub.reports.branches import find_requested
from partyhub.reports.workbook.cover import NOTHING, Cover
from partyhub.spreadsheets import Heading, Typed, WorkbookWriter

NAME_WIDTH, NUMBER_WIDTH, NOTE_WIDTH = 20, 7, 14


def add_branches(
    workbook: WorkbookWriter, cover: Cover, requested: Organization | None, whole: Values
) -> None:
    """Add the sheet with the usual figures of each organization directly below the asked one.

    `whole` are the values of all figures for the scope.
    """
    bands = bands_of(USUAL)
    columns = [column for band in bands for column in band.columns]
    title = gettext("Table of figures by branch")
    sheet = workbook.add_sheet(
        title,
        [
            Heading(gettext("Organization"), "text", width=NAME_WIDTH),
            *(_heading(column, band) for band in bands for column in band.columns),
            Heading(gettext("Remark"), "text", width=NOTE_WIDTH),
        ],
        heading_title=title,
        filing=cover.filing,
        signoff=cover.signoff,
        frozen_columns=1,
        autofilter=False,
    )
    unit = find_requested(cover.viewer, cover.scope, requested)
    if unit is not None:
        table = table_of(cover.scope, unit, bands, computed=whole, apart=True)
        for row in (*table.rows, *table.sums):
            values = [_cell(row, column) for column in columns]
            sheet.append([row.label, *values, row.note], bold=row.is_sum)
    sheet.no_records(gettext("No records"))


def _heading(column: Column, band: Band) -> Heading:
    return Heading(column.label, "int", width=NUMBER_WIDTH, band=band.label)


def _cell(row: Row, column: Column) -> Any:
    value = row.values[column.figure.code]
    if value is None:
        return "" if row.is_difference else NOTHING
    if isinstance(column.figure, Ratio):
        return Typed(value, "percent")
    return int(value) if value == int(value) else Typed(value, "decimal")
