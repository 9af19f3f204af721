"""Parts of a file that are not imported, each with its reason in words."""

from enum import StrEnum
from typing import Any, NamedTuple

from flask_babel import gettext

from partyhub.registers.importing.places import Place, Problem


class Reason(StrEnum):
    """The reason why a part of a file is not imported."""

    TITLE = "title"
    HEADERS = "headers"
    NUMBERING = "numbering"
    SECTION = "section"
    TOTAL = "total"
    EXAMPLE = "example"
    FOOT = "foot"
    PAGE = "page"
    EMPTY = "empty"
    HIDDEN_SHEET = "hidden_sheet"
    OTHER_SHEET = "other_sheet"


class LeftOut(NamedTuple):
    """A row or a sheet that is not imported: its place, its first text, and why.

    `what` are words for what it is, `message` is the sentence that says so.
    """

    place: Place
    value: str
    reason: Reason
    what: str
    message: str

    @property
    def is_sheet(self) -> bool:
        """Return whether an entire sheet is left out."""
        return self.reason in (Reason.HIDDEN_SHEET, Reason.OTHER_SHEET)

    def as_json(self) -> dict[str, Any]:
        """Return it as the command line prints it, among the warnings."""
        return Problem(self.place, self.value, self.message).as_json()


def leave_out_row(place: Place, value: str, reason: Reason, header: str = "") -> LeftOut:
    """Return a row that is left out; `header` is the column that it gives to the rows below it."""
    what = _describe(reason)
    if header:
        what = gettext("a heading, which the rows below it take as “%(header)s”", header=header)
    sentence = gettext("Row %(row)s is %(what)s. It was not imported.", row=place.row, what=what)
    return LeftOut(place, value, reason, what, sentence)


def leave_out_sheet(title: str, reason: Reason) -> LeftOut:
    """Return a sheet that is left out."""
    what = _describe(reason)
    sentence = gettext("This is %(what)s. It was not imported.", what=what)
    return LeftOut(Place(title, 1), title, reason, what, sentence)


def _describe(reason: Reason) -> str:
    return {
        Reason.TITLE: gettext("a title or a note above the headers"),
        Reason.HEADERS: gettext("a repetition of the headers"),
        Reason.NUMBERING: gettext("a row of column numbers"),
        Reason.SECTION: gettext("a heading"),
        Reason.TOTAL: gettext("a total"),
        Reason.EXAMPLE: gettext("an example"),
        Reason.FOOT: gettext("a note below the table"),
        Reason.PAGE: gettext("a page number"),
        Reason.EMPTY: gettext("blank in all columns that are imported"),
        Reason.HIDDEN_SHEET: gettext("a hidden sheet"),
        Reason.OTHER_SHEET: gettext("another sheet of the file"),
    }[reason]
