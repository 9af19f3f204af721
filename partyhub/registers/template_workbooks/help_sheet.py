"""The help sheet of a template workbook: how to fill it in, and what every column takes."""

from collections.abc import Sequence

from flask_babel import gettext, pgettext

from partyhub.registers.reference_columns import Naming
from partyhub.registers.register import Register
from partyhub.registers.template_workbooks.input_help import explain, format_key
from partyhub.spreadsheets import Heading, Link, SheetWriter, WorkbookWriter
from partyhub.texts import CLEAR


def add_help(workbook: WorkbookWriter) -> SheetWriter:
    """Add an empty help sheet to the workbook."""
    return workbook.add_sheet(
        gettext("Notes"),
        [
            Heading(gettext("Column"), "text", width=24),
            Heading(gettext("Required or not"), "enum", width=10),
            Heading(gettext("What it takes"), "text", width=72),
            Heading(gettext("Example"), "text", width=34),
        ],
        heading_title=gettext("How to fill in the import template"),
        autofilter=False,
    )


def fill_help(
    guide: SheetWriter,
    registers: Sequence[Register],
    sheets: Sequence[SheetWriter],
    naming: Naming,
) -> None:
    """Write instructions for `registers` and their `sheets` to the help sheet."""
    guide.group(gettext("How to fill it in"))
    for item, content, example in rules():
        guide.append([item, "", content, example])
    if len(registers) > 1:
        write_order(guide, registers, sheets, naming)
    for register, sheet in zip(registers, sheets, strict=True):
        guide.group(
            gettext(
                "Sheet “%(sheet)s”: rows find their record by %(key)s",
                sheet=sheet.title,
                key=format_key(register),
            )
        )
        for column in register.entered:
            column_help = explain(register, column, naming)
            guide.append(
                [column_help.header, column_help.duty, column_help.what, column_help.example]
            )


def write_order(
    guide: SheetWriter,
    registers: Sequence[Register],
    sheets: Sequence[SheetWriter],
    naming: Naming,
) -> None:
    """Write the order in which to fill in the sheets.

    Each sheet has a link and the titles of the sheets whose names it uses.
    """
    guide.group(gettext("In which order: each sheet after those whose names it uses"))
    titles = {register.name: sheet.title for register, sheet in zip(registers, sheets, strict=True)}
    for number, register in enumerate(registers, 1):
        needed = [titles[n.name] for n in naming.needed_by(register) if n.name in titles]
        after = gettext("Uses names of: %(sheets)s", sheets="、".join(needed)) if needed else ""
        guide.append(
            [Link(f"{number}. {titles[register.name]}", titles[register.name]), "", after, ""]
        )


def rules() -> list[tuple[str, str, str]]:
    """Return the rules for every sheet as (subject, instruction, example) triples."""
    return [*rules_of_sheets(), *rules_of_cells(), *rules_of_importing()]


def rules_of_sheets() -> list[tuple[str, str, str]]:
    """Return the rules about headers and rows."""
    return [
        (
            gettext("Headers"),
            gettext(
                "White on red is required, black on gray is not. Leave the headers as they are;"
                " their order may change, and columns that aren't needed may be deleted."
            ),
            "",
        ),
        (
            pgettext("template", "Rows"),
            gettext(
                "One record a row, from the row below the headers. Sheets that aren't needed stay"
                " empty. Merge no cells, and leave no totals below."
            ),
            "",
        ),
    ]


def rules_of_cells() -> list[tuple[str, str, str]]:
    """Return the rules about days, choices, names, codes and phone numbers."""
    return [
        (
            gettext("Days"),
            gettext(
                "With year, month and day. 2023-06-29 is best; 2023.6.29, 2023/6/29 and 20230629"
                " are understood."
            ),
            "2023-06-29",
        ),
        (
            gettext("Choices"),
            gettext("Choose from the list in the cell; other words are refused."),
            "",
        ),
        *rules_of_names(),
        (
            gettext("Codes and phone numbers"),
            gettext(
                "The cells are text, so that leading zeros stay. Don't turn them into numbers."
            ),
            "0108",
        ),
    ]


def rules_of_names() -> list[tuple[str, str, str]]:
    """Return the rules about cells that name people or other records."""
    return [
        (
            gettext("People"),
            gettext(
                "By name. Where two on record share it, add the number in brackets; the cells offer"
                " names as long as there aren't too many."
            ),
            pgettext("example", "Zhang San, or Zhang San（0108）"),
        ),
        (
            gettext("Other records"),
            gettext(
                "By their full name or title, as it is on record or stands in this workbook; the"
                " code alone is understood too. Of namesakes write name（code）. What is nowhere is"
                " an error, never made up: enter it on its own sheet first."
            ),
            "",
        ),
        (
            gettext("Several in one cell"),
            gettext("With 、 between them; a comma, a semicolon or a line break does as well."),
            pgettext("example", "Zhang San、Li Si"),
        ),
    ]


def rules_of_importing() -> list[tuple[str, str, str]]:
    """Return the rules about blank cells, emptying cells and importing a file again."""
    return [
        (
            gettext("Blank cells"),
            gettext(
                "In a row of a new record: nothing is noted, or what the column says below. In a"
                " row of a record that is there: it stays as it is, also what is required."
            ),
            "",
        ),
        (
            gettext("Emptying a cell"),
            gettext("To take a value off a record, write %(clear)s.", clear=CLEAR),
            CLEAR,
        ),
        (
            gettext("Sending it again"),
            gettext(
                "Rows find their records by the columns named below, so that the same file makes"
                " nothing twice. A row that is deleted here deletes nothing there."
            ),
            "",
        ),
    ]
