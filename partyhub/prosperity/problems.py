"""Rules about prosperity workshops and their monthly returns."""

from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import or_, select

from partyhub.dialects import shifted
from partyhub.figures import Rows, Scope
from partyhub.organizations.models import Workshop
from partyhub.periods import add_months, on_day
from partyhub.problem_rules import Basis, Mend, ProblemRule, Severity, Subject, Values
from partyhub.prosperity.models import ProsperityReturn, ProsperityWorkshop
from partyhub.prosperity.queries import belongs_to, select_unreported
from partyhub.rules.queries import rule_value

DAY = timedelta(days=1)
OUTPUT = "amounts.output.least"


def unreported(scope: Scope) -> Rows | None:
    """Select the workshops that lack returns of months that ended by the last day that counts."""
    first, last = first_month(scope), last_month(scope)
    if last < first:
        return None
    found = select_unreported(scope, first, last).subquery("found").c
    one = ProsperityWorkshop
    return select(one.id, one.code, one.name.label("title"), found.number).join(
        found.id.table, found.id == one.id
    )


def first_month(scope: Scope) -> date:
    """Return the first day of the first month that is in the period from its first day on."""
    return add_months((scope.start - DAY).replace(day=1), 1)


def last_month(scope: Scope) -> Any:
    """Return the first day of the last month that is over on the last day that counts."""
    following = add_months(scope.end.replace(day=1), 1)
    is_over = (following - scope.end).days == 1
    return add_months(following, -1 if is_over else -2)


def returns_of(scope: Scope, *columns: Any) -> Rows:
    """Return the query for the returns of the scope for months of the period."""
    one = ProsperityWorkshop
    month = ProsperityReturn.month.label("month")
    return (
        select(ProsperityReturn.id, one.code, one.name.label("title"), month, *columns)
        .join(one, one.id == ProsperityReturn.prosperity_workshop_id)
        .where(
            ProsperityReturn.archived_at.is_(None),
            one.archived_at.is_(None),
            scope.happened(ProsperityReturn.month),
            belongs_to(scope),
        )
    )


def outside(scope: Scope) -> Rows:
    """Select the returns for a month before the workshop was set up, or after it was closed."""
    one = ProsperityWorkshop
    is_before = shifted(ProsperityReturn.month, 1, 0) <= one.set_up_on
    return returns_of(scope).where(or_(is_before, ProsperityReturn.month >= one.closed_on))


def with_output(scope: Scope) -> Rows:
    amount = ProsperityReturn.output_cny.label("amount")
    return returns_of(scope, amount).where(ProsperityReturn.output_cny > 0)


def judge_output(row: Any) -> bool | Values:
    least = rule_value(OUTPUT, row.month)
    return least is not None and bool(row.amount < least)


def without_staff(scope: Scope) -> Rows:
    """Select the returns with special groups of the staff or an income, and no staff."""
    one = ProsperityReturn
    rest = (one.welfare_staff, one.low_income_staff, one.avg_monthly_income_cny)
    return returns_of(scope).where(
        or_(one.staff.is_(None), one.staff == 0), or_(*(column > 0 for column in rest))
    )


def in_closed_workshop(scope: Scope) -> Rows:
    one = ProsperityWorkshop
    columns = (Workshop.name.label("workshop"), Workshop.closed_on.label("day"))
    return (
        select(one.id, one.code, one.name.label("title"), *columns)
        .join(Workshop, Workshop.id == one.workshop_id)
        .where(
            one.archived_at.is_(None),
            belongs_to(scope),
            on_day(scope.as_of, one.set_up_on, one.closed_on),
            Workshop.closed_on <= scope.as_of,
        )
    )


def _rule(
    key: str, severity: Severity, label: Any, sentence: Any, register: str, **options: Any
) -> ProblemRule:
    return ProblemRule(
        f"prosperity.{key}", severity, Subject.PROSPERITY, register, label, sentence, **options
    )


RETURNS, WORKSHOPS = "prosperity_returns", "prosperity_workshops"
problems = (
    _rule(
        "no_return",
        Severity.WARN,
        lazy_gettext("Prosperity workshops that lack monthly returns"),
        lazy_gettext("“%(title)s” lacks monthly returns of the period: %(number)s."),
        WORKSHOPS,
        select=unreported,
        is_dated=True,
        basis=Basis.COMPLETE,
        mend=Mend(
            "prosperity_returns.create",
            lazy_gettext("Enter the return"),
            {"prosperity_workshop": "#id"},
        ),
    ),
    _rule(
        "return_outside_life",
        Severity.BLOCK,
        lazy_gettext("Monthly returns from before or after the workshop's life"),
        lazy_gettext("“%(title)s” has a return for %(month)s, in which it wasn't open."),
        RETURNS,
        select=outside,
    ),
    _rule(
        "small_output",
        Severity.WARN,
        lazy_gettext("Outputs that may be in units of 10,000 yuan"),
        lazy_gettext("“%(title)s”, month of %(month)s: an output of only %(amount)s yuan."),
        RETURNS,
        select=with_output,
        judge=judge_output,
        rules=(OUTPUT,),
    ),
    _rule(
        "no_staff",
        Severity.BLOCK,
        lazy_gettext("Monthly returns of parts without the staff"),
        lazy_gettext("“%(title)s”, month of %(month)s: parts of the staff or an income, no staff."),
        RETURNS,
        select=without_staff,
    ),
    _rule(
        "workshop_closed",
        Severity.WARN,
        lazy_gettext("Prosperity workshops in a closed workshop"),
        lazy_gettext("“%(title)s” is in “%(workshop)s”, closed on %(day)s."),
        WORKSHOPS,
        select=in_closed_workshop,
    ),
)
