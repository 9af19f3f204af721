"""Detection of the kind of a file by its first bytes and its contents, never by its name."""

from pathlib import Path
from typing import IO

from partyhub.spreadsheets.faults import Fault

_BLOCK = 2**20
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", _EMPTY_ZIP)
_OLD_EXCEL = (b"\x09\x08\x10\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")  # before containers
_MARKS_OF_TEXT = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def foreign_fault(path: Path) -> Fault | None:
    """Return what the file is instead of a ZIP package; None for one that may be a workbook."""
    with path.open("rb") as stream:
        head = stream.read(4096)
        if head.startswith(_ZIP):
            return None
        if head.startswith(_OLE):
            # A workbook with a password is a package inside the container of the old programs.
            return Fault.ENCRYPTED if _count(stream, _ENCRYPTED, head) else Fault.OLD_EXCEL
    return _by_head(head)


def _by_head(head: bytes) -> Fault:
    if not head:
        return Fault.EMPTY
    for fault, starts in (
        (Fault.PICTURE, _PICTURES),
        (Fault.ARCHIVE, _ARCHIVES),
        (Fault.OLD_EXCEL, _OLD_EXCEL),
        (Fault.PDF, (b"%PDF",)),
    ):
        if head.startswith(starts):
            return fault
    return _text_fault(head)


def _text_fault(head: bytes) -> Fault:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<body")):
        return Fault.WEB_PAGE
    # What Excel calls an XML spreadsheet of 2003 comes as text as well.
    if head.startswith(_MARKS_OF_TEXT) or not any(byte < 9 for byte in head):
        return Fault.TEXT
    return Fault.NO_WORKBOOK


def directory_entries(path: Path) -> int:
    """Return at least the number of entries in the package's directory, without parsing it."""
    with path.open("rb") as stream:
        return _count(stream, _DIRECTORY_ENTRY)


def _count(stream: IO[bytes], wanted: bytes, before: bytes = b"") -> int:
    found, rest = 0, before
    while True:
        found += rest.count(wanted)
        block = stream.read(_BLOCK)
        if not block:
            return found
        rest = rest[-len(wanted) + 1 :] + block
