"""The page of the calendar and the lists of words, and the forms that change them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from partyhub import clock
from partyhub.accounts import current_viewer
from partyhub.database import db
from partyhub.definitions.forms import DayForm, FontsForm, WordsForm, version_of
from partyhub.definitions.models import CalendarDay
from partyhub.definitions.operations import set_day, set_words
from partyhub.definitions.queries import (
    COMMON,
    DEGREES,
    FONTS,
    MAJORITY,
    SERVICE_KINDS,
    find_days,
    find_fonts,
    find_official_years,
    find_words,
)
from partyhub.definitions.subjects import DAYS, WORDS
from partyhub.history.models import Action
from partyhub.history.operations import Change, log
from partyhub.registers.rights import can_write_shared, writer_of_shared
from partyhub.roles import Right
from partyhub.texts import FIRST_YEAR, LAST_YEAR
from partyhub.viewers import Viewer

blueprint = Blueprint("definitions", __name__, url_prefix="/definitions")
blueprints = (blueprint,)

# A year has so many.
DIGITS = 4
# What each list decides.
LISTS = {
    DEGREES: lazy_gettext("Degrees from college on, as they stand in the education"),
    MAJORITY: lazy_gettext("Ethnicities that are no minority"),
    SERVICE_KINDS: lazy_gettext("Categories of volunteer service, from which activities choose"),
}
FONTS_LABEL = lazy_gettext("Fonts of workbooks and documents")


@dataclass(frozen=True)
class DayRow:
    """One day that the calendar says something about; `is_workday` is what holds."""

    day: date
    is_workday: bool
    is_own: bool
    note: str


@blueprint.get("/")
def show() -> ResponseReturnValue:
    """Show the days of a year that differ from their weekday, and every list of words."""
    viewer = current_viewer()
    if not viewer.may(Right.READ):
        abort(403)
    year = _year_of_request()
    years = find_official_years()
    return render_template(
        "definitions/show.html",
        year=year,
        others=[year - 1, year + 1],
        days=[_row(each) for each in find_days(year)],
        is_provisional=years is None or not years[0] <= year <= years[1],
        lists=[
            *((key, label, find_words(key)) for key, label in LISTS.items()),
            (FONTS, FONTS_LABEL, [_fonts_words()]),
        ],
        may_edit=can_write_shared(viewer),
    )


def _year_of_request() -> int:
    """Return the requested year, by default this one; an impossible one aborts with 404."""
    typed = request.args.get("year", "")
    if not typed:
        return clock.today().year
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == DIGITS else 0
    if not FIRST_YEAR < year < LAST_YEAR:
        abort(404)
    return year


def _row(known: CalendarDay) -> DayRow:
    is_own = known.own is not None
    return DayRow(known.day, bool(known.own if is_own else known.official), is_own, known.note)


@blueprint.route("/day", methods=["GET", "POST"])
def edit_day() -> ResponseReturnValue:
    """Store what the company decided about a day."""
    viewer = writer_of_shared()
    form = DayForm(viewer)
    if not form.validate_on_submit():
        page = render_template("definitions/day.html", form=form)
        return page, 400 if form.errors else 200
    day: date = form.day.data
    _store_day(viewer, day, form.is_workday.data, form.note.data or "")
    db.session.commit()
    flash(gettext("Saved. Figures of past periods count with it from now on, too."), "ok")
    return redirect(url_for("definitions.show", year=day.year), 303)


def _store_day(viewer: Viewer, day: date, own: bool | None, note: str) -> None:
    before, old_note = set_day(day, own, note)
    change = None
    if before is not own:
        change = Change(day.isoformat(), _state(before), _state(own))
    elif own is not None and note != old_note:
        change = Change(day.isoformat(), old_note, note)
    if change:
        log(viewer, DAYS, None, Action.CHANGED, [change], note)


def _state(own: bool | None) -> str:
    if own is None:
        return gettext("as the calendar says")
    return gettext("workday") if own else gettext("day off")


@blueprint.route("/words/<list_key>", methods=["GET", "POST"])
def edit_words(list_key: str) -> ResponseReturnValue:
    """Store a list of words; 409 if it was changed meanwhile."""
    viewer = writer_of_shared()
    if list_key == FONTS:
        return _edit_fonts(viewer)
    if list_key not in LISTS:
        abort(404)
    stored = {"words": "\n".join(find_words(list_key)), "version": version_of(list_key)}
    form = WordsForm(viewer, values=stored)
    if form.is_submitted() and not form.knows(list_key):
        form.version.data = version_of(list_key)
        return _words_page(form, list_key, find_words(list_key)), 409
    if not form.validate_on_submit():
        return _words_page(form, list_key), 400 if form.errors else 200
    _store_words(viewer, list_key, form.entered)
    db.session.commit()
    flash(gettext("Saved. Figures of past periods count with it from now on, too."), "ok")
    return redirect(url_for("definitions.show"), 303)


def _edit_fonts(viewer: Viewer) -> ResponseReturnValue:
    """Store whether workbooks and documents are made in common fonts."""
    form = FontsForm(viewer, values={"is_common": bool(find_fonts())})
    if not form.validate_on_submit():
        return _words_page(form, FONTS), 400 if form.errors else 200
    before = _fonts_words()
    set_words(FONTS, [COMMON] if form.is_common.data else [])
    if before != (after := _fonts_words()):
        log(viewer, WORDS, None, Action.CHANGED, [Change(str(FONTS_LABEL), before, after)])
    db.session.commit()
    flash(gettext("Saved. Workbooks and documents made from now on have these fonts."), "ok")
    return redirect(url_for("definitions.show"), 303)


def _fonts_words() -> str:
    return gettext("common fonts") if find_fonts() else gettext("fonts of official papers")


def _words_page(form: WordsForm | FontsForm, list_key: str, stored: Any = ()) -> str:
    label = LISTS.get(list_key, FONTS_LABEL)
    return render_template("definitions/words.html", form=form, label=label, stored=stored)


def _store_words(viewer: Viewer, list_key: str, words: list[str]) -> None:
    before = list(find_words(list_key))
    if before == words:
        return
    set_words(list_key, words)
    change = Change(str(LISTS[list_key]), "、".join(before), "、".join(words))
    log(viewer, WORDS, None, Action.CHANGED, [change])
