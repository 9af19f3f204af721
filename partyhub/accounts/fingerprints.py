"""Static files under addresses that change with their content, so that they may be kept a year."""

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
    """Let `url_for` give a static file the fingerprint of its content as `v`."""
    if endpoint in FILE_ENDPOINTS and "v" not in values:
        path = _folder_of(endpoint) / values["filename"]
        if path.is_file():
            values["v"] = fingerprint(path)


def names_content() -> bool:
    """Whether the address of this request names the content of the static file that is sent."""
    asked = request.args.get("v")
    if asked is None or request.view_args is None:
        return False
    return asked == fingerprint(_folder_of(request.endpoint or "") / request.view_args["filename"])


@cache
def fingerprint(path: Path) -> str:
    """The first digits of the content's hash; a file is read once, when it is first linked to."""
    return sha256(path.read_bytes()).hexdigest()[:DIGITS]


def _folder_of(endpoint: str) -> Path:
    name = endpoint.rpartition(".")[0]
    owner = current_app.blueprints[name] if name else current_app
    return Path(str(owner.static_folder))
