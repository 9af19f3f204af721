"""The check of an uploaded file before anything parses it: its kind, and that it isn't too large.

Sizes come from the directory of the package; then every part that a reader would parse is streamed
once, so that no header is trusted. A refused file has cost no more memory than one chunk, and
openpyxl never sees it.
"""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from partyhub.spreadsheets.contents import ContentTypes, read_content_types
from partyhub.spreadsheets.faults import Fault, UnreadableError
from partyhub.spreadsheets.limits import Limits
from partyhub.spreadsheets.scanning import (
    SheetScan,
    bound_tags,
    scan_part,
    scan_sheet,
    scan_strings,
)
from partyhub.spreadsheets.signatures import directory_entries, foreign_fault

_ENCRYPTION_FLAG = 0x1
_STRICT = b"http://purl.oclc.org/ooxml/"
# Elements of drawings, and of the formats of comments.
COUNTED_ELEMENTS = ("sp", "cxnSp", "grpSp", "contentPart", "pic", "comment", "rPr")
_UNWANTED = (
    ("vbaproject.bin", Fault.MACROS),
    ("/externallinks/", Fault.EXTERNAL_LINKS),
    ("/embeddings/", Fault.EMBEDDED),
    ("/activex/", Fault.EMBEDDED),
)


@dataclass
class Package:
    """A package that may be parsed; `sheets` and `counted` are by the name of the part."""

    names: list[str]
    types: ContentTypes
    sheets: dict[str, SheetScan] = field(default_factory=dict)
    counted: dict[str, Counter[str]] = field(default_factory=dict)


def inspect(path: Path, limits: Limits) -> Package:
    """Return the checked package; raises UnreadableError, or OSError when the file is missing."""
    size = path.stat().st_size
    if size > limits.upload:
        raise UnreadableError(Fault.TOO_BIG, {"limit": limits.upload, "found": size})
    if fault := foreign_fault(path):
        raise UnreadableError(fault)
    if directory_entries(path) > limits.entries:
        raise UnreadableError(Fault.TOO_COMPLEX, {"limit": limits.entries})
    with _damage(), ZipFile(path) as archive:
        return _inspect(archive, limits)


# Exceptions of zipfile and zlib for a broken package; OSError where a part would begin before the
# file does. For its owner they all mean the same.
_DAMAGE = (
    BadZipFile, EOFError, LookupError, NotImplementedError, OSError, ValueError, struct.error,
    zlib.error,
)  # fmt: skip


@contextmanager
def _damage() -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise UnreadableError(Fault.DAMAGED, why=f"{type(error).__name__}: {error}") from None


def _inspect(archive: ZipFile, limits: Limits) -> Package:
    entries = archive.infolist()
    _check_directory(entries, limits)
    package = Package([entry.filename for entry in entries], read_content_types(archive, limits))
    _check_kind(package)
    _check_workbook(archive, package)
    if len(package.types.sheets) > limits.sheets:
        found = {"limit": limits.sheets, "found": len(package.types.sheets)}
        raise UnreadableError(Fault.TOO_MANY_SHEETS, found)
    _check_sizes(entries, package.types, limits)
    for entry in entries:
        if entry.filename in package.types.sheets:
            with archive.open(entry) as stream:
                bound_tags(stream, limits)
        with archive.open(entry) as stream:
            _scan(package, entry.filename, stream, limits)
    return package


def _check_directory(entries: list[ZipInfo], limits: Limits) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.flag_bits & _ENCRYPTION_FLAG:
            raise UnreadableError(Fault.ENCRYPTED)
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise UnreadableError(Fault.DAMAGED, why=f"compression {entry.compress_type}")
        name = entry.orig_filename.replace("\\", "/")
        if name.startswith("/") or ":" in name or "\0" in name or ".." in name.split("/"):
            raise UnreadableError(Fault.UNSAFE, why=f"name {name[:100]!r}")
        if name.casefold() in seen:
            raise UnreadableError(Fault.UNSAFE, why=f"two parts called {name[:100]!r}")
        seen.add(name.casefold())
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked:
        raise UnreadableError(Fault.UNPACKED_TOO_BIG, {"limit": limits.unpacked, "found": unpacked})


def _check_kind(package: Package) -> None:
    if package.types.fault:
        raise UnreadableError(package.types.fault)
    for name in package.names:
        for part, fault in _UNWANTED:
            if part in f"/{name.casefold()}":
                raise UnreadableError(fault, why=name[:100])


def _check_workbook(archive: ZipFile, package: Package) -> None:
    if package.types.workbook not in package.names:
        raise UnreadableError(Fault.DAMAGED, why="no workbook part")
    with archive.open(package.types.workbook) as stream:
        if _STRICT in stream.read(4096):
            raise UnreadableError(Fault.STRICT)


def _check_sizes(entries: list[ZipInfo], types: ContentTypes, limits: Limits) -> None:
    for entry in entries:
        limit = limits.other_part if _is_parsed(entry.filename, types) else limits.part
        if entry.filename in types.sheets:
            limit = limits.part
        elif entry.filename in types.strings:
            limit = limits.strings_part
        if entry.file_size > limit:
            raise UnreadableError(
                Fault.UNPACKED_TOO_BIG, {"limit": limit, "found": entry.file_size}
            )


def _scan(package: Package, name: str, stream: IO[bytes], limits: Limits) -> None:
    if name in package.types.sheets:
        package.sheets[name] = scan_sheet(stream, limits)
    elif name in package.types.strings:
        scan_strings(stream, limits)
    elif _is_parsed(name, package.types):
        package.counted[name] = scan_part(stream, limits, COUNTED_ELEMENTS)


def _is_parsed(name: str, types: ContentTypes) -> bool:
    return name.casefold().endswith((".xml", ".rels")) or name in types.xml_parts
