"""Template workbooks: one sheet per register, to be filled in and imported."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from flask_babel import gettext

from partyhub.registers.exporting import ORIGIN, heading_of
from partyhub.registers.pages import name_column
from partyhub.registers.reference_columns import Naming
from partyhub.registers.register import Column, Register
from partyhub.registers.template_workbooks.help_sheet import add_help, fill_help
from partyhub.registers.template_workbooks.input_help import explain, labels_of
from partyhub.spreadsheets import Filled, Heading, InputHint, SheetWriter, WorkbookWriter
from partyhub.texts import CLEAR
from partyhub.viewers import Viewer

# The most frozen columns, so that the others have room beside them.
MOST_FROZEN = 3


def write_templates(
    registers: Sequence[Register], viewer: Viewer, target: IO[bytes] | Path
) -> None:
    """Write sheets to fill in for `registers`, each after those that it refers to.

    They offer the names that `viewer` may choose on the forms. With several sheets, the help sheet
    comes first, so that people find their way.
    """
    naming = Naming(viewer)
    ordered = naming.in_order(registers)
    with WorkbookWriter(
        target, footer=gettext("Page &P of &N"), lists=gettext("Choices")
    ) as workbook:
        workbook.set_property(ORIGIN, "template")
        guide = add_help(workbook) if len(ordered) > 1 else None
        sheets = [add_template(workbook, register, ordered, naming) for register in ordered]
        fill_help(guide or add_help(workbook), ordered, sheets, naming)


def add_template(
    workbook: WorkbookWriter, register: Register, together: Sequence[Register], naming: Naming
) -> SheetWriter:
    """Add the sheet of `register` to a workbook; `together` are the registers of all its sheets."""
    columns = register.entered
    return workbook.add_sheet(
        str(register.title),
        [entry_heading(register, column, together, naming) for column in columns],
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


def entry_heading(
    register: Register, column: Column, together: Sequence[Register], naming: Naming
) -> Heading:
    """Return the head of a column to fill in, with its explanation and its choices."""
    explained = explain(register, column, naming)
    labels = labels_of(register, column)
    warning = gettext(
        "None of the choices. Choose from the list, or write %(clear)s to empty it.", clear=CLEAR
    )
    # Several values in one cell and new names in this workbook are valid, but not in the list.
    is_strict = labels and register.kind(column) != "enums"
    entry = InputHint(
        explained.hint,
        explained.note,
        labels or names_for(register, column, together, naming),
        warning if is_strict else "",
        explained.is_required,
    )
    heading = replace(heading_of(register, column), entry=entry)
    # In a cell for days, programs turn a month that somebody types into its first day.
    return replace(heading, kind="code") if register.kind(column) == "known_date" else heading


def names_for(
    register: Register, column: Column, together: Sequence[Register], naming: Naming
) -> tuple[str, ...] | Filled:
    """Return the names to offer: those on record, empty if the column refers to no register.

    While no record exists (on the first day), offer the names that this workbook brings.
    """
    named = naming.of(register, column)
    if named is None:
        return ()
    if named.is_empty and named.register.name in {other.name for other in together}:
        return Filled(str(named.register.title), place_of(named.name, named.register.entered))
    return named.names


def frozen_columns(columns: Sequence[Column]) -> int:
    """Return how many columns stay in view: up to the one that names a record."""
    return min(place_of(name_column(columns), columns) + 1, MOST_FROZEN, len(columns) - 1)


def place_of(column: Column, columns: Sequence[Column]) -> int:
    """Return the index of `column` in `columns`, compared by key."""
    return [other.key for other in columns].index(column.key)
