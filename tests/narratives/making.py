"""A small narrative report that is on record."""

from typing import Any

from partyhub.database import db
from partyhub.narratives.models import Language, Narrative
from partyhub.narratives.operations import create_narrative
from partyhub.periods import Period
from tests.factories import OWNER


def make_narrative(
    organization: Any, text: str = "There are {members.total} members.", period: str = "2023"
) -> Narrative:
    """A report of one section in English."""
    made = create_narrative(OWNER, organization, Period.parse(period), Language.EN)
    made.title = "{unit.name}"
    made.sections = [{"key": "members", "heading": "Members", "text": text}]
    db.session.commit()
    return made
