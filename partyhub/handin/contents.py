"""The second page: the contents with their pages, and what has to be explained, told first."""

from collections.abc import Sequence
from typing import NamedTuple

from flask_babel import pgettext

from partyhub.handin import looks
from partyhub.handin.facts import Facts
from partyhub.handin.frames import UPRIGHT, lines_of_page
from partyhub.spreadsheets import Box, Paper, PrintedSheet, Style

WIDTHS = (13, 50, 92, 17)
# The page after the cover and one page of contents.
_FIRST = 3


class Entry(NamedTuple):
    """One sheet of the edition: its key, what it shows, how many pages it takes."""

    key: str
    words: str
    pages: int


def build_contents(
    facts: Facts, entries: Sequence[Entry], explained: Sequence[str], matters: Sequence[str]
) -> PrintedSheet:
    """Return the sheet with all that is explained, on more pages if need be, then the matters.

    Of these as many are told as the page holds, the rest is counted.
    """
    sheet = _build(facts, entries, explained, matters, _FIRST)
    more = sheet.pages() - 1
    return _build(facts, entries, explained, matters, _FIRST + more) if more else sheet


def _build(
    facts: Facts,
    entries: Sequence[Entry],
    explained: Sequence[str],
    matters: Sequence[str],
    page: int,
) -> PrintedSheet:
    """Return the sheet where the sheet after it begins on a page."""
    paper = Paper(False, UPRIGHT, *lines_of_page(facts, "contents"))
    sheet = PrintedSheet(facts.titles["contents"], WIDTHS, paper, len(WIDTHS))
    sheet.add(Box(pgettext("handin", "CONTENTS"), looks.TITLE, 4), height=44)
    sheet.add(4, height=6)
    head = looks.sized(looks.HEAD, 12)
    sheet.add(*(Box(each, head) for each in _heads()), height=24)
    for number, entry in enumerate(entries, 1):
        _add_entry(sheet, facts, number, entry, page)
        page += entry.pages
    sheet.add(4, height=14)
    words = pgettext("handin", "MATTERS TO EXPLAIN")
    sheet.add(Box(words, looks.sized(looks.SECTION, 13), 4), height=26)
    sentences = [*explained, *matters] or [pgettext("handin", "There are none.")]
    _add_matters(sheet, sentences, len(explained))
    return sheet


def _heads() -> Sequence[str]:
    return (
        pgettext("handin", "No."),
        pgettext("handin", "Table"),
        pgettext("handin", "What it shows"),
        pgettext("handin", "Page"),
    )


def _add_entry(sheet: PrintedSheet, facts: Facts, number: int, entry: Entry, page: int) -> None:
    body, text = looks.sized(looks.BODY, 12), looks.sized(looks.TEXT, 12)._replace(indent=1)
    title = facts.titles[entry.key]
    pages = str(page) if entry.pages == 1 else f"{page}—{page + entry.pages - 1}"
    sheet.add(
        Box(number, body),
        Box(title, text._replace(color=looks.BLUE, is_underlined=True), target=(title, "A1")),
        Box(entry.words, looks.sized(text, 11)),
        Box(pages, body),
        least=24,
    )


def _add_matters(sheet: PrintedSheet, matters: Sequence[str], least: int) -> None:
    """Add the matters, at least so many; of the others as many as the page then holds."""
    style = Style("body", 11.5, horizontal="left", edges="none")
    for number, words in enumerate(matters, 1):
        numbered = words if len(matters) == 1 else f"{number}．{words}"
        sheet.add(Box(numbered, style, 4), least=21)
        left = len(matters) - number
        if left and number >= least and _is_last(sheet, matters, number, style):
            rest = pgettext(
                "handin", "%(number)s more are in the full edition of this period.", number=left
            )
            sheet.add(Box(rest, style, 4), least=21)
            return


def _is_last(sheet: PrintedSheet, matters: Sequence[str], number: int, style: Style) -> bool:
    """Return whether only a line that counts the rest fits the page after this one."""
    count, most = len(sheet.rows), sheet.pages()
    for words in (*matters[number : number + 1], "…"):
        sheet.add(Box(f"{number}．{words}", style, 4), least=21)
    is_full = sheet.pages() > most
    del sheet.rows[count:]
    return is_full
