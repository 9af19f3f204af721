"""Static files with URLs that change with their content, so that they may be cached a year."""

from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request

FILE_ENDPOINTS = frozenset({"static", "bootstrap.static"})
DIGITS = 16


def init_app(app: Flask) -> None:
    app.url_defaults(add_fingerprint)


def add_fingerprint(endpoint: str, values: dict[str, Any]) -> None:
    """Add the fingerprint of a static file's content to its URL as `v`."""
    if endpoint in FILE_ENDPOINTS and "v" not in values:
        with suppress(OSError):  # a missing file gets a plain link
            values["v"] = _linked(_folder_of(endpoint), values["filename"])


def names_content() -> bool:
    """Return whether the request's URL has the fingerprint of the static file sent."""
    requested = request.args.get("v")
    if requested is None or request.view_args is None:
        return False
    path = Path(_folder_of(request.endpoint or ""), request.view_args["filename"])
    return requested == fingerprint(path)


@cache
def _linked(folder: str, filename: str) -> str:
    """Return the fingerprint of a file.

    Raises OSError when there is no such file; that is not cached.
    """
    return fingerprint(Path(folder, filename))


@cache
def fingerprint(path: Path) -> str:
    """Return the first digits of the content's hash; a file is read only once."""
    return sha256(path.read_bytes()).hexdigest()[:DIGITS]


def _folder_of(endpoint: str) -> str:
    name = endpoint.rpartition(".")[0]
    owner = current_app.blueprints[name] if name else current_app
    return str(owner.static_folder)
