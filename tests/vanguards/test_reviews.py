"""When a post is to be reviewed, and when it is vacant: the query and the page say the same."""

import random
from calendar import monthrange
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from partyhub.database import db
from partyhub.members.models import OutReason
from partyhub.organizations.queries import reach_of
from partyhub.periods import add_months, months_before
from partyhub.roles import Role
from partyhub.scopes import Reach
from partyhub.vanguards.models import VanguardPost
from partyhub.vanguards.queries import (
    find_review_due_on,
    is_review_due,
    is_vacant_on,
    load_vanguard_posts,
    review_due_since,
    select_reviews_due,
)
from partyhub.viewers import Viewer
from tests.factories import (
    archive,
    change,
    find,
    leave,
    make_branch,
    make_member,
    make_post_review,
    make_vanguard_post,
)

pytestmark = pytest.mark.usefixtures("database_of_test")
TODAY = date(2023, 6, 30)
OWNER = Viewer("Owner")


@pytest.mark.parametrize("months", [1, 6, 12])
def test_months_before_is_add_months_turned_round(months: int) -> None:
    for offset in range(900):
        day = date(2022, 1, 1) + timedelta(days=offset)
        last = months_before(day, months)
        assert add_months(last, months) <= day
        assert add_months(last + timedelta(days=1), months) > day
    assert monthrange(2024, 2)[1] == months_before(date(2024, 8, 31), 6).day


def due_on(day: date) -> set[int]:
    return set(db.session.scalars(select(VanguardPost.id).where(is_review_due(day))))


def test_a_post_is_due_a_year_after_its_naming_and_after_each_review() -> None:
    post = make_vanguard_post(named_on=date(2021, 3, 1))
    make_post_review(post=post, reviewed_on=date(2022, 2, 10))
    assert due_on(date(2022, 2, 9)) == set()  # that review is not known of yet, 1 March is the day
    assert find_review_due_on(post, date(2022, 2, 9)) == date(2022, 3, 1)
    assert due_on(date(2023, 2, 9)) == set()
    assert due_on(date(2023, 2, 10)) == {post.id}
    assert find_review_due_on(post, TODAY) == date(2023, 2, 10)


def test_an_archived_review_does_not_count() -> None:
    post = make_vanguard_post(named_on=date(2021, 3, 1))
    archive(make_post_review(post=post, reviewed_on=date(2023, 2, 10)))
    assert due_on(TODAY) == {post.id}


def test_candidates_and_closed_posts_are_not_due() -> None:
    make_vanguard_post(status="candidate")
    closed = make_vanguard_post(
        status="closed", named_on=date(2021, 1, 4), closed_on=date(2023, 1, 1)
    )
    assert due_on(TODAY) == set()
    assert find_review_due_on(closed, TODAY) is None
    assert due_on(date(2022, 12, 31)) == {closed.id}


def test_the_filter_and_the_list_of_those_due_are_one_condition() -> None:
    posts = [make_vanguard_post(named_on=date(2021, 1, 4 + n)) for n in range(4)]
    make_post_review(post=posts[1], reviewed_on=date(2022, 7, 1))
    make_post_review(post=posts[2], reviewed_on=date(2022, 6, 30))
    rows = db.session.execute(select_reviews_due(Reach(), TODAY, since_when())).all()
    assert {row.id for row in rows} == due_on(TODAY)
    assert sorted(row.day for row in rows) == [
        date(2021, 1, 4),
        date(2021, 1, 7),
        date(2022, 6, 30),
    ]


def since_when() -> date:
    """The day since which a post may wait for its review, by the rule."""
    found = review_due_since(TODAY)
    assert found is not None
    return found


def test_whose_reviews_are_due_keeps_to_the_viewer_s_organizations() -> None:
    own, other = make_branch(), make_branch()
    post = make_vanguard_post(organization=own)
    make_vanguard_post(organization=other)
    viewer = Viewer("Branch", Role.BRANCH_SECRETARY, organization_id=own.id)
    rows = db.session.execute(select_reviews_due(reach_of(viewer), TODAY, since_when())).all()
    assert [found.id for found in rows] == [post.id]


def vacant_by_query(day: date) -> set[int]:
    return set(db.session.scalars(select(VanguardPost.id).where(is_vacant_on(day))))


def vacant_by_page(day: date) -> set[int]:
    posts = db.session.scalars(load_vanguard_posts().execution_options(populate_existing=True))
    return {post.id for post in posts.unique() if post.vacant_since(day)}


def test_a_post_is_vacant_from_the_day_its_last_holder_left() -> None:
    first, second = make_member(), make_member()
    post = make_vanguard_post(holders=[first, second])
    leave(first, date(2022, 3, 1))
    assert find(post).vacant_since(TODAY) is None
    leave(second, date(2022, 9, 1))
    assert find(post).vacant_since(TODAY) == date(2022, 9, 1)
    assert find(post).vacant_since(date(2022, 8, 31)) is None
    change(post, holders=[make_member()], changed_on=date(2023, 1, 1))
    assert find(post).vacant_since(TODAY) is None


def test_a_post_is_not_vacant_before_it_was_named() -> None:
    member = make_member()
    post = make_vanguard_post(holders=[member], named_on=date(2021, 6, 1))
    leave(member, date(2021, 2, 1))
    assert find(post).vacant_since(TODAY) == date(2021, 6, 1)
    assert find(post).vacant_since(date(2021, 5, 31)) is None


def test_an_archived_person_holds_nothing() -> None:
    member = make_member()
    post = make_vanguard_post(holders=[member])
    archive(member)
    assert find(post).vacant_since(TODAY) == date(2021, 1, 4)
    assert vacant_by_query(TODAY) == {post.id}


@pytest.mark.parametrize("seed", range(4))
def test_query_and_page_agree_on_vacancy_on_any_day(seed: int) -> None:
    dice = random.Random(seed)
    people = [make_member() for _ in range(5)]
    for _ in range(4):
        post = make_vanguard_post(
            holders=dice.sample(people, dice.randrange(3)),
            named_on=date(2021, 1, 4) + timedelta(days=dice.randrange(200)),
        )
        for year in (2021, 2022):
            since = date(year, 8, 1) + timedelta(days=dice.randrange(100))
            holders = dice.sample(people, dice.randrange(3))
            if {member.id for member in holders} != {
                member.id for member in find(post).holders_on(TODAY)
            }:
                change(post, holders=holders, changed_on=since)
    for member in people[:3]:
        stay = find(member).assignments[0]  # left as older versions stored it
        stay.ended_on = date(2022, 1, 1) + timedelta(days=dice.randrange(500))
        stay.out_reason = OutReason.TRANSFER_OUT
    db.session.commit()
    for _ in range(25):
        day = date(2021, 1, 1) + timedelta(days=dice.randrange(900))
        assert vacant_by_query(day) == vacant_by_page(day), day
