"""Queries for narrative reports and their templates; the rights stand in them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from partyhub.database import db
from partyhub.narratives.defaults import Section, defaults
from partyhub.narratives.models import Language, Narrative, NarrativeTemplate
from partyhub.organizations.queries import in_scope
from partyhub.viewers import Viewer


def select_visible(viewer: Viewer) -> Select[Narrative]:
    """Select the reports of the organizations that the viewer looks after, the newest first."""
    query = select(Narrative).options(joinedload(Narrative.organization))
    seen = in_scope(viewer, Narrative.organization_id)
    return query.where(seen).order_by(Narrative.updated_at.desc(), Narrative.id)


def find_narrative(viewer: Viewer, narrative_id: int) -> Narrative | None:
    """Return the report with this id if the viewer may see it."""
    return db.session.scalars(select_visible(viewer).where(Narrative.id == narrative_id)).first()


def find_narrative_of(organization_id: int, period: str, language: Language) -> Narrative | None:
    """Return the report of a unit and a period in a language, or None."""
    query = select(Narrative).where(
        Narrative.organization_id == organization_id,
        Narrative.period == period,
        Narrative.language == language,
    )
    return db.session.scalars(query).first()


def find_template(language: Language, section: str) -> NarrativeTemplate | None:
    """Return the committee's own template of a section, or None."""
    query = select(NarrativeTemplate).where(
        NarrativeTemplate.language == language, NarrativeTemplate.section == section
    )
    return db.session.scalars(query).first()


def find_sections(language: Language) -> Sequence[Section]:
    """Return the sections that a new report begins with: the committee's own before the others."""
    query = select(NarrativeTemplate).where(NarrativeTemplate.language == language)
    own = {each.section: each for each in db.session.scalars(query)}
    return [
        Section(each.key, own[each.key].heading, own[each.key].text) if each.key in own else each
        for each in defaults(language.value).sections
    ]


def find_templates(language: Language) -> Mapping[str, Section]:
    """Return these sections by their keys."""
    return {each.key: each for each in find_sections(language)}
