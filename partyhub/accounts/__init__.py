"""Users, sessions and sign-in: they identify the viewer and refuse everybody else.

What pages need is loaded when it is asked for: a command that shows none has no request to guard.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from flask import Flask

if TYPE_CHECKING:
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

_MODULES = {
    "AccountForm": "forms",
    "Preferences": "identity",
    "blueprint": "views",
    "current_source": "identity",
    "current_user_preferences": "identity",
    "current_viewer": "identity",
    "load_without_fail": "identity",
    "require": "guards",
    "safe_next": "guards",
}


def __getattr__(name: str) -> Any:
    """Return what `from partyhub.accounts import …` asks for, from its module."""
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(import_module(f"partyhub.accounts.{_MODULES[name]}"), name)


def init_app(app: Flask) -> None:
    from partyhub.accounts import compression, guards, headers, static_files

    guards.init_app(app)
    headers.init_app(app)
    static_files.init_app(app)
    compression.init_app(app)
