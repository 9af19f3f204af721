"""The workbook that opens a pack: what is in it with links to the files, and what is missing."""

from collections.abc import Sequence
from datetime import date
from typing import IO

from flask_babel import gettext, pgettext

from partyhub.spreadsheets import Formula, Heading, WorkbookWriter


class Index:
    """The index being written, row by row as the records are packed; `close` finishes it."""

    def __init__(self, target: IO[bytes], about: Sequence[tuple[str, str]]) -> None:
        self._workbook = WorkbookWriter(target, footer=gettext("Page &P of &N"))
        number = Heading(pgettext("papers", "No."), "serial")
        named = (
            number,
            Heading(gettext("Register"), width=18),
            Heading(pgettext("packs", "Day"), "date"),
            Heading(pgettext("packs", "Name"), width=40),
        )
        self._contents = self._workbook.add_sheet(
            pgettext("packs", "Contents"),
            [
                *named,
                Heading(pgettext("packs", "File"), width=60),
                Heading(gettext("Attachments"), "int"),
                Heading(pgettext("packs", "Missing"), width=30),
            ],
        )
        self._missing = self._workbook.add_sheet(
            gettext("Missing evidence"), [*named, Heading(pgettext("packs", "Missing"), width=44)]
        )
        notes = self._workbook.add_sheet(
            pgettext("packs", "Notes"),
            [Heading(pgettext("packs", "Item")), Heading(pgettext("packs", "Content"), width=60)],
        )
        notes.extend(about)
        self._number = self._lacking = 0

    def add(
        self,
        register: str,
        day: date | None,
        name: str,
        path: str,
        files: int,
        missing: Sequence[str],
    ) -> None:
        """Add a record; `path` leads from the workbook to its document."""
        self._number += 1
        words = "；".join(missing)
        link = Formula(f'=HYPERLINK("{path}","{path}")', path)
        row = (self._number, register, day, name)
        self._contents.append([*row, link, files, words])
        if missing:
            self._lacking += 1
            self._missing.append([self._lacking, *row[1:], words])

    def close(self) -> None:
        """Finish the workbook."""
        for sheet in (self._contents, self._missing):
            sheet.no_records(gettext("No records"))
        self._workbook.close()
