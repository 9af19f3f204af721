"""Views of the rules: the list, the forms of a new version and of a correction, the history."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub.accounts import current_viewer
from partyhub.database import db
from partyhub.registers.committing import commit
from partyhub.registers.pages import entries
from partyhub.registers.rights import can_write_shared, writer_of_shared
from partyhub.roles import Right
from partyhub.rules.forms import CorrectionForm, RuleForm, stored_values, token_of, values_of
from partyhub.rules.labels import rule_label
from partyhub.rules.models import Rule
from partyhub.rules.operations import add_version, correct_version
from partyhub.rules.queries import find_versions, select_history_of_rule, select_rules
from partyhub.rules.words import source_words, value_words
from partyhub.viewers import Viewer

blueprint = Blueprint("rules", __name__, url_prefix="/rules")
blueprints = (blueprint,)


@blueprint.get("/")
def show_rules() -> ResponseReturnValue:
    viewer = _viewer_who_may(Right.READ)
    rules = [
        (rule, rule_label(rule.key), value_words(rule), source_words(rule))
        for rule in db.session.scalars(select_rules())
    ]
    may_edit = can_write_shared(viewer)
    return render_template("rules/list.html", rules=rules, may_edit=may_edit)


@blueprint.route("/<key>", methods=["GET", "POST"])
def edit_rule(key: str) -> ResponseReturnValue:
    """Show and store a new version of a rule; 409 if its versions changed meanwhile."""
    viewer = writer_of_shared()
    versions = _find_versions(key)
    values = {**values_of(versions[0]), "effective_from": None}
    form = RuleForm(viewer, versions, values, token_of(versions))
    if form.is_submitted() and not form.knows_version:
        return _render(form, is_stale=True), 409
    if not form.validate_on_submit():
        return _render(form), 400 if form.errors else 200
    add_version(viewer, key, stored_values(form))
    commit()  # records that were judged anew may count otherwise in past years
    flash(gettext("Saved. Records of earlier days keep the rule of their day."), "ok")
    return redirect(url_for("rules.show_rules"), 303)


@blueprint.route("/<key>/<id:rule_id>", methods=["GET", "POST"])
def correct_rule(key: str, rule_id: int) -> ResponseReturnValue:
    """Show and store the correction of a version; 409 if it was corrected meanwhile."""
    viewer = writer_of_shared()
    versions = _find_versions(key)
    rule = next((each for each in versions if each.id == rule_id), None)
    if rule is None:
        abort(404)
    form = CorrectionForm(viewer, rule, versions, values_of(rule))
    if form.is_submitted() and not form.knows_version:
        return _render(form, is_stale=True), 409
    if not form.validate_on_submit():
        return _render(form), 400 if form.errors else 200
    is_changed = correct_version(viewer, rule, stored_values(form), form.why.data)
    commit()  # records that were judged anew may count otherwise in past years
    saved = gettext("Corrected. The history keeps what was there before.")
    flash(saved if is_changed else gettext("Nothing was changed."), "ok")
    return redirect(url_for("rules.show_rules"), 303)


@blueprint.get("/<key>/history")
def show_history(key: str) -> ResponseReturnValue:
    """Show who added and corrected the versions of a rule."""
    _viewer_who_may(Right.READ)
    versions = _find_versions(key)
    found = entries(db.session.scalars(select_history_of_rule(versions)))
    return render_template("rules/history.html", label=rule_label(key), entries=found)


def _viewer_who_may(right: Right) -> Viewer:
    viewer = current_viewer()
    if not viewer.may(right):
        abort(403)
    return viewer


def _find_versions(key: str) -> Sequence[Rule]:
    versions = find_versions(key)
    if not versions:
        abort(404)
    return versions


def _render(form: RuleForm, *, is_stale: bool = False) -> str:
    """Render the form; a stale one gets what is stored now beside what was typed."""
    if is_stale:
        form.version.data = form.token
    rule = form.rule if isinstance(form, CorrectionForm) else form.rules[0]
    return render_template(
        "rules/form.html",
        form=form,
        label=rule_label(rule.key),
        rule=rule,
        words=value_words(rule),
        is_correction=isinstance(form, CorrectionForm),
        is_stale=is_stale,
    )
