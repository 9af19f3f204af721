"""The hours of study that rules ask for in a calendar year (domain.md 2.6)."""

from datetime import date

from flask_babel import gettext

from partyhub.figures import Scope
from partyhub.rules.queries import rule_number


def required_hours(scope: Scope) -> str:
    """Return what the rules ask of a member in the calendar year of the scope, or nothing.

    Hours are counted by the calendar year, so other periods have nothing to be compared with. The
    rules in force on the last day of the year count.
    """
    if not scope.calendar_year:
        return ""
    last = date(scope.calendar_year, 12, 31)
    members, leaders = (
        rule_number(key, last) for key in ("study.members.hours", "study.leaders.hours")
    )
    found = []
    if members:
        found.append(gettext("by the rules %(hours)s hours or more a member", hours=members))
    if leaders:
        found.append(gettext("%(hours)s or more a secretary or committee member", hours=leaders))
    return gettext(", ").join(found)
