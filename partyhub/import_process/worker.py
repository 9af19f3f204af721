"""The work of the process: one task, and one outcome in words."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask_babel import force_locale, gettext
from sqlalchemy.exc import DBAPIError

from partyhub.accounts.queries import has_rights
from partyhub.app import collect_seldom, create_app
from partyhub.confinement import confine
from partyhub.database import db
from partyhub.history.models import ImportRun
from partyhub.home.troubles import answer_of
from partyhub.import_process.consequences import NOTHING, Observer, describe, summarize
from partyhub.past_figures.imports import ImportWatch
from partyhub.registers import current_catalog
from partyhub.registers.committing import keep_beside
from partyhub.registers.importing.context import Decisions
from partyhub.registers.importing.isolation.service import (
    ContentionError,
    Judged,
    Upload,
    import_apart,
    judge_apart,
)
from partyhub.registers.importing.reading.workbook import FileRefusedError
from partyhub.registers.importing.remembering import remember_all
from partyhub.registers.importing.web import stored_uploads, tasks
from partyhub.registers.importing.web.marked import find_losses
from partyhub.registers.importing.web.previews import as_page
from partyhub.registers.importing.web.refusals import (
    describe_changed,
    describe_contention,
    describe_errors,
    describe_undecided,
)
from partyhub.registers.importing.web.stored_uploads import StoredUpload
from partyhub.registers.importing.web.tasks import Outcome, Task


def work(instance: Path, token: str, memory: int, seconds: int) -> None:
    """Do the task of upload `token`; its outcome is written whatever happens."""
    confine(memory, seconds, writes=True)
    stored = StoredUpload(token, instance / stored_uploads.FOLDER / token)
    stored.note_progress(0)
    task = tasks.read_task(stored)
    app = _app(instance, task)
    collect_seldom()
    with app.app_context(), force_locale(task.locale):
        try:
            outcome = _do(stored, task)
        except FileRefusedError as error:
            outcome = Outcome("refused", str(error))
        except ContentionError:
            outcome = Outcome("undecided", describe_contention())
        except MemoryError:
            outcome = Outcome("failed", _words_of_memory())
        except Exception as error:  # noqa: BLE001  # the page needs an outcome, whatever happened
            outcome = _failure(error)
        if stored.folder.exists():
            tasks.write_outcome(stored, outcome)
    if outcome.state == "imported":
        with suppress(FileNotFoundError):  # the page that waited has cleared it already
            stored.clear()


def _app(instance: Path, task: Task) -> Flask:
    settings: dict[str, Any] = dict(task.settings)
    if "TODAY" in settings:
        settings["TODAY"] = date.fromisoformat(settings["TODAY"])
    return create_app(instance, settings, has_pages=False)


def _do(stored: StoredUpload, task: Task) -> Outcome:
    about = stored.about
    upload = Upload(
        task.viewer,
        stored.file,
        current_catalog().by_name.get(about.register),
        about.file_name,
        about.file_hash,
        {**stored.decisions, **task.decisions},
    )
    return (
        _judge(stored, upload) if task.expected is None else _import(stored, upload, task.expected)
    )


def _judge(stored: StoredUpload, upload: Upload) -> Outcome:
    watch = Observer(upload.viewer)
    judged = judge_apart(upload, stored.folder, stored.note_progress, watch)
    _write_page(stored, judged, upload.decisions, watch.past.described())
    return Outcome("judged")


def _import(stored: StoredUpload, upload: Upload, expected: str) -> Outcome:
    """Import what was agreed to; if the file's effect has changed, write a new preview instead."""
    watch = ImportWatch(upload.viewer)

    def finish(run: ImportRun) -> None:
        if not has_rights(upload.viewer):
            raise FileRefusedError(_words_of_rights())
        run.stored_as = stored.store_file()
        remember_all(upload.viewer, run, stored.remembered)
        keep_beside(run, watch.described())
        db.session.commit()

    judged = import_apart(upload, stored.folder, finish, expected, stored.note_progress, watch.note)
    if judged.is_stored:
        return Outcome("imported", group_id=judged.result.group_id)
    if judged.result.digest != expected:
        _judge(stored, upload)
        return Outcome("differs", describe_changed())
    if judged.result.errors:
        return Outcome("undecided", describe_errors(judged.result))
    return Outcome("undecided", describe_undecided())


def _write_page(
    stored: StoredUpload, judged: Judged, decisions: Decisions, past: Mapping[str, Any]
) -> None:
    """Write the data of the preview page, and the stamp and id with which it can be applied."""
    before, after = judged.seen or (NOTHING, NOTHING)
    group_id = judged.result.group_id if judged.changes else None
    # Only a file with errors is sent back marked; what marking drops is found by reading it again.
    lost = find_losses(stored.file) if judged.result.errors else []
    found = {
        "losses": lost,
        "stamp": judged.stamp,
        "group_id": group_id,
        "consequences": describe(before, after),
        "past": past,
        "summary": summarize(judged.result, after.tallies),
    }
    stored.write_result(as_page(judged.result, decisions) | found)


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
