"""Below the grid of meetings: the Party groups by month, and the gaps with place for reasons."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from flask_babel import pgettext
from sqlalchemy import select

from partyhub.activities.frequencies.kinds import State
from partyhub.activities.models import KIND_BITS, Activity, ActivityKind, ActivityStatus
from partyhub.database import db
from partyhub.handin import looks
from partyhub.handin.facts import Facts
from partyhub.handin.meeting_grid import Grid
from partyhub.handin.words import is_chinese, month_figure, quarter_name
from partyhub.organizations.models import Organization, OrganizationKind, Placement
from partyhub.organizations.tree_order import tree_place
from partyhub.periods import Period, month_end
from partyhub.registers import current_catalog
from partyhub.registers.values import format_rate
from partyhub.spreadsheets import Box, PrintedSheet

GROUP = ActivityKind.GROUP_MEETING
_ROW, _SIZE = 17.0, 9.5
_MOST_GAPS = 18
# The widths that the columns of the gaps are to have, and which of them is the month.
_GAP_WIDTHS, _WORDY_GAP_WIDTHS = (9, 44, 27, 17, 40, 28), (9, 36, 45, 18, 32, 25)
_MONTH, _LEAST_MONTH = 3, 14.0
_HEAD = looks.sized(looks.HEAD, _SIZE)._replace(wraps=False)
_CELL = looks.sized(looks.BODY, _SIZE)._replace(wraps=False)
_TEXT = looks.sized(looks.TEXT, _SIZE)._replace(wraps=False, indent=1)


class Gap(NamedTuple):
    """A meeting that was due and not held."""

    unit: str
    kind: str
    span: str


class PartyGroup(NamedTuple):
    """A Party group with what its months ask for: how many were held, None where not asked."""

    name: str
    held: Mapping[date, int | None]

    @property
    def required(self) -> list[int]:
        return [number for number in self.held.values() if number is not None]


def add_lists(sheet: PrintedSheet, facts: Facts, grid: Grid) -> None:
    """Add both tables side by side, each ending by itself; one below the other without room."""
    months = grid.columns[ActivityKind.THEME_DAY]
    groups = find_groups(facts, months)
    gaps = [*find_gaps(facts, grid), *_gaps_of_groups(groups)]
    width = len(months) + 2
    left, is_wide = _left_rows(groups, months), _has_room(sheet, width + 1)
    if not is_wide:
        for row in (*left, *_gap_rows(sheet, gaps, 0)):
            sheet.add(*row, height=_ROW)
        return
    for first, second in zip_longest(left, _gap_rows(sheet, gaps, width + 1)):
        boxes: list[Box | int] = list(first) if first else [width]
        sheet.add(*boxes, 1, *(second or ()), height=_ROW)


def _gap_widths() -> Sequence[float]:
    return _GAP_WIDTHS if is_chinese() else _WORDY_GAP_WIDTHS


def _has_room(sheet: PrintedSheet, first: int) -> bool:
    """Return whether the columns from `first` on can be shared so that a month fits its part."""
    if sheet.printed - first < len(_gap_widths()):
        return False
    spans = _shares(sheet, first, _gap_widths())
    column = first + sum(spans[:_MONTH])
    return sheet.width_of(column, spans[_MONTH]) >= _LEAST_MONTH


def _left_rows(groups: Sequence[PartyGroup], months: Sequence[date]) -> list[list[Box]]:
    """Return the rows of the Party groups; without any only a heading that says so."""
    width = len(months) + 2
    section = looks.sized(looks.SECTION, 11)
    if not groups:
        words = pgettext("handin", "Party group meetings: none asked for")
        return [[Box(words, section, width)]]
    rows = [[Box(pgettext("handin", "Party group meetings (by group)"), section, width)]]
    heads = [pgettext("handin", "Party group"), *(str(month.month) for month in months)]
    rows.append([Box(each, _HEAD) for each in (*heads, pgettext("handin", "due/\nheld"))])
    for group in groups:
        done = sum(number > 0 for number in group.required)
        style = looks.sized(_CELL, 9.3)._replace(bold=done < len(group.required))
        sums = f"{len(group.required)}/{done}" if group.required else looks.NOTHING
        cells = [_cell(group.held[month]) for month in months]
        rows.append([Box(group.name, _TEXT), *cells, Box(sums, style)])
    required = sum(len(group.required) for group in groups)
    held = sum(number > 0 for group in groups for number in group.required)
    words = share_words(required, held)
    total = looks.sized(looks.TOTAL, _SIZE)
    rows.append([Box(pgettext("handin", "Rate"), total), Box(words, total, width - 1)])
    return rows


def share_words(due: int, held: int) -> str:
    """Return how many were due and held, and the rate; a dash where none was due."""
    if not due:
        return looks.NOTHING
    rate = format_rate(held / due)
    return pgettext("handin", "due %(due)s, held %(held)s: %(rate)s", due=due, held=held, rate=rate)


def _cell(held: int | None) -> Box:
    if held is None:
        return Box(looks.NOTHING, looks.grayed(_CELL))
    if not held:
        return Box(pgettext("handin", "no"), looks.missing(_CELL))
    return Box(held, _CELL)


def _gap_rows(sheet: PrintedSheet, gaps: Sequence[Gap], first: int) -> list[list[Box]]:
    """Return the rows of the gaps over the columns from `first` on, from the first one unnumbered.

    That one is as wide as a name.
    """
    left, skipped = sheet.printed - first, 0 if first else 1
    section = looks.sized(looks.SECTION, 11)
    if not gaps:
        return [[Box(pgettext("handin", "No meeting that was due was missed"), section, left)]]
    rows = [[Box(pgettext("handin", "Meetings that were due and not held"), section, left)]]
    spans = _shares(sheet, first, _gap_widths()[skipped:])
    heads = (
        pgettext("handin", "No."),
        pgettext("handin", "Branch or group"),
        pgettext("handin", "Missed"),
        pgettext("handin", "Month"),
        pgettext("handin", "Reason"),
        pgettext("handin", "Made up on"),
    )
    rows.append([Box(w, _HEAD, span) for w, span in zip(heads[skipped:], spans, strict=True)])
    for number, gap in enumerate(gaps[:_MOST_GAPS], 1):
        styles = (_CELL, _TEXT, _CELL, _CELL, _TEXT, _CELL)[skipped:]
        values: list[int | str] = [number, gap.unit, gap.kind, gap.span, "", ""]
        rows.append([Box(*each) for each in zip(values[skipped:], styles, spans, strict=True)])
    if len(gaps) > _MOST_GAPS:
        words = pgettext("handin", "%(number)s more", number=len(gaps) - _MOST_GAPS)
        rows.append([Box(words, _CELL, sum(spans))])
    return rows


def _shares(sheet: PrintedSheet, first: int, wanted: Sequence[float]) -> list[int]:
    """Return how many columns from `first` on each part gets, so that it is about as wide."""
    widths = sheet.widths[first : sheet.printed]
    scale = sum(widths) / sum(wanted)
    ends, target, used, column = list[int](), 0.0, 0.0, 0
    for number, part in enumerate(wanted):
        target += part * scale
        rest = len(wanted) - number - 1
        while column < len(widths) - rest and (used + widths[column] / 2 <= target or not column):
            used += widths[column]
            column += 1
        if ends and column <= ends[-1]:
            used += widths[column]
            column += 1
        ends.append(column)
    ends[-1] = len(widths)
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def find_gaps(facts: Facts, grid: Grid) -> list[Gap]:
    """Return the gaps of branches; those of Party groups stand by group."""
    names = {branch.id: branch.label.split("\n")[0] for branch in grid.branches}
    order = {branch.id: number for number, branch in enumerate(grid.branches)}
    overdue = [s for s in facts.statuses if s.state is State.OVERDUE and s.kind is not GROUP]
    overdue.sort(key=lambda s: (order[s.organization_id], s.period.start))
    labels = current_catalog().figures_by_code
    return [
        Gap(
            names[status.organization_id],
            str(labels[f"activities.{status.kind.value}"].label),
            _span_words(status.period),
        )
        for status in overdue
    ]


def _span_words(period: Period) -> str:
    if period.start.month == period.end.month:
        return month_figure(period.start)
    if len(period.months()) == 3:
        return f"{period.start.year} {quarter_name(period.start)}"
    return str(period.start.year)


def find_groups(facts: Facts, shown: Sequence[date]) -> list[PartyGroup]:
    """Return the Party groups of the branches whose group meetings the rules ask for.

    Their months are those that are shown and all others that ask for a meeting.
    """
    required = {
        (each.organization_id, each.period.start)
        for each in facts.statuses
        if each.kind is GROUP and each.state is not State.EXEMPT
    }
    if not required:
        return []
    held, found = _held(facts), list[PartyGroup]()
    months = sorted({*shown, *(month for _, month in required)})
    for group, branch in _groups(facts):
        numbers = {
            month: held[group.id, month]
            if (branch, month) in required and _lasted(group, month)
            else held[group.id, month] or None
            for month in months
        }
        if any(number is not None for number in numbers.values()):
            found.append(PartyGroup(group.name, numbers))
    return found


def _lasted(group: Organization, month: date) -> bool:
    """Return whether the group existed all through a month."""
    ended = group.dissolved_on
    return group.established_on <= month and (ended is None or ended > month_end(month))


def _groups(facts: Facts) -> list[tuple[Organization, int]]:
    """Return the Party groups with the branch that each is below, in the order of the tree."""
    query = (
        select(Organization, Placement.parent_id)
        .join(Placement, Placement.organization_id == Organization.id)
        .where(
            Organization.archived_at.is_(None),
            Organization.kind == OrganizationKind.PARTY_GROUP,
            facts.scope.contains(Organization.id),
        )
        .order_by(tree_place(facts.as_of), Placement.started_on)
    )
    found = {group.id: (group, parent) for group, parent in db.session.execute(query)}
    return list(found.values())


def _held(facts: Facts) -> Mapping[tuple[int, date], int]:
    """Count the group meetings held by organization and first day of the month."""
    query = select(Activity.organization_id, Activity.held_on).where(
        Activity.archived_at.is_(None),
        Activity.status == ActivityStatus.HELD,
        Activity.kind_mask.bitwise_and(KIND_BITS[GROUP]) != 0,
        facts.scope.happened(Activity.held_on),
        facts.scope.contains(Activity.organization_id),
    )
    return Counter((unit, day.replace(day=1)) for unit, day in db.session.execute(query))


def _gaps_of_groups(groups: Sequence[PartyGroup]) -> list[Gap]:
    label = str(current_catalog().figures_by_code[f"activities.{GROUP.value}"].label)
    return [
        Gap(group.name, label, month_figure(month))
        for group in groups
        for month, number in group.held.items()
        if number == 0
    ]
