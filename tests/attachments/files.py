"""Files as phones, scanners and attackers make them."""

import base64
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from zipfile import ZipFile

from PIL import Image

SECRET = "7SECRET7"  # what stands in the metadata of every photo here
ORIENTATION, DESCRIPTION, GPS = 0x0112, 0x010E, 0x8825
RED, BLUE = (200, 30, 30), (20, 40, 200)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
# A picture of 64 by 48 pixels as a phone codes it; nothing here could make one.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAA"
    "AAAAADRpbG9jAAAAAERAAAIAAQAAAAAB4gABAAAAAAAAABoAAgAAAAAB/AABAAAAAAAAAHwAAAA4aWluZgAAAAAAAgAAABVp"
    "bmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZo"
    "dmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAA"
    "AwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAA"
    "AAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1h"
    "AAAAAAAAAAEAAQWBAgMFhAAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAnm1kYXQAAAAWKAGvGYDvSaW//9/jH/X2r/im"
    "taY+bgAAAAZFeGlmAABNTQAqAAAACAADAQ4AAgAAAAkAAAAyARIAAwAAAAEAAQAAiCUABAAAAAEAAAA8AAAAADdTRUNSRVQ3"
    "AAAAAgABAAIAAAACTgAAAAACAAUAAAADAAAAWgAAAAAAAAAeAAAAAQAAAC0AAAABAAAADAAAAAE="
)


def picture(
    size: tuple[int, int] = (64, 48), mode: str = "RGB", color: object = RED
) -> Image.Image:
    return Image.new(mode, size, color)  # type: ignore[arg-type]


def metadata(orientation: int = 1) -> Image.Exif:
    """Where a photo was taken, what it shows, and how the phone was held."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[DESCRIPTION] = orientation, SECRET
    place = exif.get_ifd(GPS)
    place[1], place[2], place[3], place[4] = "N", (30.0, 45.0, 12.0), "E", (120.0, 45.0, 3.0)
    return exif


def photo(image: Image.Image | None = None, kind: str = "JPEG", **options: object) -> bytes:
    """A photo with metadata, in the format `kind` as Pillow calls it."""
    stream = BytesIO()
    options.setdefault("exif", metadata().tobytes())
    if kind == "JPEG":
        options.setdefault("comment", SECRET.encode())
    (image or picture()).save(stream, kind, **options)  # type: ignore[arg-type]
    return stream.getvalue()


def archive(parts: Mapping[str, str]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return stream.getvalue()


DOCX = archive({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"})
XLSX = archive({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})
OFD = archive({"OFD.xml": "<x/>"})
WITH_MACROS = archive(
    {"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>", "word/vbaProject.bin": "x"}
)


@cache
def bomb() -> bytes:
    """A PNG of a few kilobytes that would fill half a gigabyte of memory."""
    stream = BytesIO()
    Image.new("1", (13_000, 13_000)).save(stream, "PNG")
    return stream.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content), formats=("JPEG",))
