"""Queries for the changes of past figures; the rights stand in them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, or_, select

from partyhub.database import db
from partyhub.organizations.queries import reach_of
from partyhub.past_figures.models import PastFigureChange
from partyhub.registers import Register, current_catalog
from partyhub.registers.rights import can_read, is_no_condition
from partyhub.viewers import Viewer


def select_visible(viewer: Viewer) -> Select[PastFigureChange]:
    """Select the changes by records that the viewer may read today, the newest first.

    What an import has changed is about many records: it is seen by who imported, and by who sees
    all organizations.
    """
    one = PastFigureChange
    seen = [_of_readable(each, viewer) for each in readable_registers(viewer)]
    of_imports: ColumnElement[bool] = one.record_id.is_(None)
    if not reach_of(viewer).is_everything:
        of_imports = and_(of_imports, one.user_id == viewer.user_id)
    known = one.code.in_(current_catalog().figures_by_code)
    return select(one).where(known, or_(of_imports, *seen)).order_by(one.id.desc())


def readable_registers(viewer: Viewer) -> list[Register]:
    """Return the registers whose records the viewer may read."""
    return [each for each in current_catalog().registers if can_read(each, viewer)]


def find_stored(viewer: Viewer) -> tuple[Sequence[str], Sequence[str]]:
    """Return the keys of the periods and the codes of the figures of the viewer's changes."""
    found = select_visible(viewer).order_by(None)
    periods = found.with_only_columns(PastFigureChange.period).distinct()
    codes = found.with_only_columns(PastFigureChange.code).distinct()
    return db.session.scalars(periods).all(), db.session.scalars(codes).all()


def _of_readable(register: Register, viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a change is by a record of `register` that the viewer reads."""
    one = PastFigureChange
    of_register = one.register == register.name
    query, seen = register.load(), register.access.readable(viewer)
    if is_no_condition(query, seen):
        return and_(of_register, one.record_id.is_not(None))
    ids = query.where(seen).with_only_columns(register.model.id).order_by(None)
    return and_(of_register, one.record_id.in_(ids))
