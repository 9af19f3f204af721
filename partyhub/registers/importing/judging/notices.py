"""Notices about many rows of a file, each said once, and the decisions about them."""

from collections.abc import Iterable

from partyhub.forms import Notice
from partyhub.registers.importing.context import SheetImport
from partyhub.registers.importing.places import Place, Problem
from partyhub.registers.importing.questions import Choice
from partyhub.registers.importing.results import Result


def add_notices(sheets: Iterable[SheetImport], result: Result) -> None:
    """Add one note for each notice about rows of a sheet, and one choice for each question.

    A question, and its note, is about the rows of all sheets.
    """
    places_by_notice: dict[Notice, tuple[Place, list[Place]]] = {}
    for sheet in sheets:
        title = sheet.source.sheet
        for (key, notice), rows in sheet.noticed.items():
            if not rows:
                continue
            place = sheet.layout.place(title, sheet.layout.header_row, key)
            if notice.question:
                _, places = places_by_notice.setdefault(notice, (place, []))
                places += [Place(title, row) for row in sorted(rows)]
            else:
                result.notes.append(Problem(place, "", notice.say(len(rows))))
    for notice, (place, places) in places_by_notice.items():
        result.notes.append(Problem(place, "", notice.say(len(places))))
        result.choices.append(_choice(notice, places))


def _choice(notice: Notice, places: list[Place]) -> Choice:
    options = [(value, str(label)) for value, label in notice.options]
    short = [str(label) for label in notice.short]
    return Choice(notice.question, notice.say(len(places)), options, short, places)
