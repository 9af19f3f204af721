"""Things that a person holds until leaving: posts, appointments, parts in teams and projects.

The feature that records a kind of it names it in its `feature.py`; here it is found for one person
and a day, ended and opened again, without knowing the features above.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, false, or_, select, union

from partyhub.database import Record, db
from partyhub.members.models import Member
from partyhub.members.rosters import PeopleChange, change_people
from partyhub.organizations.models import Organization
from partyhub.periods import on_day
from partyhub.registers import Register
from partyhub.registers.catalog import current_catalog


class Need(Enum):
    """The need for somebody else to follow a person who leaves."""

    NEEDED = "needed"
    POSSIBLE = "possible"
    NONE = "none"


class Holding(NamedTuple):
    """One thing that a person holds: a record, or one dated row of a record with many people."""

    of: "Holdings"
    record: Any
    row: Any = None

    @property
    def span(self) -> Any:
        """Return what carries `started_on` and `ended_on`."""
        return self.record if self.row is None else self.row

    @property
    def key(self) -> str:
        """Return a name that no other thing has, for the fields of a form."""
        parts = (self.of.register.name, self.record.id, self.row and self.row.id)
        return "_".join(str(part) for part in parts if part is not None)

    @property
    def role(self) -> str:
        return self.row.role if self.row is not None else ""

    @property
    def title(self) -> str:
        return self.of.title(self.record, self.role)

    @property
    def need(self) -> Need:
        return self.of.need(self.record, self.role)

    @property
    def caption(self) -> str:
        """Return the kind and the title, as sentences name it."""
        return f"{self.of.label}：{self.title}"


def fits_everywhere(_record: Any, _organization: Organization | None, _day: date) -> bool:
    """Return True: what a person holds stays after a move to another branch."""
    return True


def has_none(_record: Any, _day: date) -> bool:
    """Return False: any number of people may hold such a thing at a time."""
    return False


@dataclass(frozen=True, eq=False)
class Holdings:
    """A kind of thing that people hold; `person` is the attribute that says who.

    `title(record, role)` names one for the page, `act` is the word for ending it, and `need` says
    whether somebody must follow. `fits` says whether a person who moved to an organization keeps it
    (None: to any other branch).
    """

    register: Register
    label: Any
    act: Any
    title: Callable[[Any, str], str]
    need: Callable[[Any, str], Need]
    fits: Callable[[Any, Organization | None, date], bool] = fits_everywhere

    def find(self, member_id: int, day: date) -> list[Holding]:
        """Return what the person holds on `day` or from a later day on, oldest first."""
        return [held for _, held in self.find_of([member_id], day)]

    def find_of(self, member_ids: Sequence[int], day: date) -> Iterator[tuple[int, Holding]]:
        """Yield (person's id, thing) pairs of what these people hold so."""
        raise NotImplementedError

    def select_people(self, day: Any) -> Any:
        """Return the query for the ids of everybody who holds something on `day`."""
        raise NotImplementedError

    def is_taken(self, _held: Holding, _day: date) -> bool:
        """Return whether somebody else has since `day` what only one person can have."""
        return False

    def find_one(self, record_id: int, row_id: int | None) -> Holding | None:
        """Return what a record, or a row of it, says; None where it isn't there any more."""
        model: Any = self.register.model
        query = self.register.load().where(model.id == record_id, model.archived_at.is_(None))
        record = db.session.scalars(query).unique().first()
        if record is None or row_id is None:
            return None if record is None else Holding(self, record)
        row = next((row for row in record.people if row.id == row_id), None)
        return None if row is None else Holding(self, record, row)


@dataclass(frozen=True, eq=False)
class RecordHoldings(Holdings):
    """Records of one person each, with `started_on` and `ended_on`.

    A successor gets a record of its own with the same values of `copied`. `has_follower` says
    whether somebody else has, from a day on, what only one person can have.
    """

    person: str = "member"
    copied: Sequence[str] = ()
    has_follower: Callable[[Any, date], bool] = has_none

    @property
    def _person_id(self) -> Any:
        return getattr(self.register.model, f"{self.person}_id")

    def find_of(self, member_ids: Sequence[int], day: date) -> Iterator[tuple[int, Holding]]:
        model: Any = self.register.model
        query = self.register.load().where(
            model.archived_at.is_(None), self._person_id.in_(member_ids), _goes_on(model, day)
        )
        found = db.session.scalars(query.order_by(None).order_by(model.started_on, model.id))
        for record in found.unique():
            yield getattr(record, self._person_id.key), Holding(self, record)

    def select_people(self, day: Any) -> Any:
        model: Any = self.register.model
        return select(self._person_id).where(
            model.archived_at.is_(None),
            self._person_id.is_not(None),
            on_day(day, model.started_on, model.ended_on),
        )

    def is_taken(self, held: Holding, day: date) -> bool:
        return self.has_follower(held.record, day)

    def values_for(self, record: Any, member: Member, day: date) -> dict[str, Any]:
        """Return the values of the record of a person who follows on `day`."""
        same = {key: getattr(record, key) for key in self.copied}
        return {**same, self.person: member, "started_on": day}


@dataclass(frozen=True, eq=False)
class PartHoldings(Holdings):
    """Rows of records with dated lists of people; `end_on` is the attribute of a record's end.

    `singles` are the parts that only one person has at a time.
    """

    end_on: str = "closed_on"
    singles: Sequence[str] = ()

    def find_of(self, member_ids: Sequence[int], day: date) -> Iterator[tuple[int, Holding]]:
        model: Any = self.register.model
        rows, end = model.row_type, getattr(model, self.end_on)
        query = self.register.load().where(
            model.archived_at.is_(None),
            or_(end.is_(None), end > day),
            model.people.any(rows.member_id.in_(member_ids)),
        )
        for record in db.session.scalars(query.order_by(None).order_by(model.id)).unique():
            for row in sorted(record.people, key=lambda row: (row.started_on, row.id)):
                if row.member_id in member_ids and _goes_on_row(row, day):
                    yield row.member_id, Holding(self, record, row)

    def select_people(self, day: Any) -> Any:
        model: Any = self.register.model
        rows, end = model.row_type, getattr(model, self.end_on)
        return (
            select(rows.member_id)
            .select_from(model)
            .join(model.people)
            .where(
                model.archived_at.is_(None),
                or_(end.is_(None), end > day),
                on_day(day, rows.started_on, rows.ended_on),
            )
        )

    def is_taken(self, held: Holding, day: date) -> bool:
        return held.role in self.singles and any(
            row.role == held.role and row is not held.row and _goes_on_row(row, day)
            for row in held.record.people
        )

    def follow(self, record: Any, role: str, member: Member, day: date) -> None:
        """Give the part to a person who follows on `day`."""
        change = PeopleChange([member], [], is_single=role in self.singles)
        change_people(record, role, change, day)


def _goes_on(model: Any, day: date) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = or_(model.ended_on.is_(None), model.ended_on > day)
    return condition


def _goes_on_row(row: Any, day: date) -> bool:
    return row.ended_on is None or bool(row.ended_on > day)


def all_holdings() -> Sequence[Holdings]:
    """Return the kinds of things that people hold, in the order of the features."""
    return current_catalog().extensions(Holdings)


def holdings_of(register: str) -> Sequence[Holdings]:
    return [each for each in all_holdings() if each.register.name == register]


def find_holdings(member: Member, day: date) -> list[Holding]:
    """Return everything that the person holds on `day`, or from a later day on, by kind."""
    return [held for kind in all_holdings() for held in kind.find(member.id, day)]


def find_holdings_by_member(member_ids: Sequence[int], day: date) -> dict[int, list[Holding]]:
    """Return what `find_holdings` does of each of many people, by the person's id."""
    found: dict[int, list[Holding]] = {member_id: [] for member_id in member_ids}
    for kind in all_holdings():
        for member_id, held in kind.find_of(member_ids, day):
            found[member_id].append(held)
    return found


def find_unfit(member: Member, organization: Organization | None, day: date) -> list[Holding]:
    """Return what the person can't keep after moving to `organization` on `day`.

    None stands for any other branch than the present one.
    """
    held = (each for kind in all_holdings() for each in kind.find(member.id, day))
    return [each for each in held if not each.of.fits(each.record, organization, day)]


def select_holders(day: Any) -> CompoundSelect[Any] | None:
    """Return the query for the ids of everybody who holds anything on `day`."""
    queries = [kind.select_people(day) for kind in all_holdings()]
    return union(*queries) if queries else None


def holds_on(member_id: Any, day: Any) -> ColumnElement[bool]:
    """Return the condition that the person with this id holds anything on `day`."""
    queries = [kind.select_people(day) for kind in all_holdings()]
    found = (query.where(query.selected_columns[0] == member_id).exists() for query in queries)
    return or_(false(), *found)


def records_of(held: Sequence[Holding]) -> list[Record]:
    """Return the records of these things, each once."""
    return list({id(each.record): each.record for each in held}.values())
