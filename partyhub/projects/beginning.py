"""A proposed project is approved: the step asks from which day it is under way."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import MultiDict

from partyhub.database import db
from partyhub.projects.forms import ProjectForm
from partyhub.projects.models import KeyProject, ProjectStatus
from partyhub.projects.registers import projects
from partyhub.registers.editing import form_values, render_form, render_passed, save_kept
from partyhub.registers.rights import find_record, writer
from partyhub.viewers import Viewer

blueprint = Blueprint("beginning", __name__, url_prefix="/projects")


class BeginForm(ProjectForm):
    """Of the form of a project the day alone is shown; it says that the project is under way."""

    layout = ((lazy_gettext("From which day is it under way?"), ("started_on",)),)

    def check_beginning(self) -> None:
        """The day was asked for, so that it is what it says."""


@blueprint.route("/<int(min=1,max=2147483647):record_id>/begin", methods=["GET", "POST"])
def begin(record_id: int) -> ResponseReturnValue:
    viewer = writer(projects)
    project = find_record(projects, viewer, record_id, writes=True)
    form = make_form(viewer, project)
    is_stale = form.is_submitted() and not form.knows_version
    if project.status is not ProjectStatus.PROPOSED:
        if not is_stale:
            abort(404)
        return render_passed(projects, project, title_of(project)), 409
    if is_stale:
        form.version.data = str(project.version)
        return render_begin(project, form, is_stale=True), 409
    if not form.is_submitted() or not form.validate() or not save_kept(projects, project, form):
        return render_begin(project, form), 400 if form.errors else 200
    db.session.commit()
    flash(gettext("Under way: %(title)s", title=project.caption), "ok")
    return redirect(url_for("projects.show", record_id=project.id), 303)


def make_form(viewer: Viewer, project: KeyProject) -> BeginForm:
    values = form_values(projects, project)
    if request.method == "GET":
        return BeginForm(viewer, edited=project, values=values)
    wanted = ("csrf_token", "version", "reason", "started_on")
    sent = {name: request.form[name] for name in wanted if name in request.form}
    typed = MultiDict(sent | {"status": ProjectStatus.RUNNING.value})
    return BeginForm(viewer, edited=project, values=values, formdata=typed)


def title_of(project: KeyProject) -> str:
    return gettext("Begin: %(title)s", title=project.caption)


def render_begin(project: KeyProject, form: BeginForm, **context: Any) -> str:
    return render_form(projects, form, "begin.html", title=title_of(project), **context)
