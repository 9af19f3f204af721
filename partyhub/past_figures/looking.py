"""The look at what a page is about to save: does it change figures of past periods?

If so, the person is told and saves by a second press. What takes too long to count is stored, and
counted when the answer has been sent, while nobody waits.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from flask import Flask, after_this_request, current_app, flash, request
from flask.wrappers import Response
from flask_babel import gettext
from sqlalchemy import Connection

from partyhub import clock
from partyhub.accounts import current_viewer
from partyhub.database import db, writing
from partyhub.dialects import log_is_sound
from partyhub.history.models import ImportRun
from partyhub.history.operations import take_logged
from partyhub.organizations.queries import reach_of
from partyhub.past_figures.acts import (
    Act,
    about_record,
    about_records,
    about_run,
    find_act,
    may_be_past,
    state_before,
)
from partyhub.past_figures.comparing import Difference, States, TooSlowError
from partyhub.past_figures.models import Via
from partyhub.past_figures.periods import last_ended, signed_periods
from partyhub.scopes import Reach

# The field by which a form says that its sender has read what changes.
AGREED = "past_figures"


@dataclass(frozen=True)
class Found:
    """The figures that an act changes: those that its page shows, and those of all organizations.

    A page shows what is in the reach of its viewer.
    """

    shown: Sequence[Difference]
    stored: Sequence[Difference]

    @property
    def mark(self) -> str:
        """Return a digest of what is shown, which a person agrees to."""
        keys = [(d.figure.code, d.period.key, str(d.before), str(d.after)) for d in self.shown]
        return sha256(repr(keys).encode()).hexdigest()[:32]


class PastFiguresError(Exception):
    """The error raised when a page would change past figures that its sender hasn't read about."""

    def __init__(self, found: Found) -> None:
        super().__init__()
        self.found = found


def look(undone: ImportRun | None) -> None:
    """Compare the past figures before and after what the session is about to commit.

    Adds the rows that keep what has changed; `undone` is the import that is taken back, if one is.
    Raises PastFiguresError.
    """
    entries = about_records(take_logged())
    if not entries:
        return
    last = last_ended(clock.today(), signed_periods())
    if not any(may_be_past(entry, last) for entry in entries):
        return
    viewer = current_viewer()
    about = about_run(undone, Via.UNDO, viewer) if undone else about_record(entries[0])
    with ExitStack() as stack:
        earlier = stack.enter_context(state_before())
        act = find_act(entries, earlier, db.session.connection(), about)
        try:
            found = _compare(act, earlier, reach_of(viewer))
        except TooSlowError:
            _count_later(act, earlier, stack.pop_all())
            return
    if found.shown and not _is_agreed(found):
        raise PastFiguresError(found)
    db.session.add_all(act.rows(found.stored))


def _compare(act: Act, earlier: Connection, reach: Reach) -> Found:
    """Return what changes; raises TooSlowError if the time is over and it can be counted later."""
    # Without a safe log, a reader that outlives the act would keep it from being committed.
    patience = current_app.config["PAST_FIGURES_SECONDS"] if log_is_sound(db.engine) else None
    states = States(earlier, db.session.connection(), patience)
    stored = act.compare(states, Reach())
    return Found(stored if reach.is_everything else act.compare(states, reach), stored)


def _is_agreed(found: Found) -> bool:
    """Return whether the sender has agreed, or can't be asked: no page can send files again."""
    has_files = any(file.filename for file in request.files.values())
    return has_files or request.form.get(AGREED) == found.mark


def _count_later(act: Act, earlier: Connection, stack: ExitStack) -> None:
    """Have it counted when the answer is sent; until then `earlier` keeps the state before."""
    flash(
        gettext(
            "Whether this changes figures of past periods is still being counted. What changes will"
            " be listed under “Changes of past figures”."
        ),
        "message",
    )
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001

    @after_this_request
    def note(response: Response) -> Response:
        db.session.rollback()  # what read for the answer is over, and holds no lock any more
        response.call_on_close(partial(count, app, act, earlier, stack))
        return response


def count(app: Flask, act: Act, earlier: Connection, stack: ExitStack) -> None:
    """Compare the state before the act with what is stored now, and keep what has changed."""
    with app.app_context(), stack:
        later = stack.enter_context(state_before())
        found = act.compare(States(earlier, later), Reach())
        rows = act.rows(found, is_late=True)
        with writing():
            db.session.add_all(rows)
            db.session.commit()
