"""The committee's work: teams, posts, projects, commissars, prosperity workshops, awards."""

from collections.abc import Iterator
from typing import Any

from benchmarks.data import names
from benchmarks.data.committee import ENTERED, RECORD, Made
from benchmarks.data.stores import Store, put

Row = tuple[Any, ...]
SINCE = "2021-07-08"
TEAM_KINDS = ("vanguard", "volunteer", "commando", "tackling")
DUTIES = (
    "morning_shift",
    "lunch_break",
    "daily_reading",
    "heart_talk",
    "mediation",
    "problem_solved",
    "care",
    "other",
)
LEVELS = ("national", "provincial", "prefecture", "county", "township", "enterprise")
SHOWN = ("佩戴党徽上岗", "首件确认", "断头率每百吨不超过0.5次", "active", SINCE, SINCE, 2)
TEAM_SIZE, PROSPERITY_WORKSHOPS = 8, 20
PLAN_YEARS, RUNNING_SINCE = (2022, 2023, 2024, 2025, 2026), 2025
SAVED_FEN = 38_600_000
RETURNED = [f"{y}-{m:02}-01" for y in (2023, 2024, 2025, 2026) for m in range(1, 13)][:-2]


def add_teams(store: Store, made: Made) -> None:
    numbers = range(1, made.sizes.teams + 1)
    columns = "id code name kind organization_id others_count established_on task campaign_id"
    put(store, "team", f"{columns} pinyin search_text" + RECORD, (_team(made, i) for i in numbers))
    people = (
        (i, "members" if place else "leader", SINCE, made.someone())
        for i in numbers
        for place in range(TEAM_SIZE)
    )
    put(store, "team_person", "team_id role started_on member_id", people)


def _team(made: Made, number: int) -> Row:
    name, kind = f"第{number}党员先锋队", made.chance.choice(TEAM_KINDS)
    words = (names.reading(name), names.searched(name))
    led = (made.some_branch(), 5, SINCE, "攻关", 1)
    return (number, f"TD{number:04}", name, kind, *led, *words, *ENTERED)


def add_posts(store: Store, made: Made) -> None:
    numbers = range(1, made.sizes.posts + 1)
    columns = (
        "id code name kind workshop_id organization_id show_identity show_duty show_commitment"
        " status established_on named_on campaign_id pinyin search_text"
    )
    put(store, "vanguard_post", columns + RECORD, (_post(made, i) for i in numbers))
    people = ((i, "holders", SINCE, made.someone()) for i in numbers)
    put(store, "vanguard_post_person", "post_id role started_on member_id", people)
    columns = "post_id reviewed_on performance style service comment search_text"
    words = names.searched("工作扎实")
    reviews = (
        (i, f"{year}-12-13", 86, 92, 90, "工作扎实", words, *ENTERED)
        for i in numbers
        for year in (2024, 2025)
    )
    put(store, "post_review", columns + RECORD, reviews)


def _post(made: Made, number: int) -> Row:
    name = f"第{number}党员先锋岗"
    where = ("vanguard", made.some_workshop(number), made.some_branch())
    words = (names.reading(name), names.searched(name))
    return (number, f"XFG{number:05}", name, *where, *SHOWN, *words, *ENTERED)


def add_projects(store: Store, made: Made) -> None:
    numbers = range(1, made.sizes.projects + 1)
    columns = (
        "id code name plan_year organization_id workshop_id campaign_id started_on due_on closed_on"
        " status target baseline result benefit_cny pinyin search_text"
    )
    put(store, "project", columns + RECORD, (_project(made, i) for i in numbers))
    people = (
        (i, role, f"{_year_of(i)}-03-08", made.someone())
        for i in numbers
        for role in ("lead", "executive_leader")
    )
    put(store, "project_person", "project_id role started_on member_id", people)
    put(
        store,
        "milestone",
        "project_id title planned_on done_on search_text" + RECORD,
        (_milestone(i, step) for i in numbers for step in (3, 4, 5)),
    )


def _year_of(project: int) -> int:
    return PLAN_YEARS[project % len(PLAN_YEARS)]


def _project(made: Made, number: int) -> Row:
    year, name = _year_of(number), f"第{number}号节能改造"
    is_over = year < RUNNING_SINCE or (year == RUNNING_SINCE and number % 2 == 0)
    return (
        number,
        f"LB{year}-{number:05}",
        name,
        year,
        made.some_branch(),
        made.some_workshop(number),
        1,
        f"{year}-03-08",
        f"{year}-11-30",
        f"{year}-11-26" if is_over else None,
        "accepted" if is_over else "running",
        "电耗下降5%",
        "178千瓦时",
        "168千瓦时",
        SAVED_FEN,
        names.reading(name),
        names.searched(name),
        *ENTERED,
    )


def _milestone(project: int, month: int) -> Row:
    year, title = _year_of(project), f"阶段{month - 2}"
    done = f"{year}-0{month}-16" if year < PLAN_YEARS[-1] else None
    return (project, title, f"{year}-0{month}-11", done, names.searched(title), *ENTERED)


def add_commissars(store: Store, made: Made) -> None:
    """Give each workshop a commissar, and distribute the duties among them in turn."""
    count = min(made.sizes.workshops, made.sizes.members)
    people = made.chance.sample(range(1, made.sizes.members + 1), count)
    words = [names.searched_person(made.members[person]) for person in people]
    appointed = (
        (person, place + 1, "2022-01-01", "晨港党〔2022〕5号", words[place], *ENTERED)
        for place, person in enumerate(people)
    )
    columns = "member_id workshop_id started_on document_no search_text"
    put(store, "commissar", columns + RECORD, appointed)
    columns = "commissar_id workshop_id held_on kind topic headcount outcome search_text"
    held = made.chance.choices(DUTIES, k=made.sizes.duties)
    outcome = ("与青年骨干谈入党和成长", 12, "已答复")
    done = (
        (people[p], p + 1, made.some_day().isoformat(), kind, *outcome, words[p], *ENTERED)
        for p, kind in ((number % count, kind) for number, kind in enumerate(held))
    )
    put(store, "duty", columns + RECORD, done)


def add_mentorships(store: Store, made: Made) -> None:
    columns = "mentor_id apprentice_name skill started_on ended_on result search_text"
    put(store, "mentorship", columns + RECORD, _mentorships(made))


def _mentorships(made: Made) -> Iterator[Row]:
    words = names.searched("大拉机操作")
    for number in range(1, made.sizes.mentorships + 1):
        year, is_over = 2022 + number % 5, number % 5 < 3
        apprentice = made.chance.choice(made.names)
        days = (f"{year}-03-15", f"{year + 1}-03-15" if is_over else None)
        yield (made.someone(), apprentice, "大拉机操作", *days, "优秀", words, *ENTERED)


def add_prosperity(store: Store, made: Made) -> None:
    numbers = range(1, min(PROSPERITY_WORKSHOPS, made.sizes.workshops) + 1)
    columns = "id code name type workshop_id area_sqm set_up_on pinyin search_text"
    put(store, "prosperity_workshop", columns + RECORD, map(_prosperity_workshop, numbers))
    columns = "prosperity_workshop_id month staff welfare_staff low_income_staff"
    amounts = (28, 4, 9, 382_650, 1_186_240_000)  # the last two in fen
    returns = (
        (i, month, *amounts, names.searched(f"{i}号共富工坊"), *ENTERED)
        for i in numbers
        for month in RETURNED
    )
    columns += " avg_monthly_income_cny output_cny search_text"
    put(store, "prosperity_return", columns + RECORD, returns)


def _prosperity_workshop(number: int) -> Row:
    name, kind = f"{number}号共富工坊", "targeted_recruitment"
    words = (names.reading(name), names.searched(name))
    area = 612_850  # hundredths of a square meter
    return (number, f"GF{number:02}", name, kind, number, area, "2022-07-06", *words, *ENTERED)


def add_awards(store: Store, made: Made) -> None:
    columns = (
        "title level granting_body awarded_on for_year recipient_kind member_id organization_id"
        " category document_no search_text"
    )
    put(store, "award", columns + RECORD, _awards(made))


def _awards(made: Made) -> Iterator[Row]:
    for number in range(made.sizes.awards):
        day, level = made.some_day(), made.chance.choice(LEVELS)
        title = f"先进表彰{number}"
        given = (title, level, "中共东屿市委员会", day.isoformat(), day.year)
        to: Row = ("member", made.someone(), None, "outstanding_member")
        if number % 3 == 0:
            to = ("organization", None, made.some_branch(), "advanced_organization")
        document = f"东委发〔{day.year}〕{number}号"
        yield (*given, *to, document, names.searched(title), *ENTERED)
