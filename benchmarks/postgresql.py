"""A temporary PostgreSQL server for the benchmarks, on a socket only, deleted at the end."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

from benchmarks.costs import ROOT

USER = "postgres"  # the owner of the server where this process may not own one itself
LONGEST = 120
INITIAL = ("-A", "trust", "-E", "UTF8", "-N", "--locale=C.UTF-8")
# No parallel workers: the CPU of one connection is measured.
SETTINGS = (
    "listen_addresses=''",
    "fsync=off",
    "shared_buffers=512MB",
    "max_wal_size=4GB",
    "max_parallel_workers_per_gather=0",
    "jit=off",
)


class UnavailableError(Exception):
    """Error for a missing PostgreSQL, or a program that doesn't support it (yet)."""


@contextmanager
def serving() -> Iterator[str]:
    """Start a server and yield its address for PARTYHUB_DATABASE; raises UnavailableError."""
    programs = find_programs()
    folder = Path(mkdtemp(prefix="partyhub-bench-"))  # short: a socket's path is soon too long
    try:
        if os.getuid() == 0:
            shutil.chown(folder, USER)
        with _started(programs, folder):
            yield f"postgresql+psycopg://{USER}@/postgres?host={folder}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(programs: Path, folder: Path) -> Iterator[None]:
    data, settings = folder / "data", (*SETTINGS, f"unix_socket_directories={folder}")
    _run(programs, ["initdb", "-D", data, "-U", USER, *INITIAL])
    options = " ".join(f"-c {setting}" for setting in settings)
    _run(programs, ["pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", options, "start"])
    try:
        yield
    finally:
        _run(programs, ["pg_ctl", "-D", data, "-m", "fast", "-w", "stop"])


def find_programs() -> Path:
    """Return the folder of PostgreSQL's programs; raises UnavailableError."""
    if find_spec("psycopg") is None:
        raise UnavailableError("psycopg is not installed")
    if "PARTYHUB_DATABASE" not in (ROOT / "partyhub" / "config.py").read_text():
        raise UnavailableError("the program takes no PARTYHUB_DATABASE yet")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not found:
        raise UnavailableError("PostgreSQL is not installed")
    return found[-1]


def _run(programs: Path, words: Sequence[str | Path]) -> None:
    """Run a program; as root run it as USER, since root may not own a server."""
    command = [str(programs / words[0]), *map(str, words[1:])]
    if os.getuid() == 0:
        command = ["runuser", "-u", USER, "--", *command]
    subprocess.run(command, check=True, timeout=LONGEST, cwd="/", stdout=subprocess.DEVNULL)
