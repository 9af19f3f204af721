"""The step that approves a proposed project, with the day from which it is under way."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import MultiDict

from partyhub.projects.forms import ProjectForm
from partyhub.projects.models import KeyProject, ProjectStatus
from partyhub.projects.registers import projects
from partyhub.registers.committing import commit
from partyhub.registers.editing import form_values, render_form, render_passed, save_if_allowed
from partyhub.registers.rights import find_record, writer
from partyhub.viewers import Viewer

blueprint = Blueprint("beginning", __name__, url_prefix="/projects")


class BeginForm(ProjectForm):
    """A project form that shows only the day; submitting it sets the project under way."""

    layout = ((lazy_gettext("From which day is it under way?"), ("started_on",)),)

    def check_beginning(self) -> None:
        """Accept any day, because this form requests the real one."""


@blueprint.route("/<id:record_id>/begin", methods=["GET", "POST"])
def begin(record_id: int) -> ResponseReturnValue:
    """Show the form for the first day, and set the proposed project under way.

    404 if the project is no proposal; 409 if it was changed meanwhile.
    """
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
    if (
        not form.is_submitted()
        or not form.validate()
        or not save_if_allowed(projects, project, form)
    ):
        return render_begin(project, form), 400 if form.errors else 200
    commit()
    flash(gettext("Under way: %(title)s", title=project.caption), "ok")
    return redirect(url_for("projects.show", record_id=project.id), 303)


def make_form(viewer: Viewer, project: KeyProject) -> BeginForm:
    """Return the form; its state is always “running”, and only the day is read from the request."""
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
