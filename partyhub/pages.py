"""Every page of the application: the blueprints of all features, and what each request passes."""

from collections.abc import Sequence

from flask import Blueprint, Flask, current_app, request
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from partyhub import accounts, home, reports, users
from partyhub.activities import views as activity_views
from partyhub.awards import views as award_views
from partyhub.campaigns import views as campaign_views
from partyhub.commissars import views as commissar_views
from partyhub.home import errors, navigation
from partyhub.members import views as member_views
from partyhub.organizations import views as organization_views
from partyhub.projects import views as project_views
from partyhub.prosperity import views as prosperity_views
from partyhub.registers.importing.groups import blueprint as imports_blueprint
from partyhub.rules.views import blueprint as rules_blueprint
from partyhub.vanguards import views as vanguard_views

csrf = CSRFProtect()
# What the form around a file may take.
FORM_ROOM = 2**20

BLUEPRINTS: Sequence[Blueprint] = (
    accounts.blueprint,
    users.blueprint,
    rules_blueprint,
    imports_blueprint,
    reports.blueprint,
    home.blueprint,
    *organization_views.blueprints,
    *member_views.blueprints,
    activity_views.blueprint,
    *vanguard_views.blueprints,
    *commissar_views.blueprints,
    *project_views.blueprints,
    *prosperity_views.blueprints,
    *award_views.blueprints,
    *campaign_views.blueprints,
)


def init_app(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.url_map.strict_slashes = False
    Babel(app, locale_selector=_locale)
    Bootstrap5(app)
    app.before_request(allow_large_imports)  # before the form is read for its token
    csrf.init_app(app)
    accounts.init_app(app)
    errors.init_app(app)
    navigation.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)


def allow_large_imports() -> None:
    """A workbook to import may be larger than anything else that is sent."""
    if request.method == "POST" and (request.endpoint or "").endswith((".import", "imports.list")):
        request.max_content_length = current_app.config["IMPORT_LIMITS"]["upload"] + FORM_ROOM


def _locale() -> str:
    """The language of the page: the reader's own; on an open page the session's."""
    chosen = accounts.current_user_preferences().language
    return "en" if chosen.value == "en" else "zh_Hans_CN"
