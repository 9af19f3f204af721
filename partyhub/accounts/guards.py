"""Access to pages: every page needs a signed-in user unless it is listed here as open."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, abort, redirect, request, url_for
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.wrappers import Response

from partyhub.accounts import queries
from partyhub.accounts.identity import (
    current_user_preferences,
    current_viewer,
    find_signed_in,
    forget_user,
)
from partyhub.accounts.static_files import FILE_ENDPOINTS
from partyhub.database import READING_METHODS, db, reading
from partyhub.roles import Right

OPEN_ENDPOINTS = FILE_ENDPOINTS | {"accounts.sign_in", "accounts.set_up", "accounts.preferences"}
# The pages for a user who has to choose a password first, and for an installation without users.
PASSWORD_ENDPOINTS = OPEN_ENDPOINTS | {"accounts.change_password", "accounts.sign_out"}
SET_UP_ENDPOINTS = FILE_ENDPOINTS | {"accounts.set_up", "accounts.preferences"}
LONGEST_NEXT = 2_000

P = ParamSpec("P")
R = TypeVar("R")


def init_app(app: Flask) -> None:
    # Requests that share an application context would share the answer.
    app.before_request(forget_user)
    app.before_request(_refuse_other_sites)
    app.before_request(_require_sign_in)
    app.context_processor(_describe_reader)


def require(right: Right) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only users who have this right through to a view; others are answered 403."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not current_viewer().may(right):
                abort(403)
            return view(*args, **kwargs)

        return guarded

    return decorate


def safe_next(target: str | None) -> str:
    """Return a path on this site to go to next; anything that could lead elsewhere becomes `/`."""
    if not target or len(target) > LONGEST_NEXT or not target.startswith("/"):
        return "/"
    if target.startswith("//") or "\\" in target or any(ord(char) < 0x21 for char in target):
        return "/"
    return target


def _refuse_other_sites() -> None:
    """Refuse submissions from other sites' pages, in addition to the form's token."""
    if request.method in READING_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(403)


def _require_sign_in() -> Response | None:
    if request.endpoint in FILE_ENDPOINTS or _is_bad_host():
        return None
    user = find_signed_in()
    if user is None:
        return _send_away()
    if user.must_change_password and request.endpoint not in PASSWORD_ENDPOINTS:
        return redirect(url_for("accounts.change_password"))
    return None


def _is_bad_host() -> bool:
    """Return whether Flask will refuse the Host header; then no URLs can be built."""
    error: HTTPException | None = request.routing_exception
    return isinstance(error, BadRequest)


def _send_away() -> Response | None:
    """Redirect somebody without a session to the page where one begins."""
    with reading():
        has_users = queries.has_users()
    db.session.rollback()  # the page begins its own transaction
    if not has_users and request.endpoint not in SET_UP_ENDPOINTS:
        return redirect(url_for("accounts.set_up"))
    if request.endpoint in OPEN_ENDPOINTS:
        return None
    target = request.full_path.rstrip("?") if _can_be_read() else None
    return redirect(url_for("accounts.sign_in", next=target if target != "/" else None))


def _can_be_read() -> bool:
    """Return whether the URL may be opened after signing in: not if it only acts."""
    rule = request.url_rule
    return request.method in READING_METHODS or (rule is not None and "GET" in (rule.methods or ()))


def _describe_reader() -> dict[str, Any]:
    """Return the viewer and their preferences for every template."""
    chosen = current_user_preferences()
    user = find_signed_in()
    return {
        "viewer": user.viewer if user else None,
        "language": chosen.language.value,
        "theme": chosen.theme.value,
        "type_size": chosen.type_size.value,
    }
