"""Lines for the start: imports, memory, and commands that do little."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.bench import Bench
from benchmarks.costs import ours, run, theirs
from benchmarks.instances import Instance
from benchmarks.results import Goal, Line

FRAMEWORKS = "import flask, sqlalchemy.orm"
APPLICATION = "import partyhub.app"
FEW = 300  # members of the instance whose figures are computed
BAD_USAGE = 2
MEMORY = """
import sys
from functools import partial
from pathlib import Path
from benchmarks.costs import peak_memory
from partyhub.app import create_app
create_app(Path(sys.argv[1]))
print(peak_memory())
"""
ALMOST = {
    "list": ("list", "campaigns"),
    "check-config": ("check-config",),
    "figures": ("figures", "--period", "2025"),
}


def measure(bench: Bench) -> list[Line]:
    instance = bench.filled(bench.sizes.of(max(1, bench.sizes.members // FEW)))
    program = Path(sys.executable).with_name("partyhub")
    sides: dict[str, Callable[[], float]] = {
        "frameworks": lambda: cost_of(sys.executable, "-c", FRAMEWORKS),
        "app": lambda: cost_of(sys.executable, "-c", APPLICATION),
        "help": lambda: cost_of(program, "--help"),
        "usage": lambda: cost_of(program, "--no-such-option", accepted=(BAD_USAGE,)),
    }
    for name, words in ALMOST.items():
        sides[name] = partial(cost_on, instance, *words)
    found = bench.medians(sides)
    both = (found["frameworks"], FRAMEWORKS)
    quick, command = Goal(0.3), Goal(1.7)
    return [
        Line(APPLICATION, found["app"], Goal(1.5), *both),
        memory(bench, instance),
        Line("partyhub --help", found["help"], quick, *both),
        Line("a usage error", found["usage"], quick, *both),
        *(Line(f"partyhub {name}", found[name], command, *both) for name in ALMOST),
    ]


def cost_of(*words: str | Path, accepted: tuple[int, ...] = (0,)) -> float:
    return run(words, accepted=accepted).cpu


def cost_on(instance: Instance, *words: str) -> float:
    return run(ours("partyhub.cli", *words), instance.environment).cpu


def memory(bench: Bench, instance: Instance) -> Line:
    """Return a line for the peak memory after making the application, beside Django's admin."""
    words = (sys.executable, "-c", MEMORY, instance.folder)
    own = median(float(run(words, instance.environment).output) for _ in range(bench.rounds))
    peer = None
    if bench.has_peers:
        peer = float(run(theirs("starting", "django", instance.peer_database)).output)
    return Line("memory after create_app", own, Goal(62, "MB"), peer, "Django admin", "MB")
