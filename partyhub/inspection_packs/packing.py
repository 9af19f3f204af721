"""The writing of a pack into a zip, record by record, so that memory doesn't grow with it."""

import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, Any

from flask_babel import gettext
from sqlalchemy import select

from partyhub import clock
from partyhub.attachments import storage
from partyhub.attachments.models import Attachment
from partyhub.database import db
from partyhub.inspection_packs.choices import day_column, ordered_ids
from partyhub.inspection_packs.index import Index
from partyhub.inspection_packs.missing import missing_of
from partyhub.inspection_packs.names import safe_file_name, safe_name
from partyhub.inspection_packs.orders import Order
from partyhub.inspection_packs.records import PORTION, papers_of, read_portion
from partyhub.papers.content import Paper
from partyhub.papers.writing import write_papers
from partyhub.registers import Register

CHUNK = 1 << 20


def write_pack(order: Order, target: IO[bytes]) -> None:
    """Write the pack: a folder a register, in it a folder a record, and the index at the top."""
    with TemporaryFile() as index_file, zipfile.ZipFile(target, "w") as pack:
        index = Index(index_file, order.notes())
        for number, register in enumerate(order.registers, 1):
            folder = f"{number:02} {safe_name(str(register.title), 20)}"
            _Folder(pack, index, order, register, folder).write()
        index.close()
        index_file.seek(0)
        name = gettext("Index of the evidence")
        with pack.open(_entry(f"{safe_name(name)}.xlsx"), "w", force_zip64=True) as entry:
            while chunk := index_file.read(CHUNK):
                entry.write(chunk)


class _Folder:
    """The folder of one register."""

    def __init__(
        self, pack: zipfile.ZipFile, index: Index, order: Order, register: Register, folder: str
    ) -> None:
        self._pack, self._index, self._order = pack, index, order
        self._register, self._folder = register, folder
        self._title = str(register.title)
        self._day_column = day_column(register)
        self._number = 0

    def write(self) -> None:
        """Write all records, read in portions."""
        ids = ordered_ids(self._register, self._order.viewer, self._order.scope)
        for at in range(0, len(ids), PORTION):
            own = ids[at : at + PORTION]
            records = read_portion(self._register, own)
            files = _find_files(self._register.name, own)
            papers = papers_of(self._register, records, self._order.viewer)
            for record, paper in zip(records, papers, strict=True):
                self._write_record(record, paper, files.get(record.id, ()))

    def _write_record(self, record: Any, paper: Paper, files: Sequence[Attachment]) -> None:
        self._number += 1
        day = self._day_of(record)
        parts = (f"{self._number:04}", day.isoformat() if day else "", safe_name(record.caption))
        folder = f"{self._folder}/{' '.join(filter(None, parts))}"
        path = f"{folder}/{safe_name(str(self._register.label), 20)}.docx"
        document = BytesIO()
        write_papers([paper], document, record.caption, self._order.viewer.name)
        self._pack.writestr(_entry(path), document.getvalue())
        missing = missing_of(self._register, record, len(files))
        for number, file in enumerate(files, 1):
            missing += self._write_file(folder, number, file)
        self._index.add(self._title, day, record.caption, path, len(files), missing)

    def _write_file(self, folder: str, number: int, file: Attachment) -> list[str]:
        """Write an attachment; return what is missing, if it is damaged."""
        name = safe_file_name(file.name)
        try:
            content = storage.read(file.digest)
        except storage.DamagedFileError:
            return [gettext("the attachment “%(name)s” is damaged", name=file.name)]
        title = gettext("Attachment %(number)s", number=f"{number:02}")
        self._pack.writestr(_entry(f"{folder}/{safe_name(title)} {name}"), content)
        return []

    def _day_of(self, record: Any) -> date | None:
        column = self._day_column
        value = column.value(record, clock.today()) if column else None
        return value if isinstance(value, date) else None


def _find_files(register: str, ids: Sequence[int]) -> dict[int, list[Attachment]]:
    """Return the attachments of many records, each in the order in which they were added."""
    query = (
        select(Attachment)
        .where(
            Attachment.register == register,
            Attachment.record_id.in_(ids),
            Attachment.removed_at.is_(None),
        )
        .order_by(Attachment.id)
    )
    found: dict[int, list[Attachment]] = {}
    for file in db.session.scalars(query):
        found.setdefault(file.record_id, []).append(file)
    return found


def _entry(name: str) -> zipfile.ZipInfo:
    """Return the entry of a file in the pack; its content is compressed already.

    A zip knows no time zones: its times are those of the clock on the wall.
    """
    return zipfile.ZipInfo(name, clock.now().astimezone(clock.ZONE).timetuple()[:6])
