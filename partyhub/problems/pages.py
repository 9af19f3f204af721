"""Problems as their page shows them: by severity and subject, with links to mend each record."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any, TypeAlias

from flask import url_for
from flask_babel import gettext

from partyhub.problem_rules import NOWHERE, Mend, Severity, Subject
from partyhub.problems.finding import Concern, Problem
from partyhub.problems.wording import source_of
from partyhub.registers import current_catalog
from partyhub.registers.rights import can_write, find_readable_among, find_writable
from partyhub.reports.report_request import ReportRequest
from partyhub.roles import Right
from partyhub.viewers import Viewer

MOST_SHOWN = 50
# (Register, id) pairs.
Places: TypeAlias = Set[tuple[str, int]]


@dataclass(frozen=True)
class Reachable:
    """The records on a page that its viewer may open, and those that the viewer may edit."""

    opened: Places
    edited: Places


@dataclass(frozen=True)
class Line:
    """One record of a problem with its links, which are empty where the viewer has no right."""

    key: str
    title: str
    sentence: str
    reason: str
    url: str
    mend_url: str
    mend_label: str


@dataclass(frozen=True)
class Entry:
    """One problem with the first of its records, and the number of those that aren't shown."""

    problem: Problem
    source: str
    lines: Sequence[Line]
    left_out: int
    explain_url: str

    @property
    def look(self) -> str:
        """Return the look of its state: over, due or, once explained, ok."""
        if self.problem.reason is not None:
            return "ok"
        return "over" if self.problem.severity is Severity.BLOCK else "due"

    @property
    def state(self) -> str:
        if self.problem.reason is not None:
            return gettext("Explained")
        return self.problem.severity.label


@dataclass(frozen=True)
class Section:
    """The problems of one subject, among those of one severity."""

    subject: Subject
    entries: Sequence[Entry]


def sections_of(
    requested: ReportRequest, problems: Sequence[Problem]
) -> list[tuple[Severity, list[Section]]]:
    """Return the problems by severity and subject, both in their order."""
    found, reachable = [], find_reachable(requested, problems)
    for severity in Severity:
        own = [each for each in problems if each.severity is severity]
        sections = [
            Section(
                subject,
                [
                    _entry(requested, each, MOST_SHOWN, reachable)
                    for each in own
                    if is_of(each, subject)
                ],
            )
            for subject in Subject
        ]
        if own:
            found.append((severity, [section for section in sections if section.entries]))
    return found


def is_of(problem: Problem, subject: Subject) -> bool:
    return problem.rule.subject is subject


def find_reachable(
    requested: ReportRequest, problems: Sequence[Problem], most: int = MOST_SHOWN
) -> Reachable:
    """Return which of the first records of each problem are in the viewer's reach."""
    by_name, viewer = current_catalog().by_name, requested.viewer
    opened: dict[str, set[int]] = {}
    edited: dict[str, set[int]] = {}
    for problem in problems:
        name = problem.rule.register
        if name in by_name:
            ids = {record.id for record in problem.records[:most]}
            opened.setdefault(name, set()).update(ids)
            if problem.rule.mend is None:
                edited.setdefault(name, set()).update(ids)
    models = {by_name[name].model: name for name in opened}
    found = find_readable_among({by_name[name].model: ids for name, ids in opened.items()}, viewer)
    return Reachable(
        {(models[model], record_id) for model, record_id in found},
        {
            (name, record_id)
            for name, ids in edited.items()
            for record_id in find_writable(by_name[name], viewer, ids)
        },
    )


def entry_of(requested: ReportRequest, problem: Problem, most: int = MOST_SHOWN) -> Entry:
    """Return one problem with its first records."""
    return _entry(requested, problem, most, find_reachable(requested, [problem], most))


def _entry(requested: ReportRequest, problem: Problem, most: int, reachable: Reachable) -> Entry:
    may_explain = problem.rule.may_be_explained and requested.viewer.may(Right.WRITE)
    shown = problem.records[:most]
    return Entry(
        problem,
        source_of(problem.rule, requested.scope().as_of),
        [line_of(requested, record, reachable) for record in shown],
        problem.count - len(shown),
        requested.url("problems.explain", key=problem.key) if may_explain else "",
    )


def line_of(requested: ReportRequest, record: Concern, reachable: Reachable) -> Line:
    mend_label, mend_url = _mend(requested, record, reachable)
    title = f"{record.code} {record.title}".strip()
    return Line(
        record.key,
        title,
        record.sentence,
        record.reason or "",
        url_of(requested, record, reachable),
        mend_url,
        mend_label,
    )


def url_of(requested: ReportRequest, record: Concern, reachable: Reachable) -> str:
    """Return the address of the record's page; of a figure, the list of what it counts.

    It is empty for a record out of the viewer's reach.
    """
    if record.rule.register == "figures":
        return requested.url("reports.counted", code=record.id)
    if (record.rule.register, record.id) not in reachable.opened:
        return ""
    return url_for(f"{record.rule.register}.show", record_id=record.id)


def _mend(requested: ReportRequest, record: Concern, reachable: Reachable) -> tuple[str, str]:
    """Return the words and the address of where it is mended, empty if the viewer may not."""
    register, mend = record.rule.register, record.rule.mend
    if mend is NOWHERE:
        return "", ""
    is_seen = register not in current_catalog().by_name or (register, record.id) in reachable.opened
    if mend is not None and is_seen and requested.viewer.may(Right.WRITE):
        return _place_of(mend, record, requested.viewer)
    if (register, record.id) in reachable.edited:
        return gettext("Mend it"), url_for(f"{register}.edit", record_id=record.id)
    return "", ""


def _place_of(mend: Mend, record: Concern, viewer: Viewer) -> tuple[str, str]:
    """Return the words and the address of a mend, empty if its register isn't the viewer's."""
    own = current_catalog().by_name.get(mend.endpoint.partition(".")[0])
    if own is not None and not can_write(own, viewer):
        return "", ""
    arguments: dict[str, Any] = dict(mend.arguments(record.values))
    return str(mend.label), url_for(mend.endpoint, **arguments)
