"""Uploads that are judged by a process of its own: what it is to do, how far it is, how it ended.

All of it lies in files beside the upload, so that any web process can ask, and none has to live on.
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
from partyhub.registers.importing.copies import COPY
from partyhub.registers.importing.keeping import (
    OUTCOME,
    Kept,
    folder,
    new_token,
    read_json,
    write_json,
)
from partyhub.viewers import Role, Viewer

TASK, PULSE = "task.json", "pulse"
MODULE = "partyhub.import_process"
# Tasks of all web processes together that run or wait for their turn.
MOST_TASKS = 12
# Seconds after which a process that gives no sign is taken for dead.
SILENCE = 60
PAUSE = 0.05
# Seconds after which a process is ended that neither its own limits nor the file's end stopped.
LONGEST = 4 * 3600
_ROOT = Path(__file__).resolve().parents[3]  # so that the child runs the code that runs here
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows none shall flash up


class TooManyTasksError(Exception):
    """So many files wait to be judged that this one has to come later."""


@dataclass(frozen=True)
class Task:
    """What the process does with an upload: judge it or, with `expected`, import it.

    `expected` is the digest of the preview that was agreed to.
    """

    viewer: Viewer
    expected: str | None = None
    decisions: Mapping[str, str] = field(default_factory=dict)
    locale: str = "zh_Hans_CN"
    settings: Mapping[str, Any] = field(default_factory=dict)
    number: str = field(default_factory=new_token)

    def write(self, kept: Kept) -> None:
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
            kept.folder / TASK,
            {
                "viewer": about,
                "expected": self.expected,
                "decisions": dict(self.decisions),
                "locale": self.locale,
                "settings": dict(self.settings),
                "number": self.number,
            },
        )


def read_task(kept: Kept) -> Task:
    values = read_json(kept.folder / TASK)
    about = values.pop("viewer")
    role = Role(about.pop("role")) if about["role"] else about.pop("role")
    workshops = frozenset(about.pop("workshop_ids"))
    return Task(Viewer(**about, role=role, workshop_ids=workshops), **values)


@dataclass(frozen=True)
class Outcome:
    """How a task stands. States: running, judged, refused, failed, differs, undecided, imported.

    `message` says in the words of the page why it didn't come to a preview or an import.
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
    kept: Kept,
    viewer: Viewer,
    expected: str | None = None,
    decisions: Mapping[str, str] | None = None,
) -> None:
    """Have the upload judged or imported, in the language of the page. Raises TooManyTasksError."""
    if find_outcome(kept).is_running and (kept.folder / TASK).exists():
        return
    if _count_running() >= MOST_TASKS:
        raise TooManyTasksError
    kept.note_progress(0)
    (kept.folder / PULSE).touch(mode=0o600)
    task = Task(viewer, expected, decisions or {}, str(get_locale()), _settings())
    # In this order: who still watches the process before must not take this one for it.
    task.write(kept)
    (kept.folder / OUTCOME).unlink(missing_ok=True)
    _remove_copies()
    died = gettext(
        "Checking the file broke off: it took too much time or memory. Nothing was written."
        " Split the file, or try again."
    )
    Thread(target=_watch, args=(_process(kept), kept, task, died), daemon=True).start()


def _settings() -> dict[str, Any]:
    """The settings that a test or the instance may have otherwise than the environment says."""
    settings: dict[str, Any] = {"IMPORT_LIMITS": current_app.config["IMPORT_LIMITS"]}
    day = current_app.config.get("TODAY")
    return settings if day is None else settings | {"TODAY": day.isoformat()}


def _process(kept: Kept) -> "subprocess.Popen[bytes]":
    limits = [str(current_app.config["JUDGING_LIMITS"][name]) for name in ("memory", "seconds")]
    return subprocess.Popen(  # noqa: S603  # the instance's own folder and a token of ours
        [sys.executable, "-B", "-m", MODULE, current_app.instance_path, kept.token, *limits],
        cwd=_ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        creationflags=_NO_WINDOW,
    )


def wait(kept: Kept, seconds: float) -> Outcome:
    """Return how the task stands after at most `seconds`: small files are done by then."""
    end = clock.seconds() + seconds
    while (outcome := find_outcome(kept)).is_running and clock.seconds() < end:
        time.sleep(PAUSE)
    return outcome


def find_outcome(kept: Kept) -> Outcome:
    try:
        return Outcome(**read_json(kept.folder / OUTCOME))
    except FileNotFoundError:
        pass
    if _is_alive(kept.folder):
        return RUNNING
    return Outcome(
        "failed", gettext("Checking the file broke off. Nothing was written. Send it again.")
    )


def write_outcome(kept: Kept, outcome: Outcome) -> None:
    write_json(kept.folder / OUTCOME, outcome.__dict__)


def _watch(process: "subprocess.Popen[bytes]", kept: Kept, task: Task, died: str) -> None:
    """See the process off; if it died without a word, its outcome becomes the words `died`.

    Whose task it is is read last: by then the next one, if there is one, has been written.
    """
    try:
        process.wait(LONGEST)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    with suppress(FileNotFoundError):  # the upload was forgotten
        is_silent = not (kept.folder / OUTCOME).exists()
        if is_silent and read_task(kept).number == task.number:
            write_outcome(kept, Outcome("failed", died))


def _is_alive(own: Path) -> bool:
    try:
        last = (own / PULSE).stat().st_mtime
    except OSError:
        return False
    return clock.now().timestamp() - last < SILENCE


def _remove_copies() -> None:
    """Take away the copies of the database that processes left which were ended from outside."""
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
