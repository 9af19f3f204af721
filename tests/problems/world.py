"""A small committee whose records are made past the forms, since those refuse contradictions.

Nothing is committed: a case looks at what it has flushed, and is rolled back.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from partyhub.activities.models import (
    Activity,
    ActivityKind,
    ActivityKindRow,
    ActivityStatus,
    Attendance,
    AttendanceState,
)
from partyhub.activities.voting.models import Vote, VoteKind, VoteResult
from partyhub.commissars.models import CommissarAppointment, CommissarDuty, DutyKind
from partyhub.database import db
from partyhub.members.models import Appraisal, Assignment, Grade, InReason, Member, PartyPost, Post
from partyhub.organizations.models import Organization, OrganizationKind, Placement, Term, Workshop
from partyhub.periods import Period
from partyhub.problems.finding import find_problems
from partyhub.projects.models import KeyProject, ProjectPerson, ProjectStatus
from partyhub.prosperity.models import ProsperityReturn, ProsperityWorkshop
from partyhub.registers import current_catalog
from partyhub.vanguards.models import (
    PostKind,
    PostPerson,
    PostStatus,
    Team,
    TeamKind,
    TeamPerson,
    VanguardPost,
)
from partyhub.viewers import Viewer

PERIOD = Period.parse("party-year-2023")  # 2022-07-01 to 2023-06-30, the day on which tests stand
OWNER = Viewer("Owner")
LONG_AGO = date(2012, 1, 1)
CASES: dict[str, Callable[["World"], set[str]]] = {}


def case(key: str) -> Callable[[Callable[["World"], set[str]]], None]:
    """Register what makes right and wrong records of a rule and returns the wrong ones' titles."""

    def keep(function: Callable[["World"], set[str]]) -> None:
        assert key not in CASES, key
        CASES[key] = function

    return keep


def flagged(
    key: str, viewer: Viewer = OWNER, organization: Any = None, period: Period = PERIOD
) -> Any:
    """Return the problem of one rule, or None."""
    rule = current_catalog().problems_by_key[key]
    found = find_problems(viewer, period, organization, [rule])
    return found[0] if found else None


def titles(key: str, period: str = PERIOD.key) -> list[str]:
    """Return the titles of the records that break a rule in a period, in their order."""
    db.session.flush()
    found = flagged(key, period=Period.parse(period))
    return [record.title for record in found.records] if found else []


def day(text: str) -> date:
    return date.fromisoformat(text)


class World:
    """A committee with two branches; each maker takes what a case is about."""

    def __init__(self) -> None:
        self.number = 0
        self.root = self.organization("Committee", kind=OrganizationKind.PARTY_COMMITTEE, up=None)
        self.one = self.organization("Branch one")
        self.two = self.organization("Branch two")

    def add(self, record: Any) -> Any:
        db.session.add(record)
        db.session.flush()
        return record

    def code(self) -> str:
        self.number += 1
        return f"N{self.number:03}"

    def organization(self, name: str, up: Any = "root", **values: Any) -> Organization:
        defaults = {"kind": OrganizationKind.BRANCH, "established_on": LONG_AGO}
        found: Organization = self.add(
            Organization(code=self.code(), name=name, **(defaults | values))
        )
        upper = self.root if up == "root" else up
        if upper is not None:
            days = {"started_on": found.established_on, "ended_on": None}
            self.add(Placement(organization_id=found.id, parent_id=upper.id, **days))
        return found

    def term(self, organization: Organization, **values: Any) -> Term:
        defaults = {"number": 1, "started_on": day("2021-01-01"), "due_on": day("2024-01-01")}
        return self.add(Term(organization_id=organization.id, **(defaults | values)))

    def member(self, name: str, stay: dict[str, Any] | None = None, **values: Any) -> Member:
        """Make a full member of long standing, in the first branch from 2014 on."""
        defaults = {
            "birth_date": day("1980-05-05"),
            "admitted_on": day("2014-01-10"),
            "full_on": day("2015-01-10"),
        }
        found: Member = self.add(Member(number=self.code(), name=name, **(defaults | values)))
        if stay != {}:
            self.stay(found, **(stay or {}))
        return found

    def stay(self, member: Member, organization: Any = None, **values: Any) -> Assignment:
        defaults = {"started_on": day("2014-01-10"), "in_reason": InReason.TRANSFER_IN}
        where = (organization or self.one).id
        found = Assignment(member_id=member.id, organization_id=where, **(defaults | values))
        return self.add(found)

    def post(self, member: Member, organization: Any = None, **values: Any) -> PartyPost:
        defaults = {"post": Post.SECRETARY, "started_on": day("2021-01-01")}
        where = (organization or self.one).id
        return self.add(PartyPost(member_id=member.id, organization_id=where, **defaults | values))

    def appraisal(self, member: Member, **values: Any) -> Appraisal:
        defaults = {"for_year": 2022, "held_on": day("2023-01-10"), "grade": Grade.QUALIFIED}
        return self.add(Appraisal(member_id=member.id, **(defaults | values)))

    def workshop(self, name: str, **values: Any) -> Workshop:
        defaults = {"is_first_line": True, "opened_on": LONG_AGO, "organization_id": self.one.id}
        return self.add(Workshop(code=self.code(), name=name, **(defaults | values)))

    def commissar(self, member: Member, workshop: Workshop, **values: Any) -> CommissarAppointment:
        ids = {"member_id": member.id, "workshop_id": workshop.id}
        return self.add(CommissarAppointment(**({"started_on": day("2022-01-01")} | ids | values)))

    def duty(self, member: Member, workshop: Workshop, **values: Any) -> CommissarDuty:
        ids = {"commissar_id": member.id, "workshop_id": workshop.id}
        defaults = {"held_on": day("2023-03-01"), "kind": DutyKind.DAILY_READING}
        return self.add(CommissarDuty(**(ids | defaults | values)))

    def activity(
        self, name: str, *kinds: ActivityKind, organization: Any = None, **values: Any
    ) -> Activity:
        """Make a theme day that the first branch held on 1 March 2023."""
        defaults = {
            "held_on": day("2023-03-01"),
            "for_year": 2023,
            "status": ActivityStatus.HELD,
            "record": "Minutes",
        }
        where = (organization or self.one).id
        found = Activity(number=self.code(), name=name, organization_id=where, **defaults | values)
        own = kinds or (ActivityKind.THEME_DAY,)
        found.kind_rows = [ActivityKindRow(kind=kind, position=n) for n, kind in enumerate(own)]
        return self.add(found)

    def roll(
        self,
        activity: Activity,
        *members: Member,
        state: AttendanceState = AttendanceState.PRESENT,
        **values: Any,
    ) -> None:
        for member in members:
            ids = {"activity_id": activity.id, "member_id": member.id, "state": state}
            self.add(Attendance(**({"is_expected": True} | ids | values)))

    def vote(self, item: str, activity: Activity, **values: Any) -> Vote:
        defaults = {
            "kind": VoteKind.RESOLUTION,
            "expected_voting": 10,
            "present_voting": 8,
            "written_opinions": 0,
            "in_favor": 8,
            "against": 0,
            "abstained": 0,
            "result": VoteResult.PASSED,
        }
        return self.add(Vote(item=item, activity_id=activity.id, **(defaults | values)))

    def vanguard(self, name: str, *holders: Member, **values: Any) -> VanguardPost:
        defaults = {
            "kind": PostKind.VANGUARD,
            "status": PostStatus.ACTIVE,
            "established_on": day("2021-01-04"),
            "named_on": day("2021-01-04"),
            "show_commitment": "We keep it",
            "organization_id": self.one.id,
        }
        found = VanguardPost(code=self.code(), name=name, **(defaults | values))
        found.people = [
            PostPerson(member_id=each.id, role="holders", started_on=day("2021-01-04"))
            for each in holders
        ]
        return self.add(found)

    def team(self, name: str, leader: Member | None = None, **values: Any) -> Team:
        defaults = {
            "kind": TeamKind.VANGUARD,
            "established_on": day("2021-01-04"),
            "organization_id": self.one.id,
        }
        found = Team(code=self.code(), name=name, **(defaults | values))
        if leader is not None:
            days = {"started_on": day("2021-01-04")}
            found.people = [TeamPerson(member_id=leader.id, role="leader", **days)]
        return self.add(found)

    def project(self, name: str, lead: Member | None = None, **values: Any) -> KeyProject:
        defaults = {
            "plan_year": 2022,
            "status": ProjectStatus.RUNNING,
            "started_on": day("2022-02-01"),
            "organization_id": self.one.id,
        }
        found = KeyProject(code=self.code(), name=name, **(defaults | values))
        if lead is not None:
            days = {"started_on": day("2022-02-01")}
            found.people = [ProjectPerson(member_id=lead.id, role="lead", **days)]
        return self.add(found)

    def prosperity(self, name: str, **values: Any) -> ProsperityWorkshop:
        defaults = {"set_up_on": day("2022-07-10")}
        return self.add(ProsperityWorkshop(code=self.code(), name=name, **(defaults | values)))

    def returns(self, workshop: ProsperityWorkshop, month: str, **values: Any) -> ProsperityReturn:
        ids = {"prosperity_workshop_id": workshop.id, "month": day(f"{month}-01")}
        return self.add(ProsperityReturn(**({"staff": 30, "output_cny": 2_000_000} | ids | values)))
