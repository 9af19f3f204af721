"""Coverage of first-line workshops by commissars on a day.

The numbers are the figures of the report for that one day, and the lines are the records that they
count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from partyhub.commissars.figures import WORKSHOPS, figures
from partyhub.commissars.models import CommissarAppointment
from partyhub.commissars.queries import find_last_ends, select_appointments_on
from partyhub.database import db
from partyhub.figures import Figure, Scope, divide, tally
from partyhub.organizations.models import Workshop
from partyhub.organizations.queries import reach_of
from partyhub.periods import Period
from partyhub.registers.values import format_rate
from partyhub.viewers import Viewer

FIRST_LINE, COVERED = "commissars.first_line_workshops", "commissars.covered_workshops"


@dataclass(frozen=True)
class Line:
    """One first-line workshop on the day: its appointments, or since when it had none."""

    workshop: Workshop
    appointments: Sequence[CommissarAppointment]
    vacant_since: date | None


@dataclass(frozen=True)
class Board:
    """The first-line workshops of a viewer on one day, with the figures of that day."""

    day: date
    lines: Sequence[Line]
    first_line: int
    covered: int

    @property
    def period(self) -> Period:
        """Return the day as a period."""
        return Period(self.day, self.day)

    @property
    def share(self) -> str:
        """Return the coverage as a percentage, empty if there is no first-line workshop."""
        found = divide(self.covered, self.first_line)
        return "" if found is None else format_rate(found).replace(".0%", "%")

    @property
    def is_full(self) -> bool:
        """Return whether every first-line workshop open on the day had a commissar.

        It is False if there is no such workshop.
        """
        return self.first_line > 0 and self.covered == self.first_line


def board_on(viewer: Viewer, day: date) -> Board:
    """Return the board of the first-line workshops in the viewer's reach on `day`."""
    reach = reach_of(viewer)
    scope = Scope(reach.organizations, reach.contains_root, period=Period(day, day), as_of=day)
    wanted = (item for item in figures if isinstance(item, Figure) and item.base is WORKSHOPS)
    [tallies] = tally(wanted, [scope])
    counted = {figure.code: found.records for figure, found in tallies.items()}
    query = (
        select(Workshop)
        .where(Workshop.id.in_(select(WORKSHOPS.rows(scope).id)))
        .options(joinedload(Workshop.organization))
        .order_by(Workshop.code, Workshop.id)
    )
    lines = lines_of(db.session.scalars(query).all(), day)
    return Board(day, lines, counted[FIRST_LINE], counted[COVERED])


def lines_of(workshops: Sequence[Workshop], day: date) -> list[Line]:
    """Return the lines of these workshops on `day`, all of them in two queries."""
    ids = [workshop.id for workshop in workshops]
    appointments = db.session.scalars(
        select_appointments_on(day, CommissarAppointment.workshop_id.in_(ids)).order_by(
            CommissarAppointment.started_on, CommissarAppointment.id
        )
    ).all()
    ends = find_last_ends(ids, day)
    found = []
    for workshop in workshops:
        own = [item for item in appointments if item.workshop_id == workshop.id]
        vacant_since = max(ends.get(workshop.id, workshop.opened_on), workshop.opened_on)
        found.append(Line(workshop, own, None if own else vacant_since))
    return found
