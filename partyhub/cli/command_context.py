"""The context of every command: the application of its instance, in the command line's language."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import inspect

from partyhub import config
from partyhub.app import collect_seldom, create_app
from partyhub.cli.language import command_language, gettext
from partyhub.cli.parsing import RefusalError
from partyhub.database import db
from partyhub.dialects import is_there
from partyhub.languages import Languages
from partyhub.viewers import Viewer


@contextmanager
def speaking() -> Iterator[None]:
    """Enable translation into the command line's language before there is an application."""
    app = Flask("partyhub")
    Languages(app)
    with app.app_context(), force_locale(command_language()):
        yield


@contextmanager
def opened(
    instance: str | None,
    *,
    is_ready: bool = True,
    has_catalog: bool = True,
    has_pages: bool = True,
) -> Iterator[Flask]:
    """Enter the application context of an instance.

    With `is_ready`, raises RefusalError unless the instance has a database.
    """
    folder = instance_folder(instance)
    app = create_app(folder, has_catalog=has_catalog, has_pages=has_pages)
    if not gc.isenabled():  # see main: what start-up made stays, what follows is looked at again
        gc.freeze()
        if not has_pages:  # with pages it may be the server, which doesn't end soon
            collect_seldom()
        gc.enable()
    with app.app_context(), force_locale(command_language()):
        if is_ready:
            _require_database()
        yield app


def instance_folder(instance: str | None) -> Path:
    """Return the folder of `--instance`, given anywhere in the command, or of PARTYHUB_INSTANCE.

    Raises ConfigError when the folder can't be created.
    """
    root = click.get_current_context().find_root()
    return config.instance_folder(instance or root.params.get("instance"))


def owner() -> Viewer:
    """Return the viewer of the command line, which has no role and sees everything."""
    return Viewer(gettext("Command line"))


def has_database() -> bool:
    """Return whether the instance has a database with tables; the check creates no file."""
    return is_there(db.engine) and inspect(db.engine).has_table("user")


def _require_database() -> None:
    if not has_database():
        raise RefusalError(
            gettext("This instance has no database yet. Make one with: partyhub db upgrade")
        )
