"""Photos: decoded in a process of their own, and written anew without their metadata.

The place, the time and the device of a photo, its comments and whatever is hidden behind it are
gone; what is stored is a JPEG of the pixels. Decoders of pictures have been attacked for decades,
so they run within limits of memory and time, and what breaks them breaks nothing else.
"""

import json
import logging
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import BoundedSemaphore
from typing import NamedTuple

from partyhub.attachments import refusals

# Pixels of the longest side: a page of A4 stays legible, as if scanned with 250 dots an inch.
LONGEST, THUMBNAIL = 2_880, 320
# Seconds after which a photo is given up; its process may use far less CPU time.
PATIENCE = 120
_ROOT = Path(__file__).resolve().parents[2]  # so that the child runs the code that runs here
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows no window shall appear
# How many photos are decoded at once; more wait for their turn, since each may take 500 MB.
_turns = BoundedSemaphore(2)
_log = logging.getLogger(__name__)


class Picture(NamedTuple):
    """A photo as it is stored: a JPEG, with its size in pixels, and a small one of it."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def rebuild(content: bytes, picture_format: str, most_pixels: int) -> Picture:
    """Return the photo decoded and written anew; raises RefusedFileError where it can't be."""
    numbers = [str(number) for number in (most_pixels, LONGEST, THUMBNAIL)]
    try:
        with _turns:
            done = _run(content, [picture_format, *numbers])
    except subprocess.SubprocessError as error:
        output = (getattr(error, "stderr", None) or b"").decode("utf-8", "replace").strip()
        _log.info("a photo was refused: %s", output.rpartition("\n")[2][:300] or error)
        raise refusals.damaged() from error
    head, _, bodies = done.stdout.partition(b"\n")
    facts = json.loads(head)
    if "is_too_large" in facts:
        raise refusals.too_many_pixels(most_pixels)
    first = facts["sizes"][0]
    return Picture(bodies[:first], bodies[first:], facts["width"], facts["height"])


def _run(content: bytes, arguments: Sequence[str]) -> "subprocess.CompletedProcess[bytes]":
    """Run the process; raises SubprocessError where it fails or takes too long."""
    return subprocess.run(  # noqa: S603 - nothing of the sender's is in the command
        [sys.executable, "-B", "-m", f"{__package__}.picture_process", *arguments],
        cwd=_ROOT,
        input=content,
        capture_output=True,
        check=True,
        timeout=PATIENCE,
        creationflags=_NO_WINDOW,
    )
