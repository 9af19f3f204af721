"""Operations on narrative reports and their templates; they never commit."""

from collections.abc import Mapping, Sequence
from typing import Any

from partyhub import clock
from partyhub.database import db
from partyhub.history.models import Action
from partyhub.history.operations import Change, log
from partyhub.narratives.defaults import Section, defaults
from partyhub.narratives.models import Language, Narrative, NarrativeTemplate
from partyhub.narratives.queries import find_sections, find_template, find_templates
from partyhub.narratives.subjects import NARRATIVES, TEMPLATES
from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.viewers import Viewer

# As many characters of a text name a section that has no heading.
MOST_NAMED = 30


def create_narrative(
    viewer: Viewer, organization: Organization, period: Period, language: Language
) -> Narrative:
    """Add a report that begins with the templates of its language."""
    made = Narrative(
        organization_id=organization.id,
        period=period.key,
        language=language,
        title=defaults(language.value).title,
        sections=[section._asdict() for section in find_sections(language)],
    )
    db.session.add(made)
    db.session.flush()
    log(viewer, NARRATIVES, made, Action.CREATED, [Change("unit", None, organization.name)])
    return made


def change_section(viewer: Viewer, narrative: Narrative, key: str, heading: str, text: str) -> bool:
    """Store a section as it was written; return whether anything has changed."""
    section = find_section(narrative, key)
    changes = _changes(section["heading"], section["text"], heading, text)
    if changes:
        _store(viewer, narrative, key, {"heading": heading, "text": text}, changes)
    return bool(changes)


def reset_section(viewer: Viewer, narrative: Narrative, key: str) -> bool:
    """Give a section the template's text again; what was written stands in the history.

    Return whether anything has changed; nothing does where there is no such template any more.
    """
    template = find_templates(narrative.language).get(key)
    if template is None:
        return False
    return change_section(viewer, narrative, key, template.heading, template.text)


def leave_out(viewer: Viewer, narrative: Narrative, key: str, *, is_left_out: bool) -> bool:
    """Leave a section out of the report, or take it in again; return whether that is new."""
    section = find_section(narrative, key)
    if is_left_out == bool(section.get("left_out")):
        return False
    name = section["heading"] or section["text"][:MOST_NAMED]
    change = Change("left_out", *((None, name) if is_left_out else (name, None)))
    _store(viewer, narrative, key, {"left_out": is_left_out}, [change])
    return True


def _store(
    viewer: Viewer,
    narrative: Narrative,
    key: str,
    values: Mapping[str, Any],
    changes: Sequence[Change],
) -> None:
    narrative.sections = [
        {**each, **(values if each["key"] == key else {})} for each in narrative.sections
    ]
    narrative.updated_at = clock.now()
    log(viewer, NARRATIVES, narrative, Action.CHANGED, changes)


def find_section(narrative: Narrative, key: str) -> dict[str, Any]:
    """Return a section by its key; raises StopIteration if there is none."""
    return next(each for each in narrative.sections if each["key"] == key)


def change_template(viewer: Viewer, language: Language, old: Section, new: Section) -> bool:
    """Store the committee's own template of a section; return whether anything has changed."""
    changes = _changes(old.heading, old.text, new.heading, new.text)
    if not changes:
        return False
    own = find_template(language, old.key)
    if own is None:
        own = NarrativeTemplate(language=language, section=old.key, heading="", text="")
        db.session.add(own)
    own.heading, own.text = new.heading, new.text
    db.session.flush()
    log(viewer, TEMPLATES, own, Action.CHANGED, changes)
    return True


def _changes(old_heading: str, old_text: str, heading: str, text: str) -> list[Change]:
    pairs = (("heading", old_heading, heading), ("text", old_text, text))
    return [Change(field, old, new) for field, old, new in pairs if old != new]
