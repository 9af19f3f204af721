"""The open problems of a report: one list with the page of problems and `partyhub check`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from flask_babel import gettext

from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.problem_rules import Severity
from partyhub.problems.finding import Problem
from partyhub.problems.finding import find_problems as find_all
from partyhub.registers import current_catalog
from partyhub.viewers import Viewer


@dataclass(frozen=True)
class Shown:
    """One problem as a report says it; `explained` is the reason for which it doesn't block.

    `records` is a digest of which records it is about; reports signed before it was kept have none.
    """

    rule: str
    is_blocking: bool
    sentence: str
    count: int
    explained: str
    records: str = ""

    @property
    def forbids(self) -> bool:
        """Return whether it keeps the report from being signed."""
        return self.is_blocking and not self.explained

    @property
    def explanation(self) -> str:
        """Return the problem with its reason, as it is printed."""
        what = self.sentence.rstrip("。.")
        return gettext("%(what)s; explained: %(why)s", what=what, why=self.explained)

    def unnamed(self) -> "Shown":
        """Return the problem for a reader out of whose reach a record is: neither name nor reason.

        Reasons are free texts, which may name people, too.
        """
        rule = next(each for each in current_catalog().problems if each.key == self.rule)
        sentence = gettext("%(rule)s (%(number)d)", rule=str(rule.label), number=self.count)
        return replace(
            self, sentence=sentence, explained=self.explained and gettext("Out of reach")
        )

    @classmethod
    def of(cls, problem: Problem) -> "Shown":
        """Return a problem that was found, as plain values."""
        return cls(
            problem.key,
            problem.severity is Severity.BLOCK,
            problem.sentence,
            problem.count,
            problem.reason or "",
            _digest_of(record.key for record in problem.records),
        )

    @classmethod
    def read(cls, row: dict[str, Any]) -> "Shown":
        """Return a problem as a signed report keeps it."""
        return cls(**row)


def _digest_of(keys: Iterable[str]) -> str:
    return sha256("\n".join(sorted(keys)).encode()).hexdigest()[:32]


def find_problems(
    viewer: Viewer, period: Period, organization: Organization | None
) -> Sequence[Shown]:
    """Return the problems of the unit in the period, those that block first."""
    return [Shown.of(each) for each in find_all(viewer, period, organization)]


def find_problems_for(
    reader: Viewer, period: Period, organization: Organization | None, found: Sequence[Shown]
) -> Sequence[Shown]:
    """Return problems of a unit, of which none names a record that is out of the reader's reach."""
    own = {(each.rule, each.records) for each in find_problems(reader, period, organization)}
    return [each if (each.rule, each.records) in own else each.unnamed() for each in found]
