"""Data derived from the records, rebuilt by the program's own functions after all are written."""

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask import Flask
from sqlalchemy import text

from partyhub.database import db, writing


def recount_attendance(counts: Any) -> None:
    """Correct the attendance numbers of the activities, which are wrong everywhere."""
    counts.recount(db.session, counts.find_miscounted())


def rebuild_search(search: Any) -> None:
    search.rebuild(db.session.connection())


# The modules that derive what is stored beside the records, and how each is called, in this
# order; one that the program doesn't have is passed over.
REBUILDERS: Mapping[str, Callable[[Any], None]] = {
    "partyhub.activities.counts": recount_attendance,
    "partyhub.search": rebuild_search,
}


def rebuild(app: Flask) -> list[str]:
    """Let the program rebuild its derived data; return the names of the modules that did."""
    there = [name for name in REBUILDERS if find_spec(name)]
    with app.app_context(), writing():
        for name in there:
            REBUILDERS[name](import_module(name))
            db.session.commit()
        db.session.remove()
        optimize()
        if db.engine.dialect.name == "sqlite":
            _look_over_sqlite()
    return there


def optimize() -> None:
    """Update the database's statistics of its tables, as the program does when it runs."""
    if find_spec("partyhub.dialects"):
        dialects = import_module("partyhub.dialects")
        getattr(dialects, "optimize", lambda _engine: None)(db.engine)


def _look_over_sqlite() -> None:
    """Raise AssertionError for a row that refers to a missing one: keys were not checked before."""
    with db.engine.connect() as connection:
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
    assert broken is None, f"A row refers to one that isn't there: {broken}."
