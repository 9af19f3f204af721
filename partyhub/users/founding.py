"""The first step of a new installation: the committee at the top, so that accounts have a scope.

An administrator sees no record; this one page lets the administrator name the committee, once.
"""

from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from partyhub.accounts import current_viewer
from partyhub.database import db
from partyhub.forms import RecordForm
from partyhub.organizations.models import Organization, OrganizationKind
from partyhub.organizations.queries import find_root
from partyhub.registers import saving
from partyhub.registers.editing import is_right
from partyhub.registers.register import REGISTERS

SHOWN = ("name", "code", "superior_name", "established_on")


def found_committee() -> ResponseReturnValue:
    """Ask for the committee and store it; 404 as soon as one is on record."""
    if find_root() is not None:
        abort(404)
    form = make_form()
    if not (form.is_submitted() and is_right(REGISTERS[Organization], form)):
        page = render_template("users/committee.html", form=form, fields=[form[n] for n in SHOWN])
        return page, 400 if form.errors else 200
    committee = saving.save(REGISTERS[Organization], None, form)
    db.session.commit()
    flash(
        gettext(
            "%(name)s is on record. Make its secretary's account next.", name=committee.caption
        ),
        "ok",
    )
    return redirect(url_for("users.create"), 303)


def make_form() -> RecordForm:
    """The organization's own form; what the page doesn't ask for is a committee's as a rule."""
    register = REGISTERS[Organization]
    viewer = replace(current_viewer(), role=None)
    if request.method != "POST":
        return register.form(viewer, values={"code": "DW"})
    sent = MultiDict({name: request.form.get(name, "") for name in SHOWN})
    sent["kind"] = OrganizationKind.PARTY_COMMITTEE.value
    sent["has_committee"] = "1"
    return register.form(viewer, formdata=sent, meta={"csrf": False})
