"""The commissars: appointments with their duties by kind, then the duties by month."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from flask_babel import lazy_pgettext, pgettext

from partyhub.commissars.models import CommissarAppointment, DutyKind
from partyhub.handin import looks
from partyhub.handin.commissar_facts import (
    Duties,
    find_appointments,
    find_duties,
    find_in_office,
    find_led,
    find_posts,
    share_duties,
)
from partyhub.handin.commissar_months import add_months, began_in
from partyhub.handin.facts import Facts
from partyhub.handin.frames import add_note, add_nothing, add_section, begin
from partyhub.handin.numbers import printed
from partyhub.handin.words import day_figure, is_chinese, month_figure
from partyhub.registers.values import format_month, format_rate
from partyhub.spreadsheets import Box, PrintedSheet, Style

WIDTHS = (9, 21, 28, 45, *[13.7] * 12, 16)
# Posts in words take more room than those in signs.
WORDY_WIDTHS = (8, 18, 27, 60, *[13.5] * 12, 16)
# The columns of duties: which kinds, under which heading, and the figure of the sum.
KINDS = (
    ((DutyKind.DAILY_READING,), lazy_pgettext("handin column", "Daily reading"), "readings"),
    (
        (DutyKind.MORNING_SHIFT, DutyKind.LUNCH_BREAK),
        lazy_pgettext("handin column", "Shift meetings"),
        "meetings",
    ),
    ((DutyKind.HEART_TALK,), lazy_pgettext("handin column", "Talks"), "talks"),
    ((DutyKind.MEDIATION,), lazy_pgettext("handin column", "Mediation"), "mediations"),
    (
        (DutyKind.PROBLEM_SOLVED,),
        lazy_pgettext("handin column", "Solved"),
        "problems_solved",
    ),
    ((DutyKind.CARE,), lazy_pgettext("handin column", "Care"), "care"),
)
_ROW, _SMALL = 17.5, 9.5


def build_commissars(facts: Facts) -> PrintedSheet:
    """Return the sheet."""
    heading = pgettext("handin", "Work of the workshop commissars")
    widths = WIDTHS if is_chinese() else WORDY_WIDTHS
    sheet = begin(
        facts, "commissars", widths, heading, pgettext("handin", "In times, projects"), size=20
    )
    duties, appointments = find_duties(facts), find_appointments(facts)
    in_office = find_in_office(facts, appointments)
    add_section(sheet, pgettext("handin", "(1) Appointments and duties"))
    _add_heads(sheet)
    lines = _lines(facts, appointments, duties, in_office)
    for line in lines:
        _add_line(sheet, facts, line)
    if not lines:
        add_nothing(sheet)
    _add_total(sheet, facts)
    if facts.months and duties:
        sheet.add_gap(5)
        add_section(sheet, pgettext("handin", "(2) Duties by month"))
        # Each workshop is named with who is in office, if anybody is.
        first = sorted(appointments, key=lambda each: each.id not in in_office)
        ordered = sorted(first, key=lambda each: each.workshop.code)
        add_months(sheet, facts, ordered, duties)
    add_note(sheet, _notes(facts, duties))
    return sheet


def _add_heads(sheet: PrintedSheet) -> None:
    head = looks.HEAD
    sheet.add(
        Box(pgettext("handin", "No."), head),
        Box(pgettext("handin", "Workshop"), head),
        Box(pgettext("handin", "Commissar"), head),
        Box(pgettext("handin", "Branch and post"), head),
        Box(pgettext("handin", "Appointed"), head, 2),
        Box(pgettext("handin", "Document"), head, 3),
        *(Box(str(label), head) for _, label, _ in KINDS),
        Box(pgettext("handin column", "All duties"), head),
        Box(pgettext("handin column", "Projects led"), head),
        height=30,
    )


class _Line(NamedTuple):
    """An appointment with what its line says; `projects` is None for one that is over.

    The first line of a workshop has its `number`. `is_former` is false for a person who is still in
    office there by a later appointment.
    """

    appointment: CommissarAppointment
    number: int | None
    is_now: bool
    is_former: bool
    post: str
    duties: Counter[DutyKind]
    projects: int | None


def _lines(
    facts: Facts,
    appointments: Sequence[CommissarAppointment],
    duties: Duties,
    in_office: Collection[int],
) -> list[_Line]:
    """Return a line an appointment; those that have ended are gray, below who came after."""
    posts, led = find_posts(facts, appointments), find_led(facts)
    shared = share_duties(duties, appointments)
    holders = {(e.workshop_id, e.member_id) for e in appointments if e.id in in_office}
    numbers = dict[int, int]()
    found = list[_Line]()
    for each in appointments:
        is_first, is_now = each.workshop_id not in numbers, each.id in in_office
        number = numbers.setdefault(each.workshop_id, len(numbers) + 1)
        found.append(
            _Line(
                each,
                number if is_first else None,
                is_now,
                (each.workshop_id, each.member_id) not in holders,
                posts.get(each.member_id, ""),
                shared[each.id],
                led.get(each.member_id, 0) if is_now else None,
            )
        )
    return found


def _add_line(sheet: PrintedSheet, facts: Facts, line: _Line) -> None:
    each = line.appointment
    body: Style = looks.BODY if line.is_now else looks.grayed(looks.sized(looks.BODY, 10))
    size = body.size if is_chinese() else _SMALL
    text = looks.sized(body, size)._replace(horizontal="left", indent=1)
    name, ended = facts.name_of(each.member_id, each.member.name), each.ended_on
    words, small = day_figure(each.started_on), looks.sized(body, 10)
    if line.is_former:
        name = pgettext("handin", "%(name)s (before)", name=name)
    if not line.is_now and ended is not None:
        words = f"{month_figure(each.started_on)[2:]}—{month_figure(ended)[2:]}"
        small = looks.sized(body, _SMALL)
    cells = [sum(line.duties[kind] for kind in kinds) for kinds, _, _ in KINDS]
    sheet.add(
        Box(line.number or "", looks.BODY),
        Box(each.workshop.name if line.number else "", looks.BODY),
        Box(name, looks.sized(body, _SMALL) if line.is_former else body),
        Box(line.post or looks.NOTHING, text),
        Box(words, small._replace(wraps=False), 2),
        Box(each.document_no or pgettext("handin", "not filled in"), looks.sized(body, 10), 3),
        *(Box(number, body) for number in (*cells, line.duties.total())),
        Box(looks.NOTHING if line.projects is None else line.projects, body),
        least=_ROW,
    )


def _add_total(sheet: PrintedSheet, facts: Facts) -> None:
    coverage = facts.value("commissars.coverage")
    words = pgettext(
        "handin",
        "TOTAL    %(number)s in office, %(workshops)s first-line workshops, coverage %(rate)s",
        number=facts.count("commissars.appointed"),
        workshops=facts.count("commissars.first_line_workshops"),
        rate=looks.NOTHING if coverage is None else format_rate(coverage).replace(".0%", "%"),
    )
    codes = [*(f"commissars.{key}" for _, _, key in KINDS), "commissars.duties"]
    sheet.add(
        Box(words, looks.TOTAL, 9),
        *(Box(facts.count(code), looks.TOTAL_NUMBER) for code in codes),
        Box(facts.count("projects.commissar_involved"), looks.TOTAL_NUMBER),
        height=20,
    )


def _notes(facts: Facts, duties: Duties) -> list[str]:
    notes = [
        pgettext(
            "handin",
            "Other duties are shift and lunch break meetings, talks, mediation, problems solved,"
            " care and others; those of former commissars stand with their workshop. Of mediations"
            " only the number is given.",
        ),
        pgettext(
            "handin",
            "Projects led are those under way at the end with the person as lead or executive"
            " leader; the total counts each once.",
        ),
    ]
    return [*notes, *_reading_notes(facts, duties)]


def _reading_notes(facts: Facts, duties: Duties) -> list[str]:
    """Say since when there are daily readings, and on which share of the workdays."""
    notes = []
    began = began_in(duties)
    if facts.months and facts.period.start < began <= facts.as_of:
        words = pgettext(
            "handin",
            "Daily readings began in %(month)s; “—” stands before it.",
            month=format_month(began),
        )
        notes.append(words)
    if facts.value("commissars.reading_coverage"):
        rate = float(facts.value("commissars.reading_coverage") or 0)
        notes.append(
            pgettext(
                "handin",
                "Daily reading was held on %(days)s of %(workdays)s workdays of the workshops"
                " (%(rate)s).",
                days=printed(facts.count("commissars.reading_days")),
                workdays=printed(facts.count("commissars.workdays")),
                rate=format_rate(rate),
            )
        )
    return notes
