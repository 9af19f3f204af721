"""The summary of the year: every figure, the period before beside it, and its check."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from flask_babel import gettext

from partyhub.figures import AnyFigure, Figure, Scope
from partyhub.registers import current_catalog
from partyhub.reports.calculation import Computed, counting_figure
from partyhub.reports.groups import grouped
from partyhub.reports.wording import is_rate, remark_of
from partyhub.reports.workbook.checks import (
    Details,
    balance_of,
    check_of,
    detail_of,
    differs,
    verdict,
)
from partyhub.reports.workbook.cover import NOTHING, Cover
from partyhub.spreadsheets import Formula, Heading, Link, SheetWriter, Typed, WorkbookWriter

Values: TypeAlias = Mapping[str, Computed]

TOTAL = "members.total"
ADDED = ("members.opening", "members.admitted", "members.transferred_in", "members.other_increase")
TAKEN = ("members.transferred_out", "members.other_decrease")
NUMBER, CHECK, VERDICT = 3, 9, 10
# The columns before those of the check.
PRINTED = 8


def add_summary(workbook: WorkbookWriter, cover: Cover) -> SheetWriter:
    """Add the summary sheet; `fill_summary` fills it once the sheets of records are written."""
    title = gettext(
        "%(unit)s: Party work, summary of %(period)s", unit=cover.unit, period=cover.period.label()
    )
    return workbook.add_sheet(
        gettext("Summary of the year"),
        [
            Heading(gettext("Code"), "code", width=30),
            Heading(gettext("Indicator"), "text", width=26),
            Heading(gettext("Unit"), "enum", width=9),
            Heading(gettext("This period"), "int", width=12),
            Heading(gettext("Period before"), "int", width=12),
            Heading(gettext("Change"), "int", width=10),
            Heading(gettext("Remark"), "text", width=24),
            Heading(gettext("Definition"), "text", width=58),
            Heading(gettext("Detail sheet"), "text", width=16),
            Heading(gettext("Check"), "int", width=12),
            Heading(gettext("Verdict"), "enum", width=10),
        ],
        heading_title=title,
        filing=cover.summary_filing,
        signoff=cover.signoff,
        hidden_columns=(0,),  # the codes
        printed_columns=PRINTED,
        frozen_columns=2,
    )


def fill_summary(
    sheet: SheetWriter, scope: Scope, now: Values, before: Values, details: Details
) -> None:
    """Write every figure with its check, and the balance of members."""
    for heading, codes in grouped(code for code in now if now[code].figure.in_summary):
        sheet.group(heading)
        for code in codes:
            remark = remark_of(now[code], scope)
            sheet.append(_row(sheet, now[code], before[code], remark, details))
    sheet.group(gettext("Balance of members"))
    sheet.append(_balance(sheet, now, before, details), bold=True)
    sheet.flag(VERDICT, differs())


def _row(
    sheet: SheetWriter, now: Computed, before: Computed, remark: str, details: Details
) -> list[Any]:
    figure = now.figure
    records = detail_of(counting_figure(figure), details).sheet
    number, check = shown(now, now.value), check_of(figure, details)
    return [
        figure.code,
        str(figure.label),
        str(figure.unit),
        number,
        shown(now, before.value),
        _change(now, before),
        remark,
        str(figure.definition),
        Link(records.title, records.title, records.cell(0)),
        check,
        _verdict(sheet, number, (sheet.cell(CHECK, sheet.next_row), check.result)),
    ]


def _verdict(sheet: SheetWriter, number: Any, *checks: tuple[str, Any]) -> Formula:
    """Return the verdict that compares the number of the next row with each of the checks."""
    value = number.value if isinstance(number, Typed) else number
    return verdict(sheet.cell(NUMBER, sheet.next_row), value, *checks)


def shown(computed: Computed, value: Any) -> Any:
    """Return the number with the format of its figure, or a dash for None."""
    if value is None:
        return NOTHING
    if is_rate(computed):
        return Typed(value, "percent")
    return int(value) if value == int(value) else Typed(value, "decimal")


def _change(now: Computed, before: Computed) -> Any:
    if now.value is None or before.value is None:
        return NOTHING
    return shown(now, Decimal(str(now.value)) - Decimal(str(before.value)))


def _balance(sheet: SheetWriter, now: Values, before: Values, details: Details) -> list[Any]:
    """Return the row of opening plus entries minus exits, which must equal the total of members."""
    by_code = current_catalog().figures_by_code
    added, taken = ([_plain(by_code[code]) for code in codes] for codes in (ADDED, TAKEN))
    check, total = balance_of(added, taken, details), check_of(by_code[TOTAL], details)
    cell = sheet.cell(CHECK, sheet.next_row)
    records = detail_of(added[1], details).sheet
    return [
        "",
        gettext(
            "Opening + admitted + transferred in + other increase"
            " − transferred out − other decrease"
        ),
        str(added[0].unit),
        _sum(now),
        _sum(before),
        _sum(now) - _sum(before),
        "",
        gettext("Equals the number of Party members on the last day."),
        Link(records.title, records.title, records.cell(0)),
        check,
        _verdict(
            sheet,
            _sum(now),
            (cell, check.result),
            (total.text.removeprefix("="), total.result),
        ),
    ]


def _sum(values: Values) -> int:
    def number(code: str) -> int:
        return int(values[code].value or 0)

    return sum(map(number, ADDED)) - sum(map(number, TAKEN))


def _plain(figure: AnyFigure) -> Figure:
    assert isinstance(figure, Figure)
    return figure
