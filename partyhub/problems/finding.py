"""The search for problems: every rule of the catalog over a period and an organization.

The page, the command and the list before signing all read what `find_problems` returns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.utils import cached_property

from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.problem_rules import Inquiry, ProblemRule, Severity, Values
from partyhub.problems.queries import Given, find_reasons
from partyhub.problems.reading import read_rows
from partyhub.problems.wording import fill, join
from partyhub.registers import current_catalog
from partyhub.reports.branches import find_requested
from partyhub.reports.calculation import scope_of
from partyhub.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Concern:
    """One record that breaks a rule, with its own sentence and the reason given for it, if any."""

    rule: ProblemRule
    values: Values
    given: Given | None = None

    @property
    def key(self) -> str:
        return key_of(self.rule, self.values)

    @property
    def id(self) -> Any:
        return self.values["id"]

    @property
    def title(self) -> str:
        return str(self.values["title"])

    @property
    def code(self) -> str:
        return str(self.values.get("code") or "")

    @property
    def reason(self) -> str | None:
        return self.given.reason if self.given else None

    @property
    def sentence(self) -> str:
        return fill(self.rule.sentence, self.values)


@dataclass(frozen=True)
class Problem:
    """One rule that records break; `records` are all of them."""

    rule: ProblemRule
    records: Sequence[Concern]

    @property
    def key(self) -> str:
        return self.rule.key

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    @property
    def count(self) -> int:
        return len(self.records)

    @cached_property
    def sentence(self) -> str:
        """Return what is wrong: of one record its own sentence, else how many and the first."""
        if self.count == 1:
            return self.records[0].sentence
        titles = [record.title for record in self.records]
        return join(str(self.rule.label), titles, self.rule.register)

    @property
    def reason(self) -> str | None:
        """Return the reasons given, or None while a record has none."""
        reasons = [record.reason for record in self.records]
        known = [each for each in reasons if each is not None]
        return "；".join(dict.fromkeys(known)) if len(known) == len(reasons) else None

    @property
    def is_blocking(self) -> bool:
        """Return whether it keeps a report from being signed: it blocks, and nobody said why."""
        return self.severity is Severity.BLOCK and self.reason is None


def find_problems(
    viewer: Viewer,
    period: Period,
    organization: Organization | None = None,
    rules: Sequence[ProblemRule] | None = None,
) -> list[Problem]:
    """Return the problems of a report: blocking ones first, then in the order of the catalog.

    The report is that of `organization`, else of all that the viewer looks after. With `rules` only
    these are asked.
    """
    scope = scope_of(viewer, period, organization)
    inquiry = Inquiry(scope, viewer, organization)
    unit = find_requested(viewer, scope, organization)
    reasons = find_reasons(period.key, unit.id if unit else None)
    wanted = current_catalog().problems if rules is None else rules
    if len(wanted) > 1:
        read_rows(wanted, inquiry)
    found = [problem for rule in wanted if (problem := _find(rule, inquiry, reasons))]
    return sorted(found, key=lambda problem: problem.severity is not Severity.BLOCK)


def _find(
    rule: ProblemRule,
    inquiry: Inquiry,
    reasons: Mapping[tuple[str, str], Given],
) -> Problem | None:
    rows = rule.read(inquiry)
    explained = {key for own, key in reasons if own == rule.key}
    records = [
        Concern(rule, row, reasons.get((rule.key, key_of(rule, row))) if explained else None)
        for row in rows
    ]
    records.sort(key=lambda record: (record.code, str(record.id)))
    return Problem(rule, records) if records else None


def key_of(rule: ProblemRule, values: Values) -> str:
    """Return the key by which a reason names a record: register, id, and what distinguishes rows.

    A figure's has its values: another move needs another reason.
    """
    mark = values.get("mark")
    parts = (rule.register, values["id"], *([mark] if mark else []))
    return ":".join(map(str, parts))
