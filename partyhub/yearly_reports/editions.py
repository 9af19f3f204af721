"""The editions of a report's workbook: which there are, and writing each as bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile
from typing import IO

from flask_babel import force_locale, gettext

from partyhub import clock
from partyhub.handin import Content, write_handin
from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.reports.calculation import scope_of, within
from partyhub.viewers import Viewer
from partyhub.yearly_reports.models import ReportLanguage, ReportState, YearlyReport
from partyhub.yearly_reports.problem_list import Shown, find_problems, find_problems_for

REPORT, FULL = "report", "full"
EDITIONS = (REPORT, FULL)
LOCALES = {ReportLanguage.ZH: "zh_Hans_CN", ReportLanguage.EN: "en"}


@dataclass(frozen=True)
class Subject:
    """Subject of a workbook, and what its report adds to it; all words are in its language.

    `viewer` is one for whom nothing of the unit is out of reach; what the `reader` may not read is
    counted without being named.
    """

    viewer: Viewer
    reader: Viewer
    period: Period
    organization: Organization | None
    language: ReportLanguage
    title: str
    state: ReportState | None
    signers: Sequence[tuple[str, date]]
    opening_note: str
    problems: Sequence[Shown]

    def content(self) -> Content:
        """Return the words for the edition that is handed in."""
        return Content(
            title=self.title,
            state=self.state.label if self.state else "",
            signers=self.signers,
            opening_note=self.opening_note,
            explained=[
                each.explanation for each in self.problems if each.is_blocking and each.explained
            ],
        )


def subject_of(
    viewer: Viewer,
    report: YearlyReport,
    *,
    is_second: bool = False,
    problems: Sequence[Shown] | None = None,
) -> Subject:
    """Return that of a report; `is_second` has the viewer sign it now, which freezes it.

    What is frozen is the unit's, with all names. `problems` are those of the unit in the report's
    language, if they are known.
    """
    reader, viewer = viewer, within(viewer, report.organization)
    signers = [
        (each.user_name, each.at.astimezone(clock.ZONE).date()) for each in report.valid_signatures
    ]
    if is_second:
        signers.append((viewer.name, clock.today()))
    return Subject(
        viewer,
        viewer if is_second else reader,
        report.days,
        report.organization,
        report.language,
        report.title,
        None if is_second else report.state,
        signers,
        report.opening_note,
        _problems_of(reader, report, has_all=is_second) if problems is None else problems,
    )


def _problems_of(reader: Viewer, report: YearlyReport, *, has_all: bool) -> Sequence[Shown]:
    """Return the problems of the unit in the report's language.

    They name nothing out of the reader's reach, unless the edition `has_all`.
    """
    unit, whole = (report.days, report.organization), within(reader, report.organization)
    with force_locale(LOCALES[report.language]):
        problems = find_problems(whole, *unit)
        if has_all or scope_of(reader, *unit) == scope_of(whole, *unit):
            return problems
        return find_problems_for(reader, *unit, problems)


def edition_name(edition: str) -> str:
    """Return an edition's name as pages say it."""
    names = {REPORT: gettext("Edition to hand in"), FULL: gettext("Edition for checking")}
    return names[edition]


def write_edition(edition: str, subject: Subject, target: IO[bytes]) -> None:
    """Write one edition in the report's language."""
    from partyhub.reports.workbook import write_yearly  # loaded when a workbook is written

    about = (subject.viewer, subject.period, subject.organization, target)
    with force_locale(LOCALES[subject.language]):
        if edition == REPORT:
            write_handin(*about, subject.content(), subject.reader)
        else:
            write_yearly(*about, subject.content().explained, subject.reader)


def edition_bytes(edition: str, subject: Subject) -> bytes:
    """Return one edition whole."""
    with TemporaryFile() as stream:
        write_edition(edition, subject, stream)
        stream.seek(0)
        return stream.read()
