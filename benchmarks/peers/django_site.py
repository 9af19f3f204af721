"""Django's admin over the members, without sign-in; `application` serves it."""

import os
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings

PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32768;"
    " PRAGMA mmap_size=268435456;"
)
CONTRIB = "django.contrib"
CONTEXT = (
    "django.template.context_processors.request",
    f"{CONTRIB}.auth.context_processors.auth",
    f"{CONTRIB}.messages.context_processors.messages",
)


APPLICATIONS = (
    *(f"{CONTRIB}.{name}" for name in ("admin", "auth", "contenttypes", "sessions", "messages")),
    "import_export",
    "benchmarks.peers.people",
)
MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    f"{CONTRIB}.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    f"{CONTRIB}.auth.middleware.AuthenticationMiddleware",
    "benchmarks.peers.django_site.as_administrator",
    f"{CONTRIB}.messages.middleware.MessageMiddleware",
)
TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": CONTEXT},
}


def set_up(database: str) -> None:
    settings.configure(
        SECRET_KEY=os.urandom(16).hex(),
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="benchmarks.peers.django_urls",
        USE_TZ=False,
        LANGUAGE_CODE="zh-hans",
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        STATIC_URL="/static/",
        INSTALLED_APPS=APPLICATIONS,
        MIDDLEWARE=MIDDLEWARE,
        TEMPLATES=[TEMPLATES],
        SESSION_ENGINE=f"{CONTRIB}.sessions.backends.signed_cookies",
        MESSAGE_STORAGE=f"{CONTRIB}.messages.storage.cookie.CookieStorage",
        DATABASES={"default": _database(database)},
    )
    django.setup()


def _database(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {"init_command": PRAGMAS},
    }


def as_administrator(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a middleware that makes every request an administrator's, without a query."""
    from django.contrib.auth.models import User

    user = User(id=1, username="admin", is_staff=True, is_superuser=True)

    def answer(request: Any) -> Any:
        request.user = user
        return get_response(request)

    return answer


def application(database: str) -> Any:
    """Return the WSGI application."""
    set_up(database)
    from django.core.wsgi import get_wsgi_application

    made = get_wsgi_application()
    from django.urls import get_resolver

    assert get_resolver().url_patterns  # loads the admin, as its first request would
    return made
