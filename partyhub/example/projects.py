"""Entries of the key projects: announced with the year's plan, their milestones, how they ended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random

from partyhub.example.days import LAST, SETTLED, Agenda, entered_after, workday_from
from partyhub.example.entering import Office
from partyhub.example.key_projects import (
    CAMPAIGN,
    EXCEPTION,
    FOLLOWED,
    LATE,
    PLANS,
    PROPOSED_FIRST,
    STAGES,
)
from partyhub.example.people import Person
from partyhub.example.tables import named, rows
from partyhub.example.tree import UNITS

PROPOSED_ON = date(2023, 6, 20)
LATE_ONES = {(title, number): (done, reason) for title, number, done, reason in rows(LATE, 4)}


@dataclass(frozen=True)
class Project:
    """One project; `closed` is empty while it runs, and begins with a sign of how it ended."""

    code: str
    year: int
    branch: str
    kind: str
    title: str
    lead: str
    executive: str
    team: str
    started: date
    due: date
    closed: str
    target: str
    baseline: str
    result: str
    benefit: str
    customer: str

    @property
    def ended_on(self) -> date | None:
        return date.fromisoformat(self.closed.lstrip("-")) if self.closed.strip("?") else None

    @property
    def status(self) -> str:
        """The state on the last day of the example."""
        endings = {"": "running", "?": "proposed", "-": "stopped"}
        return endings.get(self.closed[:1], "accepted")

    @property
    def entered_on(self) -> date:
        return PROPOSED_ON if self.status == "proposed" else max(self.started, SETTLED)


def _projects() -> Iterator[Project]:
    for year, table in PLANS.items():
        for number, cells in enumerate(rows(table, 14), start=1):
            branch, kind, title, lead, executive, team, started, due, *rest = cells
            days = date.fromisoformat(started), date.fromisoformat(due)
            code = f"LB{year}-{number:02}"
            yield Project(code, year, branch, kind, title, lead, executive, team, *days, *rest)


PROJECTS = tuple(_projects())


def plan_projects(agenda: Agenda, people: Mapping[str, Person]) -> None:
    for project in PROJECTS:
        first = PROPOSED_FIRST.get(project.title)
        day = date.fromisoformat(first) if first else project.entered_on
        agenda.add(day, partial(_enter, project, people, day), 6)
        if first:
            agenda.add(project.started, partial(_start, project), 5)
        if project.ended_on:
            agenda.add(entered_after(project.ended_on, 1), partial(_close, project), 7)
        elif project.result:
            agenda.add(entered_after(date(2023, 6, 12), 3), partial(_report, project), 7)
        if project.status != "proposed":
            _plan_milestones(agenda, project)
    title, day_text, follower = FOLLOWED
    day = date.fromisoformat(day_text)
    agenda.add(entered_after(day, 1), partial(_follow, title, day, follower, people))


def _enter(project: Project, people: Mapping[str, Person], entered: date, office: Office) -> None:
    begins_later = project.started > entered
    office.enter(
        "clerk",
        "projects",
        project.title,
        code=project.code,
        title=project.title,
        plan_year=project.year,
        organization=UNITS[project.branch].name,
        workshop=UNITS[project.branch].workshop or None,
        campaign=CAMPAIGN,
        lead=named(people, project.branch, project.lead),
        executive_leader=named(people, project.branch, project.executive),
        team=named(people, project.branch, project.team),
        started_on=project.started,
        due_on=project.due,
        status="proposed" if begins_later else "running",
        target=project.target,
        baseline=project.baseline,
        customer=project.customer or None,
    )


def _start(project: Project, office: Office) -> None:
    office.change("clerk", "projects", project.title, status="running")


def _close(project: Project, office: Office) -> None:
    office.change(
        "clerk",
        "projects",
        project.title,
        status=project.status,
        closed_on=project.ended_on,
        result=project.result,
        benefit_cny=project.benefit or None,
    )


def _report(project: Project, office: Office) -> None:
    """What a running project had reached at the half-year, as far as it was known."""
    office.change("clerk", "projects", project.title, result=project.result)


def _follow(
    title: str, day: date, follower: str, people: Mapping[str, Person], office: Office
) -> None:
    branch = next(project.branch for project in PROJECTS if project.title == title)
    lead = named(people, branch, follower)
    office.change("clerk", "projects", title, lead=lead, people_since=day)


def _plan_milestones(agenda: Agenda, project: Project) -> None:
    """All are planned when the project begins; each is noted when it is done."""
    length = (project.due - project.started).days
    for number, (title, share) in enumerate(STAGES[project.kind], start=1):
        shift = Random(f"{title}/{project.code}").randint(-6, 6)
        planned = workday_from(project.started + timedelta(days=int(length * share) + shift))
        key = f"{project.title}/{title}"
        done_text, reason = LATE_ONES.get((project.title, str(number)), ("", ""))
        done = date.fromisoformat(done_text) if done_text else None
        if (project.title, str(number)) not in LATE_ONES:
            done = _done_early(project, title, planned)
        agenda.add(project.entered_on, partial(_plan, project, key, title, planned), 7)
        if done and done <= LAST:
            exception = None if reason or done <= planned else EXCEPTION
            typed = {"done_on": done, "delay_reason": reason or None, "reason": exception}
            agenda.add(
                max(entered_after(done, 1), project.entered_on), partial(_note, key, typed), 8
            )
        elif reason:
            agenda.add(entered_after(planned, 3), partial(_note, key, {"delay_reason": reason}), 8)


def _done_early(project: Project, title: str, planned: date) -> date | None:
    """In time, up to a week early, if the project went on for so long."""
    done = planned - timedelta(days=Random(f"{project.code}/{title}").randrange(8))
    if project.ended_on is None or project.status == "accepted":
        return min(done, project.ended_on or done)
    return done if done < project.ended_on else None


def _plan(project: Project, key: str, title: str, planned: date, office: Office) -> None:
    office.enter("clerk", "milestones", key, project=project.title, title=title, planned_on=planned)


def _note(key: str, typed: Mapping[str, object], office: Office) -> None:
    office.change("clerk", "milestones", key, **typed)
