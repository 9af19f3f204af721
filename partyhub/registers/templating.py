"""Template workbooks: a sheet for each register, made to be filled in and imported."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from flask_babel import gettext

from partyhub.registers.explaining import explain, labels_of
from partyhub.registers.exporting import ORIGIN, heading_of
from partyhub.registers.guidance import add_help, fill_help
from partyhub.registers.naming import Naming
from partyhub.registers.pages import name_column
from partyhub.registers.register import Column, Register
from partyhub.spreadsheets import Entry, Heading, SheetWriter, WorkbookWriter
from partyhub.texts import CLEAR
from partyhub.viewers import Viewer

# Frozen beside a wide table: no more than leave room for the columns that are filled in.
MOST_FROZEN = 3


def write_templates(
    registers: Sequence[Register], viewer: Viewer, target: IO[bytes] | Path
) -> None:
    """Write sheets to fill in for `registers`, each after those that it refers to.

    The names offered are those that `viewer` may choose on the forms. The help stands first where
    there are several sheets to find one's way in.
    """
    naming = Naming(viewer)
    ordered = naming.in_order(registers)
    with WorkbookWriter(
        target, footer=gettext("Page &P of &N"), lists=gettext("Choices")
    ) as workbook:
        workbook.set_property(ORIGIN, "template")
        guide = add_help(workbook) if len(ordered) > 1 else None
        sheets = [add_template(workbook, register, naming) for register in ordered]
        fill_help(guide or add_help(workbook), ordered, sheets, naming)


def add_template(workbook: WorkbookWriter, register: Register, naming: Naming) -> SheetWriter:
    columns = register.entered
    return workbook.add_sheet(
        str(register.title),
        [entry_heading(register, column, naming) for column in columns],
        filing=[
            gettext(
                "Red headers are required. Point at a header to see what it takes; more stands on"
                " the sheet “%(help)s”.",
                help=gettext("Notes"),
            )
        ],
        frozen_columns=frozen_columns(columns),
        autofilter=False,
    )


def entry_heading(register: Register, column: Column, naming: Naming) -> Heading:
    """The head of a column to fill in: it says what the column takes, and offers its choices."""
    explained = explain(register, column, naming)
    labels, named = labels_of(register, column), naming.of(register, column)
    is_list = register.kind(column) in ("enums", "refs")
    warning = gettext(
        "None of the choices. Choose from the list, or write %(clear)s to empty it.", clear=CLEAR
    )
    entry = Entry(
        explained.hint,
        explained.note,
        labels or (named.names if named else ()),
        warning if labels and not is_list else "",
        explained.is_required,
    )
    return replace(heading_of(register, column), entry=entry)


def frozen_columns(columns: Sequence[Column]) -> int:
    """How many columns stay in view beside the others: up to the one that names a record."""
    return min(columns.index(name_column(columns)) + 1, MOST_FROZEN, len(columns) - 1)
