"""Pages of the templates with which new reports begin; the committee changes them."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub.database import db
from partyhub.narratives.defaults import Section
from partyhub.narratives.forms import SectionForm
from partyhub.narratives.models import Language
from partyhub.narratives.operations import change_template
from partyhub.narratives.queries import find_sections, find_template
from partyhub.narratives.rendering import TEXTS
from partyhub.narratives.wording import list_names
from partyhub.registers import current_catalog
from partyhub.registers.rights import writer_of_shared


def list_templates() -> ResponseReturnValue:
    """Show the templates of each language by section."""
    writer_of_shared()
    groups = [(language, find_sections(language)) for language in Language]
    return render_template("narratives/templates.html", groups=groups)


def edit_template(report_language: str, section: str) -> ResponseReturnValue:
    """Show the template of a section, or store it; 409 if it was changed meanwhile."""
    viewer = writer_of_shared()
    if report_language not in set(Language):
        abort(404)
    language = Language(report_language)
    old = next((each for each in find_sections(language) if each.key == section), None)
    if old is None:
        abort(404)
    own = find_template(language, section)
    version = str(own.version) if own else "0"
    values = {"heading": old.heading, "text": old.text, "version": version}
    form = SectionForm(viewer, values=values)
    form.write_in(report_language)
    if form.is_submitted() and form.version.data != version:
        form.version.data = version
        return _page(form, language, old, is_stale=True), 409
    if not form.validate_on_submit():
        return _page(form, language, old), 400 if form.errors else 200
    new = Section(section, form.heading.data or "", form.text.data or "")
    is_changed = change_template(viewer, language, old, new)
    db.session.commit()
    saved = gettext("Saved. New reports begin with it; reports that are there stay as they are.")
    flash(saved if is_changed else gettext("Nothing was changed."), "ok")
    return redirect(url_for("narratives.list_templates"), 303)


def _page(
    form: SectionForm, language: Language, section: Section, *, is_stale: bool = False
) -> str:
    return render_template(
        "narratives/template.html",
        form=form,
        report_language=language,
        number=[each.key for each in find_sections(language)].index(section.key) + 1,
        section=section,
        fields=field_choices(),
        is_stale=is_stale,
    )


def field_choices() -> Sequence[tuple[str, str]]:
    """Return (field, label) of everything that a template may name."""
    figures = [(each.code, str(each.label)) for each in current_catalog().figures]
    words = {
        "unit.name": gettext("Name of the unit"),
        "period": gettext("Period"),
        "as_of": gettext("As-of day"),
    }
    lists = [(name, gettext("List of records")) for name in list_names()]
    return [*((name, words[name]) for name in TEXTS), *figures, *lists]
