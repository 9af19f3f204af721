"""Operations on narrative reports and their templates; they never commit."""

from typing import Any

from partyhub import clock
from partyhub.database import db
from partyhub.history.models import Action
from partyhub.history.operations import Change, log
from partyhub.narratives.defaults import Section, defaults
from partyhub.narratives.models import Language, Narrative, NarrativeTemplate
from partyhub.narratives.queries import find_sections, find_template
from partyhub.narratives.subjects import NARRATIVES, TEMPLATES
from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.viewers import Viewer


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
    sections = [dict(each) for each in narrative.sections]
    section: dict[str, Any] = next(each for each in sections if each["key"] == key)
    changes = _changes(section["heading"], section["text"], heading, text)
    if not changes:
        return False
    section |= {"heading": heading, "text": text}
    narrative.sections, narrative.updated_at = sections, clock.now()
    log(viewer, NARRATIVES, narrative, Action.CHANGED, changes)
    return True


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
