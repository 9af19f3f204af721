"""The command that lists what contradicts itself or a regulation."""

from collections.abc import Mapping, Sequence
from typing import Any

from partyhub.cli.command_context import opened, owner
from partyhub.cli.language import gettext
from partyhub.cli.output import as_json, as_table, give
from partyhub.cli.reports import find_requested_organization
from partyhub.periods import Period
from partyhub.problems.finding import Concern, Problem, find_problems


def check(instance: str | None, period: Period, org: str | None, form: str) -> int:
    """Print the problems of a period, as a table or as JSON; return 1 if any blocks, else 0."""
    with opened(instance, has_pages=False):
        problems = find_problems(owner(), period, find_requested_organization(org))
        if form == "json":
            give(as_json({"problems": [_plain(each) for each in problems]}), None)
        else:
            give(_as_table(problems), None)
        return 1 if any(each.is_blocking for each in problems) else 0


def _plain(problem: Problem) -> Mapping[str, Any]:
    found: dict[str, Any] = {
        "rule": problem.key,
        "severity": problem.severity.value,
        "sentence": problem.sentence,
        "count": problem.count,
        "records": [_reference(each) for each in problem.records],
    }
    return found | ({"reason": problem.reason} if problem.reason else {})


def _reference(record: Concern) -> Mapping[str, Any]:
    found = {
        "register": record.rule.register,
        "code": record.code or None,
        "title": record.title,
        "sentence": record.sentence,
    }
    return found | ({"reason": record.reason} if record.reason else {})


def _as_table(problems: Sequence[Problem]) -> str:
    if not problems:
        return gettext("No problems.")
    headings = [gettext("Severity"), gettext("Problem"), gettext("Records"), gettext("Reason")]
    rows = [
        (each.severity.label, each.sentence, str(each.count), each.reason or "")
        for each in problems
    ]
    return as_table(headings, rows, numbers=(2,))
