"""Which organizations a viewer looks after: read once a transaction, and never stale."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask_babel import force_locale
from sqlalchemy import update

from partyhub.database import db
from partyhub.organizations.hierarchy import find_hierarchy
from partyhub.organizations.models import Organization, Placement
from partyhub.organizations.operations import place
from partyhub.organizations.queries import load_organizations, narrow, reach_of
from partyhub.roles import Role
from partyhub.viewers import Viewer
from tests import factories
from tests.instances import another_process
from tests.registers.samples import counted_queries

DAY = date(2023, 6, 30)


@pytest.fixture(autouse=True)
def english(database_of_test: None) -> Iterator[None]:
    with force_locale("en"):
        yield


def clerk_of(organization: Organization) -> Viewer:
    return Viewer("Clerk", Role.COMMITTEE_CLERK, organization_id=organization.id)


def test_the_root_that_holds_every_organization_needs_no_condition() -> None:
    root = factories.committee()
    leaf = factories.make_organization(parent=factories.make_organization(kind="general_branch"))
    assert reach_of(clerk_of(root)).is_everything
    assert reach_of(clerk_of(leaf)).organizations == (leaf.id,)
    assert not reach_of(clerk_of(leaf)).contains_root
    assert reach_of(Viewer("Owner")).is_everything
    nowhere = reach_of(Viewer("Nobody", Role.REVIEWER))
    assert (nowhere.organizations, nowhere.contains_root) == ((), False)


def test_an_unplaced_organization_is_in_nobody_s_tree_but_its_own() -> None:
    root, leaf = factories.committee(), factories.make_organization()
    [placement] = load(leaf).placements
    placement.started_on, placement.ended_on = date(2020, 1, 1), date(2022, 1, 1)
    reach = reach_of(clerk_of(root))
    assert reach.organizations == (root.id,)
    assert reach.contains_root
    assert not reach.is_everything
    assert narrow(reach, root.id, date(2021, 1, 1)).organizations == (root.id,)
    # Without a place it is no second root: what is nobody's stays the committee's.
    assert not reach_of(clerk_of(leaf)).contains_root
    assert reach_of(clerk_of(leaf)).organizations == (leaf.id,)
    assert not narrow(reach_of(clerk_of(leaf)), leaf.id, DAY).contains_root


def test_an_asked_organization_is_its_tree_of_that_day() -> None:
    one = factories.make_organization(kind="general_branch")
    two = factories.make_organization(kind="general_branch")
    leaf = factories.make_organization(parent=one)
    place(load(leaf), two, date(2023, 3, 1))
    every = reach_of(Viewer("Owner"))
    assert narrow(every, one.id, date(2023, 2, 28)).organizations == (one.id, leaf.id)
    assert narrow(every, one.id, DAY).organizations == (one.id,)
    assert narrow(every, two.id, DAY).organizations == (two.id, leaf.id)
    assert narrow(every, factories.committee().id, DAY).is_everything
    assert narrow(reach_of(clerk_of(one)), two.id, DAY).organizations == ()


def test_the_tree_is_read_once_a_transaction() -> None:
    root, leaf = factories.committee(), factories.make_organization()
    root_clerk, leaf_clerk = clerk_of(root), clerk_of(leaf)
    db.session.commit()
    with counted_queries() as statements:
        for _ in range(3):
            reach_of(root_clerk), reach_of(leaf_clerk), narrow(reach_of(root_clerk), 1, DAY)
    assert read(statements) == 1
    db.session.rollback()
    with counted_queries() as statements:
        reach_of(leaf_clerk)
    assert read(statements) == 1


def test_what_changes_the_tree_is_seen_at_once() -> None:
    clerk, root = clerk_of(factories.committee()), factories.committee()
    assert reach_of(clerk).is_everything
    new = factories.make_organization()
    assert reach_of(clerk_of(new)).organizations == (new.id,)
    other = Organization(
        code="N", name="N", kind=new.kind, established_on=date(2020, 1, 1), has_committee=False
    )
    place(other, root, None)
    db.session.add(other)  # not written yet: the next query writes it
    assert reach_of(clerk).is_everything
    assert other.id is not None
    load(other).placements[0].ended_on = date(2023, 6, 30)
    assert not reach_of(clerk).is_everything
    db.session.execute(update(Placement).values(ended_on=None))
    assert reach_of(clerk).is_everything
    with db.session.begin_nested() as savepoint:
        db.session.execute(update(Placement).values(ended_on=date(2023, 6, 30)))
        assert reach_of(clerk).organizations == (root.id,)
        savepoint.rollback()
    assert reach_of(clerk).is_everything


def read(statements: list[str]) -> int:
    return sum(statement.startswith("SELECT") for statement in statements)


def load(organization: Organization) -> Organization:
    query = load_organizations().where(Organization.id == organization.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def test_a_branch_that_another_process_moves_is_elsewhere_at_once() -> None:
    one = factories.make_organization(kind="general_branch")
    two = factories.make_organization(kind="general_branch")
    leaf = factories.make_organization(parent=one)
    first, second, ids = clerk_of(one), clerk_of(two), (one.id, two.id, leaf.id)
    db.session.commit()
    for upper, lower in ((0, 1), (1, 0), (0, 1)):
        moved = update(Placement).where(Placement.organization_id == ids[2])
        with another_process() as connection:
            connection.execute(moved.values(parent_id=ids[upper]))
        reaches = [reach_of(viewer).organizations for viewer in (first, second)]
        assert reaches[upper] == (ids[upper], ids[2])
        assert reaches[lower] == (ids[lower],)
    with another_process() as connection:
        connection.execute(moved.values(ended_on=date(2023, 1, 1)))
    assert reach_of(first).organizations == (ids[0],)
    assert ids[2] in find_hierarchy().below(ids[2], DAY)
