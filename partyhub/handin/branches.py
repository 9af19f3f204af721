"""The table by branch: members, organizational life, vanguards, projects and honors of each."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_babel import lazy_pgettext, pgettext

from partyhub.activities.frequencies.kinds import State
from partyhub.activities.models import ActivityKind
from partyhub.figures import Ratio
from partyhub.handin import looks
from partyhub.handin.facts import Facts
from partyhub.handin.frames import add_note, add_nothing, begin
from partyhub.handin.numbers import or_dash
from partyhub.handin.units import Unit, find_secretaries, find_units
from partyhub.handin.words import short_name
from partyhub.spreadsheets import Box, Cells, ChartMark, PrintedSheet

WIDTHS = (9, 44, 17, *[11.3] * 11, 17, *[11.3] * 5)
TEAMS = tuple(
    f"vanguards.{kind}" for kind in ("teams", "volunteer_teams", "commando_teams", "tackling_teams")
)
WORKSHOPS = "commissars.first_line_workshops"
_FIRST, _ROW = 5, 26.0


class Column(NamedTuple):
    """One column: the figures that it adds up, its heading, the kind of meeting that it counts."""

    codes: Sequence[str]
    label: Any
    meeting: ActivityKind | None = None


def _meeting(kind: ActivityKind, label: Any) -> Column:
    return Column((f"activities.{kind.value}",), label, kind)


MEMBERS = (
    Column(("members.total",), lazy_pgettext("handin column", "Total")),
    Column(("members.probationary",), lazy_pgettext("handin column", "On probation")),
    Column(("members.admitted",), lazy_pgettext("handin column", "Newly admitted")),
)
MEETINGS = (
    _meeting(ActivityKind.GENERAL_MEETING, lazy_pgettext("handin column", "General meeting")),
    _meeting(ActivityKind.COMMITTEE_MEETING, lazy_pgettext("handin column", "Committee")),
    _meeting(ActivityKind.GROUP_MEETING, lazy_pgettext("handin column", "Groups")),
    _meeting(ActivityKind.PARTY_LECTURE, lazy_pgettext("handin column", "Lecture")),
    _meeting(ActivityKind.THEME_DAY, lazy_pgettext("handin column", "Theme day")),
    _meeting(ActivityKind.ORG_LIFE_MEETING, lazy_pgettext("handin column", "Org. life meeting")),
    _meeting(ActivityKind.APPRAISAL_MEETING, lazy_pgettext("handin column", "Appraisal meeting")),
)
REST = (
    Column(("service.activities",), lazy_pgettext("handin column", "Volunteer service")),
    Column(("activities.attendance_rate",), lazy_pgettext("handin column", "Attendance")),
    Column(("vanguards.posts",), lazy_pgettext("handin column", "Posts")),
    Column(TEAMS, lazy_pgettext("handin column", "Teams")),
    Column(("projects.running",), lazy_pgettext("handin column", "Projects")),
    Column(("commissars.appointed",), lazy_pgettext("handin column", "Commissars")),
    Column(("awards.total",), lazy_pgettext("handin column", "Honors")),
)
COLUMNS = (*MEMBERS, *MEETINGS, *REST)


def build_branches(facts: Facts) -> PrintedSheet:
    """Return the sheet."""
    right = pgettext("handin", "In people, times, posts, teams, projects")
    sheet = begin(
        facts,
        "branches",
        WIDTHS,
        pgettext("handin", "Table of branches"),
        right,
        repeated=(3, 4),
        frozen="D5",
    )
    _add_heads(sheet)
    codes = [code for column in COLUMNS for code in column.codes] + [WORKSHOPS]
    units = find_units(facts, [facts.figure(code) for code in codes])
    secretaries, required = find_secretaries(facts), _required_meetings(facts)
    for number, unit in enumerate(units, 1):
        _add_unit(sheet, number, unit, secretaries.get(unit.organization.id, ""), required)
    _mark_members(sheet, units)
    if not units:
        add_nothing(sheet)
    _add_total(sheet, facts)
    add_note(sheet, _notes(units))
    return sheet


def _add_heads(sheet: PrintedSheet) -> None:
    head = looks.HEAD
    two = [(number, each) for number, each in enumerate(REST)]
    sheet.add(
        Box(pgettext("handin", "No."), head, down=2),
        Box(pgettext("handin", "Organization"), head, down=2),
        Box(pgettext("handin", "Secretary"), head, down=2),
        Box(pgettext("handin", "Members"), head, len(MEMBERS)),
        Box(pgettext("handin", "Organizational life"), head, len(MEETINGS)),
        *(Box(str(column.label), head, down=2) for _, column in two),
        height=20,
    )
    labels = [Box(str(column.label), head) for column in (*MEMBERS, *MEETINGS)]
    sheet.add(3, *labels, least=46)


def _mark_members(sheet: PrintedSheet, units: Sequence[Unit]) -> None:
    """Mark the members of the organizations that are there at the end, for a chart."""
    labels = [short_name(u.organization) for u in units if not (u.is_gone or u.entry.is_own)]
    if labels:
        last, column = _FIRST + len(labels) - 1, 4
        cells = Cells(sheet.title, _FIRST, column, last, column)
        sheet.marks["members"] = ChartMark(cells, labels)


def _required_meetings(facts: Facts) -> set[tuple[int, ActivityKind]]:
    """Return (organization, kind) where a meeting was asked for, or held."""
    return {
        (each.organization_id, each.kind)
        for each in facts.statuses
        if each.state is not State.EXEMPT or each.held
    }


def _add_unit(
    sheet: PrintedSheet,
    number: int,
    unit: Unit,
    secretary: str,
    required: set[tuple[int, ActivityKind]],
) -> None:
    is_small = "\n" in unit.name or unit.level > 0
    text = looks.sized(looks.TEXT, 9.5 if is_small else 10.5)._replace(indent=1 + unit.level)
    fill = looks.BAND_FILL if unit.is_sum else ""
    sheet.add(
        Box(number, looks.BODY._replace(fill=fill)),
        Box(unit.name, text._replace(fill=fill)),
        Box(secretary or looks.NOTHING, looks.BODY._replace(fill=fill)),
        *(_cell(unit, column, required, fill) for column in COLUMNS),
        least=_ROW,
    )


def _cell(unit: Unit, column: Column, required: set[tuple[int, ActivityKind]], fill: str) -> Box:
    value = unit.value(column.codes[0])
    if isinstance(unit.values[column.codes[0]].figure, Ratio):
        style = looks.PERCENT._replace(fill=fill)
        return Box(looks.NOTHING if value is None else float(value), style)
    number = sum(int(unit.value(code) or 0) for code in column.codes)
    return Box(or_dash(number, _applies(unit, column, required)), looks.NUMBER._replace(fill=fill))


def _applies(unit: Unit, column: Column, required: set[tuple[int, ActivityKind]]) -> bool:
    """Return whether 0 means that there could have been one."""
    if unit.is_gone or unit.entry.is_own:
        return column.codes == ("service.activities",) and not unit.entry.has_moved
    if column.meeting is not None and not unit.is_sum:
        return (unit.organization.id, column.meeting) in required
    if column.codes == ("commissars.appointed",):
        return bool(unit.value(WORKSHOPS))
    return True


def _add_total(sheet: PrintedSheet, facts: Facts) -> None:
    cells = []
    for column in COLUMNS:
        values = [facts.value(code) for code in column.codes]
        if isinstance(facts.figure(column.codes[0]), Ratio):
            rate = looks.NOTHING if values[0] is None else float(values[0])
            cells.append(Box(rate, looks.TOTAL._replace(format="0.0%", wraps=False)))
            continue
        cells.append(Box(sum(int(value or 0) for value in values), looks.TOTAL_NUMBER))
    sheet.add(Box(pgettext("handin", "TOTAL"), looks.TOTAL, 3), *cells, height=27)


def _notes(units: Sequence[Unit]) -> list[str]:
    notes = [
        pgettext(
            "handin",
            "“—” is for what does not apply: no committee, no Party groups, dissolved, or no such"
            " task; “0” is for what could have been and was not.",
        ),
        pgettext(
            "handin",
            "Teams are vanguard, volunteer and commando teams and tackling groups; projects are"
            " those under way at the end.",
        ),
        pgettext(
            "handin",
            "The total is that of the whole unit: a person or gathering counts in it once. The rate"
            " of attendance of the unit itself is that of its own gatherings.",
        ),
    ]
    if any(unit.entry.dissolved_on for unit in units):
        notes.append(
            pgettext(
                "handin",
                "What a dissolved organization held before its end is counted in the total.",
            )
        )
    return notes
