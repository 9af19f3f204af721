"""One activity as it is written down, and its entries: the log, and what was made up for later."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from random import Random

from partyhub.activities.models import ActivityKind
from partyhub.activities.queries import find_expected
from partyhub.example.attendance import Note, as_sent, make_up, mark
from partyhub.example.days import LAST, Agenda, entered_after, workdays_later
from partyhub.example.entering import Office
from partyhub.example.people import Person
from partyhub.example.posts import holder
from partyhub.example.tree import UNITS

HAS_ACCOUNT = "ZB01"
SECRETARYS_OWN = frozenset({"study_center_group", "democratic_life_meeting", "conference"})
# Whoever misses a lecture makes up for it; of other meetings only some are.
MADE_UP_FOR = frozenset({"party_lecture", "general_meeting"})


@dataclass(frozen=True)
class Meeting:
    """What the form of an activity is told.

    `named` are references of people who came where nobody is expected; `most_missing` is the
    share of those expected who may be missing.
    """

    code: str
    kinds: tuple[str, ...]
    title: str
    held_on: date
    starts_at: str = "16:00"
    minutes: int = 60
    place: str = ""
    chair: str = ""
    recorder: str = ""
    speaker: str = ""
    agenda: str = ""
    record: str = ""
    resolution: str = ""
    study_hours: str = ""
    for_year: int | None = None
    campaign: str = ""
    guests: int = 0
    named: Sequence[str] = ()
    expected_count: int | None = None
    status: str = ""
    most_missing: float = 0.25
    team: str = ""

    @property
    def key(self) -> str:
        return f"{self.code}/{self.held_on}/{self.title}"

    def typed(self) -> dict[str, object]:
        """The fields as typed; an empty one is not sent."""
        given = {
            "kinds": "、".join(self.kinds),
            "title": self.title,
            "organization": UNITS[self.code].name,
            "held_on": self.held_on,
            "starts_at": self.starts_at,
            "minutes_long": self.minutes,
            "place": self.place,
            "chair": self.chair,
            "recorder": self.recorder,
            "speaker": self.speaker,
            "agenda": self.agenda,
            "record": self.record,
            "resolution": self.resolution,
            "study_hours": self.study_hours,
            "for_year": self.for_year,
            "team": self.team,
            "campaign": self.campaign,
            "guest_count": self.guests,
            "present": "、".join(self.named),
            "expected_count": self.expected_count,
            "status": self.status,
        }
        return {name: value for name, value in given.items() if value not in ("", None)}


@dataclass
class Life:
    """The Party life of the two years, being planned: whom there is, and what is to be entered."""

    random: Random
    agenda: Agenda
    people: dict[str, Person]
    by_number: dict[str, Person] = field(init=False)

    def __post_init__(self) -> None:
        self.by_number = {person.number: person for person in self.people.values()}

    def name(self, code: str, day: date, *posts: str) -> str:
        """The name of who holds one of these posts, the first that is taken."""
        key = holder(code, day, *posts)
        return self.people[key].name if key else ""

    def add(self, meeting: Meeting) -> None:
        """Have `meeting` entered on one of the next working days."""
        later = self.random.choice((1, 1, 1, 2, 3))
        self.agenda.add(entered_after(meeting.held_on, later), partial(self.log, meeting), 7)

    def announce(self, meeting: Meeting, on: date) -> None:
        """Have `meeting` entered before its day: it is planned."""
        self.agenda.add(on, partial(_announce, meeting), 7)

    def call_off(self, meeting: Meeting, on: date) -> None:
        """Have it noted that a planned meeting won't be held."""
        self.agenda.add(on, partial(_call_off, meeting), 7)

    def log(self, meeting: Meeting, office: Office) -> None:
        """Enter `meeting` with its roll; some who were missing make up for it some days later."""
        organization = office.organization(meeting.code)
        kinds = [ActivityKind(kind) for kind in meeting.kinds]
        roll = find_expected(organization, kinds, meeting.held_on)
        needed = {meeting.chair, meeting.recorder, meeting.speaker}
        random = Random(meeting.key)
        notes = mark(
            random,
            roll,
            self.by_number,
            meeting.code,
            meeting.held_on,
            needed,
            meeting.most_missing,
        )
        sent = meeting.typed() | as_sent(notes)
        office.enter(_writer(meeting), "activities", meeting.key, **sent)
        if MADE_UP_FOR & set(meeting.kinds):
            self._plan_make_up(random, meeting, notes)

    def _plan_make_up(self, random: Random, meeting: Meeting, notes: Sequence[Note]) -> None:
        day = workdays_later(meeting.held_on, random.randint(4, 9))
        after = make_up(random, notes, day)
        entered = workdays_later(day, 1)
        if entered <= LAST and list(after) != list(notes):
            self.agenda.add(
                entered,
                lambda office: office.change(
                    _writer(meeting), "activities", meeting.key, **as_sent(after)
                ),
                8,
            )


def _announce(meeting: Meeting, office: Office) -> None:
    office.enter(_writer(meeting), "activities", meeting.key, **meeting.typed())


def _call_off(meeting: Meeting, office: Office) -> None:
    office.change(_writer(meeting), "activities", meeting.key, status="cancelled")


def _writer(meeting: Meeting) -> str:
    """A branch whose secretary has an account logs its own; the clerk logs the others."""
    if meeting.code.startswith(HAS_ACCOUNT) and meeting.held_on > date(2021, 6, 30):
        return "yifenchang"
    return "secretary" if SECRETARYS_OWN & set(meeting.kinds) else "clerk"


def months(first: date, last: date) -> list[date]:
    """The first day of each month from the first to the last."""
    found = [first.replace(day=1)]
    while (day := (found[-1] + timedelta(days=32)).replace(day=1)) <= last:
        found.append(day)
    return found
