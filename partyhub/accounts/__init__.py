"""Users, sessions and sign-in: they identify the viewer and refuse everybody else."""

from flask import Flask

from partyhub.accounts import compression, guards, headers, static_files
from partyhub.accounts.forms import AccountForm
from partyhub.accounts.guards import require, safe_next
from partyhub.accounts.identity import (
    Preferences,
    current_source,
    current_user_preferences,
    current_viewer,
    load_without_fail,
)
from partyhub.accounts.views import blueprint

__all__ = [
    "AccountForm",
    "Preferences",
    "blueprint",
    "current_source",
    "current_user_preferences",
    "current_viewer",
    "init_app",
    "load_without_fail",
    "require",
    "safe_next",
]


def init_app(app: Flask) -> None:
    guards.init_app(app)
    headers.init_app(app)
    static_files.init_app(app)
    compression.init_app(app)
