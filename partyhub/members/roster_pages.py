"""What a record's page shows of its dated lists of people (templates/_macros/rosters.html)."""

from typing import Any

from partyhub import clock
from partyhub.members.queries import find_linked
from partyhub.members.rosters import Rostered, RosterLine, lines_of
from partyhub.registers import Register
from partyhub.viewers import Viewer


def people_context(register: Register, record: Rostered, viewer: Viewer) -> dict[str, Any]:
    """Who had which part since when, and whose own page the viewer may open."""
    lines = lines_of(record, clock.today())
    return {
        "people": [(_part_of(register, line), line) for line in lines],
        "linked": find_linked(viewer, [line.member.id for line in lines]),
    }


def _part_of(register: Register, line: RosterLine) -> str:
    column = register.column(line.role)
    return register.header(column) if column else line.role
