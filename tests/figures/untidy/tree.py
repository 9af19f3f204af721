"""Organizations that are founded, moved, dissolved and voided, their terms, and workshops."""

from datetime import date
from random import Random

from partyhub.organizations.models import (
    BRANCH_KINDS,
    Organization,
    OrganizationFormerValue,
    OrganizationKind,
    Placement,
    Term,
    Workshop,
    WorkshopFormerValue,
)
from tests.figures.untidy.rows import VOIDED, Rows

LONG_AGO = date(2010, 1, 1)
ROOT, GENERAL, OTHER_GENERAL, BRANCH, MOVED = range(1, 6)
TEMPORARY = OrganizationKind.TEMPORARY_BRANCH


def add_tree(rows: Rows) -> None:
    """A committee, two general branches, and below them what moves, ends and is yet to come."""
    add_organization(rows, OrganizationKind.PARTY_COMMITTEE, LONG_AGO)
    for _ in (GENERAL, OTHER_GENERAL):
        place(rows, add_organization(rows, OrganizationKind.GENERAL_BRANCH, LONG_AGO), [ROOT])
    place(rows, add_organization(rows, OrganizationKind.BRANCH, LONG_AGO), [GENERAL])
    place(rows, add_organization(rows, OrganizationKind.BRANCH, LONG_AGO), [GENERAL, OTHER_GENERAL])
    kinds = [*BRANCH_KINDS, TEMPORARY, OrganizationKind.PARTY_GROUP]
    kinds += [OrganizationKind.GENERAL_BRANCH, OrganizationKind.PARTY_COMMITTEE]
    for number in range(12):
        kind = rows.random.choice(kinds)
        founded = rows.start()
        ended = rows.end(founded, 0.4)
        own = add_organization(rows, kind, founded, ended, is_voided=number > 7)
        parents = [ROOT, GENERAL, OTHER_GENERAL, MOVED]
        place(rows, own, rows.random.sample(parents, rows.random.randint(1, 3)))
    add_committees(rows)


def add_groups(rows: Rows) -> None:
    """Party groups of the two branches, some of which are founded, dissolved or moved."""
    for number in range(6):
        founded = rows.day() if number % 3 == 0 else LONG_AGO
        ended = rows.end(founded) if number > 3 else None
        group = add_organization(rows, OrganizationKind.PARTY_GROUP, founded, ended)
        place(rows, group, [[BRANCH, MOVED], [BRANCH], [MOVED]][number % 3])


def add_committees(rows: Rows) -> None:
    """Set up committees and end them on some days."""
    for number, organization in enumerate(rows.of(Organization), start=1):
        own = Random(number)
        organization["has_committee"] = own.random() < 0.7
        for day in sorted({rows.calendar.day(own) for _ in range(own.choice([0, 0, 1, 2]))}):
            rows.add(
                OrganizationFormerValue,
                organization_id=number,
                key="has_committee",
                value=own.choice("01"),
                ended_on=day,
            )


def add_organization(
    rows: Rows,
    kind: OrganizationKind,
    established: date,
    dissolved: date | None = None,
    *,
    is_voided: bool = False,
) -> int:
    number = len(rows.of(Organization)) + 1
    return rows.add(
        Organization,
        code=f"Z{number}",
        name=f"Unit {number % 9}",
        kind=kind,
        established_on=established,
        dissolved_on=dissolved,
        archived_at=VOIDED if is_voided else None,
    )


def place(rows: Rows, organization: int, parents: list[int]) -> None:
    """Hang it below one after the other, from its founding on or a little later."""
    since = rows.of(Organization)[organization - 1]["established_on"]
    for number, parent in enumerate(parents):
        is_last = number == len(parents) - 1
        ended = None if is_last else rows.day(max(since, rows.calendar.first))
        if ended is not None and ended <= since:
            continue
        values = {"organization_id": organization, "parent_id": parent}
        rows.add(Placement, **values, started_on=since, ended_on=ended)
        since = ended or since


def add_terms(rows: Rows, count: int) -> None:
    for number in range(count):
        rows.add(
            Term,
            organization_id=rows.any(Organization),
            number=number,
            started_on=rows.day(),
            reelected_on=rows.day_or_none(),
        )


def add_workshops(rows: Rows, count: int) -> None:
    """First-line ones and others, some of which belong to no organization of their own."""
    for _ in range(count):
        opened = rows.start()
        number = len(rows.of(Workshop)) + 1
        workshop = rows.add(
            Workshop,
            code=f"W{number}",
            name=f"Workshop {number % 7}",
            is_first_line=rows.random.random() < 0.7,
            opened_on=opened,
            closed_on=rows.end(opened, 0.4),
            organization_id=rows.any_or_none(Organization),
        )
        own = Random(number)  # which leaves the other rows as they are without it
        for day in sorted({rows.calendar.day(own) for _ in range(own.choice([0, 0, 1, 2]))}):
            rows.add(
                WorkshopFormerValue,
                workshop_id=workshop,
                key="is_first_line",
                value=own.choice("01"),
                ended_on=day,
            )
