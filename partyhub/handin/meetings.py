"""The meetings that rules ask for: branch by month and quarter, Party groups, the gaps."""

from collections.abc import Sequence

from flask_babel import pgettext

from partyhub.activities.frequencies.kinds import FREQUENCIES, State
from partyhub.activities.frequencies.statuses import Status
from partyhub.activities.models import ActivityKind
from partyhub.handin import looks
from partyhub.handin.branches import MEETINGS
from partyhub.handin.facts import Facts
from partyhub.handin.frames import add_note, add_nothing, begin
from partyhub.handin.meeting_grid import MONTHLY, ONCE, QUARTERLY, Grid, find_grid
from partyhub.handin.meeting_lists import add_lists, find_gaps, share_words
from partyhub.handin.words import day_of_month, listed
from partyhub.registers.values import format_rate
from partyhub.rules.queries import find_rule
from partyhub.spreadsheets import Box, PrintedSheet

_NAME, _MONTH, _QUARTER, _SUM, _DAY = 43.0, 6.2, 6.2, 11.8, 10.2
_LEAST_WIDTH = 240.0
_ROW, _TIGHT, _SIZE = 19.0, 15.5, 9.5
_OF_REGULATIONS = (*MONTHLY, ActivityKind.GENERAL_MEETING, *ONCE)
_CELL = looks.sized(looks.BODY, _SIZE)._replace(wraps=False)
_FAINT = looks.grayed(_CELL)
_TOTAL = looks.sized(looks.TOTAL, _SIZE)


def build_meetings(facts: Facts) -> PrintedSheet:
    """Return the sheet; of a period too long for columns of months, only the sums."""
    grid = find_grid(facts)
    sheet = begin(
        facts,
        "meetings",
        widths_of(grid),
        pgettext("handin", "Meetings and theme days that the rules ask for"),
        pgettext("handin", "Times in the month or quarter; “no” was due and not held"),
        frozen="B5",
    )
    add_heads(sheet, grid)
    for branch in grid.branches:
        _add_branch(sheet, grid, branch.id, branch.label)
    if not grid.branches:
        add_nothing(sheet)
    _add_rates(sheet, facts, grid)
    sheet.add(sheet.printed, height=8)
    add_lists(sheet, facts, grid)
    add_note(sheet, _notes(facts, grid))
    return sheet


def widths_of(grid: Grid) -> list[float]:
    """Return the columns: the branch, each span of each kind with its sum, the yearly meetings.

    In a period of few spans they are wider, so that the lines above and below have room.
    """
    widths = [_NAME]
    for kind, spans in grid.columns.items():
        width = _MONTH if kind in MONTHLY else _QUARTER
        widths += [*[width] * len(spans), _SUM]
    widths += [_DAY] * len(ONCE)
    return [width * max(1.0, _LEAST_WIDTH / sum(widths)) for width in widths]


def add_heads(sheet: PrintedSheet, grid: Grid) -> None:
    """Add the two rows of headings."""
    head = looks.sized(looks.HEAD, _SIZE)
    upper = [Box(pgettext("handin", "Organization"), head, down=2)]
    lower: list[Box | int] = [1]
    for kind, spans in grid.columns.items():
        upper.append(Box(grid.heading(kind), head, len(spans) + 1))
        names = [grid.span_name(kind, span) for span in spans]
        lower += [Box(name, head._replace(wraps=False)) for name in names]
        lower.append(Box(pgettext("handin", "due/\nheld"), head))
    upper += [Box(str(column.label), head, down=2) for column in MEETINGS if column.meeting in ONCE]
    sheet.add(*upper, height=34)
    sheet.add(*lower, height=19)


def _add_branch(sheet: PrintedSheet, grid: Grid, branch: int, label: str) -> None:
    small = "\n" in label
    name = looks.sized(looks.TEXT, 9.3 if small else _SIZE)._replace(indent=1)
    boxes = [Box(label, name)]
    for kind, spans in grid.columns.items():
        found = [grid.status(branch, kind, span) for span in spans]
        boxes += [_cell(status) for status in found]
        boxes.append(sum_cell([status for status in found if status]))
    for kind in ONCE:
        status = grid.once(branch, kind)
        boxes.append(_day_cell(grid, status))
    sheet.add(*boxes, height=26 if small else _ROW, tight=26 if small else _TIGHT)


def _cell(status: Status | None) -> Box:
    """Return how many were held; a dash where none was asked for, a word where one is missing."""
    if status is None or (status.state is State.EXEMPT and not status.held):
        return Box(looks.NOTHING, _FAINT)
    if status.state is State.OVERDUE:
        return Box(pgettext("handin", "no"), looks.missing(_CELL))
    return Box(status.held, _FAINT if status.state is State.EXEMPT else _CELL)


def sum_cell(found: Sequence[Status]) -> Box:
    """Return how many spans asked for a meeting and how many had it, as 12/11."""
    required = [each for each in found if each.state is not State.EXEMPT]
    if not required:
        return Box(looks.NOTHING, _FAINT)
    held = sum(each.state is State.DONE for each in required)
    style = looks.sized(_CELL, 9.3)
    is_short = held < len(required)
    return Box(f"{len(required)}/{held}", style._replace(bold=is_short))


def _day_cell(grid: Grid, status: Status | None) -> Box:
    """Return the day of a meeting of the year, 2.14."""
    style = looks.sized(_CELL, 9.3)
    if status is None or (status.state is State.EXEMPT and not status.held):
        return Box(looks.NOTHING, _FAINT)
    if status.state is State.OVERDUE:
        return Box(pgettext("handin", "no"), looks.missing(_CELL))
    day = grid.days.get(status.activity_ids[0]) if status.activity_ids else None
    return Box(day_of_month(day) if day else status.held, style)


def _add_rates(sheet: PrintedSheet, facts: Facts, grid: Grid) -> None:
    """Add the row of sums: due, held and rate of each kind."""
    boxes = [Box(pgettext("handin", "Rate"), _TOTAL)]
    for kind, spans in grid.columns.items():
        words = rate_words(grid.of_kind(kind), is_short=len(spans) <= len(QUARTERLY) * 2)
        boxes.append(Box(words, _TOTAL._replace(wraps=False), len(spans) + 1))
    for kind in ONCE:
        cell = sum_cell(grid.of_kind(kind))
        boxes.append(Box(cell.value, looks.sized(_TOTAL, 9.3)))
    sheet.add(*boxes, height=18)


def rate_words(found: Sequence[Status], *, is_short: bool = False) -> str:
    """Return how many were due and held, and the rate."""
    required = [each for each in found if each.state is not State.EXEMPT]
    held = sum(each.state is State.DONE for each in required)
    words = share_words(len(required), held)
    return words.replace(".0%", "%") if is_short else words


def _notes(facts: Facts, grid: Grid) -> list[str]:
    notes = [
        _rule_note(facts),
        pgettext(
            "handin",
            "All meetings that the rules ask for, heart-to-heart talks included: %(required)s due,"
            " %(fulfilled)s held, rate %(rate)s.",
            required=facts.count("meetings.required"),
            fulfilled=facts.count("meetings.fulfilled"),
            rate=_rate(facts),
        ),
        pgettext(
            "handin",
            "Temporary branches, spans in which a branch was founded or dissolved, and branches"
            " without a committee or Party groups are not asked; what they held is in gray.",
        ),
    ]
    notes += [_day_note(grid), _others_note(facts, grid)]
    if find_gaps(facts, grid):
        notes.append(pgettext("handin", "Please fill in the reason and the day of each gap."))
    return notes


def _rule_note(facts: Facts) -> str:
    """Name the regulations that say how often, as the committee has entered them."""
    keys = (each.key for each in FREQUENCIES if each.kind in _OF_REGULATIONS)
    rules = [rule for key in keys if (rule := find_rule(key, facts.as_of)) is not None]
    return pgettext(
        "handin",
        "How often follows the rules in force at the time (%(sources)s); a lecture has no number"
        " in the Party's regulations.",
        sources=listed(dict.fromkeys(rule.source for rule in rules)) or looks.NOTHING,
    )


def _day_note(grid: Grid) -> str:
    """Explain the numbers of the meetings of a year, if there are any."""
    if not grid.days:
        return ""
    return pgettext(
        "handin", "Of organizational-life and appraisal meetings month and day are given."
    )


def _others_note(facts: Facts, grid: Grid) -> str:
    """Say what the yearly summary counts beyond this table, such as lectures of the committee."""
    parts = []
    for kind in grid.columns:
        figure = facts.figure(f"activities.{kind.value}")
        rest = facts.count(figure.code) - sum(each.held for each in grid.of_kind(kind))
        if rest > 0:
            parts.append(
                pgettext("handin", "%(label)s: %(number)s", label=figure.label, number=rest)
            )
    if not parts:
        return ""
    return pgettext(
        "handin",
        "The yearly summary also counts those of other organizations: %(parts)s.",
        parts=listed(parts),
    )


def _rate(facts: Facts) -> str:
    value = facts.value("meetings.rate")
    return looks.NOTHING if value is None else format_rate(value)
