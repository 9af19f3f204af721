"""The writing of a file that is replaced in one step, or of a stream that stays open."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO


def write_whole(
    target: str | os.PathLike[str] | IO[bytes], write: Callable[[IO[bytes]], None]
) -> None:
    """Let `write` fill the target; a path has the new content only once it is complete."""
    if not isinstance(target, str | os.PathLike):
        write(target)
        return
    path = Path(target)
    # Beside the target, since only within one file system is replacing a single step.
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
