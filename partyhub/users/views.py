"""Views on which an administrator manages accounts."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, format_time, gettext

from partyhub.accounts import current_source, current_viewer, operations, queries, require
from partyhub.accounts.models import AccountEvent, User
from partyhub.accounts.operations import AccountError
from partyhub.clock import now
from partyhub.database import db
from partyhub.organizations.queries import find_root
from partyhub.roles import Right
from partyhub.users.first_committee import found_committee
from partyhub.users.forms import NewUserForm, UserForm
from partyhub.users.handover import hand_over, take_over
from partyhub.users.queries import find_organization_names, find_others_of, find_scope

blueprint = Blueprint("users", __name__, url_prefix="/users")
blueprints = (blueprint,)
ONE = "/<id:user_id>"
STATES = ("active", "locked", "disabled")
EVENTS_SHOWN = 20


@dataclass(frozen=True)
class Row:
    """One account in the list."""

    user: User
    state: str
    organization_name: str
    last_signed_in_text: str


@blueprint.get("/")
@require(Right.MANAGE_ACCOUNTS)
def list_users() -> ResponseReturnValue:
    search = request.args.get("q", "")
    chosen = request.args.get("state", "")
    rows = [row for row in _rows(search) if chosen not in STATES or row.state == chosen]
    return render_template("users/list.html", rows=rows, q=search, state=chosen)


@blueprint.get(ONE)
@require(Right.MANAGE_ACCOUNTS)
def show(user_id: int) -> ResponseReturnValue:
    user = _find(user_id)
    return render_template(
        "users/user.html",
        row=_row(user, queries.find_locked_accounts(now()), {}),
        scope=find_scope(user),
        events=[(event, _moment(event)) for event in queries.find_events(user, EVENTS_SHOWN)],
        is_own=user.id == current_viewer().user_id,
    )


@blueprint.route("/committee", methods=["GET", "POST"])
@require(Right.MANAGE_ACCOUNTS)
def name_committee() -> ResponseReturnValue:
    """Show the first step of a new installation."""
    return found_committee()


@blueprint.route("/new", methods=["GET", "POST"])
@require(Right.MANAGE_ACCOUNTS)
def create() -> ResponseReturnValue:
    """Create an account and show its password once.

    The committee has to be named first.
    """
    if find_root() is None and request.method == "GET":
        return redirect(url_for("users.name_committee"))
    form = NewUserForm(current_viewer())
    made = _create(form) if form.validate_on_submit() else None
    if made is None:
        return _show_form(form, None)
    user, password = made
    db.session.commit()
    _warn_of_others(user)
    return _show_once(user, password)


@blueprint.route(f"{ONE}/edit", methods=["GET", "POST"])
@require(Right.MANAGE_ACCOUNTS)
def edit(user_id: int) -> ResponseReturnValue:
    """Change an account; 409 with both versions if it was changed meanwhile."""
    user = _find(user_id)
    last = queries.find_last_change(user)
    version = str(last.id) if last else ""
    form = UserForm(current_viewer(), user, version)
    if form.is_submitted() and form.version.raw_data != [version]:
        form.version.data = version
        return _show_conflict(form, user, last)
    if not (form.validate_on_submit() and _change(user, form)):
        return _show_form(form, user)
    db.session.commit()
    flash(gettext("The account of %(name)s is saved.", name=user.name), "ok")
    _warn_of_others(user)
    return _to(user)


@blueprint.post(f"{ONE}/reset-password")
@require(Right.MANAGE_ACCOUNTS)
def reset_password(user_id: int) -> ResponseReturnValue:
    """Set a new random password and show it once."""
    user = _find(user_id)
    try:
        password = operations.reset_password(user, current_source())
    except AccountError as error:
        return _refuse(user, error)
    db.session.commit()
    return _show_once(user, password)


@blueprint.get(f"{ONE}/password")
@require(Right.MANAGE_ACCOUNTS)
def show_password(user_id: int) -> ResponseReturnValue:
    """Show once the password that this administrator has just made."""
    user = _find(user_id)
    password = take_over(current_viewer().user_id or 0, user.id)
    return render_template("users/password.html", user=user, password=password)


@blueprint.post(f"{ONE}/disable")
@require(Right.MANAGE_ACCOUNTS)
def disable(user_id: int) -> ResponseReturnValue:
    user = _find(user_id)
    try:
        operations.disable(user, current_source())
    except AccountError as error:
        return _refuse(user, error)
    db.session.commit()
    flash(gettext("The account of %(name)s is disabled and signed out.", name=user.name), "ok")
    return _to(user)


@blueprint.post(f"{ONE}/enable")
@require(Right.MANAGE_ACCOUNTS)
def enable(user_id: int) -> ResponseReturnValue:
    user = _find(user_id)
    operations.enable(user, current_source())
    db.session.commit()
    flash(gettext("The account of %(name)s is enabled.", name=user.name), "ok")
    return _to(user)


@blueprint.post(f"{ONE}/unlock")
@require(Right.MANAGE_ACCOUNTS)
def unlock(user_id: int) -> ResponseReturnValue:
    user = _find(user_id)
    operations.unlock(user, current_source())
    db.session.commit()
    flash(gettext("The account of %(name)s is unlocked.", name=user.name), "ok")
    return _to(user)


def _find(user_id: int) -> User:
    user = db.session.scalars(queries.select_users().where(User.id == user_id)).first()
    if user is None:
        abort(404)
    return user


def _rows(search: str) -> list[Row]:
    users = list(db.session.scalars(queries.select_users(search)))
    names = find_organization_names(users)
    locked = queries.find_locked_accounts(now())
    return [_row(user, locked, names) for user in users]


def _row(user: User, locked: frozenset[str], names: dict[int, str]) -> Row:
    state = "locked" if queries.account_hash(user.username) in locked else "active"
    return Row(
        user=user,
        state="disabled" if user.disabled_at else state,
        organization_name=names.get(user.organization_id or 0, ""),
        last_signed_in_text=format_date(user.last_signed_in_at) if user.last_signed_in_at else "",
    )


def _create(form: NewUserForm) -> tuple[User, str] | None:
    try:
        return operations.create_user(
            form.username.data or "",
            form.name.data or "",
            form.role.data,
            **form.scope(),
            source=current_source(),
        )
    except AccountError as error:
        form.add_error(error)
        return None


def _change(user: User, form: UserForm) -> bool:
    try:
        operations.change_user(
            user, form.name.data or "", form.role.data, **form.scope(), source=current_source()
        )
    except AccountError as error:
        form.add_error(error)
        return False
    return True


def _warn_of_others(user: User) -> None:
    """Say that the member has more accounts: they are one person, and sign once."""
    others = find_others_of(user)
    if others:
        sentence = gettext(
            "This member has another account: %(names)s. The two are one person: a report is"
            " signed by one of them only.",
            names="、".join(others),
        )
        flash(sentence, "warning")


def _show_form(form: UserForm, user: User | None) -> ResponseReturnValue:
    page = render_template("users/form.html", form=form, user=user, rows=None)
    return page, 400 if form.is_submitted() else 200


def _show_conflict(form: UserForm, user: User, last: AccountEvent | None) -> ResponseReturnValue:
    """Show the submitted values next to the stored ones; saving again is then a decision."""
    form.validate()  # so that invalid values are reported too
    who = last.actor_name or gettext("Command line") if last else ""
    changed_by = {"at_text": _moment(last), "who": who} if last else None
    page = render_template(
        "users/form.html", form=form, user=user, rows=form.differences(), changed_by=changed_by
    )
    return page, 409


def _show_once(user: User, password: str) -> ResponseReturnValue:
    hand_over(current_viewer().user_id or 0, user.id, password)
    return redirect(url_for("users.show_password", user_id=user.id), 303)


def _refuse(user: User, error: AccountError) -> ResponseReturnValue:
    db.session.rollback()
    flash(error.sentence, "error")
    return redirect(url_for("users.show", user_id=user.id), 303)


def _to(user: User) -> ResponseReturnValue:
    return redirect(url_for("users.show", user_id=user.id), 303)


def _moment(event: AccountEvent) -> str:
    return f"{format_date(event.at)} {format_time(event.at, 'short')}"
