"""Files that are written for one answer, and are gone once it is sent."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryFile
from typing import IO


@contextmanager
def file_to_send() -> Iterator[IO[bytes]]:
    """Open a temporary file to write what an answer sends, and go back to its beginning.

    The answer closes it when it is sent; where something fails before, it is closed at once.
    """
    with ExitStack() as closing:
        stream = closing.enter_context(TemporaryFile())
        yield stream
        stream.seek(0)
        closing.pop_all()
