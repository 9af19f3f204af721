"""Puts the application together; nothing imports this module but the command line and the tests."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from partyhub import accounts, catalog, config, database, home, reports, users
from partyhub.home import errors, navigation
from partyhub.registers.importing.groups import blueprint as imports_blueprint
from partyhub.rules.views import blueprint as rules_blueprint

csrf = CSRFProtect()
# What the form around a file may take.
FORM_ROOM = 2**20


def create_app(instance: Path, overrides: Mapping[str, Any] | None = None) -> Flask:
    """Build the application of the instance in the folder `instance`; raises ConfigError."""
    app = Flask("partyhub", instance_path=str(instance), template_folder=str(_templates()))
    app.config.from_mapping(config.load(instance))
    app.config.from_mapping(overrides or {})
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.url_map.strict_slashes = False

    database.init_app(app)
    Babel(app, locale_selector=_locale)
    Bootstrap5(app)
    app.before_request(allow_large_imports)  # before the form is read for its token
    csrf.init_app(app)
    accounts.init_app(app)
    errors.init_app(app)
    navigation.init_app(app)
    blueprints = (
        accounts.blueprint,
        users.blueprint,
        rules_blueprint,
        imports_blueprint,
        reports.blueprint,
        home.blueprint,
    )
    for blueprint in (*blueprints, *catalog.BLUEPRINTS):
        app.register_blueprint(blueprint)
    return app


def allow_large_imports() -> None:
    """A workbook to import may be larger than anything else that is sent."""
    if request.method == "POST" and (request.endpoint or "").endswith((".import", "imports.list")):
        request.max_content_length = current_app.config["IMPORT_LIMITS"]["upload"] + FORM_ROOM


def _templates() -> Path:
    """Return the templates a wheel carries inside the package, else those of the checkout."""
    package = Path(__file__).parent
    bundled = package / "templates"
    return bundled if bundled.is_dir() else package.parent / "templates"


def _locale() -> str:
    """The language of the page: the reader's own; on an open page the session's."""
    chosen = accounts.current_user_preferences().language
    return "en" if chosen.value == "en" else "zh_Hans_CN"
