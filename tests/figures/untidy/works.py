"""Posts, teams, commissars with their duties, projects with people and milestones, mentoring."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from partyhub.commissars.models import CommissarAppointment, CommissarDuty, DutyKind
from partyhub.members.models import Member
from partyhub.organizations.models import Organization, Workshop
from partyhub.projects.models import (
    KeyProject,
    Mentorship,
    Milestone,
    ProjectPerson,
    ProjectStatus,
)
from partyhub.vanguards.models import PostKind, PostStatus, Team, TeamKind, VanguardPost
from tests.figures.untidy.rows import Rows


def add_works(rows: Rows, count: int) -> None:
    """So many of each kind, and more of what there is much of."""
    makers: dict[Callable[[Rows], None], int] = {
        add_post: 4,
        add_team: 3,
        add_appointment: 5,
        add_duty: 9,
        add_project: 3,
        add_mentorship: 4,
    }
    for make, times in makers.items():
        for _ in range(times * count):
            make(rows)


def add_post(rows: Rows) -> None:
    """Its naming may be missing, before its founding, or only planned; its state may say other."""
    established = rows.start()
    number = len(rows.of(VanguardPost)) + 1
    rows.add(
        VanguardPost,
        code=f"G{number}",
        name=f"Post {number % 9}",
        kind=rows.random.choice(list(PostKind)),
        organization_id=rows.any(Organization),
        status=rows.random.choice([*[PostStatus.ACTIVE] * 2, *PostStatus]),
        established_on=established,
        named_on=rows.day_or_none(),
        closed_on=rows.end(established),
    )


def add_team(rows: Rows) -> None:
    established = rows.start()
    number = len(rows.of(Team)) + 1
    rows.add(
        Team,
        code=f"D{number}",
        name=f"Team {number % 9}",
        kind=rows.random.choice(list(TeamKind)),
        organization_id=rows.any(Organization),
        established_on=established,
        disbanded_on=rows.end(established),
    )


def add_appointment(rows: Rows) -> None:
    """People of any stage, several in one workshop, one in several."""
    started = rows.start()
    who = {"member_id": rows.any(Member), "workshop_id": rows.any(Workshop)}
    rows.add(CommissarAppointment, **who, started_on=started, ended_on=rows.end(started))


def add_duty(rows: Rows) -> None:
    rows.add(
        CommissarDuty,
        commissar_id=rows.any(Member),
        workshop_id=rows.any(Workshop),
        held_on=rows.day(),
        kind=rows.random.choice([*DutyKind, *[DutyKind.DAILY_READING] * 6]),
        headcount=rows.random.choice([None, 0, 12]),
    )


def add_project(rows: Rows) -> None:
    """Its year may be another than that of its beginning; accepted ones may lack their end."""
    started = rows.start()
    number = len(rows.of(KeyProject)) + 1
    project = rows.add(
        KeyProject,
        code=f"X{number}",
        name=f"Project {number % 9}",
        plan_year=rows.year_of(started),
        organization_id=rows.any(Organization),
        started_on=started,
        closed_on=rows.end(started),
        status=rows.random.choice([*[ProjectStatus.ACCEPTED] * 3, *ProjectStatus]),
        benefit_cny=rows.random.choice([None, Decimal(0), *[benefit(rows)] * 4]),
    )
    for _ in range(rows.random.randint(0, 4)):
        add_role(rows, project)
    for title in range(rows.random.randint(0, 3)):
        planned = rows.day()
        done = None if rows.random.random() < 0.4 else rows.day()
        values = {"project_id": project, "title": f"Milestone {title}"}
        rows.add(Milestone, **values, planned_on=planned, done_on=done)


def benefit(rows: Rows) -> Decimal:
    return Decimal(rows.random.randint(1, 10**9)).scaleb(-2)


def add_role(rows: Rows, project: int) -> None:
    """A part that may begin before the project; a person may have several at a time."""
    appointed = [row["member_id"] for row in rows.of(CommissarAppointment)]
    row = rows.of(KeyProject)[project - 1]
    since = row["started_on"] + timedelta(rows.random.choice([0, 0, 0, -20, 90]))
    rows.add(
        ProjectPerson,
        project_id=project,
        role=rows.random.choice(KeyProject.roles),
        member_id=rows.random.choice([*appointed, rows.any(Member)]),
        started_on=since,
        ended_on=rows.end(since, 0.3),
    )


def add_mentorship(rows: Rows) -> None:
    started = rows.start()
    is_member = rows.random.random() < 0.3
    number = len(rows.of(Mentorship)) + 1
    rows.add(
        Mentorship,
        mentor_id=rows.any(Member),
        apprentice_id=rows.any(Member) if is_member else None,
        apprentice_name=None if is_member else f"Apprentice {number}",
        started_on=started,
        ended_on=rows.end(started),
    )
