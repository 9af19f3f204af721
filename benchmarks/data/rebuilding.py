"""What the program derives from its records, made afresh by its own functions once all are in."""

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask import Flask
from sqlalchemy import text

from partyhub.database import db, writing


def recount_attendance(counts: Any) -> None:
    """Count what is stored on the activities, where it isn't right: everywhere."""
    counts.recount(db.session, counts.find_miscounted())


def rebuild_search(search: Any) -> None:
    search.rebuild(db.session.connection())


# The modules that derive what is stored beside the records, and how each is asked to, in this
# order; one that the program doesn't have is passed over.
REBUILDERS: Mapping[str, Callable[[Any], None]] = {
    "partyhub.activities.counts": recount_attendance,
    "partyhub.search": rebuild_search,
}


def rebuild(app: Flask) -> list[str]:
    """Let the program rebuild what it derives, and return the names of the modules that did."""
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
    """Let the database learn how many rows there are of each kind, as the program does when run."""
    if find_spec("partyhub.dialects"):
        dialects = import_module("partyhub.dialects")
        getattr(dialects, "optimize", lambda _engine: None)(db.engine)


def _look_over_sqlite() -> None:
    """Refuse a row that refers to one that isn't there: the keys were not checked before."""
    with db.engine.connect() as connection:
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
    assert broken is None, f"A row refers to one that isn't there: {broken}."
