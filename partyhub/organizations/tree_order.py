"""The order of organizations: as the tree by code, each before all below it, dissolved ones last.

Lists, sheets and figures sort by it (registers.md, organizations).
"""

from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Text, case, cast, exists, func, literal, select

from partyhub.organizations.models import Organization, Placement
from partyhub.periods import on_day

# It sorts before every character of a code.
BETWEEN = "\x01"
# It sorts after every place.
LAST = "2"


def tree_places(day: date) -> CTE:
    """Return the rows (id, place) of all organizations, whose places sort as the tree on `day`."""
    node: Any = Organization.__table__.alias()
    above: Any = Placement.__table__.alias()
    child: Any = Organization.__table__.alias()
    placed: Any = Placement.__table__.alias()
    is_placed = exists().where(
        above.c.organization_id == node.c.id, on_day(day, above.c.started_on, above.c.ended_on)
    )
    tree = select(node.c.id, cast(node.c.code, Text).label("path"), node.c.dissolved_on).where(
        ~is_placed
    )
    paths = tree.cte(recursive=True)
    below = (
        select(child.c.id, (paths.c.path + literal(BETWEEN) + child.c.code), child.c.dissolved_on)
        .join(placed, placed.c.organization_id == child.c.id)
        .join(paths, paths.c.id == placed.c.parent_id)
        .where(on_day(day, placed.c.started_on, placed.c.ended_on))
    )
    paths = paths.union_all(below)
    is_last = case((paths.c.dissolved_on <= day, literal("1")), else_=literal("0"))
    return select(paths.c.id, (is_last + paths.c.path).label("place")).cte()


def tree_place(day: date) -> ColumnElement[str]:
    """Return the place of the query's organization in the tree on `day`, a text to sort by."""
    return place_of(Organization.id, day)


def place_of(organization_id: Any, day: date) -> ColumnElement[str]:
    """Return the place in the tree on `day` of the organization with the id in a column."""
    places = tree_places(day)
    found = select(places.c.place).where(places.c.id == organization_id).correlate_except(places)
    return func.coalesce(found.scalar_subquery(), "")
