"""The people whom a sheet of attendance names, as far as they are on record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from partyhub.activities.models import AttendanceState
from partyhub.activities.operations import Entry
from partyhub.activities.sign_in.marks import read_mark
from partyhub.activities.sign_in.reading import Mark
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.members.queries import choose_member
from partyhub.viewers import Viewer

Named = dict[str, list[Member]]
THERE = (AttendanceState.PRESENT, AttendanceState.MADE_UP)


@dataclass
class Understood:
    """Statements of the marks of one meeting about its people.

    `entries` are of the people expected, `guests` came besides. The texts name people who are not
    on record, names that several share, marks that can't be read, people on leave or absent who
    were not expected, and people expected whom the sheet doesn't name.
    """

    entries: dict[int, Entry] = field(default_factory=dict)
    guests: list[Member] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    not_expected: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)

    def names(self, *states: AttendanceState) -> list[str]:
        """Return the people expected with one of these states."""
        entries = self.entries.values()
        return [e.member.reference for e in entries if e.member and e.state in states]


def find_named(viewer: Viewer, names: Iterable[str]) -> Named:
    """Return the members of these names whom the viewer may choose, by name."""
    query = choose_member(viewer).where(Member.name.in_(set(names)))
    found: Named = {}
    for member in db.session.scalars(query).unique():
        found.setdefault(member.name, []).append(member)
    return found


def understand(marks: Sequence[Mark], expected: Sequence[Member], named: Named) -> Understood:
    """Return what `marks` say of the people expected and of others; all others were absent."""
    found = Understood()
    for member in expected:
        found.entries[member.id] = Entry(AttendanceState.ABSENT, is_expected=True, member=member)
    seen = set()
    for mark in marks:
        person = _member_of(mark, expected, named, found)
        if person is not None:
            seen.add(person.id)
            _note(found, mark, person)
    found.unnamed = [member.reference for member in expected if member.id not in seen]
    return found


def _member_of(
    mark: Mark, expected: Sequence[Member], named: Named, found: Understood
) -> Member | None:
    """Return the person of a mark: of namesakes, the one who was expected."""
    own = [member for member in expected if mark.name in (member.name, member.reference)]
    known = own or named.get(mark.name, [])
    if len(known) == 1:
        return known[0]
    (found.shared if known else found.unknown).append(mark.name)
    return None


def _note(found: Understood, mark: Mark, member: Member) -> None:
    state, leave = read_mark(mark)
    if state is None:
        found.unread.append(f"{mark.name}“{mark.mark}”")
    elif member.id in found.entries:
        old = found.entries[member.id]
        found.entries[member.id] = old._replace(
            state=state, reason=leave.reason, leave_kind=leave.kind
        )
    elif state in THERE:
        found.guests.append(member)
    else:
        found.not_expected.append(f"{mark.name}（{state.label}）")
