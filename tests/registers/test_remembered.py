"""Statements that are remembered answer as new ones do, and are made of nothing that can change."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask_babel import force_locale
from sqlalchemy import String, cast, update
from sqlalchemy import text as sql

from partyhub import clock, statement_cache
from partyhub.database import db
from partyhub.organizations.list_filters import organization_choices
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import reach_of
from partyhub.registers import Register, choices, panels, rights
from partyhub.registers.list_places import mark_of
from partyhub.registers.listing import Listing, Query
from partyhub.roles import Role
from partyhub.rules.models import Rule
from partyhub.vanguards.registers import vanguard_posts
from partyhub.viewers import Viewer
from tests import factories
from tests.browser import Browser
from tests.catalog import CATALOG
from tests.contract import CONTRACTS
from tests.registers.samples import counted_queries, each_register, make

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def english(database_of_test: None) -> Iterator[None]:
    with force_locale("en"):
        yield


def viewers() -> list[Viewer]:
    """Those who look after everything, many organizations, one of two, nothing, or workshops."""
    one, other = factories.make_branch(), factories.make_branch()
    general = factories.make_organization(kind="general_branch")
    for _ in range(9):
        factories.make_organization(parent=general)
    member, workshop = factories.make_member(organization=one), factories.make_workshop()
    clerk = Viewer("Clerk", Role.COMMITTEE_CLERK, organization_id=factories.committee().id)
    return [
        Viewer("Owner"),
        clerk,
        *(
            Viewer(each.name, Role.BRANCH_SECRETARY, organization_id=each.id)
            for each in (one, other, general)
        ),
        Viewer("Nobody", Role.REVIEWER),
        Viewer(
            "Commissar",
            Role.COMMISSAR,
            workshop_ids=frozenset({workshop.id}),
            member_id=member.id,
        ),
    ]


def questions(register: Register, viewer: Viewer) -> list[Query]:
    """One for each way to ask: the first choice of each filter, words, days, orders."""
    listed = Listing(register, viewer, Query())
    found = [Query(), Query(shown="all"), Query(on=listed.day), Query(columns="all")]
    found += [Query(q=word, shown="all") for word in (*CONTRACTS[register.name].searched[:2], "x")]
    for key, offered in listed.choices.items():
        found += [Query(values={key: value}, shown="all") for value, _ in offered[:2]]
    found += [
        Query(sort=f"{sign}{c.key}")
        for c in register.columns
        if c.sort is not None
        for sign in ("", "-")
    ]
    return found


def answer(register: Register, viewer: Viewer, query: Query) -> tuple[list[int], object, object]:
    listing = Listing(register, viewer, query)
    return [record.id for record, _ in listing.page], listing.count, listing.choices


@each_register
def test_remembered_statements_answer_as_new_ones(register: Register) -> None:
    everybody = viewers()
    CONTRACTS[register.name].make_searched()
    for viewer in everybody[2:4]:
        make(register, db.session.get(Organization, viewer.organization_id))
    db.session.commit()
    requested = [(viewer, query) for viewer in everybody for query in questions(register, viewer)]
    statement_cache._known.clear()
    for viewer, query in requested:
        answer(register, viewer, query)
    remembered = [answer(register, *each) for each in reversed(requested)]
    fresh = []
    for each in reversed(requested):
        statement_cache._known.clear()
        fresh.append(answer(register, *each))
    assert remembered == fresh
    assert any(ids for ids, *_ in fresh), "the guard sees records"


@each_register
def test_statements_are_made_of_viewer_reach_and_day_alone(register: Register) -> None:
    """What is asked of the database while one is made could be otherwise the next time."""
    record = make(register)
    for viewer in viewers():
        requested = [Listing(register, viewer, query) for query in questions(register, viewer)]
        known = [
            relation
            for relation in CATALOG.relations_to(register.model)
            if rights.can_read(relation.of, viewer)
        ]
        for listing in requested:
            assert listing.choices is not None
            # The index, what filters name and how many there are to sort is asked each time.
            assert listing._made_of
            assert listing.sort_column
        reach_of(viewer)
        with counted_queries() as found:
            for listing in requested:
                assert listing.page_query() is not None
            records = [item.records for item in register.listing.filters if item.records]
            if records:
                choices._select_all(records, viewer)
            rights._select_record(register, viewer, archived=False, everything=False)
            if known:
                panels._select_all_related(known, register.model, viewer, panels.MOST_SHOWN)
        assert not found
    assert record.id


@each_register
def test_the_second_page_begins_at_its_own_place(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The place is a value of a statement that all pages share."""
    monkeypatch.setattr("partyhub.registers.listing.PAGE_SIZE", 1)
    for _ in range(4):
        make(register)
    seen: list[int] = []
    query = Query(shown="all")
    while True:
        listing = Listing(register, factories.OWNER, query)
        seen += [record.id for record, _ in listing.page]
        if not listing._has_more:
            break
        query = Query(shown="all", after=mark_of(listing.page[-1]))
    assert len(seen) == len(set(seen)) >= 4


def test_a_tree_that_somebody_else_writes_is_seen_by_the_next_transaction() -> None:
    branch_id = factories.make_branch(name="Before").id
    clerk = Viewer("Clerk", Role.COMMITTEE_CLERK, organization_id=factories.committee().id)
    db.session.commit()
    assert (str(branch_id), "Before") in organization_choices(clerk)
    db.session.commit()
    with db.engine.connect() as other:
        statement = sql("UPDATE organization SET name = :name WHERE id = :id")
        other.execute(statement, {"name": 'A "name"\\, [of] 甲', "id": branch_id})
        other.commit()
    assert (str(branch_id), 'A "name"\\, [of] 甲') in organization_choices(clerk)


def test_a_rule_that_changes_changes_the_list_that_it_decides() -> None:
    named_on = clock.today() - timedelta(days=100)
    post = factories.make_vanguard_post(established_on=named_on, named_on=named_on)
    due = Query(values={"review": "due"})

    def found() -> list[int]:
        listing = Listing(vanguard_posts, factories.OWNER, due)
        return [record.id for record, _ in listing.page]

    db.session.commit()
    before = found()
    for months, expected in ((1, [post.id]), (60, [])):
        db.session.execute(
            update(Rule).where(Rule.key == "vanguards.review.months").values(value=months)
        )
        db.session.commit()
        assert found() == expected
    assert before in ([post.id], [])


def test_conditions_compare_columns_of_the_record_and_nothing_else() -> None:
    stand_in = statement_cache.RecordParameters(Organization)
    with pytest.raises(AttributeError, match="placements"):
        assert stand_in.placements
    assert stand_in.id is stand_in.id
    assert stand_in.values(factories.committee()) == {"of_id": factories.committee().id}


HOSTILE = "<script>&\"'"
TEXTS = {"name", "title", "code", "number", "job", "place", "topic", "granting_body"}


@each_register
def test_what_is_stored_is_text_on_every_page(register: Register, browser: Browser) -> None:
    """Names, codes and texts of the record and of all that it refers to, in each kind of column."""
    record_id = make(register).id
    db.session.commit()
    with db.engine.connect() as connection:
        for model in CATALOG.by_model:
            table = model.__table__
            for column in table.c:
                if column.key in TEXTS and isinstance(column.type, String):
                    hostile = HOSTILE + cast(table.c.id, String)
                    connection.execute(table.update().values({column: hostile}))
        connection.commit()
    for page in (
        browser.open("GET", browser.url(f"{register.name}.list", columns="all", shown="all")),
        browser.open("GET", browser.url(f"{register.name}.list", q=HOSTILE)),
        browser.open("GET", browser.url(f"{register.name}.show", record_id=record_id)),
    ):
        assert page.status_code == 200
        assert "<script>" not in page.text
    assert "&lt;script&gt;&amp;&#34;&#39;" in page.text
