"""Lines for pages of lists and of a record, beside Django's admin and Flask-Admin; in process."""

from collections.abc import Callable
from statistics import median

from benchmarks.bench import Bench
from benchmarks.costs import run, theirs
from benchmarks.data.names_searched import SEARCHED
from benchmarks.figures import pages
from benchmarks.instances import CLERK, Instance
from benchmarks.results import Goal, Line

MEMBERS, LAST, ACTIVITIES = "/members/", "last:/members/", "/activities/"
SEARCH = f"/members/?q={SEARCHED}"
ADMIN, ADMIN_SEARCH = "/admin/people/member/", f"/admin/people/member/?q={SEARCHED}"
FLASK_ADMIN = "/admin/member/"
DJANGO, FLASK = "Django admin", "Flask-Admin"
Pages = dict[str, float]


def measure(bench: Bench) -> list[Line]:
    large, small = bench.large_instance(), bench.small_instance()
    person, less = f"/members/{large_id(bench.sizes)}", f"/members/{large_id(bench.small)}"
    wanted = (MEMBERS, LAST, ACTIVITIES, SEARCH, person)
    sides: dict[str, Callable[[], Pages]] = {
        "large": lambda: pages(large, CLERK, bench.pages, *wanted),
        "small": lambda: pages(small, CLERK, bench.pages, MEMBERS, less),
    }
    if bench.has_peers:
        sides[DJANGO] = lambda: peer_pages(bench, large, "django", ADMIN, ADMIN_SEARCH)
        sides[FLASK] = lambda: peer_pages(bench, large, "flask_admin", FLASK_ADMIN)
    found = bench.alternate(sides)
    big, few = (medians(found[side]) for side in ("large", "small"))
    django, flask = (medians(found.get(side, [])) for side in (DJANGO, FLASK))
    count, fewer = f"{bench.sizes.members:,}", f"{bench.small.members:,}"
    return [
        in_ms(f"list of members, {count}", big[MEMBERS], Goal(0.10), django.get(ADMIN), DJANGO),
        in_ms(f"list of members, {count}", big[MEMBERS], Goal(0.20), flask.get(FLASK_ADMIN), FLASK),
        in_ms("its last page", big[LAST], Goal(1.2), big[MEMBERS], "first page"),
        in_ms(f"the list from {fewer} to {count}", big[MEMBERS], Goal(1.1), few[MEMBERS], fewer),
        in_ms("list of activities", big[ACTIVITIES], Goal(1.2), big[MEMBERS], "list of members"),
        in_ms(f"search {SEARCHED}", big[SEARCH], Goal(0.10), django.get(ADMIN_SEARCH), DJANGO),
        in_ms("page of a member", big[person], Goal(40, "ms")),
        in_ms(f"the page from {fewer} to {count}", big[person], Goal(1.2), few[less], fewer),
    ]


def large_id(sizes: object) -> int:
    """Return the id of a member in the middle."""
    return getattr(sizes, "members", 0) // 2


def peer_pages(bench: Bench, instance: Instance, site: str, *addresses: str) -> Pages:
    words = theirs("pages", site, instance.peer_database, str(bench.pages), *addresses)
    return dict(run(words).answer)


def medians(found: list[Pages]) -> Pages:
    names = found[0] if found else ()
    return {name: median(costs[name] for costs in found) for name in names}


def in_ms(work: str, ours: float, goal: Goal, peer: float | None = None, name: str = "") -> Line:
    return Line(work, ours * 1_000, goal, peer and peer * 1_000, name, "ms")
