"""Rules about transfers out, their letters, and suspended memberships."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import exists, literal, select

from partyhub.figures import Rows, Scope
from partyhub.members.models import Assignment, OutReason
from partyhub.members.pending import select_letters_due
from partyhub.members.problems.assignments import assignments_of, other_of
from partyhub.periods import add_months, months_before
from partyhub.problem_rules import Basis, Severity, Subject, Values, rules_of
from partyhub.rules.queries import rule_number

LETTER = "assignments.letter.days"
SUSPENSION = "members.suspension.months"


def letters(scope: Scope) -> Rows:
    found = select_letters_due(scope, scope.as_of).subquery("letters").c
    return select(found.id, found.name.label("title"), found.day, found.organization)


def transferred_out(scope: Scope) -> Rows:
    """Select the transfers out of the period without destination."""
    return assignments_of(scope, Assignment.ended_on.label("day")).where(
        Assignment.out_reason == OutReason.TRANSFER_OUT,
        scope.happened(Assignment.ended_on),
        Assignment.destination.is_(None),
    )


def long_letters(scope: Scope) -> Rows:
    columns = (Assignment.ended_on.label("day"), Assignment.letter_valid_until.label("until"))
    return assignments_of(scope, *columns).where(
        Assignment.out_reason == OutReason.TRANSFER_OUT,
        scope.happened(Assignment.ended_on),
        Assignment.letter_valid_until.is_not(None),
    )


def judge_letter(row: Any) -> bool | Values:
    """Return whether the letter is valid longer than the rule of its day has it."""
    days = rule_number(LETTER, row.day)
    is_long = days is not None and row.until > row.day + timedelta(days=days)
    return {"days": days} if is_long else False


def suspended(scope: Scope) -> Rows | None:
    """Select the people whose membership was suspended so long ago that it has to be decided."""
    months = rule_number(SUSPENSION, scope.as_of)
    if months is None:
        return None
    other, is_other = other_of()
    came_back = exists().where(is_other, other.started_on >= Assignment.ended_on)
    columns = (Assignment.ended_on.label("day"), literal(months).label("months_now"))
    return assignments_of(scope, *columns).where(
        Assignment.out_reason == OutReason.SUSPENDED,
        Assignment.ended_on <= months_before(scope.as_of, months),
        ~came_back,
    )


def judge_suspension(row: Any) -> bool | Values:
    """Return the day on which the suspension has lasted as long as it may.

    Where no rule was in force when it began, that of the last day of the scope counts.
    """
    months = rule_number(SUSPENSION, row.day)
    return {"until": add_months(row.day, row.months_now if months is None else months)}


_rule = rules_of("assignments", Subject.MEMBERS, "assignments")
problems = (
    _rule(
        "no_receipt",
        Severity.WARN,
        lazy_gettext("Transfers out without a receipt"),
        lazy_gettext(
            "The letter of %(title)s (“%(organization)s”) was valid until %(day)s, and no receipt"
            " has come; until then the branch stays responsible."
        ),
        select=letters,
        basis=Basis.EDUCATION,
    ),
    _rule(
        "no_destination",
        Severity.WARN,
        lazy_gettext("Transfers out without destination"),
        lazy_gettext("%(title)s was transferred out on %(day)s, and nothing says where to."),
        select=transferred_out,
        basis=Basis.EDUCATION,
    ),
    _rule(
        "letter_too_long",
        Severity.WARN,
        lazy_gettext("Letters of introduction that are valid too long"),
        lazy_gettext(
            "The letter of %(title)s, transferred out on %(day)s, is valid until %(until)s: longer"
            " than %(days)s days."
        ),
        select=long_letters,
        judge=judge_letter,
        rules=(LETTER,),
    ),
    _rule(
        "suspended_too_long",
        Severity.WARN,
        lazy_gettext("Suspended memberships that have to be decided"),
        lazy_gettext(
            "The membership of %(title)s was suspended on %(day)s; whether to remove the person"
            " was to be decided by %(until)s."
        ),
        select=suspended,
        is_dated=True,
        judge=judge_suspension,
        rules=(SUSPENSION,),
    ),
)
