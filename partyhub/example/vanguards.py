"""Entries of the posts: set up and named, held by others, closed, and reviewed twice a year."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from random import Random

from partyhub.example.days import Agenda, entered_after, workdays_later
from partyhub.example.entering import Office
from partyhub.example.people import Person
from partyhub.example.tables import named, rows
from partyhub.example.tree import BRANCHES, UNITS, WORKSHOPS
from partyhub.example.vanguard_posts import AREAS, DEMONSTRATION, POSTS, SHOWS

KINDS = (
    ("vanguard", "党员先锋岗", "XFG", POSTS),
    ("demonstration", "党员示范岗", "SFG", DEMONSTRATION),
    ("responsibility_area", "党员责任区", "ZRQ", AREAS),
)
# Prepared for some weeks before it was named; and one that still waits for it.
PREPARED = ("2022-09-05", "2022-11-01")
PREPARED_ROW = "ZB06 | 共富工坊带班 | 6 | 共富工坊排产、带班和安全 | 新员工不掉队，工资按月不拖欠"
WAITING = "2023-05-15"
WAITING_ROW = "ZB07 | 海外业务 | 10 | 海外询价、认证资料和出口单证 | 询价一天内回复 | 营销中心"
CLOSED = {
    "一分厂老厂退火党员先锋岗": date(2022, 8, 1),
    "海上风电项目部现场服务党员先锋岗": date(2022, 11, 30),
    "设备动力部空压站党员责任区": date(2022, 1, 4),
    "营销中心物流门岗党员责任区": date(2023, 1, 9),
}
# The holder left on this day, and another one followed; where nobody did, the post is vacant.
FOLLOWED = (
    ("二分厂屏蔽工序党员先锋岗", date(2022, 8, 15), "ZB02.11"),
    ("四分厂皱纹铝护套党员先锋岗", date(2023, 5, 22), "ZB04.7"),
)
VACANT = {"一分厂束丝机组党员先锋岗": date(2023, 4, 12)}
IDENTITY = (
    "佩戴党徽上岗，机台悬挂党员先锋岗岗位牌，公示姓名、照片和入党时间",
    "工位设党员身份牌，公示姓名、职责和监督电话",
    "党徽、工牌同时佩戴，班组园地公示党员照片和承诺",
)
# First day of a round of reviews, and who takes part. Sales put off two rounds: they are due.
ROUNDS = (
    (date(2021, 12, 13), range(10)),
    (date(2022, 6, 13), range(9)),
    (date(2022, 12, 13), (0, 1, 2, 3, 4, 5, 7, 8)),
    (date(2023, 6, 8), range(6)),
)
COMMENTS = (
    "岗位业绩突出，承诺事项全部兑现，职工评价好",
    "工作扎实，能帮带新员工，服务上下工序主动",
    "承诺基本兑现，现场整改还要再快一些",
    "业绩稳定，创新和带头作用还可再加强",
)


@dataclass(frozen=True)
class Post:
    """One post as its plaque describes it, and its days."""

    code: str
    kind: str
    name: str
    branch: str
    holders: str
    duty: str
    commitment: str
    place: str
    campaign: str
    since: date
    named_on: date | None


def _posts() -> Iterator[Post]:
    for kind, title, prefix, batches in KINDS:
        found = [(day, day, campaign, row) for day, campaign, row in _rows(batches)]
        if kind == "vanguard":
            found.append((*PREPARED, SHOWS, next(rows(PREPARED_ROW, 6))))
            found.append((WAITING, "", SHOWS, next(rows(WAITING_ROW, 6))))
        for number, (since, named_on, campaign, cells) in enumerate(
            sorted(found, key=lambda one: one[0]), start=1
        ):
            branch, name, holders, duty, commitment, place = cells
            yield Post(
                f"{prefix}{number:03}",
                kind,
                f"{place or UNITS[branch].short}{name}{title}",
                branch,
                holders,
                duty,
                commitment,
                place or UNITS[branch].workshop,
                campaign,
                date.fromisoformat(since),
                date.fromisoformat(named_on) if named_on else None,
            )


def _rows(batches: tuple[tuple[str, str, str], ...]) -> Iterator[tuple[str, str, list[str]]]:
    for day, campaign, text in batches:
        for cells in rows(text, 6):
            yield day, campaign, cells


VANGUARDS = tuple(_posts())


def plan_vanguards(agenda: Agenda, people: Mapping[str, Person]) -> None:
    for number, post in enumerate(VANGUARDS):
        identity = IDENTITY[number % len(IDENTITY)]
        holders = named(people, post.branch, post.holders)
        agenda.add(entered_after(post.since, 1), partial(_enter, post, holders, identity), 6)
        if post.named_on and post.named_on > post.since:
            agenda.add(post.named_on, partial(_name, post))
        if post.name in CLOSED:
            agenda.add(CLOSED[post.name], partial(_close, post), 3)
        _plan_reviews(agenda, post)
    for name, day, follower in FOLLOWED:
        agenda.add(entered_after(day, 1), partial(_follow, name, day, people[follower]))


def _enter(post: Post, holders: str, identity: str, office: Office) -> None:
    is_workshop = post.place in {row[1] for row in WORKSHOPS}
    office.enter(
        "clerk",
        "vanguard_posts",
        post.name,
        code=post.code,
        name=post.name,
        kind=post.kind,
        workshop=post.place if is_workshop else None,
        department=None if is_workshop else post.place,
        organization=UNITS[post.branch].name,
        holders=holders,
        show_identity=identity,
        show_duty=post.duty,
        show_commitment=post.commitment,
        status="active" if post.named_on == post.since else "candidate",
        established_on=post.since,
        named_on=post.named_on if post.named_on == post.since else None,
        campaign=post.campaign,
    )


def _name(post: Post, office: Office) -> None:
    office.change("clerk", "vanguard_posts", post.name, status="active", named_on=post.named_on)


def _close(post: Post, office: Office) -> None:
    day = CLOSED[post.name]
    office.change("clerk", "vanguard_posts", post.name, status="closed", closed_on=day)


def _follow(name: str, day: date, follower: Person, office: Office) -> None:
    office.change("clerk", "vanguard_posts", name, holders=follower.reference, people_since=day)


def _plan_reviews(agenda: Agenda, post: Post) -> None:
    """A review in every round in which the post was named and held."""
    branches = [unit.code for unit in BRANCHES]
    for first, taking_part in ROUNDS:
        number = branches.index(post.branch) if post.branch in branches else 8
        day = workdays_later(first, number)
        ends = min(CLOSED.get(post.name, date.max), VACANT.get(post.name, date.max))
        is_named = post.named_on is not None and post.named_on < first and day < ends
        if number in taking_part and is_named and post.kind != "responsibility_area":
            agenda.add(entered_after(day, 1), partial(_review, post, day), 9)


def _review(post: Post, day: date, office: Office) -> None:
    random = Random(f"{post.code}/{day}")
    points = [random.randint(86, 98), random.randint(88, 99), random.randint(85, 98)]
    office.enter(
        "yifenchang" if post.branch == "ZB01" else "clerk",
        "post_reviews",
        post=post.name,
        reviewed_on=day,
        performance=points[0],
        style=points[1],
        service=points[2],
        comment=COMMENTS[2 + random.randrange(2) if min(points) < 88 else random.randrange(2)],
    )
