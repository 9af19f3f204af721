"""The question before past figures change, and the page that lists what has changed."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from partyhub.accounts import current_viewer, load_without_fail, require
from partyhub.database import db
from partyhub.organizations.queries import reach_of
from partyhub.past_figures.looking import AGREED, PastFiguresError
from partyhub.past_figures.models import PastFigureChange
from partyhub.past_figures.queries import find_stored, readable_registers, select_visible
from partyhub.past_figures.wording import change_of, line_of, words_of
from partyhub.periods import Period
from partyhub.registers import current_catalog
from partyhub.registers.rights import can_read_history
from partyhub.registers.values import format_moment
from partyhub.roles import Right
from partyhub.texts import clean_text
from partyhub.viewers import Viewer

blueprint = Blueprint("past_figures", __name__, url_prefix="/past-figures")
blueprints = (blueprint,)
MOST = 100
KEYS = ("period", "code", "register")
# Fields of a form that the question sends anew.
OWN_FIELDS = {"csrf_token", AGREED}


@blueprint.app_errorhandler(PastFiguresError)
def ask(error: PastFiguresError) -> ResponseReturnValue:
    """Show what would change, and the form that sends everything again; nothing is stored."""
    db.session.rollback()
    session.pop("_flashes", None)  # they say what was done, and nothing was
    load_without_fail()
    sent = [
        (key, value)
        for key, values in request.form.lists()
        if key not in OWN_FIELDS
        for value in values
    ]
    page = render_template(
        "past_figures/question.html",
        lines=[line_of(each) for each in error.found.shown],
        sent=sent,
        agreed=(AGREED, error.found.mark),
        address=request.full_path.removesuffix("?"),
        back_url=_back(),
    )
    return page, 400


def _back() -> str:
    """Return the address of the page on which it was asked for."""
    rule = request.url_rule
    if rule is not None and "GET" in (rule.methods or ()):
        return request.full_path.removesuffix("?")
    values = request.view_args or {}
    if "record_id" in values:
        return url_for(f"{request.blueprint}.show", record_id=values["record_id"])
    if "group_id" in values:
        return url_for("imports.show", group_id=values["group_id"])
    return url_for("home.show_home")


@blueprint.get("/")
@require(Right.READ)
def show() -> ResponseReturnValue:
    """List the changes of past figures by what the viewer may read, the newest first."""
    viewer = current_viewer()
    filters = {key: clean_text(request.args.get(key, ""))[:60] for key in KEYS}
    query = _narrow(select_visible(viewer), filters)
    found = db.session.scalars(query.limit(MOST + 1)).all()
    older = None
    if len(found) > MOST:
        parameters: dict[str, Any] = {key: text for key, text in filters.items() if text}
        older = url_for("past_figures.show", **parameters, before=found[MOST - 1].id)
    return render_template(
        "past_figures/list.html",
        filters=filters,
        changes=[_line(change, viewer) for change in found[:MOST]],
        choices=_choices(viewer),
        sees_all=reach_of(viewer).is_everything,
        older=older,
        newest=url_for("past_figures.show") if "before" in request.args else None,
    )


def _narrow(query: Select[Any], filters: dict[str, str]) -> Select[Any]:
    """Return the query for what the address asks for."""
    for key, text in filters.items():
        if text:
            query = query.where(getattr(PastFigureChange, key) == text)
    before = request.args.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 16:
        query = query.where(PastFigureChange.id < int(before))
    return query


def _choices(viewer: Viewer) -> dict[str, Sequence[tuple[str, str]]]:
    """Return (value, label) of what each filter offers."""
    periods, codes = find_stored(viewer)
    latest = sorted(map(Period.parse, periods), key=lambda each: each.end, reverse=True)
    return {
        "period": [(each.key, each.label()) for each in latest],
        "code": [(f.code, str(f.label)) for f in current_catalog().figures if f.code in codes],
        "register": [(each.name, str(each.title)) for each in readable_registers(viewer)],
    }


def _line(change: PastFigureChange, viewer: Viewer) -> dict[str, Any]:
    """Return what the page says of one change, with its links."""
    period = Period.parse(change.period)
    figure = current_catalog().figures_by_code[change.code]
    values = (change.before, change.after)
    return {
        **words_of(figure, period, *values),
        "change": change_of(figure, *values, period),
        "at": format_moment(change.at),
        "who": change.user_name,
        "via": change.via.label,
        "is_late": change.is_late,
        "title": change.record_title or "—",
        "list_url": url_for("reports.counted", code=change.code, period=change.period),
        **_links(change, viewer),
    }


def _links(change: PastFigureChange, viewer: Viewer) -> dict[str, str | None]:
    """Return the addresses of the record and its history, or of the import."""
    if change.record_id is None:
        is_own = change.user_id is not None and change.user_id == viewer.user_id
        may_open = is_own or viewer.may(Right.READ_IMPORTS)
        url = url_for("imports.show", group_id=change.group_id) if may_open else None
        return {"url": url, "history_url": None, "subject": ""}
    register = current_catalog().by_name[change.register]
    place: dict[str, Any] = {"record_id": change.record_id}
    history = can_read_history(register, viewer)
    return {
        "url": url_for(f"{register.name}.show", **place),
        "history_url": url_for(f"{register.name}.history", **place) if history else None,
        "subject": str(register.title),
    }
