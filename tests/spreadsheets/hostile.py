"""Files that want to do harm, and files that are something else: each with what is wrong."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_STORED, ZipFile

from partyhub.spreadsheets import Fault
from tests.spreadsheets.packages import (
    HEAD,
    KINDS,
    MAIN,
    inline,
    number,
    pack,
    parts_of,
    roster,
    row,
    sheet,
)

Make = Callable[[Path], object]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MIB = 2**20
SHEET = "xl/worksheets/sheet1.xml"


def bytes_of(content: bytes) -> Make:
    return lambda path: path.write_bytes(content)


def with_parts(**changed: str | bytes | Iterable[bytes]) -> Make:
    """The roster with other parts; a name has __ for the slash and _DOT_ for the point."""
    parts = {name.replace("__", "/").replace("_DOT_", "."): c for name, c in changed.items()}
    return lambda path: pack(path, {**roster(), **parts})


def with_sheet(content: str | bytes | Iterable[bytes]) -> Make:
    return lambda path: pack(path, {**roster(), SHEET: content})


def with_kind(old: str, new: str) -> Make:
    def make(path: Path) -> None:
        parts = roster()
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(old, new)
        pack(path, parts)

    return make


def repeated(piece: bytes, times: int, head: bytes = b"", tail: bytes = b"") -> Iterator[bytes]:
    at_once = max(2**16 // len(piece), 1)
    block = piece * at_once
    yield head
    for _ in range(times // at_once):
        yield block
    yield piece * (times % at_once)
    yield tail


SHEET_HEAD = f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode()
SHEET_TAIL = b"</sheetData></worksheet>"


def rows_of(piece: bytes, times: int) -> Make:
    return lambda path: with_sheet(repeated(piece, times, SHEET_HEAD, SHEET_TAIL))(path)


def strings_of(piece: bytes, times: int) -> Make:
    head, tail = f'{HEAD}<sst xmlns="{MAIN}">'.encode(), b"</sst>"
    content = {"xl/sharedStrings.xml": lambda: repeated(piece, times, head, tail)}
    return lambda path: pack(path, {**roster(), **{n: make() for n, make in content.items()}})


def truncated(path: Path) -> None:
    pack(path, roster())
    path.write_bytes(path.read_bytes()[:-200])


def flipped(path: Path) -> None:
    """A sheet whose bytes no longer agree with their sum."""
    with ZipFile(path, "w", ZIP_STORED) as archive:
        for name, content in roster().items():
            archive.writestr(name, content)
    path.write_bytes(path.read_bytes().replace(b"98.5", b"08.5"))


def lying(path: Path) -> None:
    """A sheet of 40 MiB that says it has a thousand bytes."""
    with_sheet(repeated(b'<row r="1"/>', 40 * MIB // 12, SHEET_HEAD, SHEET_TAIL))(path)
    data = bytearray(path.read_bytes())
    with ZipFile(path) as archive:
        start = archive.start_dir
    at = data.index(SHEET.encode(), start) - 46
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    path.write_bytes(bytes(data))


def encrypted_part(path: Path) -> None:
    pack(path, roster())
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(bytes(data))


def other_compression(path: Path) -> None:
    with ZipFile(path, "w", ZIP_BZIP2) as archive:
        for name, content in roster().items():
            archive.writestr(name, content)


def twice(path: Path) -> None:
    pack(path, roster())
    data = path.read_bytes().replace(b"xl/worksheets/sheet2.xml", b"xl/worksheets/SHEET1.xml")
    path.write_bytes(data)


def many_entries(path: Path) -> None:
    pack(path, {**roster(), **{f"x/{n}.xml": "<a/>" for n in range(2_100)}})


def many_sheets(path: Path) -> None:
    pack(path, parts_of({f"表{n}": sheet(row(1, inline("A1", "甲"))) for n in range(51)}))


LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
DAMAGE = sheet(row(1, inline("A1", "甲"))).replace("</row>", "")

OTHER_FILES: dict[str, tuple[Fault, Make]] = {
    "empty": (Fault.EMPTY, bytes_of(b"")),
    "xls": (Fault.OLD_EXCEL, bytes_of(OLE + bytes(600) + "Workbook".encode("utf-16-le"))),
    "xls of 1990": (Fault.OLD_EXCEL, bytes_of(b"\x09\x08\x10\x00\x00\x06" + bytes(600))),
    "password": (
        Fault.ENCRYPTED,
        bytes_of(OLE + bytes(2 * MIB - 20) + "EncryptedPackage".encode("utf-16-le") + bytes(99)),
    ),
    "csv": (Fault.TEXT, bytes_of("姓名,编号\n王·买,001\n".encode("gb18030"))),
    "csv of utf-16": (Fault.TEXT, bytes_of("姓名\t编号\n".encode("utf-16"))),
    "xml of 2003": (Fault.TEXT, bytes_of(b'<?xml version="1.0"?><?mso-application progid="E"?>')),
    "html": (Fault.WEB_PAGE, bytes_of(b"\r\n<HTML><table><tr><td>1</td></tr></table>")),
    "png": (Fault.PICTURE, bytes_of(b"\x89PNG\r\n\x1a\n" + bytes(90))),
    "jpeg": (Fault.PICTURE, bytes_of(b"\xff\xd8\xff\xe0" + bytes(90))),
    "pdf": (Fault.PDF, bytes_of(b"%PDF-1.7\n")),
    "rar": (Fault.ARCHIVE, bytes_of(b"Rar!\x1a\x07\x00")),
    "bytes": (Fault.NO_WORKBOOK, bytes_of(bytes(range(1, 9)) * 40)),
    "zip of photos": (Fault.ARCHIVE, lambda p: pack(p, {"a.jpg": b"1", "b.jpg": b"2"})),
    "empty zip": (Fault.ARCHIVE, lambda p: pack(p, {})),
    "ods": (
        Fault.OPEN_DOCUMENT,
        lambda p: pack(p, {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    ),
    "xlsm": (
        Fault.MACROS,
        with_kind(
            f"{KINDS}.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        ),
    ),
    "macros in xlsx": (Fault.MACROS, with_parts(xl__vbaProject_DOT_bin=OLE)),
    "xlsb": (
        Fault.BINARY_WORKBOOK,
        with_kind(
            f"{KINDS}.sheet.main+xml", "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
        ),
    ),
    "xltx": (Fault.TEMPLATE, with_kind("sheet.main+xml", "template.main+xml")),
    "docx": (
        Fault.OTHER_OFFICE,
        with_kind("spreadsheetml.sheet.main", "wordprocessingml.document.main"),
    ),
    "strict": (
        Fault.STRICT,
        lambda p: pack(
            p,
            {
                name: content.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
                for name, content in roster().items()
            },
        ),
    ),
    "external links": (
        Fault.EXTERNAL_LINKS,
        with_parts(xl__externalLinks__externalLink1_DOT_xml="<a/>"),
    ),
    "embedded": (Fault.EMBEDDED, with_parts(xl__embeddings__oleObject1_DOT_bin=OLE)),
}

ATTACKS: dict[str, tuple[Fault, Make]] = {
    "truncated zip": (Fault.DAMAGED, truncated),
    "wrong sum": (Fault.DAMAGED, flipped),
    "lying header": (Fault.DAMAGED, lying),
    "truncated sheet": (Fault.DAMAGED, with_sheet(DAMAGE)),
    "encrypted part": (Fault.ENCRYPTED, encrypted_part),
    "bzip2": (Fault.DAMAGED, other_compression),
    "no workbook": (
        Fault.DAMAGED,
        lambda p: pack(p, {n: c for n, c in roster().items() if n != "xl/workbook.xml"}),
    ),
    "no sheet part": (
        Fault.DAMAGED,
        lambda p: pack(p, {n: c for n, c in roster().items() if n != SHEET}),
    ),
    "same name twice": (Fault.UNSAFE, twice),
    "absolute name": (Fault.UNSAFE, lambda p: pack(p, {**roster(), "/etc/cron.d/x": "1"})),
    "name with ..": (Fault.UNSAFE, lambda p: pack(p, {**roster(), "xl/../../x": "1"})),
    "drive letter": (Fault.UNSAFE, lambda p: pack(p, {**roster(), "C:\\x": "1"})),
    "entities in a sheet": (
        Fault.UNSAFE,
        with_sheet(sheet(row(1, "<c r='A1' t='str'><v>&c;</v></c>")).replace(HEAD, HEAD + LAUGHS)),
    ),
    "entities in styles": (Fault.UNSAFE, with_parts(xl__styles_DOT_xml=LAUGHS + "<l>&c;</l>")),
    "document type alone": (
        Fault.UNSAFE,
        with_sheet(sheet(row(1, number("A1", 1))).replace(HEAD, HEAD + "<!DOCTYPE worksheet>")),
    ),
    "outside entity": (
        Fault.UNSAFE,
        with_parts(xl__sharedStrings_DOT_xml=OUTSIDE + "<sst><si><t>&a;</t></si></sst>"),
    ),
    "entities in the contents": (
        Fault.UNSAFE,
        lambda p: pack(p, {**roster(), "[Content_Types].xml": LAUGHS + "<Types>&c;</Types>"}),
    ),
    "many entries": (Fault.TOO_COMPLEX, many_entries),
    "many sheets": (Fault.TOO_MANY_SHEETS, many_sheets),
    "far row": (
        Fault.TOO_MANY_ROWS,
        with_sheet(sheet(row(1, number("A1", 1)), row(1048576, number("A1048576", 1)))),
    ),
    "far column": (Fault.TOO_MANY_COLUMNS, with_sheet(sheet(row(1, number("XFD1", 1))))),
    "merged far": (
        Fault.TOO_COMPLEX,
        with_sheet(
            sheet(
                row(1, number("A1", 1)),
                after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
            )
        ),
    ),
    "link far": (
        Fault.TOO_COMPLEX,
        with_sheet(
            sheet(
                row(1, number("A1", 1)),
                after='<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>',
            )
        ),
    ),
    "millions of empty rows": (Fault.TOO_MANY_ROWS, rows_of(b"<row/>", 5_000_000)),
    "millions of empty cells": (
        Fault.TOO_MANY_CELLS,
        rows_of(b"<row>" + b"<c/>" * 1_000 + b"</row>", 3_000),
    ),
    "millions of cells": (
        Fault.TOO_MANY_CELLS,
        rows_of(b"<row>" + b"<c><v>1</v></c>" * 200 + b"</row>", 60_000),
    ),
    "millions of elements": (Fault.TOO_COMPLEX, rows_of(b"<x/>", 5_000_000)),
    "long cell": (
        Fault.CELL_TOO_LONG,
        rows_of(b'<row r="1"><c r="A1" t="str"><v>' + b"a" * 50 * MIB + b"</v></c></row>", 1),
    ),
    "long tag": (Fault.CELL_TOO_LONG, rows_of(b'<row r="1" x="' + b"a" * 50 * MIB + b'"/>', 1)),
    "spaces": (Fault.CELL_TOO_LONG, rows_of(b" " * 1_000, 100 * MIB // 1_000)),
    "large sheet": (Fault.UNPACKED_TOO_BIG, rows_of(b" " * 1_000, 257 * MIB // 1_000)),
    "long shared text": (
        Fault.CELL_TOO_LONG,
        strings_of(b"<si><t>" + b"a" * 50 * MIB + b"</t></si>", 1),
    ),
    "millions of shared texts": (Fault.TOO_MANY_CELLS, strings_of(b"<si/>", 6_000_000)),
    "large styles": (
        Fault.UNPACKED_TOO_BIG,
        with_parts(xl__styles_DOT_xml=b"<a>" + b" " * 17 * MIB + b"</a>"),
    ),
    "many styles": (
        Fault.TOO_COMPLEX,
        with_parts(xl__styles_DOT_xml=b"<a>" + b"<xf/>" * 2_000_000 + b"</a>"),
    ),
    "broken styles": (
        Fault.DAMAGED,
        with_parts(
            xl__styles_DOT_xml=roster()["xl/styles.xml"].replace('numFmtId="14"', 'numFmtId="x"')
        ),
    ),
    "no such shared text": (
        Fault.DAMAGED,
        with_sheet(sheet(row(1, '<c r="A1" t="s"><v>99</v></c>'))),
    ),
    "invalid utf-8": (Fault.DAMAGED, with_sheet(sheet(row(1, inline("A1", "甲"))).encode("gbk"))),
    "huge": (Fault.TOO_BIG, lambda p: _sparse(p, 33 * MIB)),
}


def _sparse(path: Path, size: int) -> None:
    with path.open("wb") as stream:
        stream.truncate(size)
