"""The tasks due today, found by one statement, built once for each shape of reach."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    Date,
    Integer,
    String,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from partyhub import clock
from partyhub.activities.frequencies.queries import select_overdue
from partyhub.database import db
from partyhub.figures import Placeholders, Rows, Scope, Shape
from partyhub.known_dates import Known
from partyhub.members.pending import (
    select_inexact,
    select_letters_due,
    select_probation_ending,
    select_still_holding,
    select_unassigned,
    select_without_birthday,
)
from partyhub.members.sizes import select_wrong_sizes, size_limits
from partyhub.organizations.queries import reach_of, select_terms_due
from partyhub.periods import Period, add_months, months_before
from partyhub.projects.queries import select_milestones_late, select_without_lead
from partyhub.prosperity.queries import select_unreported
from partyhub.rules.queries import find_versions, rule_number
from partyhub.vanguards.queries import (
    review_due_since,
    select_reviews_due,
    select_vacant,
    select_without_leader,
)
from partyhub.viewers import Viewer

AHEAD = timedelta(days=30)
MOST = 12
# So many months back a monthly return is still asked for, and a meeting.
MONTHS = 12
MEETING_MONTHS = 3
DAY = timedelta(days=1)


class Kind(IntEnum):
    """The kind of a task."""

    TERM = 1
    PROBATION = 2
    UNASSIGNED = 3
    MILESTONE = 4
    REVIEW = 5
    VACANCY = 6
    MONTH = 7
    ESTIMATED = 8
    HELD = 9
    LEAD = 10
    LEADER = 11
    LETTER = 12
    SIZE = 13
    BIRTHDAY = 14
    RETURNS = 15
    MEETING = 16


class Item(NamedTuple):
    """One record with a task; fields that its kind doesn't have are None.

    `place` is its number among the items of its kind, from 1; `total` is the number of items of the
    kind, and `overdue` is how many of them are due before today.
    """

    kind: int
    id: int
    name: str | None
    title: str | None
    number: int | None
    organization_id: int | None
    organization: str | None
    day: date | None
    until: date | None
    place: int
    total: int
    overdue: int


COLUMNS: Mapping[str, Any] = {
    "id": Integer,
    "name": String,
    "title": String,
    "number": Integer,
    "organization_id": Integer,
    "organization": String,
    "day": Date,
    "until": Date,
}


def find_due(viewer: Viewer) -> Mapping[Kind, Sequence[Item]]:
    """Return today's tasks in the viewer's reach by kind, each in the order of its kind.

    Of probation, reviews, vacant posts and meetings, every one; of all other kinds, only the first
    ones.
    """
    today = clock.today()
    reach = reach_of(viewer)
    scope = Scope(
        reach.organizations, reach.contains_root, period=Period(today, today), as_of=today
    )
    found: dict[Kind, list[Item]] = {kind: [] for kind in Kind}
    for row in db.session.execute(_statement(scope.shape), scope.parameters(0) | _days(today)):
        found[Kind(row[0])].append(Item._make(row))
    return {kind: sorted(items, key=lambda item: item.place) for kind, items in found.items()}


def _days(today: date) -> dict[str, Any]:
    """Return the days and numbers that the rules give for today, by their placeholders."""
    return {
        "terms_before": add_months(today, rule_number("terms.reminder.months", today) or 0),
        "probation_last": last_of_probation(today),
        "admitted_by": last_admission(today),
        **size_limits(today),
        # Without a rule no post is to be reviewed.
        "reviewed_last": review_due_since(today) or date.min,
        "returns_first": add_months(last_ended_month(today), 1 - MONTHS),
        "returns_last": last_ended_month(today),
        "meetings_first": add_months(today, -MEETING_MONTHS),
        "meetings_last": today - DAY,
    }


def last_ended_month(today: date) -> date:
    """Return the first day of the last month that is over at the end of today."""
    return add_months((today + DAY).replace(day=1), -1)


PROBATION = "members.probation.months"


def last_of_probation(today: date) -> date:
    """Return the last day of the window in which probation that ends is shown."""
    return today + AHEAD


def last_admission(today: date) -> date:
    """Return the last day of an admission whose probation ends in that window, by any rule."""
    last, rules = last_of_probation(today), find_versions(PROBATION)
    longest = max((int(rule.value) for rule in rules), default=0)
    # Who was admitted under a rule that ended before was admitted early enough.
    whole = months_before(last, longest)
    months = [int(r.value) for r in rules if r.effective_to is None or r.effective_to > whole]
    return months_before(last, min(months, default=0))


@lru_cache
def _statement(shape: Shape) -> Any:
    reach = Placeholders.of(shape, 0)
    parts = (_part(reach.as_of, *each) for each in _queries(reach))
    return union_all(*parts)


def _queries(reach: Placeholders) -> Iterator[tuple[Kind, Rows, Sequence[str], bool]]:
    """Yield (kind, query, columns of its order, whether only its first rows are needed) tuples."""
    today = reach.as_of
    yield Kind.TERM, select_terms_due(reach, today, _day("terms_before")), ("day", "id"), True
    days = _day("probation_last"), _day("admitted_by")
    yield Kind.PROBATION, select_probation_ending(reach, today, *days), ("day", "id"), False
    if reach.contains_root:
        yield Kind.UNASSIGNED, select_unassigned(), ("pinyin", "id"), True
    yield Kind.MILESTONE, select_milestones_late(reach, today), ("day", "id"), True
    last = _day("reviewed_last")
    yield Kind.REVIEW, select_reviews_due(reach, today, last), ("day", "code"), False
    yield Kind.VACANCY, select_vacant(reach, today), ("code",), False
    yield Kind.HELD, select_still_holding(reach, today), ("id",), True
    yield Kind.LEAD, select_without_lead(reach, today), ("code",), True
    yield Kind.LEADER, select_without_leader(reach, today), ("code",), True
    yield Kind.LETTER, select_letters_due(reach, today), ("day", "id"), True
    yield Kind.MONTH, select_inexact(reach, today, Known.MONTH), ("id",), True
    yield Kind.ESTIMATED, select_inexact(reach, today, Known.ESTIMATED), ("id",), True
    yield Kind.SIZE, select_wrong_sizes(reach, today), ("code",), False
    yield Kind.BIRTHDAY, select_without_birthday(reach, today), ("id",), True
    returns = select_unreported(reach, _day("returns_first"), _day("returns_last"))
    yield Kind.RETURNS, returns, ("id",), True
    meetings = select_overdue(reach, _day("meetings_first"), _day("meetings_last"))
    yield Kind.MEETING, meetings, ("code", "id", "title"), False


def _day(name: str) -> Any:
    return bindparam(name, type_=Date)


def _part(today: Any, kind: Kind, query: Rows, order: Sequence[str], is_cut: bool) -> Rows:
    rows = query.subquery("found").c
    day = rows.get("day", null())
    columns = [rows.get(name, cast(null(), type_)).label(name) for name, type_ in COLUMNS.items()]
    numbered = select(
        literal_column(str(int(kind)), Integer).label("kind"),
        *columns,
        func.row_number().over(order_by=[rows[name] for name in order]).label("place"),
        func.count().over().label("total"),
        func.count().filter(day < today).over().label("overdue"),
    ).subquery("numbered")
    found = select(*numbered.c)
    return found.where(numbered.c.place <= MOST) if is_cut else found
