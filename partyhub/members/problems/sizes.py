"""Rules about the sizes of branches, of which one statement finds all that don't fit."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import select

from partyhub.figures import Rows, Scope
from partyhub.members.sizes import SizeProblem, select_every_wrong_size, size_limits
from partyhub.problem_rules import Mend, ProblemRule, Severity, Subject, Values


def wrong_sizes(scope: Scope) -> Rows:
    found = select_every_wrong_size(scope, scope.as_of).subquery("sizes").c
    query = select(
        found.id,
        found.name.label("title"),
        found.code,
        found.title.label("problem"),
        found.number,
    )
    return query.params(**size_limits(scope.as_of))


# Neither is mended in the organization's own form, where kind and committee stand.
OF_MEMBERS = Mend("members.list", lazy_gettext("See its members"), {"organization": "id"})


def _is(problem: SizeProblem) -> Callable[[Any], bool | Values]:
    def judge(row: Any) -> bool | Values:
        return bool(row.problem == problem)

    return judge


def _rule(
    problem: SizeProblem, severity: Severity, key: str, label: Any, sentence: Any
) -> ProblemRule:
    return ProblemRule(
        f"organizations.{problem.value}",
        severity,
        Subject.ORGANIZATIONS,
        "organizations",
        label,
        sentence,
        select=wrong_sizes,
        is_dated=True,
        judge=_is(problem),
        rules=(key,),
        mend=OF_MEMBERS if problem in (SizeProblem.TOO_FEW, SizeProblem.TOO_MANY) else None,
    )


problems = (
    _rule(
        SizeProblem.TOO_FEW,
        Severity.BLOCK,
        "branches.members.least",
        lazy_gettext("Branches with too few full members"),
        lazy_gettext("“%(title)s” has fewer full members (%(number)s) than a branch needs."),
    ),
    _rule(
        SizeProblem.NO_BRANCH_COMMITTEE,
        Severity.BLOCK,
        "branches.committee.members",
        lazy_gettext("Branches that should have a committee"),
        lazy_gettext("“%(title)s” has %(number)s full members and no branch committee."),
    ),
    _rule(
        SizeProblem.TOO_MANY,
        Severity.WARN,
        "branches.members.most",
        lazy_gettext("Branches with more members than the rule has"),
        lazy_gettext("“%(title)s” has %(number)s members, more than a branch has as a rule."),
    ),
    _rule(
        SizeProblem.GENERAL_BRANCH_MISSING,
        Severity.WARN,
        "organizations.general_branch.members",
        lazy_gettext("So many members, but no general branch"),
        lazy_gettext("“%(title)s” has %(number)s members and may become a general branch."),
    ),
    _rule(
        SizeProblem.COMMITTEE_MISSING,
        Severity.WARN,
        "organizations.party_committee.members",
        lazy_gettext("So many members, but no Party committee"),
        lazy_gettext("“%(title)s” has %(number)s members and may become a Party committee."),
    ),
)
