"""What a record's page shows of its dated lists of people (templates/_macros/rosters.html)."""

from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.members.queries import find_linked
from partyhub.members.rosters import Rostered, RosterLine, lines_of
from partyhub.registers import Parts, Register, register_of
from partyhub.registers.values import day_words
from partyhub.viewers import Viewer


def people_context(register: Register, record: Rostered, viewer: Viewer) -> dict[str, Any]:
    """Who had which part since when, and whose own page the viewer may open."""
    lines = lines_of(record, clock.today())
    return {
        "people": [(_part_of(register, line), line) for line in lines],
        "linked": find_linked(viewer, [line.member.id for line in lines]),
    }


# On a person's page: the parts that the person had in a record, and the days.
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


def _words_of(register: Register, line: RosterLine) -> tuple[str, str, str]:
    until = day_words(line.ended_on) if line.ended_on else gettext("today")
    if line.has_left:
        until = gettext("%(day)s, left the organization", day=until)
    return _part_of(register, line), day_words(line.started_on), until


def _part_of(register: Register, line: RosterLine) -> str:
    column = register.column(line.role)
    return register.header(column) if column else line.role
