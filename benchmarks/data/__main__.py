"""Fill the empty instance in FOLDER with invented records, and check its figures by plain SQL."""

import argparse
import sys
import time
from pathlib import Path

from benchmarks.data import sizes
from benchmarks.data.checks import FIGURES, differences
from benchmarks.data.filling import fill
from partyhub.app import create_app


def main() -> int:
    """Exit 1 where a figure differs. PARTYHUB_DATABASE chooses the database."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.data", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--no-check", action="store_true", help="leave the figures unchecked")
    sizes.add_arguments(parser)
    asked = parser.parse_args()
    folder = asked.folder.resolve()
    rebuilt = fill(folder, sizes.read_arguments(asked))
    _say(f"Filled, {time.process_time():.0f} s of CPU; derived by: {', '.join(rebuilt) or '-'}.")
    if asked.no_check:
        return 0
    different = differences(create_app(folder), folder)
    _say("\n".join(different) or f"{len(FIGURES)} figures are as plain SQL counts them.")
    return 1 if different else 0


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
