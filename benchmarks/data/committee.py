"""The committee with its hierarchy, workshops and campaigns, and the members of its branches."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from benchmarks.data import names
from benchmarks.data.sizes import CROWDS, GENERAL_BRANCHES, Sizes
from benchmarks.data.stores import AT, LONG_AGO, Store, put

RECORD = " version created_at updated_at archived_at"
ENTERED = (1, AT, AT, None)  # the values of these
DAY = timedelta(days=1)
FIRST_BRANCH = GENERAL_BRANCHES + 2  # its id: 1 is the committee
PEOPLE = ("汉族", "汉族", "汉族", "回族", "畲族")
SCHOOLS = ("本科", "大专", "高中", "硕士")
JOBS = ("操作工", "班长", "工程师", "主管", "质检员", "车间副主任")
POSTS = (
    "secretary",
    "deputy_secretary",
    "organization_commissioner",
    "publicity_commissioner",
    "discipline_commissioner",
)
GRADES = ("excellent", "qualified", "qualified", "qualified", "basically_qualified")
CAMPAIGNS = ("三先工程", "三亮三比", "红色引擎")
TERMS = ((1, "2019-03-01", "2022-03-01", "2022-03-01"), (2, "2022-03-01", "2027-03-01", None))


@dataclass
class Made:
    """The records that later ones refer to: names of members by id, the members of each branch."""

    chance: Random
    sizes: Sizes
    names: list[str]
    branches: list[tuple[int, str]] = field(default_factory=list)
    members: dict[int, str] = field(default_factory=dict)
    people_of: dict[int, tuple[int, int]] = field(default_factory=dict)

    def someone(self) -> int:
        return self.chance.randint(1, self.sizes.members)

    def some_branch(self) -> int:
        return self.chance.choice(self.branches)[0]

    def some_workshop(self, number: int) -> int:
        return 1 + number % self.sizes.workshops

    def some_day(self) -> date:
        return self.sizes.first + DAY * self.chance.randrange(self.sizes.days)


def add_organizations(store: Store, made: Made) -> None:
    rows = list(_organizations(made.sizes.organizations))
    made.branches += [(row[0], row[2]) for row in rows if row[4] == "branch"]
    put(
        store,
        "organization",
        "id code name short_name kind has_committee established_on superior_name pinyin"
        " search_text" + RECORD,
        ((*row, names.reading(row[2]), names.searched(row[2], row[1]), *ENTERED) for row in rows),
    )
    put(
        store,
        "placement",
        "organization_id parent_id started_on",
        ((i, 1 if i < FIRST_BRANCH else 2 + i % GENERAL_BRANCHES, LONG_AGO) for i, *_ in rows[1:]),
    )
    put(
        store,
        "term",
        "organization_id number started_on due_on reelected_on search_text" + RECORD,
        ((row[0], *term, names.searched(row[2]), *ENTERED) for row in rows for term in TERMS),
    )


def _organizations(count: int) -> Iterator[tuple[Any, ...]]:
    committee = "中共测试电缆股份有限公司委员会"
    rest = (True, LONG_AGO)
    yield (1, "DW", committee, "公司党委", "party_committee", *rest, "中共临港镇委员会")
    for i in range(2, FIRST_BRANCH):
        yield (i, f"Z{i:03}", f"第{i - 1}生产党总支", None, "general_branch", *rest, None)
    for i in range(FIRST_BRANCH, count + 1):
        yield (i, f"B{i:03}", f"第{i - 10}车间党支部", None, "branch", *rest, None)


def add_workshops(store: Store, made: Made) -> None:
    columns = "id code name is_first_line opened_on organization_id pinyin search_text"
    numbers = range(1, made.sizes.workshops + 1)
    put(store, "workshop", columns + RECORD, (_workshop(made, number) for number in numbers))
    put(
        store,
        "campaign",
        "id code name started_on pinyin search_text" + RECORD,
        (
            (i, f"ZX{i:02}", n, "2021-03-01", names.reading(n), names.searched(n), *ENTERED)
            for i, n in enumerate(CAMPAIGNS, 1)
        ),
    )


def _workshop(made: Made, number: int) -> tuple[Any, ...]:
    name, branch = f"{number}号车间", made.branches[number % len(made.branches)][0]
    words = (names.reading(name), names.searched(name))
    return (number, f"W{number:03}", name, number % 2 == 1, "2003-03-18", branch, *words, *ENTERED)


def add_members(store: Store, made: Made) -> None:
    """Add the members branch by branch, so that the ids of a branch are consecutive."""
    first = 1
    for (branch, _), count in zip(made.branches, _crowds(made), strict=True):
        made.people_of[branch] = first, count
        for number in range(first, first + count):
            made.members[number] = made.chance.choice(made.names)
        first += count
    rows = [_member(made, number, name) for number, name in made.members.items()]
    put(
        store,
        "member",
        "id number name pinyin sex birth_date ethnicity native_place education workshop_id job"
        " applied_on activist_on target_on admitted_on full_on joined_on employment is_floating"
        " phone search_text" + RECORD,
        rows,
    )
    joined = {row[0]: row[16] for row in rows}
    put(
        store,
        "assignment",
        "member_id organization_id started_on in_reason search_text" + RECORD,
        _assignments(made, joined),
    )
    _add_posts_and_appraisals(store, made)


def _crowds(made: Made) -> list[int]:
    """Return the number of members of each branch."""
    few = [min(size, made.sizes.members // 4) for size in CROWDS]
    others = len(made.branches) - len(few)
    rest = made.sizes.members - sum(few)
    return [*few, *(rest // others + (k < rest % others) for k in range(others))]


def _member(made: Made, number: int, name: str) -> tuple[Any, ...]:
    chance = made.chance
    born = date(1960, 1, 1) + DAY * chance.randrange(14_000)
    joined = date(2000, 1, 1) + DAY * chance.randrange(7_600)
    admitted, full = _stages(chance, joined)
    applied, activist, target = (joined - DAY * days for days in (900, 500, 200))
    return (
        number,
        f"CG{number:06}",
        name,
        names.reading(name),
        chance.choice(("male", "female")),
        born.isoformat(),
        chance.choice(PEOPLE),
        "浙江嘉兴",
        chance.choice(SCHOOLS),
        made.some_workshop(number),
        chance.choice(JOBS),
        *(day.isoformat() for day in (applied, activist, target)),
        *(day and day.isoformat() for day in (admitted, full)),
        joined.isoformat(),
        "on_post",
        False,
        f"199{number:08}",
        f"cg{number:06} c{number:06} {names.searched_person(name)}",
        *ENTERED,
    )


def _stages(chance: Random, joined: date) -> tuple[date | None, date | None]:
    """Return the days of admission and of full membership, None for a stage not reached.

    Nearly all are full members; a few were admitted in 2025 or in 2026, and a few are not yet
    admitted.
    """
    stage, admitted = chance.random(), joined + DAY * 400
    if stage < 0.93:
        return admitted, admitted + DAY * 366
    if stage < 0.95:
        first = date(2025 if stage < 0.94 else 2026, 3, 1)
        return first + DAY * chance.randrange(200), None
    return None, None


def _assignments(made: Made, joined: dict[int, str]) -> Iterator[tuple[Any, ...]]:
    for branch, name in made.branches:
        first, count = made.people_of[branch]
        for number in range(first, first + count):
            words = f"{name} {names.searched_person(made.members[number])}"
            yield (number, branch, joined[number], "transfer_in", words, *ENTERED)


def _add_posts_and_appraisals(store: Store, made: Made) -> None:
    words = {number: names.searched_person(name) for number, name in made.members.items()}
    held = (
        (first + place, branch, post, "2022-03-01", words[first + place], *ENTERED)
        for branch, (first, count) in made.people_of.items()
        for place, post in enumerate(POSTS[:count])
    )
    columns = "member_id organization_id post started_on search_text"
    put(store, "party_post", columns + RECORD, held)
    years = range(2026 - made.sizes.appraisal_years, 2026)
    grades = made.chance.choices(GRADES, k=len(words) * len(years))
    graded = (
        (number, year, f"{year + 1}-01-{10 + number % 15}", grades.pop(), words[number], *ENTERED)
        for year in years
        for number in words
    )
    put(store, "appraisal", "member_id for_year held_on grade search_text" + RECORD, graded)
