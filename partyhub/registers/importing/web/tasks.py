"""Tasks that a separate process does with uploads: their contents, progress and outcome.

All of this is in files beside the upload, so that any web process can read it, and none has to live
on.
"""

import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

from flask import current_app
from flask_babel import get_locale, gettext

from partyhub import clock
from partyhub.registers.importing.isolation.copies import COPY
from partyhub.registers.importing.web.stored_uploads import (
    OUTCOME,
    StoredUpload,
    folder,
    new_token,
    read_json,
    write_json,
)
from partyhub.roles import Role
from partyhub.viewers import Viewer

TASK, PULSE = "task.json", "pulse"
MODULE = "partyhub.import_process"
# The most tasks, of all web processes together, that run or wait for their turn.
MOST_TASKS = 12
# Seconds without a sign of life after which a process counts as dead.
SILENCE = 60
PAUSE = 0.05
# Seconds after which a process is killed that its own limits haven't stopped.
LONGEST = 4 * 3600
_ROOT = Path(__file__).resolve().parents[4]  # so that the child runs the code that runs here
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # no console flashes up on Windows


class TooManyTasksError(Exception):
    """The error raised when so many files wait to be judged that this one has to come later."""


@dataclass(frozen=True)
class Task:
    """The work on an upload: judge it or, with `expected`, import it.

    `expected` is the digest of the preview that was agreed to.
    """

    viewer: Viewer
    expected: str | None = None
    decisions: Mapping[str, str] = field(default_factory=dict)
    locale: str = "zh_Hans_CN"
    settings: Mapping[str, Any] = field(default_factory=dict)
    number: str = field(default_factory=new_token)

    def write(self, stored: StoredUpload) -> None:
        """Write the task to the folder of the upload."""
        viewer = self.viewer
        about = {
            "name": viewer.name,
            "role": viewer.role,
            "user_id": viewer.user_id,
            "organization_id": viewer.organization_id,
            "workshop_ids": sorted(viewer.workshop_ids),
            "member_id": viewer.member_id,
        }
        write_json(
            stored.folder / TASK,
            {
                "viewer": about,
                "expected": self.expected,
                "decisions": dict(self.decisions),
                "locale": self.locale,
                "settings": dict(self.settings),
                "number": self.number,
            },
        )


def read_task(stored: StoredUpload) -> Task:
    """Return the task of the upload; raises FileNotFoundError if it has none."""
    values = read_json(stored.folder / TASK)
    about = values.pop("viewer")
    role = Role(about.pop("role")) if about["role"] else about.pop("role")
    workshops = frozenset(about.pop("workshop_ids"))
    return Task(Viewer(**about, role=role, workshop_ids=workshops), **values)


@dataclass(frozen=True)
class Outcome:
    """The state of a task: running, judged, refused, failed, differs, undecided or imported.

    `message` explains, in the language of the page, why there is no preview or import.
    """

    state: str
    message: str = ""
    group_id: int | None = None

    @property
    def is_running(self) -> bool:
        return self.state == "running"


RUNNING = Outcome("running")
# States without a preview to show.
REFUSED = {"refused", "failed"}


def start(
    stored: StoredUpload,
    viewer: Viewer,
    expected: str | None = None,
    decisions: Mapping[str, str] | None = None,
) -> None:
    """Start judging or importing the upload, in the language of the page.

    A task that runs already goes on alone. Raises TooManyTasksError.
    """
    if find_outcome(stored).is_running and (stored.folder / TASK).exists():
        return
    if _count_running() >= MOST_TASKS:
        raise TooManyTasksError
    stored.wait_for_turn()
    (stored.folder / PULSE).touch(mode=0o600)
    task = Task(viewer, expected, decisions or {}, str(get_locale()), _settings())
    # In this order, so that the thread watching the previous process doesn't mistake this task for
    # its own.
    task.write(stored)
    (stored.folder / OUTCOME).unlink(missing_ok=True)
    _remove_copies()
    died = gettext(
        "Checking the file broke off: it took too much time or memory. Nothing was written."
        " Split the file, or try again."
    )
    Thread(target=_watch, args=(_process(stored), stored, task, died), daemon=True).start()


def _settings() -> dict[str, Any]:
    """Return the settings in which a test or the instance may differ from the environment."""
    settings: dict[str, Any] = {"IMPORT_LIMITS": current_app.config["IMPORT_LIMITS"]}
    day = current_app.config.get("TODAY")
    return settings if day is None else settings | {"TODAY": day.isoformat()}


def _process(stored: StoredUpload) -> "subprocess.Popen[bytes]":
    limits = [str(current_app.config["JUDGING_LIMITS"][name]) for name in ("memory", "seconds")]
    return subprocess.Popen(  # noqa: S603  # the instance's own folder and a token of ours
        [sys.executable, "-B", "-m", MODULE, current_app.instance_path, stored.token, *limits],
        cwd=_ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        creationflags=_NO_WINDOW,
    )


def wait(stored: StoredUpload, seconds: float) -> Outcome:
    """Return the outcome after at most `seconds`; small files are finished by then."""
    end = clock.seconds() + seconds
    while (outcome := find_outcome(stored)).is_running and clock.seconds() < end:
        time.sleep(PAUSE)
    return outcome


def find_outcome(stored: StoredUpload) -> Outcome:
    """Return the outcome; "running" while the process is alive, "failed" if it died without one."""
    try:
        return Outcome(**read_json(stored.folder / OUTCOME))
    except FileNotFoundError:
        pass
    if _is_alive(stored.folder):
        return RUNNING
    return broken_off()


def broken_off() -> Outcome:
    """Return the outcome of a task that came to nothing, for no reason that is known."""
    return Outcome(
        "failed", gettext("Checking the file broke off. Nothing was written. Send it again.")
    )


def write_outcome(stored: StoredUpload, outcome: Outcome) -> None:
    write_json(stored.folder / OUTCOME, outcome.__dict__)


def _watch(process: "subprocess.Popen[bytes]", stored: StoredUpload, task: Task, died: str) -> None:
    """Wait for the process; if it ends without an outcome, write one with the message `died`.

    The task's number is read last: by then, the next task has been written if there is one.
    """
    try:
        process.wait(LONGEST)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    with suppress(FileNotFoundError):  # the upload was deleted
        is_silent = not (stored.folder / OUTCOME).exists()
        if is_silent and read_task(stored).number == task.number:
            write_outcome(stored, Outcome("failed", died))


def _is_alive(own: Path) -> bool:
    try:
        last = (own / PULSE).stat().st_mtime
    except OSError:
        return False
    return clock.now().timestamp() - last < SILENCE


def _remove_copies() -> None:
    """Delete copies of the database that killed processes left behind."""
    for path in folder().iterdir():
        if path.is_dir() and not _is_alive(path):
            for copy in path.glob(f"{COPY}*"):
                copy.unlink(missing_ok=True)


def _count_running() -> int:
    return sum(
        _is_alive(path) and not (path / OUTCOME).exists()
        for path in folder().iterdir()
        if (path / TASK).exists()
    )
