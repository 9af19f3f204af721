"""Settings, read once from the environment and the instance's folder, when the app is made."""

import json
import os
import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from flask_babel import lazy_gettext
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from partyhub.dialects import engine_options

SECRET_BYTES = 32
# Limits in bytes of the file, of it unpacked and of one part; then rows and columns of a sheet.
IMPORT_LIMITS = {
    "upload": 32 * 2**20,
    "unpacked": 512 * 2**20,
    "part": 256 * 2**20,
    "rows": 200_000,
    "columns": 300,
}
# Limits of attachments: bytes of a photo and of another file as they are sent, of all files sent at
# once; pixels of a photo; files of a record.
ATTACHMENT_LIMITS = {
    "photo": 10 * 2**20,
    "file": 10 * 2**20,
    "request": 64 * 2**20,
    "pixels": 30_000_000,
    "files": 100,
}
SCHEMES = ("postgresql", "postgresql+psycopg")
# Bytes of memory and seconds of CPU time that the preview of one file may take.
JUDGING_LIMITS = {"memory": 3 * 2**30, "seconds": 3_600}
# Settings that no installation overrides.
_FIXED = {
    "MAX_CONTENT_LENGTH": 16 * 2**20,
    "MAX_FORM_MEMORY_SIZE": 2_000_000,
    "MAX_FORM_PARTS": 5_000,
    # Seconds that a request which writes waits for others who write.
    "BUSY_TIMEOUT": 5.0,
    "JUDGING_LIMITS": JUDGING_LIMITS,
    # Seconds that an upload waits for its preview before the page shows the progress instead.
    "JUDGING_PATIENCE": 3.0,
    # Seconds that a page which saves takes to compare the figures of past periods.
    "PAST_FIGURES_SECONDS": 0.3,
    "BOOTSTRAP_SERVE_LOCAL": True,
    "BABEL_DEFAULT_LOCALE": "zh_Hans_CN",
    "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
}


class ConfigError(Exception):
    """Error raised for an instance folder or environment with which the application can't run."""


def instance_folder(named: str | None = None) -> Path:
    """Return the folder `named`, else PARTYHUB_INSTANCE's, else `instance`; create it if missing.

    Raises ConfigError when the folder can't be created or its name is invalid.
    """
    folder = Path(named or os.environ.get("PARTYHUB_INSTANCE") or "instance")
    try:
        folder = folder.resolve()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            lazy_gettext(
                "The instance folder %(folder)s can't be made: %(why)s.",
                folder=folder,
                why=error.strerror,
            )
        ) from error
    except (ValueError, RuntimeError) as error:  # a zero in it, links that go in a circle
        raise ConfigError(
            lazy_gettext("“%(folder)s” is no name of a folder.", folder=folder)
        ) from error
    return folder


def load(instance: Path) -> dict[str, Any]:
    """Return the configuration of the instance in the folder `instance`; raises ConfigError."""
    base_url = os.environ.get("PARTYHUB_BASE_URL", "http://127.0.0.1:8000")
    address = _split(base_url)
    https = address.scheme == "https"
    settings = read_settings(instance)
    url = database_url(instance, settings)
    return {
        **_session_settings(https),
        **_FIXED,
        "SECRET_KEY": _secret_key(instance),
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(url),
        "BASE_URL": base_url,
        "HTTPS": https,
        # Whether pages may go unencrypted over a network; only an owner who knows it sets this.
        "ALLOW_HTTP": os.environ.get("PARTYHUB_ALLOW_HTTP") == "1",
        # Whether there is a page that shows every macro, for who develops.
        "DESIGN_PAGE": os.environ.get("PARTYHUB_DESIGN") == "1",
        "TODAY": _fixed_day(settings),
        "IS_EXAMPLE": "today" in settings,
        "TRUSTED_HOSTS": list({address.hostname or "127.0.0.1", "127.0.0.1", "localhost"}),
        "IMPORT_LIMITS": _limits(settings, "import_limits", IMPORT_LIMITS),
        "ATTACHMENT_LIMITS": _limits(settings, "attachment_limits", ATTACHMENT_LIMITS),
    }


def _session_settings(https: bool) -> dict[str, Any]:
    """Return the settings of session cookies, CSRF tokens and idle time limits."""
    return {
        "SESSION_COOKIE_NAME": "__Host-partyhub" if https else "partyhub",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "IDLE_TIMEOUT": timedelta(minutes=30),
        "ADMINISTRATOR_IDLE_TIMEOUT": timedelta(minutes=15),
        "WTF_CSRF_TIME_LIMIT": None,  # bound to the session: a long form must not die
        "WTF_CSRF_SSL_STRICT": https,
    }


def read_settings(instance: Path) -> Mapping[str, Any]:
    """Return the contents of the instance's `settings.json`, or an empty mapping without that file.

    Raises ConfigError when the file is unreadable or isn't one JSON object.
    """
    path = instance / "settings.json"
    if not path.exists():
        return {}
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(lazy_gettext("%(path)s can't be read as JSON.", path=path)) from error
    if not isinstance(settings, dict):
        raise ConfigError(lazy_gettext("%(path)s must hold one JSON object.", path=path))
    return settings


def write_settings(instance: Path, settings: Mapping[str, Any]) -> None:
    """Write `settings` to the instance's `settings.json`, replacing its contents."""
    path = instance / "settings.json"
    path.write_text(json.dumps(dict(settings), indent=2) + "\n", encoding="utf-8")


def _split(base_url: str) -> SplitResult:
    try:
        address = urlsplit(base_url)
        if address.scheme in ("http", "https") and address.hostname and address.port != 0:
            return address
    except ValueError:
        pass  # brackets that don't close, a port that is no number
    raise ConfigError(
        lazy_gettext("PARTYHUB_BASE_URL must be an address such as https://partyhub.example.cn.")
    )


def _limits(settings: Mapping[str, Any], name: str, defaults: Mapping[str, int]) -> dict[str, int]:
    """Return the limits `defaults` with those that the setting `name` has instead.

    Raises ConfigError for an unknown key or a value that isn't a positive whole number.
    """
    limits = dict(defaults)
    for key, value in dict(settings.get(name) or {}).items():
        is_whole = isinstance(value, int) and not isinstance(value, bool) and value > 0
        if key not in limits or not is_whole:
            raise ConfigError(
                lazy_gettext(
                    "The setting %(setting)s takes whole numbers for: %(names)s.",
                    setting=name,
                    names=", ".join(limits),
                )
            )
        limits[key] = value
    return limits


def _fixed_day(settings: Mapping[str, Any]) -> date | None:
    text = settings.get("today")
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise ConfigError(
            lazy_gettext("The setting today must be a day such as 2023-06-30.")
        ) from error


def _secret_key(instance: Path) -> bytes:
    path = instance / "secret_key"
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        key = path.read_bytes()
    else:
        key = secrets.token_bytes(SECRET_BYTES)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
    if len(key) < SECRET_BYTES:
        raise ConfigError(
            lazy_gettext(
                "%(path)s must hold at least %(num)s random bytes.", path=path, num=SECRET_BYTES
            )
        )
    _refuse_readers(path)
    return key


def _refuse_readers(path: Path) -> None:
    """Raise ConfigError when other accounts may read a file that contains a secret."""
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise ConfigError(
            lazy_gettext("%(path)s may be read by others; allow it to its owner only.", path=path)
        )


def database_url(instance: Path, settings: Mapping[str, Any]) -> URL:
    """Return the database address of PARTYHUB_DATABASE or of the settings, else of the SQLite file.

    The SQLite file is in the instance's folder. Raises ConfigError for an invalid address.
    """
    from_environment = os.environ.get("PARTYHUB_DATABASE")
    text = from_environment or settings.get("database")
    if not text:
        return URL.create("sqlite", database=str(instance / "partyhub.sqlite"))
    url = read_database_url(text)
    if url.password and not from_environment:
        _refuse_readers(instance / "settings.json")
    return url


def read_database_url(text: Any) -> URL:
    """Return the parsed address of a PostgreSQL database.

    Raises ConfigError when the text is no such address or the driver isn't installed.
    """
    try:
        url = make_url(str(text))
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.drivername not in SCHEMES or not url.database:
        # The address may hold a password, so it isn't repeated.
        raise ConfigError(
            lazy_gettext(
                "The address of the database must be one such as %(example)s.",
                example="postgresql+psycopg://partyhub@localhost/partyhub",
            )
        )
    if find_spec("psycopg") is None:
        raise ConfigError(
            lazy_gettext(
                "PostgreSQL needs its driver. Install it with: %(command)s",
                command='pip install "partyhub[postgresql]"',
            )
        )
    return url.set(drivername="postgresql+psycopg")
