"""The minutes of all meetings that an organization held in a period, as one book."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext, ngettext, pgettext
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from partyhub.activities.models import Activity
from partyhub.database import db
from partyhub.documents import OFFICIAL, TABLE, Cell, Run
from partyhub.organizations.models import Organization
from partyhub.papers.content import Grid, Paper, Plaque, Row
from partyhub.papers.meetings import kinds_text, paper_of_meeting
from partyhub.papers.queries import read_meetings
from partyhub.periods import Period

WIDTHS = (14.0, 31.0, 36.0, 64.0, 23.0)


def papers_of_book(
    organization: Organization, period: Period, ids: Sequence[int]
) -> Iterator[Paper]:
    """Yield the cover, the contents, and the minutes of the meetings with these ids in order."""
    yield _cover(organization, period, len(ids))
    yield _contents(ids)
    for at, (activity, votes) in enumerate(read_meetings(ids), 1):
        yield paper_of_meeting(activity, votes, bookmark=bookmark_of(at))


def bookmark_of(number: int) -> str:
    """Return the name by which the contents find the minutes of a meeting."""
    return f"meeting{number}"


def _cover(organization: Organization, period: Period, count: int) -> Paper:
    lines = [
        (gettext("Book of minutes"), 36.0),
        (organization.name, 24.0),
        (period.label(), 20.0),
        (ngettext("%(num)d meeting", "%(num)d meetings", count), 16.0),
    ]
    return Paper("", [Plaque(lines)], page=OFFICIAL)


def _contents(ids: Sequence[int]) -> Paper:
    heads = [
        pgettext("papers", "No."),
        pgettext("papers", "Time"),
        pgettext("activities", "Kinds"),
        pgettext("papers", "Meeting"),
        pgettext("activities", "Chair"),
    ]
    query = select(Activity).where(Activity.id.in_(ids)).options(selectinload(Activity.kind_rows))
    found = {each.id: each for each in db.session.scalars(query)}
    rows: list[Row] = [
        [
            Cell(str(at), align="center"),
            f"{found[each].held_on:%Y.%m.%d}",
            kinds_text(found[each]),
            Run(found[each].name, link=f"#{bookmark_of(at)}"),
            found[each].chair or "",
        ]
        for at, each in enumerate(ids, 1)
        if each in found
    ]
    return Paper(
        pgettext("papers", "Contents"), [Grid(WIDTHS, [heads, *rows], heads=1)], page=TABLE
    )
