"""What a step costs: time on the wall, time of the processors, and the most memory so far."""

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

MIB = 1 if sys.platform != "darwin" else 1024  # Linux counts KiB, macOS bytes


class Measures:
    """Measures steps of this process and of the children it has waited for."""

    def __init__(self) -> None:
        self.steps: dict[str, dict[str, float]] = {}
        self.start_rss = _rss(resource.RUSAGE_SELF)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        wall, cpu = time.perf_counter(), _cpu()
        yield
        self.steps[name] = {"wall": time.perf_counter() - wall, "cpu": _cpu() - cpu}

    def report(self, **more: Any) -> str:
        memory = {
            "start": self.start_rss,
            "parent": _rss(resource.RUSAGE_SELF),
            "child": _rss(resource.RUSAGE_CHILDREN),
        }
        return json.dumps({"steps": self.steps, "memory": memory, **more})


def _cpu() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _rss(whose: int) -> float:
    """The most memory so far, in MiB."""
    return resource.getrusage(whose).ru_maxrss / 1024 / MIB
