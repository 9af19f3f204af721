"""A look at the data of a report, in one reading: the figures, and all that is against signing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from flask_babel import gettext, ngettext
from werkzeug.utils import cached_property

from partyhub import clock
from partyhub.database import db
from partyhub.figures import Scope
from partyhub.registers import current_catalog
from partyhub.registers.values import format_day
from partyhub.reports.calculation import Computed, compute_each, scope_of, within
from partyhub.rules.queries import select_rules_on
from partyhub.viewers import Viewer
from partyhub.yearly_reports.comparing import RecordChange
from partyhub.yearly_reports.editions import LOCALES
from partyhub.yearly_reports.frozen_figures import values_of
from partyhub.yearly_reports.models import (
    FrozenReport,
    ReportSignature,
    ReportState,
    YearlyReport,
)
from partyhub.yearly_reports.problem_list import Shown, find_problems
from partyhub.yearly_reports.queries import (
    find_last_closing,
    is_one_person,
    is_secretary,
)
from partyhub.yearly_reports.signed_rows import SignedRows

OPENING, CLOSING = "members.opening", "members.total"
# The keys beside the codes of figures under which a signature keeps the rest of what was seen.
BEFORE, PROBLEMS, RULES, ROWS = "before", "problems", "rules", "rows"
# The key under which earlier signatures have one digest of the period before and the problems.
REST = "rest"
# The most figures that a sentence names.
MOST_NAMED = 5


@dataclass(frozen=True)
class Look:
    """The figures of a report's period and of the one before, and its open problems.

    `last` is the signed report whose closing the opening has to equal, if there is one.
    """

    report: YearlyReport
    scope: Scope
    now: Mapping[str, Computed]
    before: Mapping[str, Computed]
    problems: Sequence[Shown]
    last: FrozenReport | None

    @classmethod
    def at(cls, viewer: Viewer, report: YearlyReport, *, with_problems: bool = True) -> "Look":
        """Return the data of the report as they are now, the same for all who may see the unit."""
        period, unit = report.days, report.organization
        viewer = within(viewer, unit)
        scope, earlier = (scope_of(viewer, each, unit) for each in (period, period.before))
        now, before = compute_each([scope, earlier])
        return cls(
            report,
            scope,
            now,
            before,
            find_problems(viewer, period, unit) if with_problems else (),
            find_last_closing(report.organization_id, period.start),
        )

    @property
    def values(self) -> dict[str, Any]:
        """Return the values of the figures by code."""
        return values_of(self.now)

    @property
    def mark(self) -> str:
        """Return a digest of what is seen, which a page sends back."""
        return digest_of(sorted(self.seen.items()))

    @property
    def seen(self) -> dict[str, Any]:
        """Return what a signature keeps: the values by code, and the rest of what is signed.

        The rest are the values of the period before by code, digests of the problems that block or
        would, with their records and reasons, by rule, and of the numbers of regulations in
        force; hints may come and go. The first signature keeps the rows of the workbooks too.
        """
        problems = {each[0]: digest_of(each) for each in self._blocking}
        rest = {BEFORE: values_of(self.before), PROBLEMS: problems, RULES: self._rules}
        return self.values | rest

    @property
    def _blocking(self) -> list[tuple[str, int, str, str]]:
        blocking = [each for each in self.problems if each.is_blocking]
        return [(each.rule, each.count, each.explained, each.records) for each in blocking]

    @cached_property
    def _rules(self) -> dict[str, str]:
        return {
            each.key: digest_of((each.value, each.is_exclusive, each.source, each.clause))
            for each in db.session.scalars(select_rules_on(self.scope.as_of))
        }

    @cached_property
    def rows(self) -> SignedRows:
        """Return the rows of the workbooks; reading them takes longer than all the rest."""
        return SignedRows.at(self.scope, LOCALES[self.report.language])

    @cached_property
    def changed_rows(self) -> Sequence[RecordChange]:
        """Return the records that were changed since the first signature; empty if none has signed.

        A signature of an earlier version of the program has kept no rows, so that none is known.
        """
        kept = self.signed_rows
        return self.rows.changes_since(kept) if kept else ()

    @cached_property
    def signed_rows(self) -> SignedRows | None:
        """Return the rows that the first of two signatures was given for, if it has kept them."""
        if self.report.state is not ReportState.SIGNED:
            return None
        kept = self.report.valid_signatures[0].seen.get(ROWS)
        return SignedRows.unpack(kept) if kept else None

    @property
    def opening(self) -> int:
        return int(self.now[OPENING].value or 0)

    @property
    def closing(self) -> int:
        return int(self.now[CLOSING].value or 0)

    @property
    def differs_from_last(self) -> bool:
        """Return whether the opening isn't the closing that was signed."""
        return self.last is not None and self.last.closing != self.opening

    @property
    def opening_sentence(self) -> str:
        """Return the sentence on an opening that isn't the closing that was signed."""
        assert self.last is not None
        numbers = {"opening": self.opening, "closing": self.last.closing}
        if self.last.ends_on == self.report.days.start - timedelta(days=1):
            return gettext(
                "The period opens with %(opening)d members; the report signed for the period before"
                " closes with %(closing)d.",
                **numbers,
            )
        return gettext(
            "The period opens with %(opening)d members; the last report that was signed, up to"
            " %(day)s, closes with %(closing)d.",
            day=format_day(self.last.ends_on),
            **numbers,
        )

    def reasons_against(self, viewer: Viewer) -> list[str]:
        """Return what keeps this viewer from signing now, as sentences."""
        found = [*self._of_the_data(), *self._of_signatures(viewer)]
        if self.report.state in (ReportState.DRAFT, ReportState.FROZEN):
            found.insert(0, gettext("Only a submitted report is signed."))
        return found

    def _of_the_data(self) -> list[str]:
        found = []
        end = self.report.days.end
        if clock.today() < end:
            found.append(
                gettext(
                    "The period ends on %(day)s. It is signed from that day on.",
                    day=format_day(end),
                )
            )
        blocking = sum(each.forbids for each in self.problems)
        if blocking:
            found.append(
                ngettext(
                    "%(num)d problem blocks signing. Mend it, or explain it on the page of"
                    " problems.",
                    "%(num)d problems block signing. Mend them, or explain them on the page of"
                    " problems.",
                    blocking,
                )
            )
        if self.differs_from_last and not self.report.opening_note:
            found.append(
                gettext("%(what)s Explain it first.", what=self.opening_sentence),
            )
        return found

    def _of_signatures(self, viewer: Viewer) -> list[str]:
        """Return what the first signature says against this one."""
        if self.report.state is not ReportState.SIGNED:
            return []
        [first, *_] = self.report.valid_signatures
        found = []
        if is_one_person(viewer, first.user_id):
            found.append(gettext("You have signed. The second signature is somebody else's."))
        elif not is_secretary(first.role) and not is_secretary(viewer.role):
            found.append(gettext("One of the two signatures has to be that of the secretary."))
        return [*found, *self._of_changes(first)]

    def _of_changes(self, first: ReportSignature) -> list[str]:
        """Return what has changed since the first signature, as sentences."""
        found = []
        differing = self.differing(first.seen)
        if differing:
            found.append(
                gettext(
                    "Since %(who)s signed, figures have changed: %(figures)s. Withdraw that"
                    " signature, so that both sign the same.",
                    who=first.user_name,
                    figures=named(differing),
                )
            )
        elif self._differs_otherwise(first.seen):
            found.append(
                gettext(
                    "Since %(who)s signed, figures of the period before, problems or their reasons,"
                    " or rules have changed. Withdraw that signature, so that both sign the same.",
                    who=first.user_name,
                )
            )
        return [*found, *self._of_rows(first)]

    def _of_rows(self, first: ReportSignature) -> list[str]:
        if not self.changed_rows:
            return []
        sentence = ngettext(
            "Since %(who)s signed, %(num)d record of the workbooks has changed; it is named below."
            " Withdraw that signature, so that both sign the same.",
            "Since %(who)s signed, %(num)d records of the workbooks have changed; they are named"
            " below. Withdraw that signature, so that both sign the same.",
            len(self.changed_rows),
            who=first.user_name,
        )
        return [sentence]

    def _differs_otherwise(self, seen: Mapping[str, Any]) -> bool:
        """Return whether what isn't a figure of the period was seen otherwise by a signature.

        What an update of the program has brought since was seen by nobody.
        """
        before = values_of(self.before)
        if REST in seen:
            known = sorted((code, value) for code, value in before.items() if code in seen)
            return bool(seen[REST] != digest_of([known, self._blocking]))
        if BEFORE not in seen:
            return False
        own = self.seen
        return own[PROBLEMS] != seen[PROBLEMS] or any(
            own[part][key] != seen[part][key]
            for part in (BEFORE, RULES)
            for key in own[part].keys() & seen[part].keys()
        )

    def differing(self, values: Mapping[str, Any]) -> list[str]:
        """Return the labels of the figures whose values aren't these, among those known there."""
        by_code = current_catalog().figures_by_code
        own = [code for code in self.values if code in values]
        return [str(by_code[code].label) for code in own if self.values[code] != values[code]]


def digest_of(content: Any) -> str:
    return sha256(repr(content).encode()).hexdigest()[:32]


def named(labels: Sequence[str]) -> str:
    """Return some of the labels as one text, with how many more there are."""
    text = "、".join(labels[:MOST_NAMED])
    rest = len(labels) - MOST_NAMED
    if rest <= 0:
        return text
    return ngettext(
        "%(figures)s and %(num)d more", "%(figures)s and %(num)d more", rest, figures=text
    )
