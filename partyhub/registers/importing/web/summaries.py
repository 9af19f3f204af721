"""The page of a preview: what it says in a sentence, and what is agreed to on it."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from flask import render_template, request
from flask_babel import gettext, pgettext

from partyhub.registers.catalog import current_catalog
from partyhub.registers.importing.context import FILE, HERE
from partyhub.registers.importing.results import State
from partyhub.registers.importing.web.corrections import find_corrections
from partyhub.registers.importing.web.stored_uploads import StoredUpload

DECISION = "decision:"


def render_preview(
    stored: StoredUpload, page: Mapping[str, Any], message: str, decided: Mapping[str, str]
) -> str:
    """Return the page of a preview; `decided` is what was chosen for cells in conflict."""
    summaries = page["summary"]
    return render_template(
        "import/preview.html",
        token=stored.token,
        about=stored.about,
        register=current_catalog().by_name.get(stored.about.register),
        page=page,
        sentences=[_sentence(each, has_title=len(summaries) > 1) for each in summaries],
        button=_button_words(summaries),
        message=message,
        decided=decided,
        expected=mark_of(stored, page),
        corrections=list(find_corrections(stored)),
    )


def mark_of(stored: StoredUpload, page: Mapping[str, Any]) -> str:
    """Return a digest of what a preview shows: the effect of the file, and what was decided."""
    return sha256(repr((page["digest"], sorted(stored.decisions.items()))).encode()).hexdigest()


def cell_decisions(page: Mapping[str, Any]) -> dict[str, str]:
    """Return the decisions sent about cells that were changed here since the export, by cell."""
    sent = {each["name"]: request.form.get(DECISION + each["name"]) for each in page["conflicts"]}
    return {name: value for name, value in sent.items() if value in (FILE, HERE)}


def _sentence(summary: Mapping[str, Any], *, has_title: bool) -> str:
    """Return what the rows of one register do; the new ones are also counted by a column."""
    comma, stop = pgettext("sentence", ", "), pgettext("sentence", "; ")
    new = gettext("New %(unit)s: %(new)s", unit=summary["unit"], new=summary["new"])
    if summary["tally"]:
        tally = comma.join(f"{label} {count}" for label, count in summary["tally"])
        new = gettext("%(new)s (%(tally)s)", new=new, tally=tally)
    parts = [new] if summary["new"] or not any(summary[state] for state in State) else []
    if summary["changed"]:
        parts.append(gettext("changed: %(changed)s %(unit)s, %(cells)s values", **summary))
    if summary["unchanged"]:
        parts.append(gettext("unchanged: %(unchanged)s %(unit)s", **summary))
    if summary["error"]:
        parts.append(gettext("rows with errors: %(error)s", **summary))
    if summary["conflict"]:
        parts.append(gettext("rows to decide about: %(conflict)s", **summary))
    found = gettext("%(sentence)s.", sentence=stop.join(parts))
    return (
        gettext("%(title)s: %(text)s", title=summary["title"], text=found) if has_title else found
    )


def _button_words(summaries: Sequence[Mapping[str, Any]]) -> str:
    """Return the label of the button, which says what it writes."""
    units = {each["unit"] for each in summaries}
    unit = units.pop() if len(units) == 1 else gettext("records")
    new, changed = (sum(each[key] for each in summaries) for key in ("new", "changed"))
    if new and changed:
        return gettext(
            "Import: %(new)s new %(unit)s, %(changed)s changed", new=new, changed=changed, unit=unit
        )
    if new:
        return gettext("Import: %(new)s new %(unit)s", new=new, unit=unit)
    if changed:
        return gettext("Import: %(changed)s changed %(unit)s", changed=changed, unit=unit)
    return gettext("Import")
