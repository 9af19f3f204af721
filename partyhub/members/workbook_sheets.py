"""The workbook's sheet of entries and exits.

It shows no register's rows, because an assignment can be both an entry and an exit.
"""

from datetime import date

from flask_babel import lazy_gettext, lazy_pgettext

from partyhub.figures import Figure, Sheet, SheetColumn
from partyhub.members.models import Assignment, InReason, OutReason
from partyhub.members.movements import EXITS, movement_day
from partyhub.members.queries import load_assignments


def day_of(assignment: Assignment, figure: Figure) -> date | None:
    """Return the day of the entry or exit that `figure` counts, or None."""
    if figure.code in EXITS:
        return assignment.ended_on
    first = assignment.member.party_from
    return max(assignment.started_on, first) if first else None


def reason_of(assignment: Assignment, figure: Figure) -> InReason | OutReason | None:
    """Return the reason of the entry or exit that `figure` counts."""
    return assignment.out_reason if figure.code in EXITS else assignment.in_reason


MOVEMENTS = Sheet(
    key="movements",
    title=lazy_gettext("Entries and exits"),
    load=load_assignments,
    columns=(
        SheetColumn(lazy_pgettext("movements", "Day"), day_of, "date"),
        SheetColumn(lazy_pgettext("movements", "Name"), lambda found, figure: found.member.name),
        SheetColumn(
            lazy_pgettext("movements", "Number"), lambda found, figure: found.member.number, "code"
        ),
        SheetColumn(
            lazy_pgettext("movements", "Organization"),
            lambda found, figure: found.organization.name,
        ),
        SheetColumn(
            lazy_pgettext("movements", "Entry or exit"),
            lambda found, figure: str(figure.label),
            "enum",
        ),
        SheetColumn(lazy_pgettext("movements", "Reason"), reason_of, "enum"),
    ),
    order=lambda figure: movement_day(figure.code),
    needs=("member.admitted_on", "member.full_on", "organization"),
)
