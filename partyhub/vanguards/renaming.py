"""The page where the committee, or the administrator, renames the headings of 三亮三比."""

from hashlib import sha256
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext, lazy_gettext

from partyhub.accounts import current_viewer
from partyhub.database import db
from partyhub.forms import RecordForm, TextField
from partyhub.history.models import Action
from partyhub.history.operations import Change, log
from partyhub.registers import Register
from partyhub.registers.rights import can_write_shared
from partyhub.roles import Right, RoleScope
from partyhub.texts import normal_form
from partyhub.vanguards.headings import HEADINGS, find_names, rename_heading
from partyhub.vanguards.registers import post_reviews, vanguard_posts
from partyhub.viewers import Viewer

blueprint = Blueprint("headings", __name__, url_prefix="/headings")

LANGUAGES = ("zh_Hans_CN", "en")


class HeadingForm(RecordForm):
    """The form with a name for each heading; an empty one means the default name."""

    layout = (
        (lazy_gettext("What it shows"), ("show_identity", "show_duty", "show_commitment")),
        (lazy_gettext("What reviews compare"), ("performance", "style", "service")),
    )

    show_identity = TextField(HEADINGS["show_identity"], longest=60)
    show_duty = TextField(HEADINGS["show_duty"], longest=60)
    show_commitment = TextField(HEADINGS["show_commitment"], longest=60)
    performance = TextField(HEADINGS["performance"], longest=60)
    style = TextField(HEADINGS["style"], longest=60)
    service = TextField(HEADINGS["service"], longest=60)

    @property
    def knows_version(self) -> bool:
        """Return whether the form was filled from the names that are stored now."""
        return bool(self.version.data == version_of_names())

    def check(self) -> None:
        """Refuse a name that another column of the same list has."""
        for key in HEADINGS:
            name = self[key].data
            if name and normal_form(name) in taken_names(key, self):
                self.refuse(
                    key,
                    gettext(
                        "Another column of the same list is called “%(name)s”."
                        " Choose a name that tells them apart.",
                        name=name,
                    ),
                )


def taken_names(key: str, form: HeadingForm) -> set[str]:
    """Return the names of the other columns in the heading's list, in both languages.

    For the other headings, these are the names in the form and the default names, because an import
    accepts those too.
    """
    register = register_with(key)
    found: set[str] = set()
    for locale in LANGUAGES:
        with force_locale(locale):
            for column in register.columns:
                if column.key not in HEADINGS:
                    found.add(normal_form(register.header(column)))
                elif column.key != key:
                    found.add(normal_form(str(HEADINGS[column.key])))
                    found.add(normal_form(form[column.key].data or ""))
    return found


def register_with(key: str) -> Register:
    """Return the register that has this heading among its columns."""
    return vanguard_posts if vanguard_posts.column(key) else post_reviews


def can_rename(viewer: Viewer) -> bool:
    """Return whether the viewer may rename the headings, which all organizations share."""
    is_outside = viewer.role is not None and viewer.role.scope is RoleScope.NOTHING
    return viewer.may(Right.RENAME_HEADINGS) and (is_outside or can_write_shared(viewer))


def version_of_names() -> str:
    """Return a text that changes whenever a name does.

    Headings have no version of their own.
    """
    names = sorted(find_names().items())
    return sha256(repr(names).encode()).hexdigest()[:16]


@blueprint.route("/", methods=["GET", "POST"])
def edit() -> ResponseReturnValue:
    """Show and store the names of the headings; 409 if they were changed meanwhile."""
    viewer = current_viewer()
    if not can_rename(viewer):
        abort(403)
    form = HeadingForm(viewer, values={**find_names(), "version": version_of_names()})
    for key, first in HEADINGS.items():
        form[key].description = gettext("Empty means: %(name)s", name=str(first))
    if form.is_submitted() and not form.knows_version:
        form.version.data = version_of_names()
        return render(form, stored=stored_words(form)), 409
    if not form.validate_on_submit():
        return render(form), 400 if form.errors else 200
    rename(viewer, form)
    db.session.commit()
    flash(gettext("Saved. Lists, forms and workbooks use these headings from now on."), "ok")
    return redirect(url_for("headings.edit"), 303)


def rename(viewer: Viewer, form: HeadingForm) -> None:
    """Store the form's name for each heading, and log the changes by register."""
    names = find_names()
    changes: dict[str, list[Change]] = {}
    for key, first in HEADINGS.items():
        old, new = names.get(key, ""), form[key].data or ""
        if old != new:
            change = Change(key, old or str(first), new or str(first))
            changes.setdefault(register_with(key).name, []).append(change)
            rename_heading(key, new)
    for register, found in changes.items():
        log(viewer, register, None, Action.RENAMED, found)


def stored_words(form: HeadingForm) -> list[tuple[str, str, str]]:
    """Return (heading, entered name, stored name) for the names that differ."""
    names = find_names()
    rows = [(form[key].label.text, form[key].data or "", names.get(key, "")) for key in HEADINGS]
    return [(str(label), yours, stored) for label, yours, stored in rows if yours != stored]


def render(form: HeadingForm, stored: Any = ()) -> str:
    return render_template("vanguard_posts/headings.html", form=form, stored=stored)
