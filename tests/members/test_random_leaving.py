"""Random histories of coming, leaving, correcting, posts and appointments.

No figure, expected list or coverage counts a person on a day on which the person isn't in the Party
here, whatever the forms let through and whatever older versions left open.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partyhub.activities.models import ActivityKind
from partyhub.activities.queries import find_expected
from partyhub.commissars.coverage import lines_of
from partyhub.database import db
from partyhub.members.holdings import find_holdings
from partyhub.members.models import InReason, Member, OutReason
from partyhub.periods import Period
from partyhub.reports.calculation import compute, scope_of
from tests import factories
from tests.factories import OWNER

pytestmark = pytest.mark.long

FIRST, LAST = date(2023, 1, 1), date(2023, 6, 29)
DAYS = st.integers(0, (LAST - FIRST).days).map(lambda days: FIRST + timedelta(days))
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "leave",
                "leave",
                "come_back",
                "correct",
                "take_back",
                "drop",
                "post",
                "appoint",
                "mentor",
            ]
        ),
        DAYS,
    ),
    max_size=9,
)


WHY = {"reason": "As decided"}


class World:
    """A branch with a first-line workshop, and one person in it."""

    def __init__(self, admitted: date) -> None:
        self.branch = factories.make_branch()
        self.shop = factories.make_workshop(organization=self.branch, is_first_line=True)
        self.member = factories.make_member(
            organization=self.branch,
            applied_on=date(2022, 1, 1),
            admitted_on=admitted,
            full_on=None,
        )

    def act(self, name: str, day: date) -> None:
        """Try what the forms may refuse; then nothing has happened."""
        try:
            getattr(self, name)(day)
        except AssertionError:
            db.session.rollback()
            return
        if name == "leave":
            held = find_holdings(factories.find(self.member), day)
            assert not [each for each in held if each.span.started_on < day]

    @property
    def stays(self) -> Sequence[Any]:
        found = factories.find(self.member).assignments
        return [stay for stay in found if stay.archived_at is None]

    def leave(self, day: date) -> None:
        factories.change(self.stays[-1], ended_on=day, out_reason=OutReason.DECEASED)

    def drop(self, day: date) -> None:
        """Leave as older versions stored it, without ending anything else."""
        stay = self.stays[-1]
        if stay.ended_on is None and stay.started_on < day:
            stay.ended_on, stay.out_reason = day, OutReason.DECEASED
            db.session.commit()

    def correct(self, day: date) -> None:
        assert self.stays[-1].ended_on
        factories.change(self.stays[-1], ended_on=day)

    def take_back(self, _day: date) -> None:
        factories.change(self.stays[-1], ended_on=None, out_reason=None)

    def post(self, day: date) -> None:
        factories.make_party_post(
            member=self.member, organization=self.branch, started_on=day, **WHY
        )

    def appoint(self, day: date) -> None:
        factories.make_commissar(member=self.member, workshop=self.shop, started_on=day, **WHY)

    def mentor(self, day: date) -> None:
        factories.make_mentorship(mentor=self.member, started_on=day, **WHY)

    def come_back(self, day: date) -> None:
        factories.make_assignment(
            member=self.member,
            organization=self.branch,
            started_on=day,
            in_reason=InReason.RESTORED,
            **WHY,
        )

    def is_here(self, member: Member, day: date) -> bool:
        """Return whether the person is in the Party here, from the stored rows alone."""
        own = [
            s for s in self.stays if s.started_on <= day and (not s.ended_on or day < s.ended_on)
        ]
        return bool(own) and member.admitted_on is not None and member.admitted_on <= day


def counted(world: World, day: date) -> set[str]:
    """Return what counts the person on the day; in this branch there is nobody else."""
    scope = scope_of(OWNER, Period(day, day), world.branch)
    figures = compute(scope)
    codes = ("members.total", "commissars.appointed", "commissars.covered_workshops")
    found = {code for code in (*codes, "mentoring.pairs") if figures[code].value}
    kinds = (ActivityKind.COMMITTEE_MEETING, ActivityKind.GENERAL_MEETING)
    found |= {kind.value for kind in kinds if find_expected(world.branch, [kind], day)}
    [line] = lines_of([world.shop], day)
    return found | ({"coverage"} if line.appointments else set())


@given(admitted=DAYS, acts=ACTS)
@settings(
    max_examples=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_nobody_counts_on_a_day_elsewhere(
    database_of_test: None, admitted: date, acts: list[tuple[str, date]]
) -> None:
    world = World(admitted)
    for name, day in acts:
        world.act(name, day)
    member = factories.find(world.member)
    edges = {admitted, *(day for _, day in acts)}
    for day in sorted({each + timedelta(step) for each in edges for step in (-1, 0, 1)}):
        found = counted(world, day)
        assert world.is_here(member, day) or not found, (day, found)
        assert ("coverage" in found) == ("commissars.covered_workshops" in found), day
