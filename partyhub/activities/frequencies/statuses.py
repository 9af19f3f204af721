"""The status of every branch in every span: whether its meetings were held, and why not.

It is what the board of meetings and the reports read; the figures count the same rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext
from sqlalchemy import and_

from partyhub.activities.frequencies.kinds import Exemption, State
from partyhub.activities.frequencies.queries import fulfils, holds, select_statuses
from partyhub.activities.models import Activity, ActivityKind
from partyhub.database import db
from partyhub.periods import Period
from partyhub.registers.values import format_day
from partyhub.scopes import Reach


@dataclass(frozen=True)
class Status:
    """The meetings of one kind that one branch held in one span, and what the rule asked for.

    `activity_ids` are the meetings held, the earliest first; of Party groups, those of all groups,
    while `held` is the number of the group that held the fewest.
    """

    organization_id: int
    kind: ActivityKind
    period: Period
    state: State
    exemption: Exemption | None
    required: int
    held: int
    established_on: date
    dissolved_on: date | None
    activity_ids: Sequence[int]

    @property
    def sentence(self) -> str:
        """Return why the state is what it is, in the language of the request."""
        span = self.period.label()
        if self.exemption is not None:
            return self._why_exempt(self.exemption, span)
        if self.kind is ActivityKind.GROUP_MEETING:
            return self._of_groups(span)
        numbers = {"span": span, "held": self.held, "asked": self.required}
        return {
            State.DONE: gettext("Done: %(held)s held in %(span)s, %(asked)s asked for.", **numbers),
            State.DUE: gettext(
                "Due by %(day)s: %(held)s held in %(span)s so far, %(asked)s asked for.",
                day=format_day(self.period.end),
                **numbers,
            ),
            State.OVERDUE: gettext(
                "Overdue: %(held)s on record for %(span)s, %(asked)s asked for.", **numbers
            ),
        }[self.state]

    def _of_groups(self, span: str) -> str:
        numbers = {"span": span, "num": self.required}
        if self.state is State.DONE:
            return ngettext(
                "Done: every Party group held at least %(num)d meeting in %(span)s.",
                "Done: every Party group held at least %(num)d meetings in %(span)s.",
                **numbers,
            )
        if self.state is State.DUE:
            return ngettext(
                "Due by %(day)s: not every Party group has held %(num)d meeting in %(span)s yet.",
                "Due by %(day)s: not every Party group has held %(num)d meetings in %(span)s yet.",
                day=format_day(self.period.end),
                **numbers,
            )
        return ngettext(
            "Overdue: not every Party group has %(num)d meeting on record for %(span)s.",
            "Overdue: not every Party group has %(num)d meetings on record for %(span)s.",
            **numbers,
        )

    def _why_exempt(self, exemption: Exemption, span: str) -> str:
        founded = format_day(self.established_on)
        dissolved = format_day(self.dissolved_on) if self.dissolved_on else ""
        return {
            Exemption.TEMPORARY: gettext("Not asked for: a temporary branch."),
            Exemption.NO_RULE: gettext(
                "Not asked for: no rule was in force at the beginning of %(span)s.", span=span
            ),
            Exemption.FOUNDED: gettext(
                "Not asked for: founded on %(day)s, within %(span)s.", day=founded, span=span
            ),
            Exemption.DISSOLVED: gettext(
                "Not asked for: dissolved on %(day)s, within %(span)s.", day=dissolved, span=span
            ),
            Exemption.NO_COMMITTEE: gettext(
                "Not asked for: no branch committee all through %(span)s.", span=span
            ),
            Exemption.NO_GROUPS: gettext(
                "Not asked for: no Party group all through %(span)s.", span=span
            ),
        }[exemption]


def find_statuses(reach: Reach, period: Period, as_of: date) -> list[Status]:
    """Return the status of each branch in reach, kind of meeting and span that ends in the period.

    They are ordered by branch, kind and span, and read by one statement. A span that goes on after
    `as_of`, the last day that is over, is due unless its meetings have been held.
    """
    judged = select_statuses(reach, period.start, period.end, as_of).subquery("judged")
    row = judged.c
    query = judged.select().add_columns(Activity.id)
    query = query.outerjoin_from(judged, Activity, and_(holds(row), *fulfils(row)))
    order = (row.organization_id, row.kind, row.first_day, Activity.held_on, Activity.id)
    found: dict[tuple[int, ActivityKind, date], tuple[Any, list[int]]] = {}
    for each in db.session.execute(query.order_by(*order)):
        key = (each.organization_id, each.kind, each.first_day)
        _, ids = found.setdefault(key, (each, []))
        if each.id is not None:
            ids.append(each.id)
    return [_status(each, ids) for each, ids in found.values()]


def _status(row: Any, ids: Sequence[int]) -> Status:
    names = ("organization_id", "kind", "established_on", "dissolved_on")
    days = Period(row.first_day, row.last_day)
    exemption = row.exemption
    return Status(
        **{name: getattr(row, name) for name in names},
        period=days,
        state=State(row.state),
        exemption=Exemption(exemption) if exemption else None,
        required=row.required or 0,
        held=row.held or 0,
        activity_ids=tuple(ids),
    )
