"""Views of awards."""

from typing import Any

from flask import url_for
from flask_babel import gettext

from partyhub import clock
from partyhub.awards.models import Award
from partyhub.awards.registers import awards
from partyhub.database import Nameable
from partyhub.registers import pages, register_of
from partyhub.registers.rights import can_open
from partyhub.registers.values import format_day
from partyhub.registers.views import register_blueprint
from partyhub.viewers import Viewer


def show_award(award: Award, viewer: Viewer) -> dict[str, Any]:
    """Return the states of an award, and its recipient."""
    return {"states": states_of(award), **recipient_context(award, viewer)}


def states_of(award: Award) -> list[tuple[str, str]]:
    """Return (look, text) pairs: the level, and that an expired honor is no longer valid."""
    states = pages.states(awards, award, clock.today())
    if award.valid_until is not None and award.valid_until < clock.today():
        words = gettext("Expired, was valid until %(day)s", day=format_day(award.valid_until))
        states.append(("none", words))
    return states


def recipient_context(award: Award, viewer: Viewer) -> dict[str, Any]:
    """Return the recipient's name, and its page's URL if the viewer may open it."""
    recipient = award.recipient
    if not isinstance(recipient, Nameable):
        return {"recipient": recipient or "", "recipient_url": None}
    url = None
    if can_open(viewer, recipient):
        url = url_for(f"{register_of(recipient).name}.show", record_id=recipient.id)
    return {"recipient": recipient.reference, "recipient_url": url}


awards_blueprint = register_blueprint(awards, show_award, {"recipient", "recipient_kind"})
blueprints = (awards_blueprint,)
