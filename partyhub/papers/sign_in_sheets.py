"""The sheet on which those who come to a meeting sign."""

from collections.abc import Sequence

from flask_babel import gettext, pgettext

from partyhub.activities.models import Activity
from partyhub.activities.queries import find_expected
from partyhub.documents import TABLE, Cell
from partyhub.members.models import Member
from partyhub.papers.content import Grid, Note, Paper, Row
from partyhub.papers.meetings import kinds_text, time_text

GUESTS = 8  # the rows without a name, for guests
BESIDE = 2  # how many people stand beside each other
WIDTHS = (14.0, 24.0, 29.0, 17.0) * BESIDE


def paper_of_sign_in(activity: Activity) -> Paper:
    """Return the sheet with the people expected, in order, and empty rows for guests."""
    names = [member.name for member in expected_at(activity)]
    where = gettext(
        "Time: %(time)s    Place: %(place)s",
        time=time_text(activity),
        place=activity.place or "",
    )
    count = gettext(
        "Expected: %(number)s people    Present:          On leave:          Absent:",
        number=len(names) or "",
    )
    return Paper(
        gettext("Sign-in sheet of %(kind)s", kind=kinds_text(activity)),
        [
            Note(gettext("Meeting: %(name)s", name=activity.name)),
            Note(where),
            Grid(WIDTHS, [_heads(), *_rows(names)], heads=1, row_height=9),
            Note(count),
            Note(gettext("Also present (name, organization, signature)")),
            Grid(WIDTHS, list(_rows([""] * GUESTS)), row_height=9),
        ],
        subtitle=activity.organization.name,
        page=TABLE,
    )


def _heads() -> Row:
    heads = [
        pgettext("papers", "No."),
        pgettext("papers", "Name"),
        pgettext("papers", "Signature"),
        pgettext("papers", "Remark"),
    ]
    return [*heads] * BESIDE


def expected_at(activity: Activity) -> Sequence[Member]:
    """Return the people expected, by pinyin; before the meeting they follow from its kinds."""
    rows = [row.member for row in activity.live_attendance if row.is_expected]
    if rows:
        return sorted(rows, key=lambda member: (member.pinyin, member.id))
    return find_expected(activity.organization, activity.kinds, activity.held_on)


def _rows(names: Sequence[str]) -> list[Row]:
    """Return the rows of a table in which people stand beside each other."""
    numbered = [(str(at), name) for at, name in enumerate(names, 1)]
    numbered += [("", "")] * (-len(numbered) % BESIDE)
    return [
        [
            cell
            for number, name in numbered[at : at + BESIDE]
            for cell in (Cell(number, align="center"), Cell(name, align="center"), "", "")
        ]
        for at in range(0, len(numbered), BESIDE)
    ]
