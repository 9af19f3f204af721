"""The content types of a package, which say what each part is and so what kind of file it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, NoReturn
from xml.parsers import expat
from zipfile import ZipFile

from partyhub.spreadsheets.faults import Fault, UnreadableError
from partyhub.spreadsheets.limits import Limits

CONTENT_TYPES = "[Content_Types].xml"
_MOST_BYTES = 2**20
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_OTHERS = (
    ("binary.macroenabled", Fault.BINARY_WORKBOOK),
    ("macroenabled", Fault.MACROS),
    ("vbaproject", Fault.MACROS),
    ("macrosheet", Fault.MACROS),
    ("spreadsheetml.template.main", Fault.TEMPLATE),
    ("wordprocessingml", Fault.OTHER_OFFICE),
    ("presentationml", Fault.OTHER_OFFICE),
    ("ms-visio", Fault.OTHER_OFFICE),
)


@dataclass
class ContentTypes:
    """The parts by kind, without a leading slash; `fault` is set when it isn't a plain workbook."""

    workbook: str = "xl/workbook.xml"
    sheets: set[str] = field(default_factory=set)
    strings: set[str] = field(default_factory=set)
    xml_parts: set[str] = field(default_factory=set)
    fault: Fault | None = Fault.NO_WORKBOOK


def read_content_types(archive: ZipFile, limits: Limits) -> ContentTypes:
    """Return the content types of a package; raises UnreadableError when they can't be read."""
    names = archive.namelist()
    if CONTENT_TYPES not in names:
        return ContentTypes(fault=_fault_without(archive, names))
    if archive.getinfo(CONTENT_TYPES).file_size > _MOST_BYTES:
        raise UnreadableError(Fault.TOO_COMPLEX, {"limit": limits.entries})
    types = ContentTypes()
    with archive.open(CONTENT_TYPES) as stream:
        for part, kind in _declared(stream):
            _take(types, part, kind)
    return types


def _fault_without(archive: ZipFile, names: list[str]) -> Fault:
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        mimetype = archive.read("mimetype")
        if mimetype.startswith(b"application/vnd.oasis.opendocument"):
            return Fault.OPEN_DOCUMENT
    return Fault.DAMAGED if "xl/workbook.xml" in names else Fault.ARCHIVE


def _declared(stream: IO[bytes]) -> Iterator[tuple[str, str]]:
    """Yield (part, kind) pairs; a kind declared for a file name extension has an empty part."""
    found: list[tuple[str, str]] = []

    def start(_: str, attributes: dict[str, str]) -> None:
        if "ContentType" in attributes:
            part = attributes.get("PartName", "").lstrip("/")
            found.append((part, attributes["ContentType"].strip()))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.ParseFile(stream)
    except expat.ExpatError as error:
        raise UnreadableError(Fault.DAMAGED, why=str(error)) from None
    yield from found


def _refuse(*_: object) -> NoReturn:
    raise UnreadableError(Fault.UNSAFE, why="document type declaration")


def _take(types: ContentTypes, part: str, kind: str) -> None:
    # A fault that was found stays, whatever else the file contains.
    spoken = types.fault not in (None, Fault.NO_WORKBOOK)
    if fault := next((fault for word, fault in _OTHERS if word in kind.casefold()), None):
        types.fault = types.fault if spoken else fault
        return
    if part and kind.endswith("+xml"):
        types.xml_parts.add(part)
    if kind == _SHEET:
        types.sheets.add(part)
    elif kind == _STRINGS:
        types.strings.add(part)
    elif kind == _WORKBOOK:
        types.workbook = part or types.workbook
        types.fault = types.fault if spoken else None
