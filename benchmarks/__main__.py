"""Measure the lines of the table: all of them, or the subjects that are named."""

import argparse
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.bench import Bench, tell
from benchmarks.costs import PEERS_PYTHON, ROOT, run
from benchmarks.data.sizes import Sizes
from benchmarks.lines import SUBJECTS, measured
from benchmarks.results import Line, summary, table

RESULTS = ROOT / "benchmarks" / "RESULTS.md"
LESS = 10  # times fewer records in a quick run
PACKAGES = ("Django", "django-import-export", "Flask-Admin", "openpyxl", "lxml", "xlsxwriter")
OWN = ("Flask", "SQLAlchemy", "openpyxl")
NOTE = """\
Made by `make bench`. Seconds are CPU of the whole process or call, user and system, medians of runs
in turn, scaled to a machine on which adding up 0 … 4,999,999 in a loop of Python takes 0.28 s; what
the loop took here, between the runs of the line, stands beside it. The peers run in an environment
of their own, the database is warm. On a machine that does other work too, seconds of one run say
little: **read the ratios**, which compare what ran in turn.
"""


def main() -> int:
    """Print the table; write it to RESULTS.md where every subject ran and it was asked for."""
    asked = arguments()
    if not PEERS_PYTHON.exists():
        tell("The peers are not installed (make bench installs them): PartyHub is measured alone.")
    start = time.monotonic()
    lines: list[Line] = []
    for subject in asked.subjects or SUBJECTS:
        tell(f"{subject}, after {time.monotonic() - start:.0f} s")
        lines += measured(subject, make_bench(asked.quick))
    text = f"{table(lines)}\n\n{summary(lines)}; {time.monotonic() - start:.0f} s in all.\n"
    sys.stdout.write(text)
    if asked.out:
        asked.out.write_text(f"# Results\n\n{NOTE}\n{surroundings(asked.quick)}\n\n{text}")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("subjects", nargs="*", choices=[*SUBJECTS, []], metavar="SUBJECT")
    parser.add_argument("--quick", action="store_true", help="fewer records and rounds")
    parser.add_argument(
        "--out", type=Path, nargs="?", const=RESULTS, help=f"write the table to {RESULTS.name} too"
    )
    return parser.parse_args()


def make_bench(is_quick: bool) -> Bench:
    has_peers = PEERS_PYTHON.exists()
    if not is_quick:
        return Bench(has_peers=has_peers)
    return Bench(
        Sizes().of(LESS),
        rounds=2,
        pages=3,
        rows=100_000 // LESS,
        imported=10_000 // LESS,
        seconds=3,
        has_peers=has_peers,
    )


def surroundings(is_quick: bool) -> str:
    """The machine, the versions and how large it was."""
    sizes = make_bench(is_quick).sizes
    size = f"{sizes.members:,} members, {sizes.activities:,} activities"
    return "\n".join(
        [
            f"- {datetime.now(UTC):%Y-%m-%d}, {machine()}",
            f"- {size}{' (a quick run: smaller than the goals were set for)' if is_quick else ''}",
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
