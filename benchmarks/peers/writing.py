"""Other writers of workbooks with the same rows: openpyxl|xlsxwriter|stream ROWS OUT."""

import json
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.xml import LXML

from benchmarks.costs import settle, timed
from benchmarks.rows import COLUMNS, rows, sheets

LEVEL, PORTION = 6, 1_000
DAY_ONE, MOMENT_ONE = date(1899, 12, 30), datetime(1899, 12, 30)  # noqa: DTZ001  # a workbook knows no time zones
FORMATS = {place: form for place, (_, _, form, _) in enumerate(COLUMNS) if form}


def with_openpyxl(count: int, out: Path) -> None:
    assert LXML, "openpyxl is quicker with lxml, so it has to be there."
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, number in sheets(count):
        sheet = book.create_sheet(title)
        for place, (_, _, _, width) in enumerate(COLUMNS, 1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{number + 1}"
        sheet.append([label for label, *_ in COLUMNS])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for line, row in enumerate(rows(number), 2):
            sheet.append(row)
            for place, form in FORMATS.items():
                sheet.cell(line, place + 1).number_format = form
    book.save(out)


def with_xlsxwriter(count: int, out: Path) -> None:
    book = xlsxwriter.Workbook(str(out), {"constant_memory": True})
    bold = book.add_format({"bold": True})
    forms = [book.add_format({"num_format": form}) if form else None for _, _, form, _ in COLUMNS]
    for title, number in sheets(count):
        sheet = book.add_worksheet(title)
        for place, (_, _, _, width) in enumerate(COLUMNS):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, number, len(COLUMNS) - 1)
        sheet.write_row(0, 0, [label for label, *_ in COLUMNS], bold)
        for line, row in enumerate(rows(number), 1):
            for place, value in enumerate(row):
                if value is not None:
                    sheet.write(line, place, value, forms[place])
    book.close()


def by_hand(count: int, out: Path) -> None:
    """Write only the sheets' XML as text, zipped: the least that any writer has to do."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as package:
        for place, (_, number) in enumerate(sheets(count), 1):
            with package.open(f"xl/worksheets/sheet{place}.xml", "w", force_zip64=True) as part:
                _write_sheet(part, number)


def _write_sheet(part: Any, number: int) -> None:
    part.write(b"<worksheet><sheetData>")
    portion: list[str] = []
    for line, row in enumerate(rows(number), 2):
        portion.append(_xml(line, row))
        if len(portion) == PORTION:
            part.write("".join(portion).encode())
            portion.clear()
    part.write("".join(portion).encode() + b"</sheetData></worksheet>")


def _xml(line: int, row: tuple[Any, ...]) -> str:
    serial, code, title, host, place, kind, day, moment, people, money, rate, remark = row
    since = moment - MOMENT_ONE
    at = since.days + since.seconds / 86_400
    rest = f'<c r="L{line}" t="inlineStr"><is><t>{escape(remark)}</t></is></c>' if remark else ""
    return (
        f'<row r="{line}"><c r="A{line}" s="1"><v>{serial}</v></c>'
        f'<c r="B{line}" t="inlineStr"><is><t>{code}</t></is></c>'
        f'<c r="C{line}" t="inlineStr"><is><t>{escape(title)}</t></is></c>'
        f'<c r="D{line}" t="inlineStr"><is><t>{escape(host)}</t></is></c>'
        f'<c r="E{line}" t="inlineStr"><is><t>{escape(place)}</t></is></c>'
        f'<c r="F{line}" t="inlineStr"><is><t>{escape(kind)}</t></is></c>'
        f'<c r="G{line}" s="2"><v>{(day - DAY_ONE).days}</v></c>'
        f'<c r="H{line}" s="3"><v>{at!r}</v></c><c r="I{line}" s="4"><v>{people}</v></c>'
        f'<c r="J{line}" s="5"><v>{money}</v></c><c r="K{line}" s="6"><v>{rate!r}</v></c>'
        f"{rest}</row>"
    )


WRITERS = {"openpyxl": with_openpyxl, "xlsxwriter": with_xlsxwriter, "stream": by_hand}


def main(name: str, count: int, out: Path) -> str:
    write = WRITERS[name]
    write(10, out)
    settle()
    return json.dumps({"cpu": timed(lambda: write(count, out))})


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
