"""The yearly summary: two pages with every indicator in the order of the report's sections."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext, pgettext

from partyhub.handin import looks
from partyhub.handin.facts import Facts
from partyhub.handin.frames import begin
from partyhub.handin.indicators import SECOND_HALF, SECTIONS, Indicator
from partyhub.handin.numbers import change_of, change_style, number_style, shown, unit_of
from partyhub.handin.remarks import Remarks
from partyhub.handin.words import is_chinese
from partyhub.spreadsheets import Box, Cells, ChartMark, PrintedSheet
from partyhub.spreadsheets.printed_text import INDENT, lines_of

WIDTHS = (10, 47, 12, 22, 21, 28, 42)
# Words take more room than signs, numbers take as much.
WORDY_WIDTHS = (9, 53, 27, 19, 18, 23, 41)
_CODES = 30.0
# Beside each other in the list.
CHARTED = (
    *("activities.general_meeting", "activities.committee_meeting", "activities.group_meeting"),
    *("activities.party_lecture", "activities.theme_day"),
)
_ROW, _BAND, _SIGNED = 14.0, 16.0, 50.0
_SIZE, _SMALL = 10.5, 9.5


def build_summary(
    facts: Facts, indicators: Sequence[Indicator], definitions: Mapping[str, int]
) -> PrintedSheet:
    """Return the sheet; `definitions` are the rows of the definitions by code."""
    widths = WIDTHS if is_chinese() else WORDY_WIDTHS
    sheet = begin(
        facts,
        "summary",
        widths,
        pgettext("handin", "%(unit)s: summary of Party work", unit=facts.unit),
        pgettext("handin", "Period: %(days)s", days=facts.days),
        landscape=False,
        size=18,
        seal=True,
        repeated=(3, 3),
        frozen="C4",
        hidden=(_CODES,),
    )
    sheet.add(*(Box(each, looks.HEAD) for each in _headings()), height=30)
    rows = _add_indicators(sheet, facts, indicators, definitions)
    if sheet.pages() > len(sheet.breaks) + 1:
        sheet.breaks.clear()  # a half that takes more than a page would leave most of one empty
    _add_signatures(sheet)
    _mark_meetings(sheet, facts, rows)
    return sheet


def _add_indicators(
    sheet: PrintedSheet,
    facts: Facts,
    indicators: Sequence[Indicator],
    definitions: Mapping[str, int],
) -> Mapping[str, int]:
    """Add a row for each indicator below the band of its section; return the rows by code."""
    section, remarks, rows = "", Remarks(facts), dict[str, int]()
    for indicator in indicators:
        if indicator.line.section != section:
            section = indicator.line.section
            if section == SECOND_HALF:
                sheet.break_page()
            sheet.add(Box(str(SECTIONS[section]), looks.BAND, len(WIDTHS)), height=_BAND)
        _add(sheet, facts, indicator, definitions[indicator.code], remarks)
        rows[indicator.code] = len(sheet.rows)
    return rows


def _mark_meetings(sheet: PrintedSheet, facts: Facts, rows: Mapping[str, int]) -> None:
    """Mark the meetings of both periods, for a chart."""
    first, last = rows[CHARTED[0]], rows[CHARTED[-1]]
    labels = [str(facts.figure(code).label) for code in CHARTED]
    for name, column in (("meetings", 4), ("meetings before", 5)):
        cells = Cells(sheet.title, first, column, last, column)
        sheet.marks[name] = ChartMark(cells, labels)


def _headings() -> list[str]:
    return [
        pgettext("handin", "No."),
        pgettext("handin", "Indicator"),
        pgettext("handin column", "Unit"),
        pgettext("handin", "This period"),
        pgettext("handin", "Period before"),
        pgettext("handin", "Change"),
        pgettext("handin", "As of / remark"),
    ]


def _add(
    sheet: PrintedSheet, facts: Facts, indicator: Indicator, definition: int, remarks: Remarks
) -> None:
    code = indicator.code
    now, before = facts.now[code], facts.before[code]
    values, change = [shown(now, each.value) for each in (now, before)], change_of(now, before)
    text, body = looks.TEXT._replace(indent=1), looks.BODY
    line = indicator.line
    has_rows = bool(line.sheet) and values[0] != looks.NOTHING
    rows = (facts.titles[line.sheet], "A1") if has_rows else None
    label, remark, unit = _label(indicator), remarks.of(code), unit_of(now)
    size = _SIZE if is_chinese() else _SMALL
    texts = ((label, 1, size, INDENT), (unit, 2, size, 0), (remark, len(WIDTHS) - 1, _SMALL, 0))
    sheet.add(
        Box(indicator.number, body, target=(facts.titles["definitions"], f"A{definition}")),
        Box(label, looks.sized(text, size)),
        Box(unit, looks.sized(body, size)),
        Box(values[0], number_style(now, values[0], body._replace(bold=True)), target=rows),
        Box(values[1], number_style(now, values[1], body)),
        Box(change, change_style(now, change, looks.sized(body, 10))),
        Box(remark, looks.sized(looks.TEXT, _SMALL)),
        2,
        Box(code, looks.sized(looks.TEXT, 9)._replace(edges="none", wraps=False)),
        height=_height(
            max(lines_of(t, sheet.widths[n] - indent, s) for t, n, s, indent in texts), size
        ),
    )


def _height(lines: int, size: float) -> float:
    return _ROW if lines == 1 else lines * size * 1.3 + 2


def _label(indicator: Indicator) -> str:
    """Return the label; parts of the line above stand under its first part."""
    label = indicator.label
    if indicator.line.level == 0:
        return label
    first = pgettext("handin", "of these: %(label)s", label=label)
    if indicator.line.level == 1:
        return f"\u3000{first}"
    return "\u3000" * (4 if is_chinese() else 3) + label


def _add_signatures(sheet: PrintedSheet) -> None:
    """Add the line to sign on; it makes the second page a little higher than the first.

    So every program ends the first page at the same row.
    """
    words = [
        gettext("Party secretary (signature):"),
        gettext("Checked by:"),
        gettext("Filled in by:"),
        gettext("Phone:"),
    ]
    first = sheet.breaks[0] if sheet.breaks else 0
    head = sheet.rows[2].height
    upper = sum(row.height for row in sheet.rows[:first])
    lower = sum(row.height for row in sheet.rows[first:]) + head
    style = looks.FILING._replace(face="body", vertical="bottom")
    sheet.add(
        Box(words[0], style, 2),
        Box(words[1], style, 2),
        Box(words[2], style, 2),
        Box(words[3], style),
        height=min(max(_SIGNED, upper - lower + 2), 400),
    )
