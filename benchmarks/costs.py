"""The cost of running something: CPU of a process with its children, or of a call inside one."""

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import Any

ROOT = Path(__file__).parents[1]
PEERS_PYTHON = ROOT / "build" / "bench-venv" / "bin" / "python"
COUNTED = 5_000_000
LONGEST = 1_800  # seconds that one process may take
LONG = 3.0  # seconds of CPU after which a call is not repeated any more


@dataclass(frozen=True)
class Cost:
    """CPU seconds, user and system, and the output of the process."""

    cpu: float
    output: str = ""

    @property
    def answer(self) -> Any:
        return json.loads(self.output)


def loop() -> float:
    """Return the CPU seconds of adding up 0 … 4,999,999: the machine's current speed."""
    start, total = time.process_time(), 0
    for number in range(COUNTED):
        total += number
    return time.process_time() - start


def run(
    words: Sequence[str | Path],
    environment: Mapping[str, str] | None = None,
    accepted: Sequence[int] = (0,),
) -> Cost:
    """Run a program from the checkout to its end; raises RuntimeError when it fails.

    The CPU time is that of the process and of all children that it waited for.
    """
    before = cpu_of(RUSAGE_CHILDREN)
    done = subprocess.run(
        [str(word) for word in words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )
    cpu = cpu_of(RUSAGE_CHILDREN) - before
    if done.returncode not in accepted:
        raise RuntimeError(f"{words} ended with {done.returncode}: {done.stderr[-2000:]}")
    return Cost(cpu, done.stdout)


def ours(module: str, *words: str | Path) -> list[str | Path]:
    """Return the command that runs a module with PartyHub's own environment."""
    return [sys.executable, "-m", module, *words]


def theirs(module: str, *words: str | Path) -> list[str | Path]:
    """Return the command that runs a module of `peers` with the peers' environment."""
    return [PEERS_PYTHON, "-m", f"benchmarks.peers.{module}", *words]


def cpu_of(who: int) -> float:
    usage = getrusage(who)
    return usage.ru_utime + usage.ru_stime


def repeated(action: Callable[[], Any], times: int) -> list[float]:
    """Return the CPU seconds of each call, of at most `times` calls after one that warms up.

    A call that takes long is not repeated: then the first call is the only one returned.
    """
    first = timed(action)
    if first > LONG:
        return [first]
    found: list[float] = []
    while len(found) < times and sum(found) < LONG:
        found.append(timed(action))
    return found


def timed(action: Callable[[], Any]) -> float:
    start = cpu_of(RUSAGE_SELF)
    action()
    return cpu_of(RUSAGE_SELF) - start


def settle() -> None:
    """Exclude the objects of the start-up from garbage collection, as `partyhub serve` does."""
    gc.collect()
    gc.freeze()


def peak_memory() -> float:
    """Return the peak memory of this process in MB (10⁶ bytes), on Linux only."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmHWM"))
