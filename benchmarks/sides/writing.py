"""PartyHub's writer of workbooks alone, with the application loaded as when it serves: ROWS OUT."""

import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.costs import peak_memory, settle, timed
from benchmarks.rows import COLUMNS, rows, sheets
from partyhub.app import create_app
from partyhub.spreadsheets import Heading, WorkbookWriter

FEW = 10  # rows of a first workbook, which loads what writing needs


def main(count: int, out: Path) -> str:
    """Return the seconds, and the additional memory in MB, as JSON."""
    with TemporaryDirectory() as folder:
        create_app(Path(os.environ.get("PARTYHUB_INSTANCE") or folder))
    settle()
    before = peak_memory()
    write(FEW, out)
    cpu = timed(lambda: write(count, out))
    return json.dumps({"cpu": cpu, "above": peak_memory() - before})


def write(count: int, out: Path) -> None:
    headings = [Heading(label, kind, width) for label, kind, _, width in COLUMNS]
    with WorkbookWriter(out) as workbook:
        for title, number in sheets(count):
            sheet = workbook.add_sheet(title, headings)
            for row in rows(number):
                sheet.append(row)


if __name__ == "__main__":
    sys.stdout.write(main(int(sys.argv[1]), Path(sys.argv[2])))
