"""Two tables over one grid: the structure of the members at the end, and who came and went."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from flask_babel import gettext, lazy_pgettext, pgettext

from partyhub.handin import looks
from partyhub.handin.facts import Facts
from partyhub.handin.frames import add_note, add_nothing, add_section, begin
from partyhub.handin.movements import add_movements, movement_notes, movements_of
from partyhub.handin.people import BANDS, UNKNOWN, Structure, find_structure, together
from partyhub.handin.units import Unit, find_units
from partyhub.registers.values import format_day
from partyhub.spreadsheets import Box, PrintedSheet, Style

WIDTHS = (9, 46, *[13.0] * 17)
TOTAL, RETIRED, BEFORE = "members.total", "members.retired", "members.opening"
STOCKS = (
    *(TOTAL, "members.probationary", "members.women", "members.minorities"),
    *("members.age_to_35", "members.age_36_to_50", "members.age_51_to_60", "members.age_over_60"),
)
FLOWS = (
    *("members.admitted", "members.transferred_in", "members.other_increase"),
    *("members.transferred_out", "members.other_decrease", "members.regularized"),
)
_ROW, _TIGHT, _HEAD = 13.8, 12.6, 15.0
_SIZE, _HEADING = 10.5, 10.0


class Group(NamedTuple):
    """A heading over several columns, or one over two rows where it has no columns of its own."""

    label: Any
    columns: Sequence[Any] = ()


_GROUPS = (
    Group(lazy_pgettext("handin column", "All members")),
    Group(lazy_pgettext("handin column", "Probationary")),
    Group(lazy_pgettext("handin column", "Women")),
    Group(lazy_pgettext("handin column", "Minority")),
    Group(
        lazy_pgettext("handin column", "Age"),
        (
            lazy_pgettext("handin column", "to 35"),
            lazy_pgettext("handin column", "36 to 50"),
            lazy_pgettext("handin column", "51 to 60"),
            lazy_pgettext("handin column", "over 60"),
            lazy_pgettext("handin column", "average"),
        ),
    ),
    Group(
        lazy_pgettext("handin column", "Education"),
        (
            lazy_pgettext("handin column", "post-graduate"),
            lazy_pgettext("handin column", "university"),
            lazy_pgettext("handin column", "college"),
            lazy_pgettext("handin column", "secondary"),
            lazy_pgettext("handin column", "basic"),
        ),
    ),
    Group(
        lazy_pgettext("handin column", "Employment"),
        (lazy_pgettext("handin column", "not retired"), lazy_pgettext("handin column", "retired")),
    ),
    Group(lazy_pgettext("handin column", "Floating")),
)


def build_structure(facts: Facts) -> PrintedSheet:
    """Return the sheet."""
    heading = pgettext("handin", "Structure and movements of the members")
    right = pgettext("handin", "In people, years")
    sheet = begin(facts, "structure", WIDTHS, heading, right)
    codes = (*STOCKS, RETIRED, "members.floating", BEFORE, *FLOWS)
    units = find_units(facts, [facts.figure(code) for code in codes])
    day = format_day(facts.as_of)
    add_section(sheet, pgettext("handin", "(1) Structure of the members (%(day)s)", day=day))
    _add_heads(sheet)
    unknown = _add_structure(sheet, facts, units)
    sheet.add_gap(6)
    add_section(sheet, pgettext("handin", "(2) Movements of members (%(days)s)", days=facts.days))
    lines = movements_of(facts, units)
    add_movements(sheet, facts, lines)
    notes = [*movement_notes(facts, lines), *_notes(unknown)]
    add_note(sheet, notes, looks.NOTE)
    return sheet


def _add_heads(sheet: PrintedSheet) -> None:
    head = looks.sized(looks.HEAD, _HEADING)
    upper = [
        Box(pgettext("handin", "No."), head, down=2),
        Box(pgettext("handin", "Organization"), head, down=2),
    ]
    lower: list[Box | int] = [2]
    for group in _GROUPS:
        count = len(group.columns)
        upper.append(Box(str(group.label), head, max(1, count), 1 if count else 2))
        lower += [Box(str(each), head) for each in group.columns] or [1]
    sheet.add(*upper, height=_HEAD)
    sheet.add(*lower, height=2 * _HEAD - 3)


def _add_structure(sheet: PrintedSheet, facts: Facts, units: Sequence[Unit]) -> int:
    """Add a row for each unit that has members, the sums; return how many have no education."""
    total = facts.figure(TOTAL)
    parts = find_structure(total, facts.scope)
    shown = [unit for unit in units if unit.value(TOTAL)]
    body = looks.sized(looks.BODY, _SIZE)
    for number, unit in enumerate(shown, 1):
        own = together(part for key, part in parts.items() if unit.has(key))
        text = looks.sized(looks.TEXT, _SIZE)._replace(indent=1 + unit.level, wraps=False)
        name = unit.name.split("\n")[0]
        cells = _cells(unit.value, own, body)
        sheet.add(Box(number, body), Box(name, text), *cells, height=_ROW, tight=_TIGHT)
    if not shown:
        add_nothing(sheet)
    whole = together(parts.values())
    cells = _cells(facts.value, whole, looks.TOTAL)
    sheet.add(Box(pgettext("handin", "TOTAL"), looks.TOTAL, 2), *cells, height=16.5)
    _add_shares(sheet, facts, cells)
    last = together(find_structure(total, facts.earlier).values())
    day = format_day(facts.earlier.as_of)
    words = pgettext("handin", "Period before (%(day)s)", day=day)
    before = _cells(lambda code: facts.before[code].value, last, body)
    sheet.add(
        Box(words, looks.sized(body, 9.5)._replace(wraps=False), 2),
        *before,
        height=_ROW,
        tight=_TIGHT,
    )
    return whole.education[UNKNOWN]


def _cells(value: Callable[[str], Any], own: Structure, style: Style) -> list[Box]:
    number = style._replace(format="#,##0", wraps=False)
    retired = int(value(RETIRED) or 0)
    age = own.average_age
    counts = [int(value(code) or 0) for code in STOCKS]
    education = [own.education[band] for band in BANDS]
    rest = [int(value(TOTAL) or 0) - retired, retired, int(value("members.floating") or 0)]
    return [
        *(Box(each, number) for each in counts),
        Box(looks.NOTHING if age is None else age, number._replace(format="0.0")),
        *(Box(each, number) for each in (*education, *rest)),
    ]


def _add_shares(sheet: PrintedSheet, facts: Facts, cells: Sequence[Box]) -> None:
    """Add the share of each column in all members."""
    total = facts.count(TOTAL)
    style = looks.sized(looks.BODY, 9.5)._replace(wraps=False)
    shares: list[Box] = []
    for number, cell in enumerate(cells):
        is_age = number == len(STOCKS)
        if is_age or not total or isinstance(cell.value, str):
            shares.append(Box(looks.NOTHING, style))
        else:
            form = "0%" if cell.value == total else "0.0%"
            shares.append(Box(float(str(cell.value)) / total, style._replace(format=form)))
    words = pgettext("handin", "Share in all members")
    sheet.add(Box(words, style, 2), *shares, height=_ROW, tight=_TIGHT)


def _notes(unknown: int) -> list[str]:
    found = [
        pgettext(
            "handin",
            "Education and employment are those on record now; what they were before is not.",
        )
    ]
    if unknown:
        words = gettext("%(number)s people have no education on record.", number=unknown)
        found.append(words)
    return found
