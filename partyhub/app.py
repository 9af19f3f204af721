"""The application factory; only the command line and the tests import this module."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from partyhub import config, database
from partyhub.languages import Languages

# Thresholds of the garbage collector: new objects, then rounds (default 700, 10 and 10).
COLLECTED_AFTER = 50_000, 20, 20


def create_app(
    instance: Path,
    overrides: Mapping[str, Any] | None = None,
    *,
    has_catalog: bool = True,
    has_pages: bool = True,
) -> Flask:
    """Return the application of the instance in the folder `instance`.

    Without pages it is what a command needs that shows none: settings, database, language and the
    catalog of the features. Without that, too, it knows no register and loads no feature.
    """
    app = Flask("partyhub", instance_path=str(instance), template_folder=str(_templates()))
    app.config.from_mapping(config.load(instance))
    app.config.from_mapping(overrides or {})
    with collection_paused():
        database.init_app(app)
        if has_catalog or has_pages:
            _init_features(app, has_pages)
        if not has_pages:
            Languages(app)
    return app


def _init_features(app: Flask, has_pages: bool) -> None:
    """Make the catalog of all features, and their pages: what loads most of the program."""
    from partyhub.features import FEATURES
    from partyhub.registers import catalog

    made = catalog.init_app(app, FEATURES)
    if has_pages:
        from partyhub import pages

        pages.init_app(app, made)


@contextmanager
def collection_paused() -> Iterator[None]:
    """Pause the garbage collector during start-up, since all that start-up creates stays alive."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_freeze_count() == 0:
            gc.freeze()
        if was_enabled:
            gc.enable()


def collect_seldom() -> None:
    """Collect garbage less often, for a process that ends soon.

    Reference counting frees most of what such a process creates; the rest lives as long as it does.
    """
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)


def _templates() -> Path:
    """Return the templates folder inside the package (in a wheel), else the one of the checkout."""
    package = Path(__file__).parent
    bundled = package / "templates"
    return bundled if bundled.is_dir() else package.parent / "templates"
