from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub import clock
from partyhub.awards.models import Award
from partyhub.awards.registers import awards
from partyhub.database import Nameable
from partyhub.registers import pages, register_of
from partyhub.registers.rights import can_open, find_record, reader
from partyhub.registers.values import day_words
from partyhub.registers.views import register_blueprint, render_record
from partyhub.viewers import Viewer

awards_blueprint = register_blueprint(awards, leave_out=frozenset({"show"}))
blueprints = (awards_blueprint,)

# What the head of the record's page says, not the facts.
IN_THE_HEAD = frozenset({"recipient", "recipient_kind"})


@awards_blueprint.get("/<int(min=1,max=2147483647):record_id>", endpoint="show")
def show_award(record_id: int) -> ResponseReturnValue:
    viewer = reader(awards)
    award = find_record(awards, viewer, record_id, archived=True)
    return render_record(
        awards,
        award,
        viewer,
        facts=pages.facts(awards, award, clock.today(), leave_out=IN_THE_HEAD),
        states=states_of(award),
        **recipient_context(award, viewer),
    )


def states_of(award: Award) -> list[tuple[str, str]]:
    """The level, and that the honor is no longer valid where it isn't."""
    states = pages.states(awards, award, clock.today())
    if award.valid_until is not None and award.valid_until < clock.today():
        words = gettext("Expired, was valid until %(day)s", day=day_words(award.valid_until))
        states.append(("none", words))
    return states


def recipient_context(award: Award, viewer: Viewer) -> dict[str, Any]:
    """Who received it, and the recipient's own page where the viewer may open it."""
    recipient = award.recipient
    if not isinstance(recipient, Nameable):
        return {"recipient": recipient or "", "recipient_url": None}
    url = None
    if can_open(viewer, recipient):
        url = url_for(f"{register_of(recipient).name}.show", record_id=recipient.id)
    return {"recipient": recipient.reference, "recipient_url": url}
