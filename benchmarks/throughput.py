"""Lines for pages of the member list per second, for eight clients; one process each, waitress."""

import time
from collections.abc import Callable
from functools import partial
from http.client import HTTPConnection
from threading import Lock, Thread

from benchmarks.bench import Bench
from benchmarks.costs import theirs
from benchmarks.instances import CLERK
from benchmarks.lists import ADMIN, DJANGO, MEMBERS
from benchmarks.results import Goal, Line
from benchmarks.serving import LONGEST, free_port, partyhub_serving, running, signed_in

CONNECTIONS = 8


def measure(bench: Bench) -> list[Line]:
    sides: dict[str, Callable[[], float]] = {"PartyHub": lambda: of_partyhub(bench)}
    if bench.has_peers:
        sides[DJANGO] = lambda: of_django(bench)
    found = bench.medians(sides)
    work = f"pages of the list a second, {CONNECTIONS} connections"
    goal = Goal(8, at_least=True)
    return [Line(work, found["PartyHub"], goal, found.get(DJANGO), DJANGO, "/s")]


def of_partyhub(bench: Bench) -> float:
    instance = bench.large_instance()
    with partyhub_serving(instance) as port:
        cookie = signed_in(port, CLERK, instance.passwords[CLERK])
        return pages_a_second(port, MEMBERS, bench.seconds, {"Cookie": cookie})


def of_django(bench: Bench) -> float:
    port = free_port()
    database = bench.large_instance().peer_database
    with running(theirs("serving", "django", database, str(port)), port):
        return pages_a_second(port, ADMIN, bench.seconds, {})


def pages_a_second(port: int, path: str, seconds: float, headers: dict[str, str]) -> float:
    """Return the pages per second over all connections, after one page each that warms up."""
    asking = [Asking(port, path, headers) for _ in range(CONNECTIONS)]
    _together([each.ask for each in asking])
    start, end = time.monotonic(), time.monotonic() + seconds
    answered, lock = [0], Lock()

    def go_on(each: "Asking") -> None:
        while time.monotonic() < end:
            each.ask()
            with lock:
                answered[0] += 1

    _together([partial(go_on, each) for each in asking])
    took = time.monotonic() - start
    for each in asking:
        each.close()
    return answered[0] / took


class Asking:
    """One connection that requests one page."""

    def __init__(self, port: int, path: str, headers: dict[str, str]) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=LONGEST)
        self._path, self._headers = path, headers

    def ask(self) -> None:
        self._connection.request("GET", self._path, headers=self._headers)
        answer = self._connection.getresponse()
        answer.read()
        assert answer.status == 200, f"{self._path} answers {answer.status}."

    def close(self) -> None:
        self._connection.close()


def _together(actions: list[Callable[[], None]]) -> None:
    failed: list[BaseException] = []

    def run(action: Callable[[], None]) -> None:
        try:
            action()
        except BaseException as error:  # noqa: BLE001  # raised again below, in the one who waits
            failed.append(error)

    threads = [Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
