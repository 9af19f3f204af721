"""Measurement of the lines of the table: all of them, or those of the named subjects."""

import argparse
import platform
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from subprocess import SubprocessError

from benchmarks.bench import Bench, tell
from benchmarks.costs import PEERS_PYTHON, ROOT, run
from benchmarks.data.sizes import Sizes
from benchmarks.lines import SUBJECTS, measured
from benchmarks.report import section_of, write_sections
from benchmarks.results import Line, head, row, summary

RESULTS = ROOT / "benchmarks" / "RESULTS.md"
ROUNDS, QUICK_ROUNDS = 3, 2
LESS = 10  # times fewer records in a quick run
PACKAGES = ("Django", "django-import-export", "Flask-Admin", "openpyxl", "lxml", "xlsxwriter")
OWN = ("Flask", "SQLAlchemy", "openpyxl")
SMALLER = "A quick run: it has a tenth of the records that the goals were set for."
NOTE = """\
Made by `make bench`. Seconds are CPU of the whole process or call, user and system, medians of runs
in turn, scaled to a machine on which adding up 0 … 4,999,999 in a loop of Python takes 0.28 s; what
the loop took here, between the runs of the line, stands beside it. The peers run in an environment
of their own, the database is warm. On a machine that does other work too, seconds of one run say
little: **read the ratios**, which compare what ran in turn.
"""


def main() -> int:
    """Print the table line by line, and write it if requested; return 1 if a subject failed."""
    requested = arguments()
    if not PEERS_PYTHON.exists():
        tell("The peers are not installed (make bench installs them): PartyHub is measured alone.")
    start = time.monotonic()
    lines: list[Line] = []
    failed: list[str] = []
    say(head())
    for subject in requested.subjects or SUBJECTS:
        tell(f"{subject}, after {time.monotonic() - start:.0f} s")
        try:
            found = measured(subject, make_bench(requested.quick, requested.rounds))
        except (RuntimeError, AssertionError, OSError, SubprocessError) as error:
            tell(f"{subject} failed: {error}")
            failed.append(subject)
            continue
        lines += found
        say("\n".join(map(row, found)))
        if requested.write:
            when = f"Measured on {datetime.now(UTC):%Y-%m-%d}, {requested.rounds} runs in turn."
            section = section_of(found, when)
            write_sections(RESULTS, about(), {subject: section}, list(SUBJECTS))
    say(f"\n{closing(lines, failed, time.monotonic() - start, requested.quick)}")
    return 1 if failed else 0


def closing(lines: Sequence[Line], failed: Sequence[str], seconds: float, is_quick: bool) -> str:
    """Return a summary: how many goals are met, which subjects failed, and how long it took."""
    found = [f"{summary(lines)}.", *(f"{subject} failed." for subject in failed)]
    return " ".join([*found, f"It took {seconds:.0f} s.", *([SMALLER] if is_quick else [])])


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("subjects", nargs="*", type=subject_named, metavar="SUBJECT")
    parser.add_argument("--quick", action="store_true", help="fewer records and rounds")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help="runs of each side")
    parser.add_argument("--write", action="store_true", help="write the sections of RESULTS.md")
    requested = parser.parse_args()
    if requested.write and requested.quick:
        parser.error("RESULTS.md is of the full size: leave out either --write or --quick")
    return requested


def subject_named(name: str) -> str:
    if name not in SUBJECTS:
        raise argparse.ArgumentTypeError(f"{name} is none of: {', '.join(SUBJECTS)}")
    return name


def make_bench(is_quick: bool, rounds: int = ROUNDS) -> Bench:
    has_peers = PEERS_PYTHON.exists()
    if not is_quick:
        return Bench(rounds=rounds, has_peers=has_peers)
    return Bench(
        Sizes().of(LESS),
        rounds=min(rounds, QUICK_ROUNDS),
        pages=3,
        rows=100_000 // LESS,
        imported=10_000 // LESS,
        seconds=3,
        has_peers=has_peers,
    )


def about() -> str:
    """Return the conditions of the measurement: the machine, the versions and the sizes."""
    sizes = make_bench(is_quick=False).sizes
    return "\n".join(
        [
            NOTE,
            f"- {machine()}",
            f"- {sizes.members:,} members, {sizes.activities:,} activities",
            f"- PartyHub's environment: {versions(sys.executable, OWN)}",
            f"- the peers': {versions(PEERS_PYTHON, PACKAGES) if PEERS_PYTHON.exists() else '–'}",
        ]
    )


def versions(python: str | Path, packages: tuple[str, ...]) -> str:
    code = (
        "import sys; from importlib.metadata import version;"
        "print(', '.join(f'{name} {version(name)}' for name in sys.argv[1:]))"
    )
    return run([python, "-c", code, *packages]).output.strip()


def machine() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return f"{len(names)} × {names[0] if names else '?'}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
