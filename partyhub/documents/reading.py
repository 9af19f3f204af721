"""Reading of the text of an uploaded .docx, in its order: tables, text boxes, notes, page heads.

The package is looked over before anything parses it: no header of it is trusted, and nothing
larger than the limits is unpacked. Numbers of the file, such as how many columns a cell spans, are
never followed. Comments aren't read.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

MIB = 2**20
MAIN_PART = "word/document.xml"
_ENCRYPTED = 0x1
_CHUNK = 2**16
# A document has no use for declarations of entities.
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_CONTENT_TYPES = "[Content_Types].xml"
_IS_DOCUMENT = re.compile(rb"wordprocessingml\.|ms-word\.", re.IGNORECASE)
# Parts whose text follows that of the main one; lines of page heads that number the page don't.
_NOTES = re.compile(r"word/(?:foot|end)notes\d*\.xml")
_PAGE_HEADS = re.compile(r"word/(?:header|footer)\d*\.xml")
# Elements whose text is taken away or said again: deletions, the other place of what was moved,
# what stands in for a drawing, the reading of a sign; and properties, whose tabs are no signs.
_UNREAD = frozenset(("del", "moveFrom", "Fallback", "rt", "pPr", "rPr", "sectPr", "tblPr"))
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


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


# Exceptions by which zipfile and lxml say that a package is broken. lxml's XMLSyntaxError is a
# SyntaxError.
_DAMAGE = (
    BadZipFile, EOFError, LookupError, NotImplementedError, OSError, ValueError, struct.error,
    zlib.error, SyntaxError, AttributeError, TypeError, RecursionError, AssertionError,
)  # fmt: skip


def read_document(data: bytes, limits: Limits | None = None) -> str:
    """Return the text of a .docx, a line for each paragraph, in cells too.

    Raises UnreadableDocumentError.
    """
    try:
        _look_over(data, limits or Limits())
        return "\n".join(_lines(data))
    except _DAMAGE:
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


def _lines(data: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(data)) as archive:
        if not _IS_DOCUMENT.search(archive.read(_CONTENT_TYPES)):
            raise UnreadableDocumentError(Fault.DAMAGED)
        names = sorted(archive.namelist())
        for name in (MAIN_PART, *filter(_NOTES.fullmatch, names)):
            yield from (line for line, _ in _lines_of(archive.read(name)))
        for name in filter(_PAGE_HEADS.fullmatch, names):
            yield from (
                line for line, is_numbered in _lines_of(archive.read(name)) if not is_numbered
            )


def _lines_of(part: bytes) -> Iterator[tuple[str, bool]]:
    """Yield (text, whether a field is in it) of each paragraph; that of a text box comes first."""
    from lxml import etree  # type: ignore[import-untyped]  # it has no types, and takes its time

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    walker: Any = etree.iterwalk(etree.fromstring(part, parser), events=("start", "end"))
    open_lines: list[list[str]] = [[]]
    fields = [False]
    for event, element in walker:
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if event == "end":
            if name == "p":
                yield "".join(open_lines.pop()), fields.pop()
        elif name in _UNREAD:
            walker.skip_subtree()
        elif name == "p":
            open_lines.append([])
            fields.append(False)
        else:
            open_lines[-1].append((element.text or "") if name == "t" else _SIGNS.get(name, ""))
            fields[-1] |= name in ("fldChar", "fldSimple")
