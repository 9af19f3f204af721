"""The table of who came and went by unit: opening + increases − decreases = end, line by line."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask_babel import gettext, pgettext

from partyhub.handin import looks
from partyhub.handin.facts import Facts
from partyhub.handin.frames import add_nothing
from partyhub.handin.people import find_movers
from partyhub.handin.units import Unit
from partyhub.handin.words import joined, listed
from partyhub.registers.values import format_day
from partyhub.spreadsheets import Box, PrintedSheet, Style

# How many columns of the grid each column of this table takes.
_SPANS = (2, 2, 2, 2, 1, 2, 2, 1, 2, 1)
_MOST_NAMES = 12
_IN, _OUT = "members.transferred_in", "members.transferred_out"


class Movements(NamedTuple):
    """One line, in the order of its columns."""

    opening: int
    admitted: int
    transferred_in: int
    other_increase: int
    moved_in: int
    transferred_out: int
    other_decrease: int
    moved_out: int
    end: int
    regularized: int

    @property
    def agrees(self) -> bool:
        added = self.admitted + self.transferred_in + self.other_increase + self.moved_in
        taken = self.transferred_out + self.other_decrease + self.moved_out
        return self.opening + added - taken == self.end


Lines = Sequence[tuple[Unit, Movements]]


def add_movements(sheet: PrintedSheet, facts: Facts, lines: Lines) -> None:
    """Add the table; moves between the units have columns of their own, which cancel out."""
    _add_heads(sheet)
    body = looks.BODY
    for number, (unit, line) in enumerate(lines, 1):
        text = looks.TEXT._replace(indent=1 + unit.level, wraps=False)
        name = unit.name.split("\n")[0]
        sheet.add(
            Box(number, body), Box(name, text), *_cells(line, looks.NUMBER), height=13.8, tight=12.6
        )
    if not lines:
        add_nothing(sheet)
    whole = whole_of(facts, [line for unit, line in lines if unit.level == 0])
    words = pgettext("handin", "TOTAL")
    sheet.add(Box(words, looks.TOTAL, 2), *_cells(whole, looks.TOTAL_NUMBER), height=16.5)


def movements_of(facts: Facts, units: Sequence[Unit]) -> list[tuple[Unit, Movements]]:
    """Return the line of each unit in which anybody was or moved."""
    came, went = (
        {key: len(names) for key, names in find_movers(facts, code).items()} for code in (_IN, _OUT)
    )
    lines = [(unit, _line(unit, came, went)) for unit in units]
    return [(unit, line) for unit, line in lines if any(line)]


def _line(unit: Unit, came: Mapping[int, int], went: Mapping[int, int]) -> Movements:
    def number(code: str) -> int:
        return int(unit.value(f"members.{code}") or 0)

    outside_in, outside_out = (
        sum(count for key, count in found.items() if unit.has(key)) for found in (came, went)
    )
    return Movements(
        number("opening"),
        number("admitted"),
        outside_in,
        number("other_increase"),
        number("transferred_in") - outside_in,
        outside_out,
        number("other_decrease"),
        number("transferred_out") - outside_out,
        number("total"),
        number("regularized"),
    )


def whole_of(facts: Facts, lines: Sequence[Movements]) -> Movements:
    """Return the line of the whole: its own figures, and the sums of the moves between units."""

    def number(code: str) -> int:
        return facts.count(f"members.{code}")

    return Movements(
        number("opening"),
        number("admitted"),
        number("transferred_in"),
        number("other_increase"),
        sum(line.moved_in for line in lines),
        number("transferred_out"),
        number("other_decrease"),
        sum(line.moved_out for line in lines),
        number("total"),
        number("regularized"),
    )


def _cells(line: Movements, style: Style) -> list[Box]:
    return [Box(number, style, span) for number, span in zip(line, _SPANS, strict=True)]


def _add_heads(sheet: PrintedSheet) -> None:
    head = looks.sized(looks.HEAD, 10)
    sheet.add(
        Box(pgettext("handin", "No."), head, down=2),
        Box(pgettext("handin", "Organization"), head, down=2),
        Box(pgettext("handin column", "At the opening"), head, 2, 2),
        Box(pgettext("handin", "Increases"), head, 7),
        Box(pgettext("handin", "Decreases"), head, 5),
        Box(pgettext("handin", "End"), head, 2, 2),
        Box(pgettext("handin column", "Made full"), head, 1, 2),
        height=16,
    )
    sheet.add(
        4,
        Box(pgettext("handin", "Admitted"), head, 2),
        Box(pgettext("handin", "Transferred in"), head, 2),
        Box(pgettext("handin", "Restored and other"), head, 2),
        Box(pgettext("handin", "Moved in"), head),
        Box(pgettext("handin", "Transferred out"), head, 2),
        Box(pgettext("handin", "Died, removed"), head, 2),
        Box(pgettext("handin", "Moved out"), head),
        height=16,
    )


def movement_notes(facts: Facts, lines: Lines) -> list[str]:
    """Return the notes: whether the lines add up, who moved, what was dissolved."""
    whole = whole_of(facts, [line for unit, line in lines if unit.level == 0])
    agree = all(line.agrees for _, line in lines) and whole.agrees
    is_even = whole.moved_in == whole.moved_out
    notes = [_check(agree and is_even), _people(facts)]
    for unit, _ in lines:
        if (day := unit.entry.dissolved_on) is not None:
            words = pgettext(
                "handin",
                "%(name)s was dissolved on %(day)s.",
                name=unit.organization.name,
                day=format_day(day),
            )
            notes.append(words)
    return notes


def _check(agrees: bool) -> str:
    if agrees:
        return pgettext(
            "handin",
            "Opening + increases − decreases = end: checked, agrees for each unit and in total;"
            " moves between the units cancel out.",
        )
    return pgettext(
        "handin",
        "Opening + increases − decreases does not make the end for each unit, since organizations"
        " moved within the unit in the period.",
    )


def _people(facts: Facts) -> str:
    """Return who was admitted, came, went and became a full member."""
    labels = {
        "members.admitted": pgettext("handin", "Admitted"),
        _IN: pgettext("handin", "Transferred in"),
        "members.other_increase": pgettext("handin", "Restored and other"),
        _OUT: pgettext("handin", "Transferred out"),
        "members.regularized": pgettext("handin", "Made full"),
    }
    sentences = []
    for code, label in labels.items():
        names = [each for own in find_movers(facts, code).values() for each in own]
        if 0 < len(names) <= _MOST_NAMES:
            sentences.append(gettext("%(label)s: %(names)s.", label=label, names=listed(names)))
    return joined(sentences)
