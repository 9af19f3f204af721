"""Who holds which post in the Party when, and the entries of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from partyhub.example.days import LIVE_ON, SETTLED, Agenda
from partyhub.example.entering import Office
from partyhub.example.people import Person
from partyhub.example.tree import GENERAL, PROJECT, ROOT, TERMS, UNITS

SECRETARY = "secretary"
FULL = (
    SECRETARY,
    "deputy_secretary",
    "organization_commissioner",
    "publicity_commissioner",
    "discipline_commissioner",
)
SMALL = (SECRETARY, "organization_commissioner", "publicity_commissioner")
PAIR = (SECRETARY, "deputy_secretary")

# Organization, first day of the term, and who was elected, post by post. A person is named by
# branch and number; a number alone is one of the own branch.
ELECTED: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ROOT,
        "2016-12-20",
        (*FULL, "committee_member", "committee_member"),
        ("ZB09.0", "ZB09.1", "ZB09.2", "ZB08.0", "ZB01.0", "ZB02.0", "ZB10.0"),
    ),
    (
        ROOT,
        "2021-12-15",
        (*FULL, "committee_member", "committee_member"),
        ("ZB09.0", "ZB09.1", "ZB09.2", "ZB08.0", "ZB01.0", "ZB02.0", "ZB07.0"),
    ),
    (
        GENERAL,
        "2020-01-08",
        (SECRETARY, "deputy_secretary", "committee_member"),
        ("ZB02.0", "ZB01.0", "ZB03.0"),
    ),
    ("ZB01", "2018-10-26", FULL, ("0", "1", "2", "3", "4")),
    ("ZB01", "2021-10-26", FULL, ("0", "1", "2", "5", "4")),
    ("ZB02", "2019-04-12", FULL, ("0", "1", "2", "3", "4")),
    ("ZB02", "2022-09-20", FULL, ("0", "1", "5", "3", "4")),
    ("ZB03", "2020-03-20", SMALL, ("0", "1", "2")),
    ("ZB03", "2023-03-20", SMALL, ("0", "3", "2")),
    ("ZB04", "2020-09-18", SMALL, ("0", "1", "2")),
    ("ZB05", "2021-04-16", PAIR, ("0", "1")),
    ("ZB06", "2020-06-22", SMALL, ("0", "1", "2")),
    ("ZB07", "2019-11-15", SMALL, ("0", "1", "3")),
    ("ZB07", "2022-11-15", SMALL, ("0", "1", "2")),
    ("ZB08", "2019-03-22", FULL, ("0", "1", "2", "3", "4")),
    ("ZB08", "2022-03-22", FULL, ("0", "1", "2", "3", "5")),
    ("ZB09", "2021-05-21", SMALL, ("2", "4", "5")),
    ("ZB10", "2019-03-15", PAIR, ("0", "1")),
    (PROJECT, "2022-03-08", PAIR, ("ZB08.13", "ZB01.14")),
    ("ZB01-1", "2018-11-06", ("group_leader",), ("ZB01.6",)),
    ("ZB01-2", "2018-11-06", ("group_leader",), ("ZB01.7",)),
    ("ZB01-3", "2018-11-06", ("group_leader",), ("ZB01.8",)),
    ("ZB08-1", "2019-04-02", ("group_leader",), ("ZB08.6",)),
    ("ZB08-2", "2019-04-02", ("group_leader",), ("ZB08.7",)),
)
# One post was left empty in the middle of a term, and filled by a by-election.
VACATED = ("ZB07", "publicity_commissioner", date(2022, 5, 12))
BY_ELECTION = ("ZB07.2", "ZB07", "publicity_commissioner", date(2022, 6, 17))
# One was held from before the first term on record.
EARLIER = ("ZB06.1", "ZB06", "organization_commissioner", date(2019, 8, 5))
EARLIER_REASON = "上一届届次未录入系统；该同志2019年8月补选任职，2020年换届时连任。"


@dataclass(frozen=True)
class Seat:
    """One post of one person, from its first day to the day on which it ended."""

    member: str
    code: str
    post: str
    since: date
    until: date = date.max

    @property
    def key(self) -> str:
        return f"{self.code}/{self.post}/{self.member}/{self.since}"


def _seats() -> Iterator[Seat]:
    reelected = {(code, started): ended for code, _, started, ended, _ in TERMS if ended}
    for code, started, posts, people in ELECTED:
        until = (
            date.fromisoformat(reelected[code, started])
            if (code, started) in reelected
            else date.max
        )
        for post, member in zip(posts, people, strict=True):
            key = member if "." in member else f"{code}.{member}"
            since, ends = date.fromisoformat(started), min(until, UNITS[code].until)
            if (code, post) == VACATED[:2] and since < VACATED[2] < ends:
                yield Seat(BY_ELECTION[0], code, post, BY_ELECTION[3], ends)
                ends = VACATED[2]
            if (key, code, post) == EARLIER[:3]:
                since = EARLIER[3]
            yield Seat(key, code, post, since, ends)


SEATS = tuple(_seats())


def holder(code: str, day: date, *posts: str) -> str:
    """The key of who holds the first of these posts taken on `day`; the secretary's last."""
    taken = {
        seat.post: seat.member
        for seat in SEATS
        if seat.code == code and seat.since <= day < seat.until
    }
    return next((taken[post] for post in (*posts, SECRETARY, "group_leader") if post in taken), "")


def holders(code: str, day: date) -> list[str]:
    return [seat.member for seat in SEATS if seat.code == code and seat.since <= day < seat.until]


def plan_posts(agenda: Agenda, people: dict[str, Person]) -> None:
    """What stood when the program was taken up is entered after the people, the rest on its day."""
    for seat in SEATS:
        if seat.until <= LIVE_ON:
            continue
        agenda.add(
            max(seat.since, SETTLED), partial(_enter, seat, people[seat.member].reference), 5
        )
        if seat.until < date.max:
            agenda.add(seat.until, partial(_end, seat), 4)


def _enter(seat: Seat, reference: str, office: Office) -> None:
    reason = EARLIER_REASON if (seat.member, seat.code, seat.post) == EARLIER[:3] else None
    office.enter(
        "clerk",
        "party_posts",
        seat.key,
        member=reference,
        organization=UNITS[seat.code].name,
        post=seat.post,
        started_on=seat.since,
        reason=reason,
    )


def _end(seat: Seat, office: Office) -> None:
    office.change("clerk", "party_posts", seat.key, ended_on=seat.until)
