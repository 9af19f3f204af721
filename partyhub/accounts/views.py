"""Views for signing in and out, setting up, and one's own account."""

from dataclasses import asdict, dataclass

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import format_date, format_time, gettext

from partyhub.accounts import operations, passwords, queries
from partyhub.accounts.devices import name_device
from partyhub.accounts.forms import ChangePasswordForm, SetUpForm, SignInForm, read_preferences
from partyhub.accounts.guards import safe_next
from partyhub.accounts.identity import (
    current_source,
    find_signed_in,
    forget_user,
    keep_signed_in,
    lifetimes,
    signed_in,
    stored_preferences,
)
from partyhub.accounts.models import Event, User, UserSession
from partyhub.accounts.operations import AccountError
from partyhub.clock import now
from partyhub.database import db

blueprint = Blueprint("accounts", __name__)


@dataclass(frozen=True)
class Place:
    """A browser in which the user is signed in."""

    device: str
    address: str
    last_used_text: str
    current: bool


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Show the form and start a session for a proven user."""
    form = SignInForm()
    if not form.is_submitted():
        if find_signed_in():
            return redirect("/")
        return render_template("accounts/sign_in.html", form=form)
    user = _find_proven(form) if form.validate() else None
    if user is None:
        return render_template("accounts/sign_in.html", form=form), 400
    if passwords.needs_rehash(user.password_hash):
        operations.renew_hash(user, form.password.data)
    _begin_session(operations.sign_in(user, current_source()))
    return redirect(safe_next(request.args.get("next")), 303)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session and clear the cookie, except for preferences."""
    user = signed_in()
    operations.revoke_session(user.session_id)
    operations.record_event(Event.SIGNED_OUT, _own_user(), current_source())
    db.session.commit()
    cookie.clear()
    forget_user()
    cookie["preferences"] = asdict(user.preferences)
    response = redirect(url_for("accounts.sign_in"), 303)
    if current_app.config["HTTPS"]:
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.route("/set-up", methods=["GET", "POST"])
def set_up() -> ResponseReturnValue:
    """Create the first administrator with the set-up code and sign them in."""
    if queries.has_users():
        return redirect(url_for("accounts.sign_in"))
    form = SetUpForm()
    if not form.is_submitted():
        return render_template("accounts/set_up.html", form=form)
    try:
        user = _create_first(form) if form.validate() else None
    except AccountError as error:
        form.add_error(error)
        user = None
    if user is None:
        db.session.rollback()
        return render_template("accounts/set_up.html", form=form), 400
    operations.choose_preferences(user, asdict(stored_preferences()))
    _begin_session(operations.sign_in(user, current_source()))
    return redirect("/", 303)


@blueprint.route("/account/password", methods=["GET", "POST"])
def change_password() -> ResponseReturnValue:
    """Change one's own password, which signs out every other browser."""
    form = ChangePasswordForm()
    is_forced = signed_in().must_change_password
    if not form.is_submitted():
        return render_template("accounts/change_password.html", form=form, forced=is_forced)
    try:
        is_changed = form.validate() and _change_password(form)
    except AccountError as error:
        form.add_error(error)
        is_changed = False
    if not is_changed:
        db.session.rollback()
        return render_template("accounts/change_password.html", form=form, forced=is_forced), 400
    flash(gettext("The password is changed. Every other browser is signed out."), "ok")
    return redirect("/" if is_forced else url_for("accounts.account"), 303)


@blueprint.get("/account")
def account() -> ResponseReturnValue:
    """Show one's own account with its sessions."""
    user = signed_in()
    own = _own_user()
    query = queries.select_live_sessions(own.id, now(), lifetimes(own.role))
    places = [_place(found, user.session_id) for found in db.session.scalars(query)]
    return render_template("accounts/account.html", account=user, sessions=places)


@blueprint.post("/account/sessions")
def revoke_sessions() -> ResponseReturnValue:
    """Sign the user out of every other browser."""
    user = _own_user()
    operations.revoke_sessions(user, but=signed_in().session_id)
    operations.record_event(Event.SIGNED_OUT_ELSEWHERE, user, current_source())
    db.session.commit()
    flash(gettext("Every other browser is signed out."), "ok")
    return redirect(url_for("accounts.account"), 303)


@blueprint.post("/preferences")
def preferences() -> ResponseReturnValue:
    """Store the preferences with the account, or in the cookie if nobody is signed in."""
    try:
        chosen = read_preferences(request.form)
    except ValueError:
        abort(400)
    if find_signed_in():
        operations.choose_preferences(_own_user(), chosen)
        db.session.commit()
    else:
        cookie["preferences"] = asdict(stored_preferences()) | chosen
    return redirect(safe_next(request.form.get("next")), 303)


def _prove(username: str, password: str, event: Event) -> User | None:
    """Return the user if the password is theirs and they may try, else None.

    This commits in two steps: the attempt counts before it is checked, so that many simultaneous
    ones are not treated as one, and nobody has to wait for the database while argon2 works.
    """
    source = current_source()
    attempt = operations.take_attempt(username, source)
    db.session.commit()
    if attempt.is_flood:
        return None
    is_right = passwords.verify_password(attempt.password_hash, password)
    user = operations.settle_attempt(attempt, is_right=is_right, event=event, source=source)
    if user is None:
        db.session.commit()
    return user


def _find_proven(form: SignInForm) -> User | None:
    """Return the user who signs in, or None.

    Every failure has the same message, which reveals no account.
    """
    user = _prove(form.username.data, form.password.data, Event.SIGN_IN_FAILED)
    if user is None:
        sentence = gettext(
            "The user name or the password is wrong, or there were too many attempts. "
            "Try again in 15 minutes, or ask the administrator."
        )
        form.add_error(AccountError(sentence, "password"))
    return user


def _begin_session(token: str) -> None:
    """Commit, end the browser's previous session, and give it the new one."""
    previous = find_signed_in()
    if previous:
        operations.revoke_session(previous.session_id)
    db.session.commit()
    keep_signed_in(token)


def _create_first(form: SetUpForm) -> User:
    return operations.create_first_administrator(
        form.code.data, form.username.data, form.name.data, form.password.data, current_source()
    )


def _change_password(form: ChangePasswordForm) -> bool:
    """Change the password and begin a new session; raises AccountError if it is refused."""
    viewer = signed_in().viewer
    # This comes first: a weak new password must not count as a failure to know the current one.
    operations.check_password(form.password.data, signed_in().username, viewer.role)
    if form.password.data == form.current.data:
        raise AccountError(
            gettext("The new password must differ from the current one."), "password"
        )
    user = _prove(signed_in().username, form.current.data, Event.PASSWORD_FAILED)
    if user is None:
        raise AccountError(
            gettext("This is not your password, or there were too many attempts."), "current"
        )
    operations.change_password(user, form.password.data, current_source())
    _begin_session(operations.start_session(user, current_source()))
    return True


def _own_user() -> User:
    return db.session.get_one(User, signed_in().viewer.user_id)


def _place(found: UserSession, current_id: int) -> Place:
    day, time = format_date(found.last_seen_at), format_time(found.last_seen_at, "short")
    return Place(
        device=name_device(found.user_agent),
        address=found.ip,
        last_used_text=f"{day} {time}",
        current=found.id == current_id,
    )
