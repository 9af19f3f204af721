"""The key projects: those under way on one sheet, those accepted or stopped on the next."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from flask_babel import pgettext
from sqlalchemy import select

from partyhub.commissars.models import CommissarAppointment
from partyhub.database import db
from partyhub.handin import looks
from partyhub.handin.facts import Facts
from partyhub.handin.frames import add_note, add_nothing, begin
from partyhub.handin.indicators import TEN_THOUSAND
from partyhub.handin.records import find_records, names_of, or_unfilled
from partyhub.handin.words import month_figure, short_name
from partyhub.members.models import Member
from partyhub.members.presence import is_here
from partyhub.members.rosters import day_within, person_on
from partyhub.organizations.tree_order import place_of
from partyhub.periods import is_valid_on
from partyhub.projects.models import KeyProject, ProjectStatus
from partyhub.projects.queries import load_projects
from partyhub.spreadsheets import Box, PrintedSheet, Style

WIDTHS = (9, 45, 18, 16, 16, 16, 35, 41, 29, 43, 13)
_SIZE, _LEAST = 10.0, 18.0
Offices = Mapping[int, Sequence[tuple[date, date | None]]]


class _Known(NamedTuple):
    """The facts for the lines of projects, and who was a commissar when."""

    facts: Facts
    offices: Offices


def build_running(facts: Facts) -> PrintedSheet:
    """Return the sheet of the projects under way at the end."""
    number = facts.count("projects.running")
    heading = pgettext(
        "handin", "Key projects led by members (%(number)s under way)", number=number
    )
    right = pgettext("handin", "Commissar: who is in office and leads the project")
    sheet = _begin(facts, "running", heading, right)
    known = _Known(facts, _offices())
    projects = find_records(facts, "projects.running", KeyProject.code, first=KeyProject.plan_year)
    for number, project in enumerate(projects, 1):
        _add(sheet, number, project, facts.as_of, known)
    if not projects:
        add_nothing(sheet)
    words = pgettext(
        "handin",
        "TOTAL    %(number)s, of these %(led)s with a commissar as lead or executive leader",
        number=facts.count("projects.running"),
        led=facts.count("projects.commissar_involved"),
    )
    sheet.add(Box(words, looks.TOTAL, len(WIDTHS)), height=20)
    note = pgettext(
        "handin",
        "The last month is that of the planned end. “—” is a benefit that is not known before"
        " acceptance. By year of the plan, organization and number of the project.",
    )
    add_note(sheet, [note], looks.sized(looks.NOTE, 9.6))
    return sheet


def build_closed(facts: Facts) -> PrintedSheet:
    """Return the sheet of the projects that were accepted or stopped in the period."""
    accepted = find_records(facts, "projects.accepted", KeyProject.closed_on, KeyProject.code)
    stopped = _stopped(facts)
    heading = pgettext(
        "handin",
        "Key projects led by members (%(accepted)s accepted, %(stopped)s stopped)",
        accepted=len(accepted),
        stopped=len(stopped),
    )
    right = pgettext("handin", "Commissar: who was in office on the last day of the project")
    sheet = _begin(facts, "closed", heading, right)
    known = _Known(facts, _offices())
    _add_part(sheet, pgettext("handin", "(1) Accepted in the period"), accepted, known)
    _add_accepted_total(sheet, facts, accepted)
    if stopped:
        _add_part(sheet, pgettext("handin", "(2) Stopped in the period"), stopped, known)
    note = pgettext(
        "handin",
        "Benefit is what was entered at acceptance, “—” where nothing was; who confirmed it is not"
        " on record. By organization and last day.",
    )
    add_note(sheet, [note], looks.sized(looks.NOTE, 9.6))
    return sheet


def _add_accepted_total(sheet: PrintedSheet, facts: Facts, accepted: Sequence[KeyProject]) -> None:
    filled = sum(project.benefit_cny is not None for project in accepted)
    words = pgettext(
        "handin",
        "TOTAL    %(number)s accepted, benefit entered for %(filled)s",
        number=len(accepted),
        filled=filled,
    )
    benefit = float(facts.value("projects.benefit") or 0) / TEN_THOUSAND
    total = looks.TOTAL._replace(format="#,##0.0", wraps=False)
    sheet.add(Box(words, looks.TOTAL, len(WIDTHS) - 1), Box(benefit, total), height=20)


def _begin(facts: Facts, key: str, heading: str, right: str) -> PrintedSheet:
    sheet = begin(facts, key, WIDTHS, heading, right, size=20, repeated=(3, 3), frozen="C4")
    heads = (
        pgettext("handin", "No."),
        pgettext("handin", "Project"),
        pgettext("handin column", "Branch"),
        pgettext("handin", "Lead"),
        pgettext("handin column", "Executive leader"),
        pgettext("handin column", "Commissar"),
        pgettext("handin", "From — to"),
        pgettext("handin", "Target"),
        pgettext("handin", "Before"),
        pgettext("handin", "Result"),
        pgettext("handin column", "Benefit, 10,000 yuan"),
    )
    sheet.add(*(Box(each, looks.HEAD) for each in heads), height=30)
    return sheet


def _add_part(
    sheet: PrintedSheet, words: str, projects: Sequence[KeyProject], known: _Known
) -> None:
    sheet.add(Box(words, looks.BAND, len(WIDTHS)), height=16)
    for number, project in enumerate(projects, 1):
        assert project.closed_on is not None
        _add(sheet, number, project, project.closed_on, known)
    if not projects:
        add_nothing(sheet)


def _add(sheet: PrintedSheet, number: int, project: KeyProject, day: date, known: _Known) -> None:
    """Add a project with its people on a day, for an ended one on its last."""
    body, text = looks.sized(looks.BODY, _SIZE), looks.sized(looks.TEXT, _SIZE)
    day = day_within(project, day)
    lead, executive = (person_on(project, role, day) for role in ("lead", "executive_leader"))
    people = {person.id: person for person in (lead, executive) if person}
    commissars = [p for p in people.values() if _in_office(known.offices, p, day)]
    benefit = project.benefit_cny
    money: Style = body._replace(format="#,##0.0", wraps=False)
    sheet.add(
        Box(number, body),
        Box(project.name, text),
        Box(short_name(project.organization), body),
        Box(names_of(known.facts, [lead], day) or looks.NOTHING, body),
        Box(names_of(known.facts, [executive], day) or looks.NOTHING, body),
        Box("\n".join(names_of(known.facts, [each], day) for each in commissars), body),
        Box(_span(project), looks.sized(body, 9.6)._replace(wraps=False)),
        *(_field(each, text) for each in (project.target, project.baseline, project.result)),
        Box(looks.NOTHING if benefit is None else float(benefit) / TEN_THOUSAND, money),
        least=_LEAST,
    )


def _field(text: str | None, style: Style) -> Box:
    return Box(or_unfilled(text), style if text else looks.grayed(style))


def _span(project: KeyProject) -> str:
    end = project.closed_on or project.due_on
    return f"{month_figure(project.started_on)}—{month_figure(end) if end else ''}"


def _offices() -> Offices:
    """Map the ids of commissars to the days of their appointments."""
    one = CommissarAppointment
    found = dict[int, list[tuple[date, date | None]]]()
    query = select(one.member_id, one.started_on, one.ended_on).where(one.archived_at.is_(None))
    for member, started, ended in db.session.execute(query):
        found.setdefault(member, []).append((started, ended))
    return found


def _in_office(offices: Offices, person: Member, day: date) -> bool:
    return is_here(person, day) and any(
        is_valid_on(day, started, ended) for started, ended in offices.get(person.id, ())
    )


def _stopped(facts: Facts) -> Sequence[KeyProject]:
    """Return the projects stopped in the period, for which there is no figure."""
    query = load_projects().where(
        KeyProject.archived_at.is_(None),
        KeyProject.status == ProjectStatus.STOPPED,
        facts.scope.happened(KeyProject.closed_on),
        facts.scope.contains(KeyProject.organization_id),
    )
    place = place_of(KeyProject.organization_id, facts.as_of)
    query = query.order_by(place, KeyProject.closed_on, KeyProject.code)
    return db.session.scalars(query).unique().all()
