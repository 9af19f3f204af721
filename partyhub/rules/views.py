from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from partyhub.accounts import current_viewer
from partyhub.database import db
from partyhub.forms import DateField, NumberField, RecordForm, Required, TextField
from partyhub.rules.labels import rule_label
from partyhub.rules.operations import change_rule
from partyhub.rules.queries import find_versions, select_rules
from partyhub.viewers import COMMITTEE, READERS

blueprint = Blueprint("rules", __name__, url_prefix="/rules")


class RuleForm(RecordForm):
    value = NumberField(
        lazy_gettext("Number"), [Required(lazy_gettext("Enter the number."))], most=1000, places=4
    )
    source = TextField(
        lazy_gettext("Source"), [Required(lazy_gettext("Enter regulation and clause."))]
    )
    since = DateField(
        lazy_gettext("In force from"), [Required(lazy_gettext("Enter the first day."))]
    )


@blueprint.get("/")
def show_rules() -> ResponseReturnValue:
    viewer = current_viewer()
    if not viewer.is_one_of(READERS):
        abort(403)
    rules = [(rule, rule_label(rule.key)) for rule in db.session.scalars(select_rules())]
    return render_template("rules/list.html", rules=rules, may_edit=viewer.is_one_of(COMMITTEE))


@blueprint.route("/<key>", methods=["GET", "POST"])
def edit_rule(key: str) -> ResponseReturnValue:
    viewer = current_viewer()
    if not viewer.is_one_of(COMMITTEE):
        abort(403)
    versions = find_versions(key)
    if not versions:
        abort(404)
    newest = versions[0]
    form = RuleForm(viewer, values={"value": newest.value, "source": newest.source})
    if not form.validate_on_submit():
        page = render_template("rules/form.html", form=form, label=rule_label(key))
        return page, 400 if form.errors else 200
    since: date = form.since.data
    change_rule(key, form.value.data, form.source.data, since)
    db.session.commit()
    flash(gettext("Saved. Records of earlier days keep the rule of their day."), "ok")
    return redirect(url_for("rules.show_rules"), 303)
