"""The dated lists of people on a record's page (templates/_macros/rosters.html)."""

from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.members.presence import spans_here
from partyhub.members.queries import find_linked
from partyhub.members.roster_lines import RosterLine, lines_of
from partyhub.members.rosters import Rostered
from partyhub.periods import is_valid_on
from partyhub.registers import Parts, Register, register_of
from partyhub.registers.values import format_day
from partyhub.viewers import Viewer


def people_context(register: Register, record: Rostered, viewer: Viewer) -> dict[str, Any]:
    """Return the template context for the lists of people.

    `people` is a list of (part, roster line) pairs; `linked` has the ids of the people whose own
    page the viewer may open.
    """
    lines = lines_of(record, clock.today())
    return {
        "people": [(_part_of(register, line), line) for line in lines],
        "linked": find_linked(viewer, [line.member.id for line in lines]),
    }


# Shown on a person's page: the parts that the person had in a record, with their days.
own_parts = Parts(
    (
        (lazy_pgettext("roster", "Part"), "enum"),
        (lazy_gettext("From"), "date"),
        (lazy_gettext("To"), "date"),
    ),
    lambda record, member: [
        _words_of(register_of(record), line)
        for line in lines_of(record, clock.today())
        if line.member.id == member.id
    ],
    needs=("people.member.assignments",),
)


def vacancy_states(register: Register, record: Rostered, role: str) -> list[tuple[str, str]]:
    """Return the (look, text) pair of a part that somebody had and nobody has today, if so."""
    since = vacant_since(record, role, clock.today())
    if since is None:
        return []
    part, day = name_of_part(register, role), format_day(since)
    return [("over", gettext("%(part)s vacant since %(day)s", part=part, day=day))]


def vacant_since(record: Rostered, role: str, day: date) -> date | None:
    """Return the day, up to `day`, from which nobody in the Party here has the part any more.

    None means that somebody has it, that nobody ever had, or that the record isn't under way.
    """
    if not is_valid_on(day, record.first_day, record.end_day):
        return None
    rows = [row for row in record.people if row.role == role]
    spans = [span for row in rows for span in spans_here(row.member, row.started_on, row.ended_on)]
    if any(is_valid_on(day, *span) for span in spans):
        return None
    return max((end for _, end in spans if end is not None and end <= day), default=None)


def _words_of(register: Register, line: RosterLine) -> tuple[str, str, str]:
    until = format_day(line.ended_on) if line.ended_on else gettext("today")
    return _part_of(register, line), format_day(line.started_on), until


def _part_of(register: Register, line: RosterLine) -> str:
    return name_of_part(register, line.role)


def name_of_part(register: Register, role: str) -> str:
    """Return the header of the column of a part, such as “Lead”."""
    column = register.column(role)
    return register.header(column) if column else role


def title_of_part(record: Any, role: str) -> str:
    """Return the name of a record and of a part in it, in one line."""
    return f"{record.name}　{name_of_part(register_of(record), role)}"
