"""Error pages that explain what happened and what to do, never a traceback."""

import secrets
from functools import partial

from flask import Flask, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from partyhub.accounts import current_user_preferences, load_without_fail
from partyhub.attachments.refusals import MEGA, whole
from partyhub.database import db
from partyhub.home.page_frame import frame
from partyhub.home.troubles import answer_of

# Endpoints that scripts call, which expect JSON.
JSON_PAGES = (".choices", "imports.progress")


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, render_http_error)
    app.register_error_handler(CSRFError, render_lost_session)
    app.register_error_handler(IntegrityError, render_edit_conflict)
    app.register_error_handler(StaleDataError, render_edit_conflict)
    app.register_error_handler(DBAPIError, render_trouble)
    app.register_error_handler(OSError, render_trouble)
    app.register_error_handler(Exception, render_failure)


def render_http_error(error: HTTPException) -> ResponseReturnValue:
    """Return the page for an HTTP error; redirects pass through."""
    status = error.code or 500
    if status < 400:
        return error.get_response()
    load_without_fail()
    if isinstance(error, SecurityError):
        return render_bare(status)
    heading, explanation, remedy = words_of(status)
    return render(status, heading, explanation, remedy)


def render_bare(status: int) -> ResponseReturnValue:
    """Return a page without a frame for a request to a foreign host: no URL can be built for it."""
    heading, explanation, remedy = words_of(status)
    language = "en" if current_user_preferences().language.value == "en" else "zh-CN"
    template = current_app.jinja_env.get_template("errors/bare.html")
    page = template.render(
        language=language, heading=heading, explanation=explanation, remedy=remedy
    )
    return page, status


def render_lost_session(_error: CSRFError) -> ResponseReturnValue:
    """Return the page for a form whose CSRF token is no longer valid."""
    load_without_fail()
    return render(
        400,
        gettext("This form is no longer valid"),
        gettext("The page was open for too long, or in another session. Nothing was saved."),
        gettext("Go back, copy what you typed, load the page again and send it once more."),
    )


def render_edit_conflict(_error: IntegrityError | StaleDataError) -> ResponseReturnValue:
    """Say that another save came between: a constraint kept the data right, the person decides."""
    db.session.rollback()
    load_without_fail()
    return render(
        409,
        gettext("Somebody else saved at the same moment"),
        gettext("What you sent doesn't fit what is stored now. Nothing of it was saved."),
        gettext("Go back, load the page again and compare."),
    )


def render_trouble(error: DBAPIError | OSError) -> ResponseReturnValue:
    """Return the page, or JSON, for a database or disk that refuses a valid request.

    The page explains the problem and what to do.
    """
    db.session.rollback()
    load_without_fail()
    answer = answer_of(error)
    if answer is None:
        return render_failure(error)
    current_app.logger.warning("answered %s: %s", answer.status, getattr(error, "orig", error))
    headers = {"Retry-After": str(answer.retry_after)}
    if (request.endpoint or "").endswith(JSON_PAGES):
        return jsonify(error=f"{answer.explanation} {answer.remedy}"), answer.status, headers
    page, status = render(*answer[:4])
    return page, status, headers


def render_failure(error: Exception) -> ResponseReturnValue:
    """Return the page for an unexpected error; its number is in the log with the traceback."""
    db.session.rollback()
    load_without_fail()
    number = secrets.token_hex(4)
    current_app.logger.error("error %s", number, exc_info=error)
    if current_app.testing:
        raise error
    return render(
        500,
        gettext("The program made a mistake"),
        gettext("Nothing was saved. The mistake has the number %(number)s.", number=number),
        gettext(
            "Try once more. If it happens again, give this number to whoever runs the program."
        ),
    )


def render(status: int, heading: str, explanation: str, remedy: str) -> tuple[str, int]:
    words = {"heading": heading, "explanation": explanation, "remedy": remedy}
    own = partial(frame, asks_database=False)
    return render_template("errors/error.html", status=status, frame=own, **words), status


def words_of(status: int) -> tuple[str, str, str]:
    """Return (what happened, why, what to do) for an HTTP status."""
    fallback = (
        gettext("This didn't work"),
        gettext("The request could not be answered. Nothing was saved."),
        gettext("Go back and try once more."),
    )
    return (words_of_requests() | words_of_rights()).get(status, fallback)


def words_of_rights() -> dict[int, tuple[str, str, str]]:
    return {
        403: (
            gettext("Your account may not do this"),
            gettext("Your role doesn't include this page or this act."),
            gettext("If you need it, ask your administrator."),
        ),
        404: (
            gettext("There is nothing here"),
            gettext("The address is wrong, or you don't manage this record."),
            gettext("Start from the list and look for the record."),
        ),
    }


def words_of_requests() -> dict[int, tuple[str, str, str]]:
    return {
        400: (
            gettext("This can't be read"),
            gettext("What was sent is not complete, or not in a form that this page understands."),
            gettext("Go back, check what you entered and send it again."),
        ),
        405: (
            gettext("This can't be opened this way"),
            gettext("The address belongs to a button, not to a page."),
            gettext("Go back and use the button."),
        ),
        413: (gettext("This is too large"), *words_of_size()),
    }


def words_of_size() -> tuple[str, str]:
    """Return (why, what to do) for a request that is larger than its page takes."""
    if not (request.endpoint or "").endswith(".attach"):
        too_large = gettext("What was sent is larger than the program takes.")
        return too_large, gettext("Send less at once.")
    limits = current_app.config["ATTACHMENT_LIMITS"]
    explanation = gettext(
        "The files together have more than %(most)s MB. None of them was attached.",
        most=whole(limits["request"], MEGA),
    )
    own = whole(max(limits["photo"], limits["file"]), MEGA)
    remedy = gettext("Send fewer at once; each may have up to %(most)s MB.", most=own)
    return explanation, remedy
