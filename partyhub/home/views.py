from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from partyhub.accounts import current_viewer
from partyhub.database import db
from partyhub.history.queries import select_all_history
from partyhub.registers import pages
from partyhub.viewers import Role

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def show_home() -> ResponseReturnValue:
    viewer = current_viewer()
    return render_template("home/home.html", viewer_role=viewer.role)


@blueprint.get("/history")
def show_history() -> ResponseReturnValue:
    """The newest acts on all records, for auditors; the values of personal fields are hidden."""
    viewer = current_viewer()
    if viewer.role is not Role.AUDITOR:
        abort(403)
    found = db.session.scalars(select_all_history().limit(200))
    return render_template("home/history.html", entries=pages.entries(found, hide=True))
