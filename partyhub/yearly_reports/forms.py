"""Forms of a report: its words, and the reason for which a step is taken back."""

from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext

from partyhub.forms import EnumField, RecordForm, Required, TextField
from partyhub.viewers import Viewer
from partyhub.yearly_reports.models import (
    LONGEST_NOTE,
    LONGEST_REASON,
    LONGEST_TITLE,
    ReportLanguage,
    YearlyReport,
)


class ReportForm(RecordForm):
    """The form of a new report, whose unit and period are chosen before."""

    title = TextField(
        lazy_pgettext("report", "Title"),
        [Required(lazy_gettext("Enter the title."))],
        longest=LONGEST_TITLE,
        render_kw={"data-width": "w12"},
    )
    language = EnumField(
        lazy_pgettext("report", "Language"),
        ReportLanguage,
        [Required(lazy_gettext("Choose the language of the report."))],
        description=lazy_gettext("The workbooks are written in it."),
    )


class WordsForm(ReportForm):
    """The form of the words of a report that nobody has signed yet."""

    opening_note = TextField(
        lazy_gettext("Why the opening differs"),
        longest=LONGEST_NOTE,
        lines=3,
        render_kw={"data-width": "w12"},
        description=lazy_gettext(
            "Only if the opening isn't the closing that was signed: how many people, who they are,"
            " and why. It is printed on the cover."
        ),
    )

    def __init__(self, viewer: Viewer, report: YearlyReport) -> None:
        self.report = report
        super().__init__(viewer, values=_values_of(report))

    @property
    def knows_version(self) -> bool:
        """Return whether the page was filled from what is stored now."""
        return bool(self.version.data == str(self.report.version))

    def words(self) -> dict[str, Any]:
        """Return what the form says, by the names of the columns."""
        names = ("title", "language", "opening_note")
        return {name: self[name].data or "" for name in names if self[name].given}


class ReasonForm(RecordForm):
    """The form that asks why a step is taken back."""

    reason = TextField(
        lazy_gettext("Reason"),
        [Required(lazy_gettext("Say why."))],
        longest=LONGEST_REASON,
        render_kw={"data-width": "w12"},
    )

    def __init__(self, viewer: Viewer, report: YearlyReport) -> None:
        self.report = report
        super().__init__(viewer, values={"version": str(report.version)})

    @property
    def knows_version(self) -> bool:
        """Return whether the page was filled from what is stored now."""
        return bool(self.version.data == str(self.report.version))

    def sections(self) -> list[tuple[Any, list[Any]]]:
        return [(None, [self.reason])]


def _values_of(report: YearlyReport) -> dict[str, Any]:
    return {
        "title": report.title,
        "language": report.language,
        "opening_note": report.opening_note or None,
        "version": str(report.version),
    }
