"""An application with the accounts only, a real database file, CSRF on, and a clock to set."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

from partyhub import accounts, clock, converters, database
from partyhub.accounts import current_user_preferences, current_viewer, operations, require
from partyhub.accounts.models import User
from partyhub.database import db
from partyhub.home import page_frame
from partyhub.home.navigation import icons_url
from partyhub.roles import Right, Role
from partyhub.users.views import blueprint as users_blueprint
from tests.instances import address

ROOT = Path(__file__).parents[2]
MORNING = datetime(2023, 6, 30, 1, 0, tzinfo=UTC)
PASSWORD = "three blue kettles sing"
SHELL = {"product_name": "PartyHub", "band": "", "periods_menu": None}


class Person:
    """Somebody at a browser: opens pages and sends forms with the token of the form."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        return self.send("GET", path, **kwargs)

    def post(
        self, path: str, data: dict[str, object] | None = None, form: str = "", **kwargs: Any
    ) -> TestResponse:
        token = self._token(form or "/account")
        return self.send("POST", path, data={**(data or {}), "csrf_token": token}, **kwargs)

    def send(self, method: str, path: str, **kwargs: Any) -> TestResponse:
        """Send one request in a context of its own, as a server does."""
        db.session.rollback()
        with self.app.app_context():
            response = self.client.open(path, method=method, buffered=True, **kwargs)
        db.session.expire_all()
        return response

    def sign_in(
        self, username: str, password: str = PASSWORD, path: str = "/sign-in"
    ) -> TestResponse:
        data = {"username": username, "password": password}
        return self.post(path, data, form="/sign-in")

    def is_in(self) -> bool:
        return self.get("/").status_code == 200

    def copy(self) -> "Person":
        """A second browser with a copy of the cookie."""
        cookie = self.client.get_cookie("partyhub")
        assert cookie is not None
        other = Person(self.app)
        other.client.set_cookie("partyhub", cookie.value)
        return other

    def _token(self, path: str) -> str:
        text = self.get(path, follow_redirects=True).text
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text)
        assert found is not None, text[:500]
        return found[1]


class CompiledTemplates(BytecodeCache):
    """Lets the applications of a run share what they compiled: half of the time of a test."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = CompiledTemplates()


class Watch:
    """The time of the test, which passes only when told."""

    def __init__(self) -> None:
        self.moment = MORNING
        self._at = clock.at(self.moment)
        self._at.__enter__()

    def wait(self, **by: float) -> None:
        self.stop()
        self.moment += timedelta(**by)
        self._at = clock.at(self.moment)
        self._at.__enter__()

    def stop(self) -> None:
        self._at.__exit__(None, None, None)


def add_user(username: str, role: Role = Role.AUDITOR, **scope: Any) -> User:
    user, _ = operations.create_user(
        username, f"Name of {username}", role, password=PASSWORD, must_change=False, **scope
    )
    db.session.commit()
    return user


def make_app(folder: Path, **config: object) -> Flask:
    app = Flask(
        "partyhub",
        root_path=str(ROOT / "partyhub"),
        template_folder=str(ROOT / "templates"),
        instance_path=str(folder),
    )
    app.jinja_options = {"bytecode_cache": COMPILED}
    app.config.from_mapping(
        {
            "TESTING": True,
            "SECRET_KEY": "x" * 32,
            "SQLALCHEMY_DATABASE_URI": address(folder),
            "HTTPS": False,
            "SESSION_COOKIE_NAME": "partyhub",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_REFRESH_EACH_REQUEST": False,
            "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
            "IDLE_TIMEOUT": timedelta(minutes=30),
            "ADMINISTRATOR_IDLE_TIMEOUT": timedelta(minutes=15),
            "WTF_CSRF_TIME_LIMIT": None,
            "TRUSTED_HOSTS": ["localhost"],
            "BABEL_DEFAULT_LOCALE": "en",
            "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
        }
        | config
    )
    converters.init_app(app)
    app.jinja_env.undefined = StrictUndefined
    database.init_app(app)
    Babel(app)
    Bootstrap5(app)
    CSRFProtect(app)
    accounts.init_app(app)
    for blueprint in (accounts.blueprint, users_blueprint, _pages()):
        app.register_blueprint(blueprint)
    app.context_processor(_shell)
    app.add_template_global(icons_url)
    return app


def _shell() -> dict[str, object]:
    chosen = current_user_preferences()
    other = "en" if chosen.language == "zh" else "zh"
    known = SHELL | {"other_language": {"code": other, "label": other}, "here": page_frame.here()}

    def frame(periods: str) -> page_frame.Frame:
        links = {"navigation": (), "tabs": (), "has_periods": False}
        looks = {"theme": chosen.theme.value, "type_size": chosen.type_size.value}
        viewer = current_viewer()
        parts = page_frame.write_parts(known | links | looks | {"viewer": viewer})
        return page_frame.fill_parts(parts, viewer.name)

    return known | {"frame": frame}


def _pages() -> Blueprint:
    blueprint = Blueprint("pages", __name__)

    @blueprint.route("/", methods=["GET", "POST"])
    def home() -> str:
        return current_viewer().name

    @blueprint.get("/for-administrators")
    @require(Right.MANAGE_ACCOUNTS)
    def guarded() -> str:
        return "in"

    @blueprint.post("/acts-only")
    def acts_only() -> str:
        return "done"

    return blueprint
