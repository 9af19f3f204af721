"""The pages of the application: the blueprints of all features, and what each request passes."""

from functools import cache

from babel import Locale
from flask import Flask, current_app, request
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect

from partyhub import accounts, converters, rendering
from partyhub.home import errors, navigation, page_frame
from partyhub.languages import Languages, install_words
from partyhub.registers import Catalog
from partyhub.registers.importing.addresses import blueprint as imports_blueprint

csrf = CSRFProtect()
# Bytes that the form around an uploaded file may take.
FORM_ROOM = 2**20


def init_app(app: Flask, catalog: Catalog) -> None:
    rendering.init_app(app)
    app.url_map.strict_slashes = False
    converters.init_app(app)
    Languages(app, locale_selector=_locale)
    install_words(app)
    Bootstrap5(app)
    app.before_request(allow_uploads)  # before the form is read for its token
    csrf.init_app(app)
    accounts.init_app(app)
    errors.init_app(app)
    navigation.init_app(app)
    page_frame.init_app(app)
    for blueprint in (accounts.blueprint, imports_blueprint, *catalog.load_blueprints()):
        app.register_blueprint(blueprint)
    if app.config["DESIGN_PAGE"]:
        from partyhub import design_page  # which no installation needs

        app.register_blueprint(design_page.blueprint)


def allow_uploads() -> None:
    """Raise the size limit of a request that uploads a workbook, or files of a record."""
    if request.method != "POST":
        return
    endpoint = request.endpoint or ""
    if endpoint.endswith((".import", "imports.list")):
        request.max_content_length = current_app.config["IMPORT_LIMITS"]["upload"] + FORM_ROOM
    elif endpoint.endswith(".attach"):
        request.max_content_length = current_app.config["ATTACHMENT_LIMITS"]["request"] + FORM_ROOM


def _locale() -> Locale:
    """Return the language of the page: the account's own, or the session's before signing in."""
    chosen = accounts.current_user_preferences().language
    return _read_locale("en" if chosen.value == "en" else "zh_Hans_CN")


_read_locale = cache(Locale.parse)
