"""Working days, and the queue of what is entered when."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from partyhub.clock import ZONE
from partyhub.example.entering import Office

DAY = timedelta(days=1)
LIVE_ON = date(2021, 6, 15)  # the day on which the committee began to use the program
SETTLED = date(2021, 6, 25)  # by then everybody was on record
BEGAN = date(2021, 7, 1)  # the first day of the first Party year
LAST = date(2023, 6, 30)
OPENS = time(8, 5)
OFFICE_SECONDS = 9.5 * 3600
LONGEST_GAP = 14 * 60

# First and last days of the public holidays, by the State Council's notices.
HOLIDAYS = (
    ("2021-06-12", "2021-06-14"),
    ("2021-09-19", "2021-09-21"),
    ("2021-10-01", "2021-10-07"),
    ("2022-01-01", "2022-01-03"),
    ("2022-01-31", "2022-02-06"),
    ("2022-04-03", "2022-04-05"),
    ("2022-04-30", "2022-05-04"),
    ("2022-06-03", "2022-06-05"),
    ("2022-09-10", "2022-09-12"),
    ("2022-10-01", "2022-10-07"),
    ("2022-12-31", "2023-01-02"),
    ("2023-01-21", "2023-01-27"),
    ("2023-04-05", "2023-04-05"),
    ("2023-04-29", "2023-05-03"),
    ("2023-06-22", "2023-06-24"),
)
_SPANS = tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in HOLIDAYS)


def is_holiday(day: date) -> bool:
    return any(first <= day <= last for first, last in _SPANS)


def is_workday(day: date) -> bool:
    return day.weekday() < 5 and not is_holiday(day)


def workday_from(day: date) -> date:
    """The first working day on or after `day`."""
    while not is_workday(day):
        day += DAY
    return day


def workdays_later(day: date, count: int) -> date:
    """The working day that is `count` working days after `day`."""
    for _ in range(count):
        day = workday_from(day + DAY)
    return day


def entered_after(day: date, later: int) -> date:
    """When something that happened on `day` is entered: some working days later, up to the last."""
    return min(workdays_later(day, later), LAST)


@dataclass(order=True)
class Task:
    """One thing to enter: on which day, and in which turn of that day."""

    day: date
    turn: int
    number: int
    run: Callable[[Office], None] = field(compare=False)


@dataclass
class Agenda:
    """What is still to be entered. Running a task may add later ones, such as a make-up."""

    random: Random
    tasks: list[Task] = field(default_factory=list)
    count: int = 0

    def add(self, day: date, run: Callable[[Office], None], turn: int = 5) -> None:
        self.count += 1
        heapq.heappush(self.tasks, Task(workday_from(day), turn, self.count, run))

    def moments(self) -> Iterator[tuple[datetime, Task]]:
        """Every task with its moment, in order of time: between 08:00 and 18:00 in Shanghai."""
        while self.tasks:
            day = self.tasks[0].day
            today = []
            while self.tasks and self.tasks[0].day == day:
                today.append(heapq.heappop(self.tasks))
            moment = datetime.combine(day, OPENS, ZONE)
            gap = min(LONGEST_GAP, OFFICE_SECONDS / (len(today) + 1))
            for task in today:
                moment += timedelta(seconds=int(self.random.uniform(0.3, 1) * gap))
                yield moment, task
