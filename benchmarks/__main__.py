"""Both sides in turn, in processes of their own; the medians as a table, and how they compare."""

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import people

ROOT = Path(__file__).parents[1]
RIVAL = ROOT / "build" / "bench-venv" / "bin" / "python"
OURS, PLAIN, TUNED = "PartyHub", "django-import-export", "the same, tuned"
SIDES = {
    OURS: (sys.executable, "-m", "benchmarks.partyhub_side", ()),
    PLAIN: (str(RIVAL), "-m", "benchmarks.django_side", ("plain",)),
    TUNED: (str(RIVAL), "-m", "benchmarks.django_side", ("tuned",)),
}
STEPS = {"preview": "preview", "apply": "apply", "again": "preview of the export"}
LESS = 10  # the smaller workbook has so many times fewer rows


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), asked.rows, asked.rounds)


def compare(folder: Path, rows: int, rounds: int) -> None:
    large, small = folder / "large.xlsx", folder / "small.xlsx"
    people.write_workbook(large, rows)
    people.write_workbook(small, rows // LESS)
    found: dict[str, list[Any]] = {side: [] for side in SIDES}
    for number in range(rounds):
        for side in SIDES:
            tell(f"round {number + 1} of {rounds}: {side}")
            found[side].append(run(side, folder / f"{number}-{len(found[side])}-{side}", large))
    less = run(OURS, folder / "small", small)
    say(f"{rows:,} members, {len(people.COLUMNS)} columns, median of {rounds}; {machine()}\n")
    say(table(found))
    say(growth(found[OURS], less, rows))


def run(side: str, folder: Path, workbook: Path) -> Any:
    python, option, module, more = SIDES[side]
    command = [python, option, module, str(folder), str(workbook), *more]
    answer = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)  # noqa: S603
    return json.loads(answer.stdout)


def table(found: dict[str, list[Any]]) -> str:
    """Seconds on the wall and of the processors; the last two columns say how many times ours."""
    lines = ["| | step | wall s | CPU s | × wall | × CPU |", "|---|---|--:|--:|--:|--:|"]
    steps = [(text, (key,)) for key, text in STEPS.items()]
    for text, keys in [*steps, ("preview and apply", ("preview", "apply"))]:
        ours = {kind: spent(found[OURS], keys, kind) for kind in ("wall", "cpu")}
        for side, runs in found.items():
            wall, cpu = spent(runs, keys, "wall"), spent(runs, keys, "cpu")
            times = f"{wall / ours['wall']:.1f} | {cpu / ours['cpu']:.1f}"
            lines.append(f"| {side} | {text} | {wall:.1f} | {cpu:.1f} | {times} |")
    return "\n".join(lines)


def growth(runs: list[Any], less: Any, rows: int) -> str:
    both = ("preview", "apply")
    more, few = spent(runs, both, "cpu"), spent([less], both, "cpu")
    large, small = runs[-1]["memory"], less["memory"]
    return (
        f"\n{OURS}, {rows // LESS:,} rows: {few:.1f} s of CPU; {rows:,} rows: {more:.1f} s,"
        f" {more / few:.1f} times as much.\n"
        f"Memory at most: {small['parent']:.0f} and {large['parent']:.0f} MiB"
        f" ({large['start']:.0f} MiB before the first row);"
        f" of the process that reads: {small['child']:.0f} and {large['child']:.0f} MiB."
    )


def spent(runs: list[Any], steps: tuple[str, ...], kind: str) -> float:
    return median(sum(run["steps"][step][kind] for step in steps) for run in runs)


def machine() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return f"{len(names)} × {names[0]}, Python {platform.python_version()}"


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


def tell(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    main()
