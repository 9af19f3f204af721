"""Uploaded files and previews: kept in the instance's folder, where nothing is served or run."""

import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from flask import current_app

from partyhub import clock
from partyhub.history.models import ImportGroup
from partyhub.texts import clean_text

FOLDER, FINAL = "imports", "kept"
UPLOAD, ABOUT, RESULT, PROGRESS = "upload.xlsx", "about.json", "result.json", "progress.json"
OUTCOME = "outcome.json"
# A preview that nobody applied is forgotten after this.
LIFETIME = timedelta(hours=24)
TOKEN = re.compile(r"[0-9a-f]{32}", re.ASCII)
BLOCK = 1 << 20


@dataclass(frozen=True)
class About:
    """Whose upload it is, for which register ("" for all), and what the file was called."""

    user_id: int | None
    register: str
    file_name: str
    file_hash: str
    uploaded_at: str

    @property
    def is_old(self) -> bool:
        return clock.now() - datetime.fromisoformat(self.uploaded_at) > LIFETIME


@dataclass(frozen=True)
class Kept:
    """One upload in its folder."""

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
        """What the last judgment of the file found, as `previews` wrote it; None before it."""
        path = self.folder / RESULT
        return read_json(path) if path.exists() else None

    def write_result(self, result: Mapping[str, Any]) -> None:
        write_json(self.folder / RESULT, result)

    def note_progress(self, rows: int) -> None:
        write_json(self.folder / PROGRESS, {"rows": rows})

    @property
    def progress(self) -> int:
        path = self.folder / PROGRESS
        try:
            return int(read_json(path)["rows"])
        except (OSError, ValueError, KeyError):
            return 0

    def is_intact(self) -> bool:
        """Whether the file is still the one that was uploaded."""
        return hash_of(self.file) == self.about.file_hash

    def store_file(self) -> str:
        """Copy the file to where files of imports stay; return its name there."""
        with self.file.open("rb") as stream:
            return _store(stream, self.token)

    def clear(self) -> None:
        """Leave nothing of an upload that was imported but whose it was and how it ended."""
        for path in self.folder.iterdir():
            if path.name not in (ABOUT, OUTCOME):
                path.unlink(missing_ok=True)

    def forget(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def new_token() -> str:
    return secrets.token_hex(16)


def keep(
    stream: IO[bytes], file_name: str, register: str, user_id: int | None, token: str = ""
) -> Kept:
    """Store an upload under `token`, or a new one where that is none or is taken."""
    sweep()
    if not TOKEN.fullmatch(token) or (folder() / token).exists():
        token = new_token()
    own = folder() / token
    own.mkdir(mode=0o700)
    kept = Kept(token, own)
    with kept.file.open("wb") as file:
        shutil.copyfileobj(stream, file, BLOCK)
    kept.file.chmod(0o600)
    about = About(
        user_id,
        register,
        clean_text(Path(file_name.replace("\\", "/")).name)[:200] or "upload.xlsx",
        hash_of(kept.file),
        clock.now().isoformat(),
    )
    write_json(own / ABOUT, asdict(about))
    return kept


def find_kept(token: str, user_id: int | None) -> Kept | None:
    """The upload with this token, if it is this user's own."""
    kept = Kept(token, folder() / token)
    if not TOKEN.fullmatch(token) or not (kept.folder / ABOUT).is_file():
        return None
    return kept if kept.about.user_id == user_id else None


def keep_final(stream: IO[bytes], group: ImportGroup) -> None:
    """Keep the file of an import that was applied without a preview."""
    group.stored_as = _store(stream, new_token())


def _store(stream: IO[bytes], token: str) -> str:
    """Write a file to where files of imports stay; return its name there."""
    final = folder() / FINAL
    final.mkdir(mode=0o700, exist_ok=True)
    path = final / f"{token}.xlsx"
    path.touch(mode=0o600)
    with path.open("wb") as file:
        shutil.copyfileobj(stream, file, BLOCK)
    return path.name


def find_final(name: str) -> Path | None:
    """The file of an import that was applied, where it is still kept."""
    path = folder() / FINAL / name
    return path if TOKEN.fullmatch(path.stem) and path.is_file() else None


def sweep() -> None:
    """Forget the previews that nobody applied in time, and what was left half made."""
    for path in folder().iterdir():
        if path.name == FINAL or not TOKEN.fullmatch(path.name):
            continue
        try:
            is_old = Kept(path.name, path).about.is_old
        except (OSError, ValueError, TypeError):
            made = datetime.fromtimestamp(path.stat().st_mtime, tz=clock.now().tzinfo)
            is_old = clock.now() - made > LIFETIME
        if is_old:
            shutil.rmtree(path, ignore_errors=True)


def hash_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def folder() -> Path:
    """Return where uploads lie, in the instance's folder; made when missing."""
    path = Path(current_app.instance_path) / FOLDER
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Replace the file in one step: a page may read it at the same time."""
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    part.replace(path)
