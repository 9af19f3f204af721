"""Routes of the narrative reports."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub.accounts import current_viewer
from partyhub.database import db, reading
from partyhub.documents import DOCX
from partyhub.history.models import Action
from partyhub.history.operations import log
from partyhub.history.queries import select_history_of
from partyhub.narratives.document import write_document
from partyhub.narratives.forms import SectionForm
from partyhub.narratives.headings import number_headings
from partyhub.narratives.models import Language, Narrative
from partyhub.narratives.operations import (
    change_section,
    create_narrative,
    leave_out,
    reset_section,
)
from partyhub.narratives.queries import (
    find_narrative,
    find_narrative_of,
    find_templates,
    select_visible,
)
from partyhub.narratives.rendering import renderer_of
from partyhub.narratives.subjects import NARRATIVES
from partyhub.narratives.syntax import LONGEST
from partyhub.narratives.template_pages import field_choices
from partyhub.organizations.list_filters import organization_choices
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import find_choosable, find_root
from partyhub.periods import Period
from partyhub.registers.pages import entries
from partyhub.registers.rights import can_write_shared
from partyhub.registers.values import format_day
from partyhub.reports.report_request import organization_from_request
from partyhub.request_periods import period_from_request
from partyhub.roles import Right
from partyhub.sent_files import file_to_send
from partyhub.viewers import Viewer

# Reports of one page of the list.
MOST_LISTED = 100
# The acts on a section beside the saving of its text.
RESET, LEAVE_OUT, TAKE_IN = ACTS = ("reset", "leave_out", "take_in")


def list_narratives() -> ResponseReturnValue:
    """Show the reports, and the form that makes one for a unit and a period."""
    viewer = _who_may(Right.READ)
    requested = period_from_request()
    first = _first_line()
    query = select_visible(viewer).offset(first).limit(MOST_LISTED + 1)
    found = db.session.scalars(query).unique().all()
    lines = [(each, Period.parse(each.period).label()) for each in found[:MOST_LISTED]]
    more = first + MOST_LISTED if len(found) > MOST_LISTED else None
    page = render_template(
        "narratives/list.html",
        lines=lines,
        older=url_for("narratives.list_narratives", first=more) if more else None,
        newest=url_for("narratives.list_narratives") if first else None,
        requested=requested,
        organizations=organization_choices(viewer),
        chosen=organization_from_request() or _default_unit(viewer),
        languages=[(each.value, each.label) for each in Language],
        may_write=viewer.may(Right.WRITE),
        may_edit_templates=can_write_shared(viewer),
    )
    return page, requested.status


def _first_line() -> int:
    """Return how many reports the pages before this one list."""
    text = request.args.get("first", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _default_unit(viewer: Viewer) -> int | None:
    root = find_root()
    return viewer.organization_id or (root.id if root else None)


def create() -> ResponseReturnValue:
    """Make the report of a unit and a period, or open the one that is there."""
    viewer = _who_may(Right.WRITE)
    requested = period_from_request()
    organization = _unit(viewer)
    language = request.form.get("language", Language.ZH.value)
    if requested.error or organization is None or language not in set(Language):
        flash(gettext("Choose a unit, a period and a language."), "error")
        return redirect(url_for("narratives.list_narratives"), 303)
    found = find_narrative_of(organization.id, requested.period.key, Language(language))
    if found is None:
        found = create_narrative(viewer, organization, requested.period, Language(language))
        db.session.commit()
        flash(gettext("The report is written. Numbers lead to their records."), "ok")
    return redirect(url_for("narratives.show", narrative_id=found.id), 303)


def _unit(viewer: Viewer) -> Organization | None:
    chosen = organization_from_request() or _default_unit(viewer) or 0
    return find_choosable(viewer, chosen)


def show(narrative_id: int) -> ResponseReturnValue:
    """Show the report as it reads now."""
    viewer = _who_may(Right.READ)
    narrative = _find(viewer, narrative_id)
    renderer = renderer_of(viewer, narrative)
    found = number_headings(renderer.render(narrative.written), narrative.language.value)
    rendered = {each.key: each for each in found}
    return render_template(
        "narratives/show.html",
        narrative=narrative,
        title=renderer.text(narrative.title),
        period=renderer.period,
        as_of=renderer.scope.as_of,
        sections=[(each, rendered.get(each["key"])) for each in narrative.sections],
        gaps=sum(section.gaps for section in rendered.values()),
        may_write=viewer.may(Right.WRITE),
    )


def edit_section(narrative_id: int, section_key: str) -> ResponseReturnValue:
    """Show a section's text with its fields, or store it; 409 if it was changed meanwhile.

    Beside its text a section can be given its template again, left out, and taken in again; a text
    that was typed is stored first, so that no press loses it.
    """
    viewer = _who_may(Right.WRITE)
    act = request.form.get("act", "")
    if act in ACTS and not request.form.get("text", "").strip():
        return _act(viewer, narrative_id, section_key, act)
    with reading():
        form, refusal = _read_section(viewer, narrative_id, section_key)
    if refusal is not None:
        return refusal
    db.session.rollback()  # what has only read ends before anything is written
    narrative = _find(viewer, narrative_id)
    if form.version.data != str(narrative.version):
        db.session.rollback()
        return edit_section(narrative_id, section_key)
    is_changed = change_section(
        viewer, narrative, section_key, form.heading.data or "", form.text.data or ""
    )
    if act in ACTS:
        return _finish(viewer, narrative, section_key, act, is_changed=is_changed)
    db.session.commit()
    flash(gettext("Saved.") if is_changed else gettext("Nothing was changed."), "ok")
    return redirect(url_for("narratives.show", narrative_id=narrative_id), 303)


def _act(viewer: Viewer, narrative_id: int, key: str, act: str) -> ResponseReturnValue:
    """Take one of the acts on a section, unless the report was changed meanwhile."""
    narrative = _find(viewer, narrative_id)
    if key not in {each["key"] for each in narrative.sections}:
        abort(404)
    place: dict[str, Any] = {"narrative_id": narrative_id}
    if request.form.get("version") != str(narrative.version):
        flash(gettext("Someone else saved this report meanwhile. Look at it again."), "error")
        return redirect(url_for("narratives.edit_section", **place, section_key=key), 303)
    return _finish(viewer, narrative, key, act)


def _finish(
    viewer: Viewer, narrative: Narrative, key: str, act: str, *, is_changed: bool = False
) -> ResponseReturnValue:
    """Take the act and commit; `is_changed` says whether a typed text was stored before it."""
    if act == RESET:
        is_changed |= reset_section(viewer, narrative, key)
        done = gettext("The section reads as its template. What stood there is in the history.")
    else:
        is_changed |= leave_out(viewer, narrative, key, is_left_out=act == LEAVE_OUT)
        done = gettext("Saved.")
    db.session.commit()
    flash(done if is_changed else gettext("Nothing was changed."), "ok")
    return redirect(url_for("narratives.show", narrative_id=narrative.id), 303)


def _read_section(
    viewer: Viewer, narrative_id: int, section_key: str
) -> tuple[SectionForm, ResponseReturnValue | None]:
    """Return the form, and the page that shows it again unless it is to be stored.

    A preview counts, and nobody waits for it.
    """
    narrative = _find(viewer, narrative_id)
    section = next((each for each in narrative.sections if each["key"] == section_key), None)
    if section is None:
        abort(404)
    stored = {k: section[k] for k in ("heading", "text")} | {"version": str(narrative.version)}
    form = SectionForm(viewer, values=stored)
    form.write_in(narrative.language.value)
    if form.is_submitted() and form.version.data != str(narrative.version):
        form.version.data = str(narrative.version)
        return form, (_section_page(viewer, narrative, section, form, is_stale=True), 409)
    if not form.validate_on_submit() or "preview" in request.form:
        page = _section_page(viewer, narrative, section, form)
        return form, (page, 400 if form.errors else 200)
    return form, None


def _section_page(
    viewer: Viewer,
    narrative: Narrative,
    section: dict[str, Any],
    form: SectionForm,
    *,
    is_stale: bool = False,
) -> str:
    """Render the form, with what its text reads like now; of one that is too long, nothing."""
    text = form.text.data or form.text.raw or ""
    text = text if len(text) <= LONGEST else ""
    shown = {"key": section["key"], "heading": form.heading.data or "", "text": text}
    (preview,) = renderer_of(viewer, narrative).render([shown])
    return render_template(
        "narratives/section.html",
        narrative=narrative,
        number=narrative.sections.index(section) + 1,
        section=section,
        template=find_templates(narrative.language).get(section["key"]),
        form=form,
        preview=preview,
        fields=field_choices(),
        is_stale=is_stale,
    )


def send_document(narrative_id: int) -> ResponseReturnValue:
    """Send the report as .docx, after logging that and committing."""
    viewer = _who_may(Right.READ)
    narrative = _find(viewer, narrative_id)
    log(viewer, NARRATIVES, narrative, Action.EXPORTED)
    db.session.commit()
    with file_to_send() as stream, reading():
        narrative = _find(viewer, narrative_id)
        renderer = renderer_of(viewer, narrative, is_external=True)
        title = renderer.text(narrative.title)
        found = renderer.render(narrative.written)
        sections = number_headings(found, narrative.language.value)
        signature = (narrative.organization.name, format_day(renderer.scope.as_of))
        write_document(title, signature, sections, viewer.name, stream)
    name = f"{title.replace(chr(10), ' ')}.docx"
    return send_file(stream, DOCX, as_attachment=True, download_name=name)


def show_history(narrative_id: int) -> ResponseReturnValue:
    """Show who made, changed and took away the report."""
    viewer = _who_may(Right.WRITE)
    narrative = _find(viewer, narrative_id)
    found = entries(db.session.scalars(select_history_of(NARRATIVES, narrative.id)))
    label = f"{narrative.organization.name} {Period.parse(narrative.period).label()}"
    return render_template(
        "narratives/history.html", narrative=narrative, label=label, entries=found
    )


def _who_may(right: Right) -> Viewer:
    viewer = current_viewer()
    if not viewer.may(right):
        abort(403)
    return viewer


def _find(viewer: Viewer, narrative_id: int) -> Narrative:
    narrative = find_narrative(viewer, narrative_id)
    if narrative is None:
        abort(404)
    return narrative
