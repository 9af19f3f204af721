"""A range copied in WPS or Excel and pasted into the page, made a workbook of one sheet."""

import csv
from io import BytesIO, StringIO

from flask_babel import gettext

from partyhub.registers.importing.reading.workbook import FileRefusedError
from partyhub.registers.register import Register
from partyhub.spreadsheets.plain_workbooks import PlainSheet, write_plain_workbook


def read_pasted(text: str) -> list[list[str]]:
    """Return the rows of a copied range; raises FileRefusedError if the text is no table.

    Cells stand between tabs; one with line breaks or quotes stands in quotes.
    """
    try:
        rows = list(csv.reader(StringIO(text.replace("\0", ""), newline=""), delimiter="\t"))
    except csv.Error as error:
        raise FileRefusedError(_not_a_table()) from error
    if not any(len(row) > 1 for row in rows):
        raise FileRefusedError(_not_a_table())
    return rows


def make_workbook(text: str, register: Register) -> BytesIO:
    """Return a workbook with the pasted rows in one sheet; raises FileRefusedError."""
    stream = BytesIO()
    write_plain_workbook(stream, [PlainSheet(str(register.title), read_pasted(text))])
    stream.seek(0)
    return stream


def pasted_name(register: Register) -> str:
    """Return the name that a pasted table has among the imported files."""
    return gettext("%(what)s-pasted.xlsx", what=register.title)


def _not_a_table() -> str:
    return gettext(
        "This is no table. Select the cells with their headers in WPS or Excel, copy them, and"
        " paste them here."
    )
