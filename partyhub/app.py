"""Puts the application together; nothing imports this module but the command line and the tests."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel

from partyhub import config, database


def create_app(
    instance: Path, overrides: Mapping[str, Any] | None = None, *, has_pages: bool = True
) -> Flask:
    """Build the application of the instance in the folder `instance`; raises ConfigError.

    Without pages it is what a command needs that shows none: settings, database and language.
    """
    app = Flask("partyhub", instance_path=str(instance), template_folder=str(_templates()))
    app.config.from_mapping(config.load(instance))
    app.config.from_mapping(overrides or {})
    with collection_paused():
        database.init_app(app)
        if not has_pages:
            Babel(app)
            return app
        from partyhub import pages  # and with it every feature

        pages.init_app(app)
    return app


@contextmanager
def collection_paused() -> Iterator[None]:
    """Keep the garbage collector from looking through what start-up makes: all of it stays."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_freeze_count() == 0:
            gc.freeze()
        if was_enabled:
            gc.enable()


def _templates() -> Path:
    """Return the templates a wheel carries inside the package, else those of the checkout."""
    package = Path(__file__).parent
    bundled = package / "templates"
    return bundled if bundled.is_dir() else package.parent / "templates"
