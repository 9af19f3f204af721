"""The commit of what a person has done on a page, after a last look at what it does.

A feature above looks by a `LastLook` among the extensions of its `feature.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from partyhub.database import db
from partyhub.history.models import ImportRun
from partyhub.registers.catalog import current_catalog


@dataclass(frozen=True, eq=False)
class LastLook:
    """A look at the session before it is committed; `look` may raise, and then nothing is stored.

    What it raises needs an error handler, which rolls back and answers the request. It gets the
    import run that the act takes back, if it does.
    """

    look: Callable[[ImportRun | None], None]


@dataclass(frozen=True, eq=False)
class ImportKeeper:
    """Keeping of what a preview has found beside the records of its import."""

    keep: Callable[[ImportRun, Any], None]


def commit(undone: ImportRun | None = None) -> None:
    """Commit the acts of a request on records, unless somebody who looks at them objects."""
    db.session.flush()
    for each in current_catalog().extensions(LastLook):
        each.look(undone)
    db.session.commit()


def keep_beside(run: ImportRun, found: Any) -> None:
    """Store with an import what its preview has found."""
    for each in current_catalog().extensions(ImportKeeper):
        each.keep(run, found)
