"""The first step of a new installation: the committee at the top, which gives accounts a scope.

An administrator sees no records; on this one page, they may name the committee, once.
"""

from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from partyhub.accounts import current_viewer
from partyhub.database import db
from partyhub.forms import RecordForm
from partyhub.organizations.models import OrganizationKind
from partyhub.organizations.queries import find_root
from partyhub.organizations.registers import organizations
from partyhub.registers import saving
from partyhub.registers.editing import validate_with_key

SHOWN = ("name", "code", "superior_name", "established_on")


def found_committee() -> ResponseReturnValue:
    """Show the form for the committee and store it; 404 as soon as one is on record."""
    if find_root() is not None:
        abort(404)
    form = make_form()
    if not (form.is_submitted() and validate_with_key(organizations, form)):
        page = render_template("users/committee.html", form=form, fields=[form[n] for n in SHOWN])
        return page, 400 if form.errors else 200
    committee = saving.save(organizations, None, form)
    db.session.commit()
    flash(
        gettext(
            "%(name)s is on record. Make its secretary's account next.", name=committee.caption
        ),
        "ok",
    )
    return redirect(url_for("users.create"), 303)


def make_form() -> RecordForm:
    """Return the organization's form.

    Values that the page doesn't request are those usual for a committee.
    """
    viewer = replace(current_viewer(), role=None)
    if request.method != "POST":
        return organizations.form(viewer, values={"code": "DW"})
    sent = MultiDict({name: request.form.get(name, "") for name in SHOWN})
    sent["kind"] = OrganizationKind.PARTY_COMMITTEE.value
    sent["has_committee"] = "1"
    return organizations.form(viewer, formdata=sent, meta={"csrf": False})
