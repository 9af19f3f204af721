"""Uploaded files and previews, stored in the instance folder, where nothing is served or run."""

import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from flask import current_app

from partyhub import clock
from partyhub.history.models import ImportRun
from partyhub.texts import clean_text

FOLDER, FINAL = "imports", "kept"
UPLOAD, ABOUT, RESULT, PROGRESS = "upload.xlsx", "about.json", "result.json", "progress.json"
OUTCOME, REMEMBERED, DECISIONS = "outcome.json", "remembered.json", "decisions.json"
RESULT_FORMAT = 5  # counted up when its keys change
# The time after which a preview that nobody applied is deleted.
LIFETIME = timedelta(hours=24)
TOKEN = re.compile(r"[0-9a-f]{32}", re.ASCII)
BLOCK = 1 << 20


@dataclass(frozen=True)
class About:
    """The owner of an upload, its register ("" for all), and the file's name, hash and time."""

    user_id: int | None
    register: str
    file_name: str
    file_hash: str
    uploaded_at: str

    @property
    def is_old(self) -> bool:
        """Return whether the upload is older than LIFETIME."""
        return clock.now() - datetime.fromisoformat(self.uploaded_at) > LIFETIME


@dataclass(frozen=True)
class StoredUpload:
    """One upload and its folder."""

    token: str
    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / UPLOAD

    @property
    def about(self) -> About:
        return About(**read_json(self.folder / ABOUT))

    @property
    def result(self) -> Any:
        """Return the last result as `previews` made it, or None before the file was judged.

        A result that an earlier version of the program stored is none: the file is judged anew.
        """
        path = self.folder / RESULT
        found = read_json(path) if path.exists() else {}
        return found if found.get("format") == RESULT_FORMAT else None

    def write_result(self, result: Mapping[str, Any]) -> None:
        """Store what `previews` made of a result."""
        write_json(self.folder / RESULT, {**result, "format": RESULT_FORMAT})

    @property
    def decisions(self) -> dict[str, str]:
        """Return the decisions made on the pages so far; the file is judged by them."""
        path = self.folder / DECISIONS
        return dict(read_json(path)) if path.exists() else {}

    def write_decisions(self, decisions: Mapping[str, str]) -> None:
        """Store the decisions with which the file is judged next; what was judged is dropped."""
        (self.folder / RESULT).unlink(missing_ok=True)
        write_json(self.folder / DECISIONS, decisions)

    def write_remembered(self, mappings: Sequence[Mapping[str, Any]]) -> None:
        """Store what an import remembers of the mapping of the columns."""
        write_json(self.folder / REMEMBERED, mappings)

    @property
    def remembered(self) -> Any:
        """Return what an import remembers of the mapping of the columns, by sheet."""
        path = self.folder / REMEMBERED
        return read_json(path) if path.exists() else []

    def note_progress(self, rows: int) -> None:
        """Store the number of rows judged so far."""
        write_json(self.folder / PROGRESS, {"rows": rows})

    def wait_for_turn(self) -> None:
        """Remove the progress until the process that judges has begun."""
        (self.folder / PROGRESS).unlink(missing_ok=True)

    @property
    def progress(self) -> int | None:
        """Return the number of rows judged so far, or None while the upload waits for its turn."""
        path = self.folder / PROGRESS
        try:
            return int(read_json(path)["rows"])
        except (OSError, ValueError, KeyError):
            return None

    def is_intact(self) -> bool:
        """Return whether the file is still the one that was uploaded."""
        return hash_of(self.file) == self.about.file_hash

    def store_file(self) -> str:
        """Copy the file to the folder of imported files; return its name there."""
        with self.file.open("rb") as stream:
            return _store(stream, self.token)

    def clear(self) -> None:
        """Delete everything of an imported upload except its owner and its outcome."""
        for path in self.folder.iterdir():
            if path.name not in (ABOUT, OUTCOME):
                path.unlink(missing_ok=True)

    def forget(self) -> None:
        """Delete the upload with its folder."""
        shutil.rmtree(self.folder, ignore_errors=True)


def new_token() -> str:
    return secrets.token_hex(16)


def store_upload(
    stream: IO[bytes], file_name: str, register: str, user_id: int | None, token: str = ""
) -> StoredUpload:
    """Store an upload under `token`, or under a new one if that is invalid or taken."""
    sweep()
    if not TOKEN.fullmatch(token) or (folder() / token).exists():
        token = new_token()
    own = folder() / token
    own.mkdir(mode=0o700)
    stored = StoredUpload(token, own)
    with stored.file.open("wb") as file:
        shutil.copyfileobj(stream, file, BLOCK)
    stored.file.chmod(0o600)
    about = About(
        user_id,
        register,
        clean_text(Path(file_name.replace("\\", "/")).name)[:200] or "upload.xlsx",
        hash_of(stored.file),
        clock.now().isoformat(),
    )
    write_json(own / ABOUT, asdict(about))
    return stored


def find_stored_upload(token: str, user_id: int | None) -> StoredUpload | None:
    """Return the upload with this token if it belongs to the user, else None."""
    stored = StoredUpload(token, folder() / token)
    if not TOKEN.fullmatch(token) or not (stored.folder / ABOUT).is_file():
        return None
    return stored if stored.about.user_id == user_id else None


def store_imported_file(stream: IO[bytes], run: ImportRun) -> None:
    """Store the file of an import that was applied without a preview."""
    run.stored_as = _store(stream, new_token())


def _store(stream: IO[bytes], token: str) -> str:
    """Write a file to the folder of imported files; return its name there."""
    final = folder() / FINAL
    final.mkdir(mode=0o700, exist_ok=True)
    path = final / f"{token}.xlsx"
    path.touch(mode=0o600)
    with path.open("wb") as file:
        shutil.copyfileobj(stream, file, BLOCK)
    return path.name


def find_imported_file(name: str) -> Path | None:
    """Return the path of an imported file if it is still stored, else None."""
    path = folder() / FINAL / name
    return path if TOKEN.fullmatch(path.stem) and path.is_file() else None


def sweep() -> None:
    """Delete previews that nobody applied in time, and incomplete uploads of the same age."""
    for path in folder().iterdir():
        if path.name == FINAL or not TOKEN.fullmatch(path.name):
            continue
        try:
            is_old = StoredUpload(path.name, path).about.is_old
        except (OSError, ValueError, TypeError):
            made = datetime.fromtimestamp(path.stat().st_mtime, tz=clock.now().tzinfo)
            is_old = clock.now() - made > LIFETIME
        if is_old:
            shutil.rmtree(path, ignore_errors=True)


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def folder() -> Path:
    """Return the folder of uploads in the instance folder; it is made if missing."""
    path = Path(current_app.instance_path) / FOLDER
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def write_json(path: Path, value: object) -> None:
    """Replace the file in one step, because a page may read it at the same time."""
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    part.replace(path)
