"""The statuses of the meetings that rules ask for as a grid: branch, kind, span."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask_babel import pgettext
from sqlalchemy import select

from partyhub.activities.frequencies.kinds import FREQUENCIES, State
from partyhub.activities.frequencies.statuses import Status
from partyhub.activities.models import Activity, ActivityKind
from partyhub.database import db
from partyhub.handin.facts import Facts
from partyhub.handin.words import name_with_end, quarter_name
from partyhub.organizations.models import Organization
from partyhub.organizations.tree_order import tree_place
from partyhub.registers import current_catalog

MONTHLY = (ActivityKind.THEME_DAY, ActivityKind.COMMITTEE_MEETING)
QUARTERLY = (ActivityKind.GENERAL_MEETING, ActivityKind.PARTY_LECTURE)
ONCE = (ActivityKind.ORG_LIFE_MEETING, ActivityKind.APPRAISAL_MEETING)
_MOST_SPANS = 12


class Branch(NamedTuple):
    """A line of the grid."""

    id: int
    label: str


@dataclass(frozen=True)
class Grid:
    """The branches in order, the spans of each kind, every status, and days of activities."""

    branches: Sequence[Branch]
    columns: Mapping[ActivityKind, Sequence[date]]
    statuses: Mapping[tuple[int, ActivityKind, date], Status]
    days: Mapping[int, date]

    def status(self, branch: int, kind: ActivityKind, first: date) -> Status | None:
        return self.statuses.get((branch, kind, first))

    def of_kind(self, kind: ActivityKind) -> list[Status]:
        return [status for key, status in self.statuses.items() if key[1] is kind]

    def once(self, branch: int, kind: ActivityKind) -> Status | None:
        """Return the status of a yearly meeting, of several years that of the last."""
        found = [s for key, s in self.statuses.items() if key[0] == branch and key[1] is kind]
        return max(found, key=lambda status: status.period.start, default=None)

    def heading(self, kind: ActivityKind) -> str:
        """Return the kind with how often it is asked for."""
        label = str(current_catalog().figures_by_code[f"activities.{kind.value}"].label)
        if kind in ONCE:
            return label
        numbers = sorted({each.required for each in self.of_kind(kind) if each.required})
        if len(numbers) != 1:
            return label
        if _months_of(kind) == 1:
            often = pgettext("handin", "%(number)s a month", number=numbers[0])
        else:
            often = pgettext("handin", "%(number)s a quarter", number=numbers[0])
        return f"{label}\n" + pgettext("handin", "(%(often)s)", often=often)

    def span_name(self, kind: ActivityKind, first: date) -> str:
        """Return the short name of a span: the number of the month, or the quarter."""
        return str(first.month) if _months_of(kind) == 1 else quarter_name(first)


def _months_of(kind: ActivityKind) -> int:
    return next(each.months for each in FREQUENCIES if each.kind is kind)


def find_grid(facts: Facts) -> Grid:
    """Return the grid; a kind with more spans than a page has room for has no columns of spans."""
    statuses = {(s.organization_id, s.kind, s.period.start): s for s in facts.statuses}
    columns = {kind: _spans(statuses, kind) for kind in (*MONTHLY, *QUARTERLY)}
    yearly = [s.activity_ids[0] for s in facts.statuses if s.kind in ONCE and s.activity_ids]
    query = select(Activity.id, Activity.held_on).where(Activity.id.in_(yearly))
    days = {row.id: row.held_on for row in db.session.execute(query)} if yearly else {}
    return Grid(_branches(facts), columns, statuses, days)


def _spans(
    statuses: Mapping[tuple[int, ActivityKind, date], Status], kind: ActivityKind
) -> list[date]:
    found = sorted({first for _, own, first in statuses if own is kind})
    return found if len(found) <= _MOST_SPANS else []


def _branches(facts: Facts) -> list[Branch]:
    """Return the branches of the statuses, in the order of the tree."""
    required = (s for s in facts.statuses if s.state is not State.EXEMPT or s.held)
    ids = {each.organization_id for each in required}
    query = select(Organization).where(Organization.id.in_(ids)).order_by(tree_place(facts.as_of))
    return [Branch(each.id, name_with_end(each, facts.as_of)) for each in db.session.scalars(query)]
