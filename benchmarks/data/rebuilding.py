"""What the program derives from its records, made afresh by its own functions once all are in."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from flask import Flask
from sqlalchemy import text

from partyhub.database import db, writing

# The functions that derive what is stored beside the records, in this order; one that the program
# doesn't have (any more, or yet) is passed over. Each takes nothing and commits nothing.
REBUILDERS = (
    ("partyhub.activities.operations", "recount_attendance"),
    ("partyhub.registers.searching", "rebuild"),
)


def rebuild(app: Flask) -> list[str]:
    """Run what the program has to rebuild, and return the names of what was run."""
    run = []
    with app.app_context(), writing():
        for module, name in REBUILDERS:
            if function := find_function(module, name):
                function()
                run.append(f"{module}.{name}")
        db.session.commit()
        db.session.remove()
        if db.engine.dialect.name == "sqlite":
            _look_over_sqlite()
    return run


def find_function(module: str, name: str) -> Callable[[], Any] | None:
    try:
        return getattr(import_module(module), name, None)
    except ModuleNotFoundError:
        return None


def _look_over_sqlite() -> None:
    """Let SQLite know how many there are of each, as the program does in time; check the links."""
    with db.engine.connect() as connection:
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        assert broken is None, f"A row refers to one that isn't there: {broken}."
        connection.execute(text("PRAGMA optimize=0x10002"))
        connection.commit()
