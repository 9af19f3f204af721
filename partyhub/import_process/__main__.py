"""Entry point of the process, which waits for its turn and then does its task.

It loads nothing before its turn, so that waiting costs no memory.
"""

import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

# The process yields to the web processes by this much.
NICENESS = 10
SIGN_SECONDS = 2.0
TURN_SECONDS = 0.2


def main(instance: Path, token: str, memory: int, seconds: int) -> None:
    """Wait for a turn and do the task of upload `token`; nothing is done if it was deleted.

    `memory` and `seconds` limit the bytes and the CPU time of the process.
    """
    own = instance / "imports" / token
    with signs_of_life(own / "pulse"), turn(own.parent):
        if not own.is_dir():  # the upload was deleted meanwhile
            return
        if hasattr(os, "nice"):
            os.nice(NICENESS)
        from partyhub.import_process.worker import work  # loads the whole application

        work(instance, token, memory, seconds)


@contextmanager
def signs_of_life(pulse: Path) -> Iterator[None]:
    """Touch `pulse` every SIGN_SECONDS; this ends with the process, however that ends."""
    over = Event()

    def beat() -> None:
        while not over.wait(SIGN_SECONDS):
            with suppress(OSError):
                os.utime(pulse)

    Thread(target=beat, daemon=True).start()
    try:
        yield
    finally:
        over.set()


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """Wait until fewer than half the processors judge files, those of other servers included.

    The lock is one of SQLite, because every system releases it when a process dies.
    """
    names = [f"turn-{number}.lock" for number in range(max(1, (os.cpu_count() or 1) // 2))]
    while True:
        for name in names:
            connection = sqlite3.connect(folder / name, isolation_level=None, timeout=0)
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError:
                connection.close()
                continue
            try:
                yield
            finally:
                connection.close()
            return
        time.sleep(TURN_SECONDS)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
