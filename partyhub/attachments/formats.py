"""Formats of files, told from their content: neither name nor what a browser says counts."""

from collections.abc import Collection, Mapping
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from partyhub.attachments import refusals
from partyhub.attachments.models import FileKind

# The brands of HEIF files whose pictures are coded by HEVC, as phones write them.
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
# The part by which a file in a ZIP archive is known.
PARTS: Mapping[str, FileKind] = {
    "word/document.xml": FileKind.DOCX,
    "xl/workbook.xml": FileKind.XLSX,
    "OFD.xml": FileKind.OFD,
}
MACROS = "vbaproject.bin"
# Where the end of a PDF says that it is one; some programs write a few bytes after it.
TAIL = 2_048


def find_picture_format(content: bytes) -> str | None:
    """Return the name by which Pillow knows the picture's format, or None for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return "HEIF"
    return None


def find_kind(content: bytes) -> FileKind:
    """Return the kind of a file; raises RefusedFileError for one that isn't taken."""
    if not content:
        raise refusals.empty()
    if find_picture_format(content):
        return FileKind.PHOTO
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-TAIL:]:
            raise refusals.damaged()
        return FileKind.PDF
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    raise refusals.unknown()


def _kind_of_archive(content: bytes) -> FileKind:
    """Return the kind by the list of the archive's parts; nothing of it is unpacked."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names: Collection[str] = frozenset(archive.namelist())
    except (BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise refusals.damaged() from error
    if any(name.lower().endswith(MACROS) for name in names):
        raise refusals.macros()
    for part, kind in PARTS.items():
        if part in names and (kind is FileKind.OFD or "[Content_Types].xml" in names):
            return kind
    raise refusals.unknown()
