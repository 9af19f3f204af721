"""The empty document that all are made from, and the package that is written."""

import zipfile
from datetime import datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import IO

_STYLES = "word/styles.xml"
_PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_rels.xml",
    "docProps/app.xml": "app.xml",
    "docProps/core.xml": "core.xml",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/fontTable.xml": "fontTable.xml",
    "word/settings.xml": "settings.xml",
    _STYLES: "styles.xml",
}
_FIRST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name


@cache
def empty_document(fonts: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Return a document without text, whose styles, fonts and settings are those of `parts`.

    `fonts` are pairs of a font and the one that stands in for it. The document of python-docx has
    styles of 880 kB, in other fonts.
    """
    stream = BytesIO()
    folder = files("partyhub.documents") / "parts"
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in _PARTS.items():
            text = (folder / part).read_text(encoding="utf-8")
            if name == _STYLES:
                for official, other in fonts:
                    text = text.replace(f'"{official}"', f'"{other}"')
            package.writestr(zipfile.ZipInfo(name), text)
    return stream.getvalue()


def copy_package(source: IO[bytes], target: IO[bytes], at: datetime | None) -> None:
    """Copy a package so that the same content gives the same bytes: all its parts are of `at`."""
    moment = max(_FIRST, at.timetuple()[:6]) if at else _FIRST
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, moment)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
