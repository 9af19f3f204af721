"""The first sheet: the unit and period of the workbook, and the meaning of every number in it."""

from collections.abc import Sequence

from flask_babel import gettext

from partyhub import clock
from partyhub.database import db
from partyhub.registers import current_catalog
from partyhub.registers.values import format_day, format_moment
from partyhub.reports.groups import grouped
from partyhub.reports.workbook.cover import Cover
from partyhub.rules.labels import rule_label
from partyhub.rules.queries import select_rules_on
from partyhub.rules.words import source_words, value_words
from partyhub.spreadsheets import Heading, SheetWriter, WorkbookWriter

CODE = 3  # the column of the codes of figures, which nobody has to read


def add_notes(workbook: WorkbookWriter, cover: Cover) -> SheetWriter:
    """Add the sheet of notes; `fill_notes` fills it once the other sheets are written."""
    return workbook.add_sheet(
        gettext("Notes"),
        [
            Heading(gettext("Item"), "text", width=32),
            Heading(gettext("Content"), "text", width=62),
            Heading(gettext("Source"), "text", width=44),
            Heading(gettext("Figure code"), "code", width=30),
        ],
        heading_title=gettext("Notes on this workbook"),
        hidden_columns=(CODE,),
        autofilter=False,
    )


def fill_notes(
    sheet: SheetWriter, cover: Cover, cut_cells: Sequence[str], explained: Sequence[str]
) -> None:
    """Write the notes; `cut_cells` are the references of cells with shortened texts."""
    _write_origin(sheet, cover)
    if explained:
        sheet.group(gettext("Problems that were explained"))
    for number, sentence in enumerate(explained, 1):
        sheet.append([str(number), sentence, "", ""])
    _write_reading(sheet, cover, cut_cells)
    _write_definitions(sheet)
    _write_rules(sheet, cover)


def _write_origin(sheet: SheetWriter, cover: Cover) -> None:
    start, end = (format_day(day) for day in (cover.period.start, cover.period.end))
    sheet.group(gettext("This workbook"))
    for item, content in (
        (gettext("Reporting unit"), cover.unit),
        (gettext("Superior Party organization"), cover.superior),
        (gettext("Period"), _period_words(cover.period.label(), start, end)),
        (gettext("As of"), format_day(cover.scope.as_of)),
        (gettext("Made by"), _maker(cover)),
        # Only this cell differs between two workbooks of the same data.
        (gettext("Made at"), format_moment(clock.now())),
    ):
        sheet.append([item, content, "", ""])


def _maker(cover: Cover) -> str:
    if cover.viewer.is_owner:
        return gettext("The system, by itself")
    role = cover.viewer.role_label
    return f"{cover.viewer.name} · {role}" if role else cover.viewer.name


def _write_reading(sheet: SheetWriter, cover: Cover, cut_cells: Sequence[str]) -> None:
    sheet.group(gettext("How to read it"))
    for item, content in (*_reading_of_numbers(), *_reading_of_rows(), *_reading_of_paper()):
        sheet.append([item, content, "", ""])
    if cover.reader is not None:
        content = gettext(
            "Records that the maker of this file may not read, such as those of a branch that has"
            " moved to another unit, are counted with their numbers, but without names."
        )
        sheet.append([gettext("Out of reach"), content, "", ""])
    if cut_cells:
        sheet.append([gettext("Shortened texts"), "、".join(cut_cells), "", ""])


def _reading_of_numbers() -> Sequence[tuple[str, str]]:
    return (
        (
            gettext("Numbers"),
            gettext(
                "The summary has the numbers of the moment at which it was made; a row that is"
                " changed afterwards doesn't change them."
            ),
        ),
        (
            gettext("Check"),
            gettext(
                "Beside each number a formula counts the rows of the sheets of records again and"
                " says “agrees” or “differs”. After a row was changed, press Ctrl+Alt+F9 in Excel"
                " or WPS: it counts again."
            ),
        ),
    )


def _reading_of_rows() -> Sequence[tuple[str, str]]:
    return (
        (
            gettext("Counted in"),
            gettext(
                "The last column of each sheet of records names the figures in which the row"
                " counts."
            ),
        ),
        (
            gettext("On record at the end"),
            gettext(
                "Whether the record stood, in this unit, on the day that the workbook is as of."
            ),
        ),
        (
            gettext("Rows"),
            gettext(
                "A sheet of records holds what happened in the period, what stands on its last day,"
                " and every record that a figure counts."
            ),
        ),
    )


def _reading_of_paper() -> Sequence[tuple[str, str]]:
    return (
        (gettext("Phone numbers"), gettext("Their middle is hidden.")),
        (
            gettext("Print"),
            gettext(
                "The columns for the check, behind those of the records, are not printed. A very"
                " wide sheet takes two pages side by side; the second repeats the first columns."
            ),
        ),
    )


def _write_definitions(sheet: SheetWriter) -> None:
    by_code = current_catalog().figures_by_code
    for heading, codes in grouped(by_code):
        sheet.group(gettext("Definitions: %(group)s", group=heading))
        for code in codes:
            figure = by_code[code]
            sheet.append([str(figure.label), str(figure.definition), "", code])


def _write_rules(sheet: SheetWriter, cover: Cover) -> None:
    sheet.group(gettext("Rules in force on the last day"))
    for rule in db.session.scalars(select_rules_on(cover.scope.as_of)):
        sheet.append([rule_label(rule.key), value_words(rule), source_words(rule), ""])


def _period_words(label: str, start: str, end: str) -> str:
    return gettext("%(period)s (%(start)s to %(end)s)", period=label, start=start, end=end)
