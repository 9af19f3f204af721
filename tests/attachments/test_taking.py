"""What becomes of a file that somebody sends: it is judged by its content, and written anew."""

import random
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from partyhub.attachments import pictures, storage
from partyhub.attachments.file_names import clean_file_name
from partyhub.attachments.models import FileKind
from partyhub.attachments.operations import Taken, take_file
from partyhub.attachments.refusals import RefusedFileError
from tests.attachments import files
from tests.attachments.files import SECRET, photo, picture

pytestmark = pytest.mark.long
LIMITS = {"photo": 2_000_000, "file": 1_000_000, "pixels": 30_000_000}


@pytest.fixture(autouse=True)
def context(app: Flask) -> Iterator[None]:
    with app.test_request_context(), force_locale("en"):
        yield


def take(content: bytes, name: str = "file", **limits: int) -> Taken:
    return take_file(BytesIO(content), name, LIMITS | limits)


def refusal_of(content: bytes, name: str = "file", **limits: int) -> str:
    with pytest.raises(RefusedFileError) as refused:
        take(content, name, **limits)
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "kind", "name"),
    [
        (photo(), FileKind.PHOTO, "file.jpg"),
        (photo(kind="PNG"), FileKind.PHOTO, "file.jpg"),
        (photo(kind="WEBP"), FileKind.PHOTO, "file.jpg"),
        (files.HEIC, FileKind.PHOTO, "file.jpg"),
        (files.PDF, FileKind.PDF, "file.pdf"),
        (files.DOCX, FileKind.DOCX, "file.docx"),
        (files.XLSX, FileKind.XLSX, "file.xlsx"),
        (files.OFD, FileKind.OFD, "file.ofd"),
    ],
)
def test_the_content_says_what_it_is(content: bytes, kind: FileKind, name: str) -> None:
    for given in ("file.exe", "file.html", "file.png", "file.pdf", "file"):
        taken = take(content, given)
        assert (taken.kind, taken.name) == (kind, name)
        stored = storage.read(taken.digest)
        assert len(stored) == taken.size
        if kind is not FileKind.PHOTO:
            assert stored == content


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b"MZ\x90\x00" + bytes(60),
        b"GIF89a" + bytes(60),
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),  # an old Word or Excel file
        b"II*\x00" + bytes(60),
        b"RIFF\x00\x00\x00\x00WAVE",
        b"\x00\x00\x00\x20ftypavif" + bytes(60),
        b"\n%PDF-1.4 %%EOF",
        files.archive({"index.html": "<script>"}),
        files.archive({"[Content_Types].xml": "<x/>", "ppt/presentation.xml": "<x/>"}),
        b" " + photo(),
        b"x",
    ],
)
def test_any_other_content_is_refused(content: bytes) -> None:
    for name in ("photo.jpg", "minutes.pdf"):
        assert "Save it as one of them" in refusal_of(content, name)


def test_what_is_empty_too_large_or_has_macros_says_so() -> None:
    assert "empty" in refusal_of(b"")
    assert "larger than 0.5 MB" in refusal_of(files.PDF * 9_000, file=2**19)
    noise = bytes(random.Random(3).randbytes(600_000))
    assert "larger than 0.1 MB" in refusal_of(photo() + noise, photo=100_000)
    assert "macros" in refusal_of(files.WITH_MACROS)
    assert "damaged" in refusal_of(files.PDF[:-6])
    assert "damaged" in refusal_of(files.DOCX[:-30])


def test_a_photo_is_only_its_pixels(app: Flask) -> None:
    """Where it was taken, its description and its comment are gone, and what hides behind it."""
    hidden = b"<script>alert(1)</script>PK\x03\x04" + files.DOCX
    for content in (photo() + hidden, photo(kind="PNG"), photo(kind="WEBP"), files.HEIC):
        assert SECRET.encode() in content
        taken = take(content)
        assert taken.thumbnail_digest
        for digest in (taken.digest, taken.thumbnail_digest):
            stored = storage.read(digest)
            found = files.opened(stored)
            assert not found.getexif()
            assert not found.info.keys() - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
            for trace in (SECRET.encode(), b"Exif", b"script", b"http", b"PK\x03\x04"):
                assert trace not in stored
            assert stored.endswith(b"\xff\xd9")


def test_a_photo_stands_upright() -> None:
    sideways = picture((60, 30))
    sideways.paste(files.BLUE, (0, 0, 30, 30))  # the left half
    content = photo(sideways, exif=files.metadata(orientation=6).tobytes(), quality=95)
    taken = take(content)
    assert (taken.width, taken.height) == (30, 60)
    found = files.opened(storage.read(taken.digest))
    red, _, blue = found.getpixel((15, 10))  # type: ignore[misc]
    assert blue > 150 > 100 > red, "What was left is above."


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_pixels_is_taken(mode: str) -> None:
    color: Any = {"CMYK": (0, 200, 200, 0), "RGBA": (200, 30, 30, 255), "RGB": files.RED}.get(mode)
    image = picture(mode=mode, color=color) if color else picture(mode="RGB").convert("L")
    if not color:
        image = image.convert("I").point(lambda value: value * 256) if "I" in mode else image
        image = image.convert(mode)
    taken = take(photo(image, kind="JPEG" if mode == "CMYK" else "PNG", exif=b""))
    found = files.opened(storage.read(taken.digest))
    assert found.mode == "RGB"
    assert found.size == (64, 48)
    if mode not in ("1", "P"):
        assert found.convert("L").getpixel((5, 5)) < 200, "It isn't blank."  # type: ignore[operator]


def test_what_is_transparent_becomes_white() -> None:
    taken = take(photo(picture(mode="RGBA", color=(200, 30, 30, 0)), kind="PNG"))
    assert files.opened(storage.read(taken.digest)).getpixel((5, 5)) == (255, 255, 255)


def test_an_animation_becomes_its_first_picture() -> None:
    frames = [picture(), picture(color=files.BLUE)]
    content = photo(frames[0], kind="WEBP", save_all=True, append_images=frames[1:], lossless=True)
    red, _, blue = files.opened(storage.read(take(content).digest)).getpixel((5, 5))  # type: ignore[misc]
    assert red > 150 > blue


def test_large_photos_are_made_smaller() -> None:
    taken = take(photo(picture((4_000, 3_000))))
    assert (taken.width, taken.height) == (pictures.LONGEST, pictures.LONGEST * 3 // 4)
    assert taken.thumbnail_digest
    small = files.opened(storage.read(taken.thumbnail_digest))
    assert max(small.size) == pictures.THUMBNAIL
    small_one = take(photo(picture((10, 10))))
    assert (small_one.width, small_one.height) == (10, 10)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert len(files.bomb()) < 50_000
    assert "more than 30 million pixels" in refusal_of(files.bomb(), "IMG.png")
    assert "more than 0.5 million pixels" in refusal_of(photo(picture((900, 900))), pixels=500_000)


def test_what_is_cut_off_is_refused() -> None:
    noisy = noise_picture()
    for kind in ("JPEG", "PNG", "WEBP"):
        content = photo(noisy, kind=kind)
        for part in (20, len(content) // 3, len(content) * 2 // 3):
            assert "damaged" in refusal_of(content[:part])
    assert "damaged" in refusal_of(files.HEIC[:300])


def noise_picture() -> Any:
    from PIL import Image

    return Image.frombytes("RGB", (80, 80), random.Random(5).randbytes(80 * 80 * 3))


@pytest.mark.slow
def test_no_mutated_photo_does_harm() -> None:
    """Bytes are changed at random: each answer is a picture without metadata, or a refusal."""
    chance = random.Random(11)
    whole = [photo(noise_picture(), kind=kind) for kind in ("JPEG", "PNG", "WEBP")]
    good = 0
    for content in [*whole, files.HEIC] * 20:
        changed = bytearray(content)
        for _ in range(chance.randint(1, 6)):
            changed[chance.randrange(12, len(changed))] = chance.randrange(256)
        try:
            taken = take(bytes(changed))
        except RefusedFileError:
            continue
        good += 1
        assert not files.opened(storage.read(taken.digest)).getexif()
    assert 0 < good < 80


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("会议记录.pdf", "会议记录.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        (r"D:\scans\扫描件.PDF", "扫描件.pdf"),
        (r"..\..\x.exe", "x.pdf"),
        ("a\x00b\r\nc\u202egpj.exe", "ab cgpj.pdf"),
        ("CON", "_CON.pdf"),
        ("con.tar.pdf", "_con.tar.pdf"),
        ("COM1.pdf", "_COM1.pdf"),
        ("会议 12:30?.pdf", "会议 12_30_.pdf"),
        ("", "PDF.pdf"),
        ("...", "PDF.pdf"),
        (".pdf", "PDF.pdf"),
        ("\ud800.pdf", "PDF.pdf"),
        ("v1.2 最终版", "v1.2 最终版.pdf"),
        ("字" * 300 + ".pdf", "字" * 60 + ".pdf"),
    ],
)
def test_names_are_cleaned(given: str, name: str) -> None:
    assert clean_file_name(given, FileKind.PDF) == name
