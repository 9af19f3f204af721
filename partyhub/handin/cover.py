"""The cover: to whom, what, of which period; then who signs, and place for seal and day."""

from collections.abc import Sequence

from flask_babel import pgettext

from partyhub.handin import looks
from partyhub.handin.content import Content
from partyhub.handin.facts import Facts
from partyhub.handin.words import listed
from partyhub.registers.values import format_day
from partyhub.spreadsheets import Box, Paper, PrintedSheet, Style

WIDTHS = (41, 38, 38, 21, 21)
_ALL = len(WIDTHS)
_BARE = Style("body", 14, edges="none")


def build_cover(facts: Facts, content: Content) -> PrintedSheet:
    """Return the sheet; the cover counts as page 1 and has no lines above and below."""
    paper = Paper(False, (20, 20, 30, 25))
    sheet = PrintedSheet(facts.titles["cover"], WIDTHS, paper, _ALL)
    _add_head(sheet, facts, content)
    for label, words in _lines(facts, content):
        sheet.add(
            Box(label, Style("heading", 14, horizontal="right", edges="none", indent=1)),
            Box(words, Style("body", 14, horizontal="left", edges="under", indent=1), 4),
            least=34,
        )
    sheet.add(_ALL, height=30)
    _add_signatures(sheet, content)
    sheet.add(_ALL, height=72)
    seal = pgettext("handin", "%(unit)s (seal)", unit=facts.unit)
    sheet.add(Box(seal, looks.sized(_BARE, 16), _ALL), least=32)
    sheet.add(Box(pgettext("handin", "Date:"), looks.sized(_BARE, 16), _ALL), height=32)
    sheet.add(_ALL, height=64)
    words = pgettext(
        "handin",
        "This is the edition to hand in; single records, checks and evidence are in the full"
        " edition of the same period.",
    )
    sheet.add(Box(words, Style("note", 10.5, edges="none"), _ALL), least=20)
    return sheet


def _add_head(sheet: PrintedSheet, facts: Facts, content: Content) -> None:
    to = pgettext("handin", "To: %(superior)s", superior=facts.cover.superior)
    sheet.add(Box(to, _BARE._replace(horizontal="left"), _ALL), height=30)
    state = content.state
    if state is None:
        state = pgettext("handin", "Not signed: exported without a report")
    mark = Style("heading", 14, color=looks.RED, horizontal="right", edges="none")
    sheet.add(Box(state, mark, _ALL), height=24)
    sheet.add(_ALL, height=84)
    title = content.title or pgettext("handin", "Yearly Summary of Party Work")
    size = 34.0 if len(title) <= 14 else 26.0
    sheet.add(Box(title, looks.sized(looks.TITLE, size), _ALL), least=54)
    span = pgettext("handin", "(%(span)s)", span=facts.span)
    sheet.add(Box(span, Style("note", 18, edges="none"), _ALL), height=34)
    sheet.add(_ALL, height=12)
    sheet.add(Box(None, Style(edges="rule"), _ALL), height=4)
    sheet.add(_ALL, height=52)


def _lines(facts: Facts, content: Content) -> Sequence[tuple[str, str]]:
    return (
        (pgettext("handin", "Period"), facts.days),
        (pgettext("handin", "Data as of"), format_day(facts.as_of)),
        (pgettext("handin", "Opening"), content.opening_note or _opening(facts)),
    )


def _opening(facts: Facts) -> str:
    """Compare the members at the opening with those at the end of the period before."""
    opening, closing = facts.count("members.opening"), int(facts.before["members.total"].value or 0)
    numbers = {"opening": opening, "closing": closing}
    if opening == closing:
        return pgettext(
            "handin", "%(opening)s members, as at the end of the period before", **numbers
        )
    return pgettext(
        "handin",
        "%(opening)s members, %(closing)s at the end of the period before: to be explained",
        **numbers,
    )


def _add_signatures(sheet: PrintedSheet, content: Content) -> None:
    """Add the places to sign with a pen, and below them who has signed in the system."""
    label, place = Style("heading", 12), Style("body", 12)
    words = (
        (pgettext("handin", "Secretary (signature)"), pgettext("handin", "Checked by (signature)")),
        (pgettext("handin", "Filled in by (signature)"), pgettext("handin", "Telephone")),
    )
    for left, right in words:
        sheet.add(Box(left, label), Box("", place), Box(right, label), Box("", place, 2), height=42)
    if content.signers:
        people = listed(f"{name} {format_day(day)}" for name, day in content.signers)
        signed = pgettext("handin", "Signed in the system: %(people)s", people=people)
        sheet.add(Box(signed, Style("note", 10.5, edges="none"), _ALL), least=20)
