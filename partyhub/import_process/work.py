"""What the process does once it is its turn: one task, and one outcome in words."""

import gc
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask_babel import force_locale, gettext
from sqlalchemy.exc import DBAPIError

from partyhub import catalog
from partyhub.accounts.queries import has_rights
from partyhub.app import create_app
from partyhub.database import db
from partyhub.history.models import ImportGroup
from partyhub.home.troubles import answer_of
from partyhub.registers.importing import keeping, tasks
from partyhub.registers.importing.applying import (
    Judged,
    UnrestError,
    Upload,
    import_apart,
    judge_apart,
)
from partyhub.registers.importing.keeping import Kept
from partyhub.registers.importing.marked import find_losses
from partyhub.registers.importing.opening import FileRefusedError
from partyhub.registers.importing.previews import as_page
from partyhub.registers.importing.tasks import Outcome, Task
from partyhub.registers.importing.verdicts import (
    words_of_changed,
    words_of_errors,
    words_of_undecided,
    words_of_unrest,
)
from partyhub.spreadsheets.children import confine

# So many new objects, and so many rounds among them; by default 700 of the one and 10 of the other.
COLLECTED_AFTER = 50_000, 20, 20


def work(instance: Path, token: str, memory: int, seconds: int) -> None:
    """Do the task of the upload `token`; whatever happens, its outcome is written."""
    confine(memory, seconds, writes=True)
    kept = Kept(token, instance / keeping.FOLDER / token)
    task = tasks.read_task(kept)
    app = _app(instance, task)
    _collect_seldom()
    with app.app_context(), force_locale(task.locale):
        try:
            outcome = _do(kept, task)
        except FileRefusedError as error:
            outcome = Outcome("refused", str(error))
        except UnrestError:
            outcome = Outcome("undecided", words_of_unrest())
        except MemoryError:
            outcome = Outcome("failed", _words_of_memory())
        except Exception as error:  # noqa: BLE001  # the page has to be told, whatever it is
            outcome = _failure(error)
        if kept.folder.exists():
            tasks.write_outcome(kept, outcome)
    if outcome.state == "imported":
        with suppress(FileNotFoundError):  # whoever waited for it has cleared all away
            kept.clear()


def _collect_seldom() -> None:
    """Look for garbage less often: nearly all that is made of a row lives on or is given back."""
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)


def _app(instance: Path, task: Task) -> Flask:
    settings: dict[str, Any] = dict(task.settings)
    if "TODAY" in settings:
        settings["TODAY"] = date.fromisoformat(settings["TODAY"])
    return create_app(instance, settings)


def _do(kept: Kept, task: Task) -> Outcome:
    about = kept.about
    upload = Upload(
        task.viewer,
        kept.file,
        catalog.registers_by_name().get(about.register),
        about.file_name,
        about.file_hash,
        task.decisions,
    )
    return _judge(kept, upload) if task.expected is None else _import(kept, upload, task.expected)


def _judge(kept: Kept, upload: Upload) -> Outcome:
    _write_page(kept, judge_apart(upload, kept.folder, kept.note_progress))
    return Outcome("judged")


def _import(kept: Kept, upload: Upload, expected: str) -> Outcome:
    """Import what was agreed to; where the file does something else by now, show that instead."""

    def finish(group: ImportGroup) -> None:
        if not has_rights(upload.viewer):
            raise FileRefusedError(_words_of_rights())
        group.stored_as = kept.store_file()
        db.session.commit()

    judged = import_apart(upload, kept.folder, finish, expected, kept.note_progress)
    if judged.is_stored:
        return Outcome("imported", group_id=judged.result.group_id)
    if judged.result.digest != expected:
        _write_page(kept, judged)
        return Outcome("differs", words_of_changed())
    if judged.result.errors:
        return Outcome("undecided", words_of_errors(judged.result))
    return Outcome("undecided", words_of_undecided())


def _write_page(kept: Kept, judged: Judged) -> None:
    """Keep what the page of the preview shows, and what an import of it would write."""
    group_id = judged.result.group_id if judged.changes else None
    # Only a file with errors is given back marked; what that takes away is found by reading anew.
    lost = find_losses(kept.file) if judged.result.errors else []
    found = {"losses": lost, "stamp": judged.stamp, "group_id": group_id}
    kept.write_result(as_page(judged.result) | found)


def _failure(error: Exception) -> Outcome:
    answer = answer_of(error) if isinstance(error, DBAPIError | OSError) else None
    if answer is not None:
        return Outcome("failed", f"{answer.explanation} {answer.remedy}")
    current_app.logger.error("an import failed", exc_info=error)
    return Outcome(
        "failed",
        gettext("The program made a mistake while it checked the file. Nothing was saved."),
    )


def _words_of_rights() -> str:
    return gettext(
        "Your account has changed since you asked for this import. Nothing was imported."
        " Sign in again and send the file once more."
    )


def _words_of_memory() -> str:
    return gettext("The file needs more memory than the program may take. Split it.")
