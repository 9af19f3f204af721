"""Activities with their kinds and attendance, and the history of the records' creation."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from benchmarks.data import names
from benchmarks.data.committee import DAY, ENTERED, RECORD, Made
from benchmarks.data.stores import AT, Store, put

# The title after the month, its kind, and the position of the kind among several.
TOPICS = (
    ("月支委会：研究半年承诺兑现和高温期间职工关怀", "committee_meeting", 1),
    ("月党员大会：学习贯彻党的二十大精神", "general_meeting", 0),
    ("月党课：党的纪律建设", "party_lecture", 3),
    ("月主题党日：重温入党誓词", "theme_day", 4),
    ("月党小组会：讨论先锋岗承诺", "group_meeting", 2),
    ("月集中学习：习近平新时代中国特色社会主义思想", "study", 9),
    ("月志愿服务：厂区环境整治", "volunteer_service", 10),
    ("月谈心谈话", "heart_talk", 11),
)
STUDIED = ("general_meeting", "party_lecture", "theme_day", "study")
RECORDED = (
    "主持会议并通报了到会情况。\n会议研究半年承诺兑现和高温期间职工关怀，与会委员逐一发表意见。\n"
    "交流中，大家结合“屏蔽层偏心”谈了想法，认为党员要先动起来。\n提醒未到会的党员按时补课。"
)
STATES = ("present",) * 85 + ("leave",) * 7 + ("absent",) * 3 + ("made_up",) * 5
CANCELED_EACH, SMALL_SHARE = 50, 0.004  # every 50th; of the two smallest branches
UNEXPECTED = 19  # the place on the list of the one who came without being expected
PORTION = 10_000
COLUMNS = (
    "id number name organization_id campaign_id held_on starts_at minutes_long study_hours"
    " for_year place chair recorder agenda record guest_count status search_text"
)
CREATED = (
    '[{"field": "number", "old": null, "new": "CG0001"}, {"field": "sex", "old": null,'
    ' "new": "male"}, {"field": "birth_date", "old": null, "new": "1974-03-25"}]'
)
Row = tuple[Any, ...]


def add_activities(store: Store, made: Made) -> None:
    """Add the activities in portions: two million rows of attendance are too many for memory.

    The history of members and activities is written last.
    """
    gatherings = _gatherings(made)
    titles: list[str] = []
    while portion := list(islice(gatherings, PORTION)):
        activities = [activity for activity, _ in portion]
        titles += [activity[2] for activity in activities]
        put(store, "activity", COLUMNS + RECORD, activities)
        kinds = (row for activity, topic in portion for row in _kinds(activity[0], topic))
        put(store, "activity_kind", "activity_id kind position", kinds)
        columns = "activity_id member_id state is_expected reason made_up_on"
        came = (row for activity in activities for row in _attendance(made, activity))
        put(store, "attendance", columns, came)
    entered = [("members", *pair) for pair in made.members.items()]
    entered += [("activities", number, title) for number, title in enumerate(titles, 1)]
    columns = "at user_name register record_id record_title action changes"
    history = ((AT, "党务干事", *what, "created", CREATED) for what in entered)
    put(store, "history_entry", columns, history)


def _gatherings(made: Made) -> Iterator[tuple[Row, int]]:
    """Yield (activity, number of its topic) pairs."""
    chance = made.chance
    for number in range(1, made.sizes.activities + 1):
        is_small = chance.random() < SMALL_SHARE
        branch = made.branches[number % 2][0] if is_small else made.some_branch()
        topic = chance.randrange(len(TOPICS))
        yield _activity(made, number, branch, topic), topic


def _activity(made: Made, number: int, branch: int, topic: int) -> Row:
    words, kind, _ = TOPICS[topic]
    day, chair = made.some_day(), made.names[number % 500]
    title = f"{day.year}年{day.month}{words}"
    search = f"{title} {names.searched(words)} hd{day.year}-{number:06}"
    return (
        number,
        f"HD{day.year}-{number:06}",
        title,
        branch,
        1 if number % 7 == 0 else None,
        day.isoformat(),
        "13:00:00.000000",
        60,
        200 if kind in STUDIED else None,  # hundredths of an hour
        day.year,
        "二分厂会议室",
        chair,
        made.names[(number + 7) % 500],
        words[2:],
        chair + RECORDED,
        number % 4,
        "held" if number % CANCELED_EACH else "cancelled",
        f"{search} {names.searched_person(chair)}",
        *ENTERED,
    )


def _kinds(activity: int, topic: int) -> Iterator[Row]:
    _, kind, position = TOPICS[topic]
    yield activity, kind, position
    if activity % 5 == 0 and kind != "theme_day":
        yield activity, "theme_day", 4


def _attendance(made: Made, activity: Row) -> Iterator[Row]:
    """Yield the attendance of an activity that took place: people of its branch, each once."""
    number, branch, day, status = activity[0], activity[3], activity[5], activity[16]
    first, count = made.people_of[branch]
    if status != "held" or not count:
        return
    length = min(made.sizes.people, count)
    start = made.chance.randrange(count)
    for place, state in enumerate(made.chance.choices(STATES, k=length)):
        person = first + (start + place) % count
        reason = "出差" if state == "leave" else None
        made_up = _nine_days_after(day) if state == "made_up" else None
        yield number, person, state, place != UNEXPECTED, reason, made_up


@cache
def _nine_days_after(day: str) -> str:
    return (date.fromisoformat(day) + 9 * DAY).isoformat()
