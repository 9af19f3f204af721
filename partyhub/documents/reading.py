"""Reading of the text of an uploaded .docx, in the order of its pages, tables included.

The package is looked over before anything parses it: no header of it is trusted, and nothing
larger than the limits is unpacked.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

MIB = 2**20
MAIN_PART = "word/document.xml"
_ENCRYPTED = 0x1
_CHUNK = 2**16
# A document has no use for declarations of entities.
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
# Tables in tables: deeper ones are no writer's.
DEEPEST = 10


class Fault(StrEnum):
    """The reasons why a document isn't read."""

    TOO_BIG = "too_big"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    UNSAFE = "unsafe"
    FOREIGN = "foreign"


class UnreadableDocumentError(Exception):
    """Error for a file that isn't a document that may be read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class Limits:
    """Limits on a document, in bytes; `parsed` is that of each part which is parsed."""

    upload: int = 16 * MIB
    unpacked: int = 128 * MIB
    parsed: int = 16 * MIB
    entries: int = 2_000


def is_package(data: bytes) -> bool:
    """Return whether the bytes begin like a zip package."""
    return data[:4] == b"PK\x03\x04"


# Exceptions by which zipfile, lxml and python-docx say that a package is broken. lxml's
# XMLSyntaxError is a SyntaxError.
_DAMAGE = (
    BadZipFile, EOFError, LookupError, NotImplementedError, OSError, ValueError, struct.error,
    zlib.error, SyntaxError, AttributeError, TypeError, RecursionError, AssertionError,
)  # fmt: skip


def read_document(data: bytes, limits: Limits | None = None) -> str:
    """Return the text of a .docx, a line for each paragraph and each cell.

    Raises UnreadableDocumentError.
    """
    try:
        _look_over(data, limits or Limits())
        return "\n".join(_lines(_opened(data)))
    except _DAMAGE:
        raise UnreadableDocumentError(Fault.DAMAGED) from None


def _opened(data: bytes) -> "Document":
    from docx import Document  # takes its time
    from docx.opc.exceptions import PackageNotFoundError

    try:
        return Document(BytesIO(data))
    except PackageNotFoundError:
        raise UnreadableDocumentError(Fault.DAMAGED) from None


def _look_over(data: bytes, limits: Limits) -> None:
    """Refuse what is no document or would cost too much."""
    if len(data) > limits.upload:
        raise UnreadableDocumentError(Fault.TOO_BIG)
    with ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > limits.entries or sum(e.file_size for e in entries) > limits.unpacked:
            raise UnreadableDocumentError(Fault.TOO_BIG)
        seen: set[str] = set()
        for entry in entries:
            _check_entry(entry, seen)
        if MAIN_PART not in archive.namelist():
            raise UnreadableDocumentError(Fault.FOREIGN)
        total = 0
        for entry in entries:
            total += _unpack(archive, entry, limits, limits.unpacked - total)


def _check_entry(entry: ZipInfo, seen: set[str]) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise UnreadableDocumentError(Fault.ENCRYPTED)
    name = entry.filename.replace("\\", "/")
    is_bad = name.startswith("/") or "\0" in name or ".." in name.split("/")
    if is_bad or name.casefold() in seen or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise UnreadableDocumentError(Fault.UNSAFE)
    seen.add(name.casefold())


def _unpack(archive: ZipFile, entry: ZipInfo, limits: Limits, rest: int) -> int:
    """Return the true size of a part, unpacked a chunk at a time."""
    is_parsed = entry.filename.casefold().endswith((".xml", ".rels"))
    limit = min(rest, limits.parsed) if is_parsed else rest
    size, tail = 0, b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise UnreadableDocumentError(Fault.TOO_BIG)
            if is_parsed and (any(mark in tail + chunk for mark in _DECLARATIONS)):
                raise UnreadableDocumentError(Fault.UNSAFE)
            if is_parsed and size == len(chunk) and chunk[:2] in _WIDE:
                raise UnreadableDocumentError(Fault.UNSAFE)  # declarations would not be seen
            tail = chunk[-10:]
    return size


def _lines(document: "Document") -> Iterator[str]:
    for block in document.iter_inner_content():
        yield from _lines_of(block, 0)


def _lines_of(block: Any, depth: int) -> Iterator[str]:
    if hasattr(block, "rows"):
        if depth < DEEPEST:
            yield from _cells(block, depth)
    else:
        yield block.text


def _cells(table: "Table", depth: int) -> Iterator[str]:
    seen = set()
    for cell in table._cells:  # noqa: SLF001  # `rows` computes this list again for every row
        if cell._tc not in seen:  # noqa: SLF001  # merged cells are listed more than once
            seen.add(cell._tc)  # noqa: SLF001
            for block in cell.iter_inner_content():
                yield from _lines_of(block, depth + 1)
