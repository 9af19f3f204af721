"""Lines for all figures of periods, and for the first page, which shows many of them."""

import json
from collections.abc import Iterator

from benchmarks.bench import Bench
from benchmarks.costs import ours, run
from benchmarks.instances import BRANCH, CLERK, Instance
from benchmarks.postgresql import UnavailableError, serving
from benchmarks.results import Goal, Line, unmeasured

YEAR, YEARS = "2025", "2022-01-01..2026-12-31"
PAGE = f"/figures/?period={YEAR}"  # with the year before
GROWTH = Goal(1.2)
GOALS = {
    (CLERK, YEAR): Goal(0.4, "s"),
    (CLERK, YEARS): Goal(0.6, "s"),
    (CLERK, PAGE): Goal(0.7, "s"),
    (BRANCH, YEAR): Goal(0.05, "s"),
}
WORDS = {
    (CLERK, YEAR): "all figures of one year",
    (CLERK, YEARS): "all figures of five years",
    (CLERK, PAGE): "all figures of a year and the one before, the page",
    (BRANCH, YEAR): "all figures of one year, a branch's secretary",
}
Costs = dict[tuple[str, str], float]


def computing(instance: Instance, user: str, times: int, *periods: str) -> dict[str, float]:
    words = ours("benchmarks.sides.computing", user, str(times), *periods)
    return dict(run(words, instance.environment).answer)


def pages(instance: Instance, user: str, times: int, *addresses: str) -> dict[str, float]:
    words = ours("benchmarks.sides.pages", user, str(times), *addresses)
    return dict(run(words, instance.environment).answer)


def measure(bench: Bench) -> list[Line]:
    """Return lines for the figures on SQLite, their growth with the history, and on PostgreSQL."""
    large, year = bench.large_instance(), bench.filled(bench.sizes.of_one_year(int(YEAR)))
    once = {
        "large": lambda: json.dumps(computing(large, CLERK, 3, YEAR)),
        "year": lambda: json.dumps(computing(year, CLERK, 3, YEAR)),
    }
    found = bench.alternate(once)
    many, one = (sorted(json.loads(text)[YEAR] for text in found[side]) for side in once)
    half = len(many) // 2
    grown = Line(
        "the same with four more years of history", many[half], GROWTH, one[half], "one year"
    )
    return [*figures_of(bench, large, "SQLite"), grown, *on_postgresql(bench)]


def figures_of(bench: Bench, instance: Instance, database: str) -> Iterator[Line]:
    found = bench.alternate({database: lambda: costs_of(bench, instance)})[database]
    for what, goal in GOALS.items():
        several = sorted(costs[what] for costs in found)
        yield Line(f"{WORDS[what]}, {database}", several[len(several) // 2], goal)


def costs_of(bench: Bench, instance: Instance) -> Costs:
    whole = computing(instance, CLERK, bench.pages, YEAR, YEARS)
    page = pages(instance, CLERK, bench.pages, PAGE)
    own = computing(instance, BRANCH, bench.pages, YEAR)
    return {
        (CLERK, YEAR): whole[YEAR],
        (CLERK, YEARS): whole[YEARS],
        (CLERK, PAGE): page[PAGE],
        (BRANCH, YEAR): own[YEAR],
    }


def on_postgresql(bench: Bench) -> list[Line]:
    try:
        with serving() as address:
            return list(figures_of(bench, bench.filled(bench.sizes, address), "PostgreSQL"))
    except UnavailableError as error:
        why = str(error)
        return [unmeasured(f"{WORDS[what]}, PostgreSQL", g, why) for what, g in GOALS.items()]


def first_page(bench: Bench) -> list[Line]:
    large, shown = bench.large_instance(), bench.example_instance()
    sides = {
        "large": lambda: pages(large, CLERK, bench.pages, "/")["/"],
        "example": lambda: pages(shown, CLERK, bench.pages, "/")["/"],
    }
    found = bench.medians(sides)
    people = f"{bench.sizes.members:,} members"
    return [
        Line(f"first page, signed in, {people}", found["large"], Goal(0.5, "s")),
        Line("first page, signed in, the example", found["example"], Goal(0.06, "s")),
    ]
