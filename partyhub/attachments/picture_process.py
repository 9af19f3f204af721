"""The process that decodes a photo that somebody sent, and writes it anew; see `pictures`.

Its arguments are the format as Pillow calls it, the most pixels, and the longest side of picture
and thumbnail. The photo comes by standard input. The answer is a line of JSON, then the bytes of
both pictures; a photo that can't be decoded ends the process with an error.
"""

import json
import sys
import warnings
from io import BytesIO

from PIL import Image, ImageOps

from partyhub.confinement import confine

MEMORY, SECONDS = 1_000 * 2**20, 20
QUALITY, QUALITY_OF_THUMBNAIL = 85, 75
# Modes whose pixels can be averaged; others are converted before the picture is made smaller.
SMOOTH = frozenset({"RGB", "RGBA", "L", "LA", "CMYK", "YCbCr"})


def main(kind: str, most: int, longest: int, thumbnail: int) -> None:
    """Answer the picture without anything but its pixels, upright and at most `longest` a side."""
    content = sys.stdin.buffer.read()
    confine(MEMORY, SECONDS, writes=False)
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = most
    if kind == "HEIF":
        from pi_heif.as_plugin import register_heif_opener  # few photos need its libraries

        register_heif_opener(thumbnails=False)
    try:
        opened = Image.open(BytesIO(content), formats=(kind,))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        answer({"is_too_large": True})
        return
    picture = _rebuild(opened, longest)
    small = picture.copy()
    small.thumbnail((thumbnail, thumbnail))
    bodies = [_jpeg(picture, QUALITY), _jpeg(small, QUALITY_OF_THUMBNAIL)]
    sizes = [len(body) for body in bodies]
    answer({"width": picture.width, "height": picture.height, "sizes": sizes}, *bodies)


def _rebuild(opened: Image.Image, longest: int) -> Image.Image:
    """Return a new picture of the same pixels on white: without comment, profile and metadata."""
    found = opened
    if opened.mode.startswith("I;16"):
        found = opened.convert("I").point(lambda value: value / 256).convert("L")
    elif opened.mode not in SMOOTH:
        found = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    found.thumbnail((longest, longest))  # a JPEG is decoded at a lower resolution for it
    ImageOps.exif_transpose(found, in_place=True)
    plain = Image.new("RGB", found.size, "white")
    if found.has_transparency_data:
        found = found.convert("RGBA")
        plain.paste(found, mask=found)
    else:
        plain.paste(found.convert("RGB"))
    return plain


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=quality, optimize=True)
    return stream.getvalue()


def answer(facts: dict[str, object], *bodies: bytes) -> None:
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + b"".join(bodies))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
