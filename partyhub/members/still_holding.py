"""People who left and still hold something, as older versions left it: ended by one press."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy import Select
from sqlalchemy.orm import selectinload

from partyhub import clock
from partyhub.database import db
from partyhub.members.holdings import find_holdings_by_member
from partyhub.members.leaving import settle
from partyhub.members.models import Assignment, Member
from partyhub.members.pending import still_holds
from partyhub.members.registers import members
from partyhub.registers.committing import commit
from partyhub.registers.rights import writer
from partyhub.registers.saving import OwnTracker
from partyhub.viewers import Viewer

blueprint = Blueprint("still_holding", __name__, url_prefix="/members")
MOST = 200


@blueprint.get("/still-holding")
def show() -> ResponseReturnValue:
    """Show who left and what each one still holds; of many people, the first ones."""
    viewer = writer(members)
    found = db.session.scalars(select_people(viewer).limit(MOST + 1)).all()
    held = find_holdings_by_member([member.id for member in found[:MOST]], clock.today())
    return render_template(
        "members/still_holding.html",
        register=members,
        people=[(each, each.left_on(clock.today()), held[each.id]) for each in found[:MOST]],
        has_more=len(found) > MOST,
    )


@blueprint.post("/still-holding", endpoint="end")
def end_all() -> ResponseReturnValue:
    """End everything on each person's last day; what began later stays, to be looked at.

    So does what people without any assignment hold: no day is known on which they left.
    """
    viewer = writer(members)
    last = [member.last_assignment for member in db.session.scalars(select_people(viewer)).all()]
    ended = settle([stay.id for stay in last if stay], OwnTracker(viewer))
    commit()
    if ended:
        sentence = ngettext(
            "What %(num)d person held has ended on the last day here.",
            "What %(num)d people held has ended on each one's last day here.",
            len(ended),
        )
        flash(sentence, "ok")
    else:
        sentence = gettext(
            "Nothing ended: it all began after the person had left, or no assignment says when the"
            " person left. End it where it is."
        )
        flash(sentence, "message")
    return redirect(url_for("still_holding.show"), 303)


def select_people(viewer: Viewer) -> Select[Member]:
    """Return the query for those people who the viewer may write, by pinyin."""
    return (
        members.load()
        .where(
            Member.archived_at.is_(None),
            members.access.condition(viewer, writes=True),
            still_holds(clock.today()),
        )
        .options(selectinload(Member.assignments).joinedload(Assignment.organization))
        .order_by(Member.pinyin, Member.id)
    )
