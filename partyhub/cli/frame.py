"""What every command works in: the application of its instance, in the command line's language."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from flask_babel import Babel, force_locale
from sqlalchemy import inspect

from partyhub import config
from partyhub.app import create_app
from partyhub.cli.language import command_language, gettext
from partyhub.cli.parsing import RefusalError
from partyhub.database import db
from partyhub.dialects import is_there
from partyhub.viewers import Viewer


@contextmanager
def speaking() -> Iterator[None]:
    """Let sentences be written in the command line's language, before there is an application."""
    app = Flask("partyhub")
    Babel(app)
    with app.app_context(), force_locale(command_language()):
        yield


@contextmanager
def opened(
    instance: str | None, *, is_ready: bool = True, has_pages: bool = True
) -> Iterator[Flask]:
    """Work inside the application of an instance; `is_ready` wants its database to be there."""
    app = create_app(instance_folder(instance), has_pages=has_pages)
    if not gc.isenabled():  # see main: what start-up made stays, what follows is looked at again
        gc.freeze()
        gc.enable()
    with app.app_context(), force_locale(command_language()):
        if is_ready:
            _require_database()
        yield app


def instance_folder(instance: str | None) -> Path:
    """Return the folder of `--instance`, wherever it stands, else of PARTYHUB_INSTANCE."""
    root = click.get_current_context().find_root()
    return config.instance_folder(instance or root.params.get("instance"))


def owner() -> Viewer:
    """Who acts: the command line has no role and sees everything."""
    return Viewer(gettext("Command line"))


def has_database() -> bool:
    """Whether the instance has a database with tables; looking makes no file."""
    return is_there(db.engine) and inspect(db.engine).has_table("user")


def _require_database() -> None:
    if not has_database():
        raise RefusalError(
            gettext("This instance has no database yet. Make one with: partyhub db upgrade")
        )
