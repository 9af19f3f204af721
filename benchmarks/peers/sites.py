"""The two sites by their names; each module loads packages that the other doesn't need."""

from importlib import import_module
from typing import Any

SITES = ("django", "flask_admin")


def application(name: str, database: str) -> Any:
    assert name in SITES
    return import_module(f"benchmarks.peers.{name}_site").application(database)
