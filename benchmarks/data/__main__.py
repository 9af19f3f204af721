"""A command that fills the empty instance in FOLDER and checks its figures by plain SQL.

The records are invented.
"""

import argparse
import sys
import time
from pathlib import Path

from benchmarks.data import sizes
from benchmarks.data.checks import FIGURES, differences
from benchmarks.data.filling import fill
from partyhub.app import create_app


def main() -> int:
    """Fill the instance; return 1 where a figure differs.

    PARTYHUB_DATABASE chooses the database.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.data", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--no-check", action="store_true", help="leave the figures unchecked")
    sizes.add_arguments(parser)
    requested = parser.parse_args()
    folder = requested.folder.resolve()
    rebuilt = fill(folder, sizes.read_arguments(requested))
    _say(f"Filled, {time.process_time():.0f} s of CPU; derived by: {', '.join(rebuilt) or '-'}.")
    if requested.no_check:
        return 0
    different = differences(create_app(folder), folder)
    _say("\n".join(different) or f"{len(FIGURES)} figures are as plain SQL counts them.")
    return 1 if different else 0


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
