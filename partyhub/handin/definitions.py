"""The last sheet: how every number of the summary is counted, each exactly once."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from flask_babel import gettext, pgettext

from partyhub.handin import looks
from partyhub.handin.definition_texts import TEXTS
from partyhub.handin.facts import Facts
from partyhub.handin.frames import begin
from partyhub.handin.indicators import Indicator
from partyhub.handin.words import listed
from partyhub.registers.values import format_day
from partyhub.spreadsheets import Box, PrintedSheet

WIDTHS = (30, 38, 34, 76)
_SIZE = 9.5


def build_definitions(
    facts: Facts, indicators: Sequence[Indicator]
) -> tuple[PrintedSheet, Mapping[str, int]]:
    """Return the sheet, and the row of each figure's definition by code."""
    right = pgettext("handin", "Numbers are those of the yearly summary")
    heading = pgettext("handin", "How the figures are counted")
    frame = {"landscape": False, "repeated": (3, 3), "frozen": "A4"}
    sheet = begin(facts, "definitions", WIDTHS, heading, right, **frame)  # type: ignore[arg-type]
    heads = (
        pgettext("handin", "No."),
        pgettext("handin", "Indicator"),
        pgettext("handin", "How it is counted"),
    )
    spans = (1, 1, 2)
    boxes = [Box(*each) for each in zip(heads, [looks.HEAD] * 3, spans, strict=True)]
    sheet.add(*boxes, height=20)
    for label, words in _general(facts):
        _add(sheet, looks.NOTHING, label, words)
    numbers = {each.code: each.number for each in indicators}
    rows = dict[str, int]()
    for text in TEXTS:
        codes = [code for code in text.codes if code in numbers]
        if codes:
            span = ranges(numbers[code] for code in codes)
            row = _add(sheet, span, str(text.label), str(text.words))
            rows.update(dict.fromkeys(codes, row))
    for label, words in _closing():
        _add(sheet, looks.NOTHING, label, words)
    return sheet, rows


def ranges(numbers: Iterable[int]) -> str:
    """Return numbers as people write them: 1—3, 5, 7—8."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(sorted(numbers)), lambda pair: pair[1] - pair[0])
    ]
    return listed(str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs)


def _add(sheet: PrintedSheet, numbers: str, label: str, words: str) -> int:
    text = looks.sized(looks.TEXT, _SIZE)
    return sheet.add(
        Box(numbers, looks.sized(looks.BODY, _SIZE)),
        Box(label, text._replace(face="heading")),
        Box(words, text, 2),
        least=15,
    )


def _general(facts: Facts) -> Sequence[tuple[str, str]]:
    before = facts.period.before
    days = gettext(
        "%(start)s to %(end)s", start=format_day(before.start), end=format_day(before.end)
    )
    return (
        (
            pgettext("handin", "Period, period before"),
            pgettext(
                "handin",
                "The period is %(days)s, both days included; the period before is %(before)s,"
                " counted in the same way. What exists is counted on the last day, what happens on"
                " its day in the period.",
                days=facts.days,
                before=days,
            ),
        ),
        (
            pgettext("handin", "On record, at the end"),
            pgettext(
                "handin",
                "On record on a day is what began by that day and has no end or a later one; from"
                " the day of its end on it counts no more.",
            ),
        ),
    )


def _closing() -> Sequence[tuple[str, str]]:
    return (
        (
            pgettext("handin", "Signs of numbers"),
            pgettext(
                "handin",
                "“—” is for what does not apply or was not reported, “0” for what there is and"
                " was none of. Rates have one decimal; changes are counted from numbers that are"
                " not rounded. The numbers are those of the moment of the export and don't change"
                " with the records.",
            ),
        ),
    )
