"""The numbers of sections: a section that isn't written takes none of them."""

import re
from collections.abc import Iterable
from dataclasses import replace

from partyhub.narratives.pieces import RenderedSection
from partyhub.narratives.wording import wording
from partyhub.texts import chinese_number

ROMAN = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))


def number_headings(sections: Iterable[RenderedSection], language: str) -> list[RenderedSection]:
    """Return the sections that have a text, with the numbers in front of their headings in turn.

    A heading without such a number stays as it is.
    """
    words = wording()[language]
    numbered: list[RenderedSection] = []
    count = 0
    for section in sections:
        if not section.paragraphs:
            continue
        found = re.match(words["heading"], section.heading)
        if found is not None:
            count += 1
            number = chinese_number(count) if language == "zh" else roman_number(count)
            own = words["heading_number"].format(number=number)
            section = replace(section, heading=own + section.heading[found.end() :])
        numbered.append(section)
    return numbered


def roman_number(number: int) -> str:
    """Return a number from 1 to 39 in Roman numerals: 4 is IV."""
    text = ""
    for numeral, value in ROMAN:
        times, number = divmod(number, value)
        text += numeral * times
    return text
