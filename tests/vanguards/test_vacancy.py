"""Since when a post is vacant, and the filter that finds vacant posts, against a day-by-day count.

A post is held on a day when somebody is responsible for it who is in an organization on that day.
"""

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select

from partyhub.database import db
from partyhub.members.models import Assignment, InReason, Member, OutReason
from partyhub.vanguards.models import PostPerson, PostStatus, VanguardPost
from partyhub.vanguards.queries import held_until, is_vacant_on, load_vanguard_posts
from tests import factories

FIRST = date(2023, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(40)]


def span(random: Random) -> tuple[date, date | None]:
    start = random.choice(DAYS[:30])
    return start, random.choice([None, start + timedelta(days=random.randint(1, 15))])


def make_person(random: Random, number: int) -> Member:
    """Somebody who was in the branch up to three times."""
    person = Member(number=f"N{number}", name=f"N{number}", pinyin=f"n{number}")
    person.assignments = []
    last: date | None = FIRST - timedelta(days=random.randint(0, 10))
    while last is not None and len(person.assignments) < 3:
        end = random.choice([None, last + timedelta(days=random.randint(1, 20))])
        assignment = Assignment(
            organization=factories.any_branch(),
            started_on=last,
            ended_on=end,
            in_reason=InReason.RESTORED,
            out_reason=OutReason.TRANSFER_OUT if end else None,
        )
        person.assignments.append(assignment)
        last = end and end + timedelta(days=random.randint(0, 6))
    if random.random() < 0.15:
        person.archived_at = factories.find(factories.committee()).updated_at
    db.session.add(person)
    return person


def make_post(random: Random, number: int, people: list[Member]) -> VanguardPost:
    post: VanguardPost = factories.make_vanguard_post(
        code=f"V{number}", established_on=FIRST, named_on=random.choice(DAYS[:20])
    )
    post.status = random.choice([PostStatus.ACTIVE, PostStatus.ACTIVE, PostStatus.CANDIDATE])
    if random.random() < 0.3:
        post.closed_on = post.named_on and post.named_on + timedelta(days=random.randint(1, 30))
    for person in random.sample(people, random.choice([0, 1, 1, 2, 3])):
        start, end = span(random)
        row = PostPerson(role="holders", member=person, started_on=start, ended_on=end)
        factories.find(post).people.append(row)
    return post


def is_there(started: date, ended: date | None, day: date) -> bool:
    return started <= day and (ended is None or day < ended)


def is_held(post: VanguardPost, day: date) -> bool:
    return any(
        is_there(row.started_on, row.ended_on, day)
        and row.member.archived_at is None
        and any(is_there(a.started_on, a.ended_on, day) for a in row.member.assignments)
        for row in post.people
    )


def vacant_since(post: VanguardPost, day: date) -> date | None:
    """Back from `day`, the first of the days without a break on which nobody held the post."""
    named = post.named_on
    ends = post.closed_on
    if post.status is PostStatus.CANDIDATE or named is None or not is_there(named, ends, day):
        return None
    if is_held(post, day):
        return None
    while day > named and not is_held(post, day - timedelta(days=1)):
        day -= timedelta(days=1)
    return day


@pytest.mark.usefixtures("database_of_test")
@pytest.mark.parametrize("seed", range(3))
def test_a_post_is_vacant_from_the_day_its_last_holder_left(seed: int) -> None:
    random = Random(seed)
    people = [make_person(random, number) for number in range(12)]
    for number in range(40):
        make_post(random, number, people)
    db.session.commit()
    posts = db.session.scalars(load_vanguard_posts()).unique().all()
    found = 0
    for day in DAYS[::3]:
        query = select(VanguardPost.id, held_until(day)).where(is_vacant_on(day))
        selected = {row[0]: row[1] for row in db.session.execute(query)}
        for post in posts:
            expected = vacant_since(post, day)
            assert post.vacant_since(day) == expected, (post.code, day)
            assert (post.id in selected) == (expected is not None), (post.code, day)
            if expected is not None:
                days = [each for each in (post.named_on, selected[post.id]) if each is not None]
                assert max(days) == expected, (post.code, day)
            found += expected is not None
    assert found > 50
