"""Who came, went and rose in the two years, by days; and the entries that follow from it."""

from datetime import date
from functools import partial
from typing import Any

from partyhub.example.days import DAY, LAST, LIVE_ON, Agenda, entered_after, workday_from
from partyhub.example.entering import Office
from partyhub.example.people import STAGES, Person, Register, make_founders, way_from, way_to
from partyhub.example.tree import PROJECT, UNITS
from partyhub.periods import add_months

# Branch, day of the general meeting that admitted, day of the one that made a full member.
ADMISSIONS = (
    ("ZB01", "2020-09-16", "2021-09-16"),
    ("ZB04", "2020-12-10", "2021-12-10"),
    ("ZB08", "2020-12-23", "2021-12-23"),
    ("ZB02", "2021-03-18", ""),
    ("ZB03", "2021-06-10", "2022-06-10"),
    ("ZB01", "2021-09-16", "2022-09-16"),
    ("ZB08", "2021-09-23", "2022-09-23"),
    ("ZB02", "2021-12-09", "2022-12-09"),
    ("ZB03", "2021-12-16", "2023-06-16"),
    ("ZB07", "2022-03-17", "2023-03-17"),
    ("ZB06", "2022-06-16", "2023-06-16"),
    ("ZB01", "2022-09-16", ""),
    ("ZB04", "2022-09-22", ""),
    ("ZB02", "2022-12-09", ""),
    ("ZB08", "2022-12-14", ""),
    ("ZB09", "2022-12-21", ""),
    ("ZB03", "2023-03-15", ""),
    ("ZB07", "2023-03-17", ""),
    ("ZB06", "2023-06-16", ""),
)
EXTENDED = ("ZB03.n.2021-12-16", date(2022, 12, 16), date(2023, 6, 16))
CANCELLED = ("ZB02.n.2021-03-18", date(2022, 3, 18))
# Branch and day of those who came from other Party organizations, and how many working days later
# the letter of introduction was on the clerk's desk: one came late.
ARRIVALS = (
    ("ZB08", "2021-07-20", 0),
    ("ZB07", "2021-08-09", 0),
    ("ZB09", "2021-11-05", 1),
    ("ZB01", "2022-02-17", 0),
    ("ZB08", "2022-07-18", 0),
    ("ZB02", "2022-09-05", 7),
    ("ZB06", "2023-02-20", 0),
)
# Person, day, step, what its form is told besides.
STEPS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("ZB02.15", "2021-08-16", "move", {"organization": "ZB06"}),
    ("ZB01.22", "2021-10-11", "move", {"organization": "ZB09"}),
    ("ZB04.13", "2021-11-18", "leave", {"out_reason": "suspended"}),
    ("ZB03.14", "2021-12-20", "transfer-out", {}),
    ("ZB02.19", "2022-01-12", "leave", {"out_reason": "deceased"}),
    ("ZB05.5", "2022-02-21", "move", {"organization": "ZB01", "party_group": "ZB01-2"}),
    ("ZB01.24", "2022-03-01", "transfer-out", {}),
    ("ZB01.14", "2022-03-08", "move", {"organization": PROJECT}),
    ("ZB02.12", "2022-03-08", "move", {"organization": PROJECT}),
    ("ZB07.8", "2022-03-08", "move", {"organization": PROJECT}),
    ("ZB08.13", "2022-03-08", "move", {"organization": PROJECT}),
    ("ZB08.16", "2022-03-08", "move", {"organization": PROJECT}),
    (CANCELLED[0], "2022-03-18", "leave", {"out_reason": "probation_cancelled"}),
    ("ZB06.13", "2022-04-20", "leave", {"out_reason": "removed"}),
    ("ZB07.3", "2022-05-12", "transfer-out", {}),
    ("ZB04.a1", "2022-05-16", "leave", {"out_reason": "withdrawn"}),
    ("ZB02.17", "2022-08-15", "transfer-out", {}),
    ("ZB08.20", "2022-09-13", "move", {"organization": "ZB03"}),
    ("ZB08.18", "2022-10-10", "transfer-out", {}),
    ("ZB04.13", "2022-10-20", "return", {"organization": "ZB04", "in_reason": "restored"}),
    ("ZB01.14", "2022-11-29", "move", {"organization": "ZB01", "party_group": "ZB01-1"}),
    ("ZB02.12", "2022-11-29", "move", {"organization": "ZB02"}),
    ("ZB07.8", "2022-11-29", "move", {"organization": "ZB07"}),
    ("ZB01.21", "2022-12-27", "leave", {"out_reason": "deceased"}),
    ("ZB09.9", "2023-01-09", "move", {"organization": "ZB07"}),
    ("ZB03.14", "2023-02-27", "return", {"organization": "ZB03", "in_reason": "transfer_in"}),
    ("ZB07.11", "2023-03-06", "transfer-out", {}),
    ("ZB01.25", "2023-04-12", "transfer-out", {}),
    ("ZB04.15", "2023-05-22", "transfer-out", {}),
)
# How many on the way there were in each branch: when the program was taken up, and newly applied.
ON_THE_WAY = {
    "ZB01": (2, 2),
    "ZB02": (2, 2),
    "ZB03": (2, 2),
    "ZB04": (3, 1),
    "ZB06": (1, 2),
    "ZB07": (1, 1),
    "ZB08": (2, 2),
    "ZB09": (1, 1),
}
REASONS = {
    "no probation": "1972年入党时按九大党章规定不设预备期，入党即为正式党员，档案已核对。",
}
# The branch meetings that these days bring with them, and the partings that nobody expects.
MOVES_GROUP = {"ZB08.13": "ZB08-1", "ZB08.16": "ZB08-2"}


def make_people(register: Register) -> None:
    make_founders(register)
    for branch, admitted, full in ADMISSIONS:
        _make_newcomer(register, branch, date.fromisoformat(admitted), full)
    for branch, day, _ in ARRIVALS:
        _make_arrival(register, branch, date.fromisoformat(day))
    for branch, (present, later) in ON_THE_WAY.items():
        for number in range(present + later):
            _make_hopeful(register, branch, number, number >= present)
    for person in register.people.values():
        person.entered_on = max(LIVE_ON, workday_from(first_day(person)))


def first_day(person: Person) -> date:
    return person.days.get("joined_on") or min(person.days.values())


def _make(register: Register, branch: str, tail: str, born: tuple[int, int]) -> Person:
    person = register.make(branch, len(register.people) + 100, born)
    del register.people[person.key]
    person.key = f"{branch}.{tail}"
    register.people[person.key] = person
    return person


def _make_newcomer(register: Register, branch: str, admitted: date, full: str) -> None:
    person = _make(register, branch, f"n.{admitted}", (1985, 1996))
    person.days = way_to(register.random, admitted)
    if full:
        person.days["full_on"] = date.fromisoformat(full)


def _make_arrival(register: Register, branch: str, day: date) -> None:
    person = _make(register, branch, f"t.{day}", (1978, 1994))
    longest = (day.year - 7) - person.born.year
    applied = date(person.born.year + register.random.randint(19, max(19, min(26, longest))), 9, 20)
    person.days = way_from(register.random, applied) | {"joined_on": day}


def _make_hopeful(register: Register, branch: str, number: int, is_new: bool) -> None:
    """Somebody on the way who does not arrive within the two years."""
    person = _make(register, branch, f"a{number}", (1986, 2000))
    first = date(2022, 3, 1) if is_new else date(2020, 10, 1)
    applied = workday_from(first + DAY * register.random.randrange(450 if is_new else 240))
    steps = way_from(register.random, applied)
    person.days = {
        stage: workday_from(steps[stage]) for stage in STAGES[:3] if steps[stage] <= LAST
    }


def plan_people(agenda: Agenda, register: Register) -> None:
    late = {f"{branch}.t.{day}": later for branch, day, later in ARRIVALS}
    founders = 0
    for key, person in register.people.items():
        day = entered_after(person.entered_on, late.get(key, 0))
        if person.entered_on == LIVE_ON:
            day, founders = entered_after(LIVE_ON, founders // 45 + 1), founders + 1
        agenda.add(day, partial(_enter_person, person=person, day=day), 4)
        _plan_stages(agenda, person, day)
    _plan_exceptions(agenda)
    for key, day_text, step, typed in STEPS:
        agenda.add(date.fromisoformat(day_text), partial(_take, key, step, typed, day_text), 3)


def _enter_person(office: Office, person: Person, day: date) -> None:
    days = {name: on for name, on in person.days.items() if on <= day}
    no_probation = days.get("full_on") is not None and days["full_on"] == days["admitted_on"]
    office.enter(
        "clerk",
        "members",
        person.key,
        number=person.number,
        name=person.name,
        sex=person.sex,
        birth_date=person.born,
        ethnicity=person.ethnicity,
        native_place=person.native_place,
        education=person.education,
        organization=UNITS[person.branch].name,
        party_group=UNITS[person.group].name if person.group else None,
        workshop=person.workshop or None,
        job=person.job,
        phone=person.phone,
        employment="retired" if person.is_retired_on(day) else "on_post",
        is_floating="1" if person.is_floating else "0",
        reason=REASONS["no probation"] if no_probation else None,
        **days,
    )


def _plan_stages(agenda: Agenda, person: Person, entered: date) -> None:
    """The stages reached after the person was entered: two are noted, two are steps."""
    for stage, day in person.days.items():
        if day <= entered or stage == "joined_on":
            continue
        if stage in ("admitted_on", "full_on"):
            step = "admit" if stage == "admitted_on" else "regularize"
            agenda.add(day, partial(_take, person.key, step, {}, day.isoformat()), 3)
        else:
            agenda.add(day, partial(_note, person.key, {stage: day}, _writer(person, day)), 3)


def _writer(person: Person, day: date) -> str:
    """The branch secretary who has an account notes what concerns the own branch."""
    return "yifenchang" if person.branch == "ZB01" and day > date(2021, 7, 1) else "clerk"


def _plan_exceptions(agenda: Agenda) -> None:
    """One probation is extended; who comes back from the project joins the old group again."""
    key, day, until = EXTENDED
    assert add_months(day, 6) <= until <= add_months(day, 12)
    agenda.add(day, partial(_note, key, {"probation_extended_until": until}, "clerk"), 3)
    for key, group in MOVES_GROUP.items():
        after = entered_after(UNITS[PROJECT].until, 1)
        agenda.add(after, partial(_note, key, {"party_group": UNITS[group].name}, "clerk"), 3)


def _note(key: str, typed: dict[str, Any], who: str, office: Office) -> None:
    office.change(who, "members", key, **typed)


def _take(key: str, step: str, typed: dict[str, str], day: str, office: Office) -> None:
    names = {name: UNITS[value].name if value in UNITS else value for name, value in typed.items()}
    office.take("clerk", key, step, day=day, **names)
