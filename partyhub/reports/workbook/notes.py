"""The first sheet: whose workbook it is, of when, and what every number in it means."""

from collections.abc import Sequence

from flask_babel import gettext

from partyhub import catalog, clock
from partyhub.database import db
from partyhub.registers.values import day_words, moment_words
from partyhub.reports.groups import grouped
from partyhub.reports.workbook.cover import Cover
from partyhub.rules.labels import rule_label
from partyhub.rules.queries import select_rules_on
from partyhub.spreadsheets import Heading, SheetWriter, WorkbookWriter


def add_notes(workbook: WorkbookWriter, cover: Cover) -> SheetWriter:
    return workbook.add_sheet(
        gettext("Notes"),
        [
            Heading(gettext("Item"), "text", width=32),
            Heading(gettext("Content"), "text", width=62),
            Heading(gettext("Source"), "text", width=44),
        ],
        heading_title=gettext("Notes on this workbook"),
        autofilter=False,
    )


def fill_notes(sheet: SheetWriter, cover: Cover, cut_cells: Sequence[str]) -> None:
    _write_origin(sheet, cover)
    _write_reading(sheet, cut_cells)
    _write_definitions(sheet)
    _write_rules(sheet, cover)


def _write_origin(sheet: SheetWriter, cover: Cover) -> None:
    start, end = (day_words(day) for day in (cover.period.start, cover.period.end))
    sheet.group(gettext("This workbook"))
    for item, content in (
        (gettext("Reporting unit"), cover.unit),
        (gettext("Superior Party organization"), cover.superior),
        (gettext("Period"), _period_words(cover.period.label(), start, end)),
        (gettext("As of"), day_words(cover.scope.as_of)),
        (gettext("Made by"), _maker(cover)),
        # The only cell that differs between two workbooks of the same data.
        (gettext("Made at"), moment_words(clock.now())),
    ):
        sheet.append([item, content, ""])


def _maker(cover: Cover) -> str:
    role = cover.viewer.role_label
    return f"{cover.viewer.name} · {role}" if role else cover.viewer.name


def _write_reading(sheet: SheetWriter, cut_cells: Sequence[str]) -> None:
    sheet.group(gettext("How to read it"))
    for item, content in (*_reading_of_numbers(), *_reading_of_rows(), *_reading_of_paper()):
        sheet.append([item, content, ""])
    if cut_cells:
        sheet.append([gettext("Shortened texts"), "、".join(cut_cells), ""])


def _reading_of_numbers() -> Sequence[tuple[str, str]]:
    return (
        (
            gettext("Numbers"),
            gettext(
                "Numbers in the summary are values, not formulas: they stay as they were made."
            ),
        ),
        (
            gettext("Check"),
            gettext(
                "Beside each number a formula counts the rows of the sheets of records again, by"
                " their last column, and says “agrees” or “differs”. The results are in the"
                " file; a program that calculates counts again, also after a row was changed."
            ),
        ),
    )


def _reading_of_rows() -> Sequence[tuple[str, str]]:
    return (
        (
            gettext("Counted in"),
            gettext(
                "The last column of each sheet of records names the codes of the figures in which"
                " the row counts, between semicolons."
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
    by_code = catalog.figures_by_code()
    for heading, codes in grouped(by_code):
        sheet.group(gettext("Definitions: %(group)s", group=heading))
        for code in codes:
            figure = by_code[code]
            sheet.append([str(figure.label), str(figure.definition), code])


def _write_rules(sheet: SheetWriter, cover: Cover) -> None:
    sheet.group(gettext("Rules in force on the last day"))
    for rule in db.session.scalars(select_rules_on(cover.scope.as_of)):
        sheet.append([rule_label(rule.key), f"{rule.value.normalize():f}", rule.source])


def _period_words(label: str, start: str, end: str) -> str:
    return gettext("%(period)s (%(start)s to %(end)s)", period=label, start=start, end=end)
