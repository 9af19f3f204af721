"""The numbers stored on each activity are those of its rows, whatever writes or archives."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import update

from partyhub.activities.counts import NAMES, find_miscounted, recount
from partyhub.activities.models import Activity, ActivityKind, Attendance, AttendanceState
from partyhub.activities.operations import refresh_expected
from partyhub.activities.queries import load_activities
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.registers import saving
from partyhub.registers.batches import put_back, take_snapshot
from tests import factories

DAY = date(2023, 5, 1)
KINDS = [kind for kind in ActivityKind if kind is not ActivityKind.GROUP_MEETING]


@pytest.fixture(autouse=True)
def english(database_of_test: None) -> Iterator[None]:
    with force_locale("en"):
        yield


def numbers(activity: Activity) -> tuple[int, ...]:
    return tuple(getattr(activity, name) for name in NAMES)


def load(record_id: int) -> Activity:
    query = load_activities().where(Activity.id == record_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).unique().one()


def people(count: int) -> list[Member]:
    return [factories.make_member(admitted_on=date(2015, 1, 1)) for _ in range(count)]


def hold(present: list[Member], **values: Any) -> Activity:
    given = {"kinds": [ActivityKind.THEME_DAY], "held_on": DAY, "present": present}
    given["title"] = f"T {db.session.query(Activity).count()}"
    given |= {} if "organization" in values else {"organization": factories.make_branch()}
    activity: Activity = factories.enter("activities", **(given | values))
    return activity


def test_archiving_a_person_and_restoring_counts_anew() -> None:
    one, two = people(2)
    activity = hold([one, two])
    assert numbers(load(activity.id))[2] == 2
    saving.archive(one, factories.OWNER, None)
    db.session.flush()
    assert numbers(activity)[2] == 1
    assert find_miscounted() == []
    saving.restore(one, factories.OWNER)
    db.session.flush()
    assert numbers(load(activity.id))[2] == 2


def test_what_is_put_back_counts_as_it_is_now() -> None:
    """The image of an activity holds the numbers of then; somebody was archived since."""
    one, two = people(2)
    activity = load(hold([one, two]).id)
    image = take_snapshot(activity)
    saving.archive(two, factories.OWNER, None)
    factories.change(load(activity.id), present=[])
    assert numbers(load(activity.id))[2] == 0
    put_back(load(activity.id), image)
    db.session.flush()
    assert numbers(load(activity.id))[2] == 1
    assert find_miscounted() == []


def test_what_was_written_past_the_records_is_found_and_counted_anew() -> None:
    activity = hold(people(2))
    db.session.execute(update(Attendance).values(state=AttendanceState.ABSENT))
    assert find_miscounted() == [activity.id]
    recount(db.session(), find_miscounted())
    assert find_miscounted() == []
    assert numbers(load(activity.id))[2] == 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_order_of_acts_lets_the_numbers_drift(seed: int) -> None:
    random = Random(seed)
    branch = factories.make_branch()
    known = [factories.make_member(organization=branch) for _ in range(6)]
    ids = [hold(random.sample(known, 3), organization=branch).id for _ in range(3)]
    images = [take_snapshot(load(record_id)) for record_id in ids]
    for _ in range(25):
        number = random.randrange(len(ids))
        person = random.choice(known)
        activity = load(ids[number])
        act = random.randrange(6)
        if act == 0 and person.archived_at is None:
            saving.archive(person, factories.OWNER, None)
        elif act == 1:
            saving.restore(person, factories.OWNER)
        elif act == 2:
            put_back(activity, images[number])
        elif act == 3:
            images[number] = take_snapshot(activity)
        elif act == 4:
            refresh_expected(activity)
        else:
            live = [each for each in known if each.archived_at is None]
            chosen = random.sample(live, min(len(live), random.randrange(4)))
            kinds = random.sample(KINDS, random.choice([1, 2]))
            factories.change(activity, present=chosen, kinds=kinds, reason="Of whatever kind")
        db.session.flush()
        stored = numbers(activity)
        assert find_miscounted() == []
        assert stored == numbers(load(ids[number]))
