"""The units of the tables by branch: as the tree by code, with subtotals, the own one last."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import pgettext
from sqlalchemy import select

from partyhub.database import db
from partyhub.figures import AnyFigure, Number
from partyhub.handin.facts import Facts
from partyhub.handin.words import name_with_end
from partyhub.members.models import Member, PartyPost, Post
from partyhub.members.presence import is_here_on
from partyhub.organizations.models import Organization, OrganizationKind
from partyhub.periods import on_day
from partyhub.reports.branches import Entry, find_branches, find_branches_of_each
from partyhub.reports.calculation import Computed

_WITH_BRANCHES = (OrganizationKind.PARTY_COMMITTEE, OrganizationKind.GENERAL_BRANCH)


@dataclass(frozen=True)
class Unit:
    """A line of a table by branch.

    `is_sum` marks a general branch with its branches below it, which have `level` 1.
    """

    entry: Entry
    values: Mapping[str, Computed]
    name: str
    level: int = 0
    is_sum: bool = False

    @property
    def organization(self) -> Organization:
        return self.entry.organization

    @property
    def is_gone(self) -> bool:
        """Return whether the organization is no more, or hangs elsewhere."""
        return self.entry.dissolved_on is not None or self.entry.has_moved

    def value(self, code: str) -> Number:
        return self.values[code].value

    def has(self, organization_id: int) -> bool:
        """Return whether what is of the organization counts for this unit."""
        return organization_id in (self.entry.scope.organizations or ())


def find_units(facts: Facts, figures: Sequence[AnyFigure]) -> list[Unit]:
    """Return the lines for the asked organization, whose own line is the last."""
    if facts.organization is None:
        return []
    own, *others = find_branches(facts.scope, facts.organization, figures)
    above = [entry for entry, _ in others if _has_parts(entry)]
    parts = find_branches_of_each([(e.scope, e.organization) for e in above], figures)
    by_id = dict(zip((each.organization.id for each in above), parts, strict=True))
    found = [
        unit
        for entry, values in others
        for unit in _with_parts(facts, entry, values, by_id.get(entry.organization.id))
    ]
    name = pgettext("handin", "%(name)s itself", name=_short(own[0].organization))
    return [*found, Unit(*own, name)]


def _has_parts(entry: Entry) -> bool:
    """Return whether it is a general branch that has branches."""
    is_above = entry.organization.kind in _WITH_BRANCHES and entry.dissolved_on is None
    return is_above and len(entry.scope.organizations or ()) > 1


def _with_parts(
    facts: Facts,
    entry: Entry,
    values: Mapping[str, Computed],
    parts: Sequence[tuple[Entry, Mapping[str, Computed]]] | None,
) -> Iterator[Unit]:
    """Yield the unit, and below it its parts where it is a general branch that has some."""
    name = name_with_end(entry.organization, facts.as_of)
    if parts is None:
        yield Unit(entry, values, name)
        return
    yield Unit(entry, values, pgettext("handin", "%(name)s (subtotal)", name=name), is_sum=True)
    own, *others = parts
    for part, numbers in others:
        if not part.has_moved:
            yield Unit(part, numbers, name_with_end(part.organization, facts.as_of), level=1)
    if any(each.records for each in own[1].values()):
        words = pgettext("handin", "%(name)s itself", name=_short(entry.organization))
        yield Unit(*own, words, level=1)


def _short(organization: Organization) -> str:
    return organization.short_name or organization.name


def find_secretaries(facts: Facts) -> Mapping[int, str]:
    """Map the ids of organizations to the names of their secretaries on the last day."""
    query = (
        select(PartyPost.organization_id, Member.id, Member.name)
        .join(PartyPost.member)
        .where(
            PartyPost.archived_at.is_(None),
            Member.archived_at.is_(None),
            PartyPost.post == Post.SECRETARY,
            is_here_on(PartyPost.member_id, facts.as_of),
            on_day(facts.as_of, PartyPost.started_on, PartyPost.ended_on),
        )
        .order_by(PartyPost.started_on)
    )
    rows = db.session.execute(query)
    return {row.organization_id: facts.name_of(row.id, row.name) for row in rows}
