"""The prosperity workshops with their monthly returns, and below them the honors of the period."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import pgettext
from sqlalchemy import or_, select

from partyhub.database import db
from partyhub.handin import looks
from partyhub.handin.facts import Facts
from partyhub.handin.frames import add_note, add_nothing, add_section, begin
from partyhub.handin.honors import add_honors
from partyhub.handin.indicators import TEN_THOUSAND
from partyhub.handin.records import or_unfilled
from partyhub.handin.words import is_chinese, month_heading
from partyhub.periods import month_end
from partyhub.prosperity.models import ProsperityReturn, ProsperityWorkshop
from partyhub.prosperity.queries import belongs_to, load_prosperity_workshops
from partyhub.registers.values import format_day, format_month
from partyhub.spreadsheets import Box, Cells, ChartMark, PrintedSheet, Style

WIDTHS = (30, *[19.0] * 4, 20.5, 19.0, 19.0, 17.5)
# Months in words take more room than numbers.
WORDY_WIDTHS = (33.5, *[18.5] * 4, 20.5, 18.5, 18.5, 17.0)
_ROW = 15.5
_SMALL = 9.5
# The columns of numbers with the columns of the grid that each takes.
_SPANS = (1, 1, 1, 2, 2)
_FIGURES = ("staff", "welfare_staff", "low_income_staff", "avg_monthly_income", "output")


def build_prosperity(facts: Facts) -> PrintedSheet:
    """Return the sheet."""
    heading = pgettext("handin", "Common-prosperity workshops and honors")
    right = pgettext("handin", "As of: see each line")
    widths = WIDTHS if is_chinese() else WORDY_WIDTHS
    sheet = begin(facts, "prosperity", widths, heading, right, landscape=False)
    workshops, returns = find_workshops(facts), find_returns(facts)
    add_section(sheet, pgettext("handin", "(1) Prosperity workshops"))
    for workshop in workshops:
        _add_workshop(sheet, facts, workshop)
    if not workshops:
        add_nothing(sheet)
    else:
        sheet.add_gap(8)
        add_section(sheet, pgettext("handin", "(2) Monthly returns"))
        _add_returns(sheet, facts, workshops, returns)
    sheet.add_gap(8)
    add_honors(sheet, facts)
    return sheet


def find_workshops(facts: Facts) -> Sequence[ProsperityWorkshop]:
    """Return the prosperity workshops that were open in the period, by code."""
    one = ProsperityWorkshop
    query = load_prosperity_workshops().where(
        one.archived_at.is_(None),
        belongs_to(facts.scope),
        one.set_up_on <= facts.as_of,
        or_(one.closed_on.is_(None), one.closed_on > facts.scope.start),
    )
    return db.session.scalars(query.order_by(one.code)).all()


def find_returns(facts: Facts) -> Sequence[ProsperityReturn]:
    """Return the returns of the months of the period, in order."""
    one, scope = ProsperityReturn, facts.scope
    query = (
        select(one)
        .join(one.prosperity_workshop)
        .where(
            one.archived_at.is_(None),
            ProsperityWorkshop.archived_at.is_(None),
            one.month.between(scope.start, scope.last_month),
            belongs_to(scope),
        )
        .order_by(one.month)
    )
    return db.session.scalars(query).all()


def _label() -> Style:
    return looks.HEAD if is_chinese() else looks.sized(looks.HEAD, _SMALL)


def _add_workshop(sheet: PrintedSheet, facts: Facts, workshop: ProsperityWorkshop) -> None:
    text, body = looks.TEXT._replace(indent=1), looks.BODY
    host = workshop.workshop.name if workshop.workshop else looks.NOTHING
    kind = workshop.type.label if workshop.type else or_unfilled(None)
    area = or_unfilled(None) if workshop.area_sqm is None else float(workshop.area_sqm)
    closed = workshop.closed_on is not None and workshop.closed_on <= facts.as_of
    state = pgettext("handin", "closed") if closed else pgettext("handin", "open")
    sheet.add(
        Box(pgettext("handin", "Name"), _label()),
        Box(workshop.name, text, 3),
        Box(pgettext("handin", "Workshop"), _label()),
        Box(host, body),
        Box(pgettext("handin", "Type"), _label()),
        Box(kind, body, 2),
        least=18,
    )
    sheet.add(
        Box(pgettext("handin", "Set up on"), _label()),
        Box(format_day(workshop.set_up_on), text, 3),
        Box(pgettext("handin", "Area, m²"), _label()),
        Box(area, looks.DECIMAL),
        Box(pgettext("handin", "State"), _label()),
        Box(state, body, 2),
        least=18,
    )
    for label, words in (
        (pgettext("handin", "Products"), workshop.products),
        (pgettext("handin", "Supplied to"), workshop.supplied_to),
    ):
        sheet.add(Box(label, _label()), Box(or_unfilled(words), text, 8), least=18)


def _add_returns(
    sheet: PrintedSheet,
    facts: Facts,
    workshops: Sequence[ProsperityWorkshop],
    returns: Sequence[ProsperityReturn],
) -> None:
    labels = (
        pgettext("handin", "Month"),
        pgettext("handin", "Return"),
        pgettext("handin column", "Staff"),
        pgettext("handin column", "Welfare staff"),
        pgettext("handin column", "Low income"),
        pgettext("handin column", "Average monthly income, yuan"),
        pgettext("handin column", "Output of the month, 10,000 yuan"),
    )
    spans = (1, 1, *_SPANS)
    sheet.add(*(Box(w, _label(), span) for w, span in zip(labels, spans, strict=True)), height=29)
    first = sheet.next_row
    for period in facts.months:
        month = period.start.replace(day=1)
        own = [each for each in returns if each.month == month]
        _add_month(sheet, facts, month, own, workshops)
    if sheet.next_row > first:
        column = len(WIDTHS) - 1
        cells = Cells(sheet.title, first, column, sheet.next_row - 1, column)
        months = [month_heading(month.start, is_first=False) for month in facts.months]
        sheet.marks["output"] = ChartMark(cells, months)
    _add_sum(sheet, facts, len({each.month for each in returns}))
    add_note(sheet, _notes(facts, workshops, returns))


def _add_month(
    sheet: PrintedSheet,
    facts: Facts,
    month: date,
    own: Sequence[ProsperityReturn],
    workshops: Sequence[ProsperityWorkshop],
) -> None:
    due = [each for each in workshops if _existed(each, month)]
    body, gray = looks.BODY, looks.grayed(looks.BODY)
    words = pgettext("handin", "reported")
    if len(own) < len(due):
        words = pgettext("handin", "%(number)s of %(all)s", number=len(own), all=len(due))
    values: list[Any] = _sums(own)
    state = Box(words, body)
    if not own:
        is_due = bool(due) and month >= facts.period.start and month_end(month) <= facts.as_of
        word = pgettext("handin", "missing") if is_due else looks.NOTHING
        state, values = Box(word, gray), [None if is_due else looks.NOTHING] * len(_SPANS)
    styles = (looks.NUMBER, looks.NUMBER, looks.NUMBER, looks.DECIMAL, looks.DECIMAL)
    cells = [
        Box(value, gray if isinstance(value, str) else style, span)
        for value, style, span in zip(values, styles, _SPANS, strict=True)
    ]
    sheet.add(Box(format_month(month), body), state, *cells, height=_ROW)


def _existed(workshop: ProsperityWorkshop, month: date) -> bool:
    """Return whether the workshop has to report the month."""
    is_begun = workshop.set_up_on.replace(day=1) <= month
    return is_begun and (workshop.closed_on is None or month < workshop.closed_on)


def _sums(own: Sequence[ProsperityReturn]) -> list[Any]:
    """Return the sums of a month over all workshops; the income weighted by staff."""
    found: list[Any] = []
    for key in ("staff", "welfare_staff", "low_income_staff"):
        numbers = [value for each in own if (value := getattr(each, key)) is not None]
        found.append(sum(numbers) if numbers else looks.NOTHING)
    paid = [r for r in own if r.staff and r.avg_monthly_income_cny is not None]
    people = sum(r.staff or 0 for r in paid)
    income = sum(float(r.avg_monthly_income_cny or 0) * (r.staff or 0) for r in paid)
    outputs = [float(r.output_cny) for r in own if r.output_cny is not None]
    found.append(income / people if people else looks.NOTHING)
    found.append(sum(outputs) / TEN_THOUSAND if outputs else looks.NOTHING)
    return found


def _add_sum(sheet: PrintedSheet, facts: Facts, months: int) -> None:
    """Add the figures of the period."""
    formats = ("#,##0", "#,##0", "#,##0", "#,##0.0", "#,##0.0")
    cells = []
    for key, span, form in zip(_FIGURES, _SPANS, formats, strict=True):
        value = facts.value(f"prosperity.{key}")
        number: Any = looks.NOTHING if value is None else float(value)
        if key == "output" and value is not None:
            number /= TEN_THOUSAND
        cells.append(Box(number, looks.TOTAL._replace(format=form, wraps=False), span))
    words = pgettext("handin", "%(number)s months", number=months)
    label = Box(pgettext("handin", "The period"), looks.TOTAL)
    sheet.add(label, Box(words, looks.sized(looks.TOTAL, 9.5)), *cells, height=17)


def find_missing(
    facts: Facts, workshop: ProsperityWorkshop, returns: Sequence[ProsperityReturn]
) -> list[date]:
    """Return the months over by the last day for which the workshop has no return."""
    known = {r.month for r in returns if r.prosperity_workshop_id == workshop.id}
    months = (month for month in facts.period.months() if month >= facts.period.start)
    return [
        month
        for month in months
        if month not in known and _existed(workshop, month) and month_end(month) <= facts.as_of
    ]


def month_span(months: Sequence[date]) -> str:
    """Return months as a span, or the only one."""
    if len(months) == 1:
        return format_month(months[0])
    first, last = format_month(months[0]), format_month(months[-1])
    return pgettext("handin", "%(first)s to %(last)s", first=first, last=last)


def _notes(
    facts: Facts,
    workshops: Sequence[ProsperityWorkshop],
    returns: Sequence[ProsperityReturn],
) -> list[str]:
    notes = [
        pgettext(
            "handin",
            "Staff and income are those of the latest return, output is the sum of the months"
            " reported. Welfare and low-income staff are given as numbers only.",
        )
    ]
    for workshop in workshops:
        months = find_missing(facts, workshop, returns)
        if months:
            words = pgettext(
                "handin",
                "“%(name)s”: %(number)s months not reported (within %(span)s); they are not"
                " estimated.",
                name=workshop.name,
                number=len(months),
                span=month_span(months),
            )
            notes.append(words)
    return notes
