"""The frame of every sheet: page, title, filing line, the way back, notes."""

from collections.abc import Collection, Sequence

from flask_babel import gettext, pgettext

from partyhub.handin import looks
from partyhub.handin.facts import Facts
from partyhub.handin.words import joined
from partyhub.registers.values import format_day
from partyhub.spreadsheets import Box, Paper, PrintedSheet, Style
from partyhub.spreadsheets.printed_text import POINT, WIDE_LATIN, ems_of

_GAP, _LINK = 4.0, 18.0  # mm, beside the table
UPRIGHT, ACROSS = (12, 12, 16, 13), (10, 10, 14, 12)


def begin(
    facts: Facts,
    key: str,
    widths: Sequence[float],
    heading: str,
    right: str,
    *,
    landscape: bool = True,
    size: float = 22,
    seal: bool = False,
    repeated: tuple[int, int] | None = None,
    frozen: str | None = None,
    hidden: Collection[float] = (),
) -> PrintedSheet:
    """Return a sheet with its title, the line under it, and a link back to the contents.

    `hidden` are the widths of columns behind the link that nobody sees.
    """
    count, margins = len(widths), ACROSS if landscape else UPRIGHT
    behind = range(count + 2, count + 2 + len(hidden))
    paper = Paper(
        landscape, margins, *lines_of_page(facts, key), repeated, frozen, hidden=tuple(behind)
    )
    sheet = PrintedSheet(facts.titles[key], [*widths, _GAP, _LINK, *hidden], paper, count)
    _add_title(sheet, facts, heading, size)
    unit = gettext("Reporting unit: %(unit)s", unit=facts.unit)
    if seal:
        unit = gettext("Reporting unit (seal): %(unit)s", unit=facts.unit)
    add_filing(sheet, unit, right)
    return sheet


def _add_title(sheet: PrintedSheet, facts: Facts, heading: str, size: float) -> None:
    back = pgettext("handin", "Back to the contents")
    sheet.add(
        Box(heading, looks.TITLE._replace(size=size), sheet.printed),
        1,
        Box(back, looks.BACK, target=(facts.titles["contents"], "A1")),
        height=size * 1.55,
        tight=size * 1.35,
    )


def add_filing(sheet: PrintedSheet, left: str, right: str) -> None:
    """Add the line under the title: each text over as many columns as it needs."""
    count, style = sheet.printed, looks.FILING
    needed = [ems_of(text, WIDE_LATIN) * style.size * POINT + 4 for text in (left, right)]

    def slack(number: int) -> float:
        rest = sheet.width_of(number, count - number)
        return min(sheet.width_of(0, number) - needed[0], rest - needed[1])

    first = max(range(1, count), key=slack, default=1)
    boxes = [Box(left, style, first)]
    if count > first:
        boxes.append(Box(right, looks.FILING_RIGHT, count - first))
    sheet.add(*boxes, height=19, tight=16)


def lines_of_page(facts: Facts, key: str) -> tuple[tuple[str, str], tuple[str, str, str]]:
    """Return the line above and the line below each page."""
    title = pgettext("handin", "Summary of Party work (%(span)s)", span=facts.span)
    day = pgettext("handin", "Data as of %(day)s", day=format_day(facts.as_of))
    page = pgettext("handin", "Page &P of &N")
    name = facts.titles[key]
    return (_safe(facts.unit), _safe(title)), (_safe(day), page, _safe(name))


def _safe(text: str) -> str:
    """Return a text as the line of a page needs it: & starts a code there, digits follow a size."""
    text = text.replace("&", "&&")
    return f" {text}" if text[:1].isdigit() else text


def add_section(sheet: PrintedSheet, words: str) -> None:
    """Add the heading of one of several tables of a sheet."""
    sheet.add(Box(words, looks.SECTION, sheet.printed), height=20, tight=17)


def add_heads(
    sheet: PrintedSheet, words: Sequence[str], style: Style = looks.HEAD, least: float = 18
) -> int:
    """Add a row of headings; return its number."""
    return sheet.add(*(Box(each, style) for each in words), least=least)


def add_note(sheet: PrintedSheet, sentences: Sequence[str], style: Style = looks.NOTE) -> None:
    """Add the numbered notes below a table, in one cell."""
    found = [each for each in sentences if each]
    if not found:
        return
    words = found
    if len(found) > 1:
        words = [f"{number}.{each}" for number, each in enumerate(found, 1)]
    text = pgettext("handin", "Note: %(sentences)s", sentences=joined(words))
    sheet.add(Box(text, style, sheet.printed))


def add_nothing(sheet: PrintedSheet, size: float = 10.5) -> None:
    """Say that a table has no rows."""
    words = pgettext("handin", "None in this period")
    sheet.add(Box(words, looks.grayed(looks.sized(looks.BODY, size)), sheet.printed), height=22)
