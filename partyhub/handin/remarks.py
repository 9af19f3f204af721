"""Remarks beside the figures of the summary: as-of days, what a sum is made of, names of units."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext, pgettext
from sqlalchemy import select

from partyhub.database import db
from partyhub.figures import Figure
from partyhub.handin.facts import Facts
from partyhub.handin.numbers import printed
from partyhub.handin.words import listed, short_name
from partyhub.members.models import Assignment
from partyhub.organizations.models import Organization, Term, Workshop
from partyhub.registers.values import format_day
from partyhub.reports.wording import format_number
from partyhub.rules.queries import rule_share

# More names than these would fill the column.
_MOST_NAMES = 3


class Remarks:
    """The remark of each figure; what it names is read when it is asked for."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._special: dict[str, Callable[[], str]] = {
            "organizations.general_branches": lambda: self._dissolved("general_branches"),
            "organizations.branches": lambda: self._dissolved("branches"),
            "organizations.reelected": self._reelected,
            "members.other_increase": lambda: self._reasons("members.other_increase", "in_reason"),
            "members.other_decrease": lambda: self._reasons("members.other_decrease", "out_reason"),
            "appraisals.excellent_share": lambda: _third(self.facts),
            "activities.gatherings": lambda: pgettext("handin", "one of several kinds counts once"),
            "activities.attendance_rate": self._attendance,
            "meetings.rate": self._meetings,
            "commissars.coverage": self._coverage,
            "commissars.first_line_workshops": self._closed,
            "prosperity.output": self._months,
        }

    def of(self, code: str) -> str:
        """Return the remark of a figure, or an empty text."""
        if code in self._special:
            return self._special[code]()
        computed = self.facts.now[code]
        if computed.as_of < self.facts.as_of and computed.value is not None:
            return gettext("as of %(day)s", day=format_day(computed.as_of))
        own = computed.figure.remark
        return own(self.facts.scope) if own else ""

    def _dissolved(self, key: str) -> str:
        figure = self.facts.figure(f"organizations.{key}")
        assert isinstance(figure, Figure)
        ids = figure.select(self.facts.earlier)
        query = select(Organization).where(
            Organization.id.in_(ids), Organization.dissolved_on <= self.facts.as_of
        )
        names = [short_name(each) for each in db.session.scalars(query.order_by(Organization.code))]
        if not 0 < len(names) <= _MOST_NAMES:
            return ""
        return pgettext("handin", "%(names)s dissolved", names=listed(names))

    def _closed(self) -> str:
        figure = self.facts.figure("commissars.first_line_workshops")
        assert isinstance(figure, Figure)
        query = select(Workshop).where(
            Workshop.id.in_(figure.select(self.facts.earlier)),
            Workshop.closed_on <= self.facts.as_of,
        )
        names = [each.name for each in db.session.scalars(query.order_by(Workshop.code))]
        if not 0 < len(names) <= _MOST_NAMES:
            return ""
        return pgettext("handin", "%(names)s closed", names=listed(names))

    def _reelected(self) -> str:
        figure = self.facts.figure("organizations.reelected")
        assert isinstance(figure, Figure)
        ids = figure.select(self.facts.scope)
        if figure.model is Term:
            ids = select(Term.organization_id).where(Term.id.in_(ids))
        query = select(Organization).where(Organization.id.in_(ids)).order_by(Organization.code)
        names = [short_name(each) for each in db.session.scalars(query)]
        return listed(names) if len(names) <= _MOST_NAMES else ""

    def _reasons(self, code: str, column: str) -> str:
        figure = self.facts.figure(code)
        assert isinstance(figure, Figure)
        reason: Any = getattr(Assignment, column)
        query = select(reason).where(Assignment.id.in_(figure.select(self.facts.scope)))
        return listed(each.label for each in db.session.scalars(query.distinct().order_by(reason)))

    def _attendance(self) -> str:
        return pgettext(
            "handin",
            "%(expected)s expected, %(present)s present",
            expected=printed(self.facts.count("activities.expected_times")),
            present=printed(self.facts.count("activities.present_times")),
        )

    def _meetings(self) -> str:
        return pgettext(
            "handin",
            "%(required)s asked for, %(fulfilled)s held",
            required=self.facts.count("meetings.required"),
            fulfilled=self.facts.count("meetings.fulfilled"),
        )

    def _coverage(self) -> str:
        now, before = (
            f"{format_number(each['commissars.covered_workshops'].value)}"
            f"/{format_number(each['commissars.first_line_workshops'].value)}"
            for each in (self.facts.now, self.facts.before)
        )
        return pgettext("handin", "%(now)s; before %(before)s", now=now, before=before)

    def _months(self) -> str:
        computed = self.facts.now["prosperity.output"]
        if computed.value is None or computed.months is None:
            return ""
        return pgettext("handin", "%(number)s months reported", number=computed.months)


def _third(facts: Facts) -> str:
    share = rule_share("appraisals.excellent.share", facts.as_of)
    if share is None:
        return ""
    return pgettext("handin", "the rule: at most %(share)s", share=str(share))
