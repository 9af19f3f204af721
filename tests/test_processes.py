"""Several web processes on one database, written to at the same moment.

Nothing that is saved gets lost, no number is given twice, and nobody meets an error page.
"""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from partyhub import clock, migrations
from partyhub.accounts import operations
from partyhub.activities.models import Activity
from partyhub.app import create_app
from partyhub.database import db, writing
from partyhub.history.models import HistoryEntry
from partyhub.roles import Role
from tests import factories, instances
from tests.browser import form_data

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[1]
SERVERS = 2
CLIENTS = 6  # as many as there are accounts
ROUNDS = 4


class Unfollowed(HTTPRedirectHandler):
    """Lets the test see where an answer leads, as any other answer."""

    def redirect_request(
        self, req: Request, fp: Any, code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


class Client:
    """Somebody who is signed in at one of the servers."""

    def __init__(self, address: str, username: str, password: str) -> None:
        self.address = address
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()), Unfollowed())
        form = {"username": username, "password": password}
        assert self.post("/sign-in", self.form("/sign-in") | form) == 303

    def form(self, path: str) -> dict[str, Any]:
        """What a browser would send for the form of a page."""
        status, body = self._send(path)
        assert status == 200
        return form_data(BeautifulSoup(body, "html.parser"))

    def post(self, path: str, form: dict[str, Any]) -> int:
        return self._send(path, form)[0]

    def _send(self, path: str, form: dict[str, Any] | None = None) -> tuple[int, str]:
        data = None if form is None else urlencode(form, doseq=True).encode()
        try:
            with self._opener.open(f"{self.address}{path}", data, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """An instance with a branch, and the passwords of some secretaries."""
    folder = instances.prepare(tmp_path_factory.mktemp("processes"))
    app = create_app(folder)
    migrations.upgrade(app)
    with app.app_context():
        with writing():
            factories.make_branch()
            factories.make_campaign(goal="At first")
            passwords = {name: add_secretary(name) for name in "abcdef"}
            db.session.commit()
        yield folder, passwords
        db.session.remove()
        db.engine.dispose()


def add_secretary(name: str) -> str:
    scope = (Role.COMMITTEE_SECRETARY, factories.committee().id)
    return operations.create_user(name, name.upper(), *scope, must_change=False)[1]


@pytest.fixture(scope="module")
def clients(place: tuple[Path, dict[str, str]]) -> Iterator[list[Client]]:
    with ExitStack() as stack:
        addresses = [stack.enter_context(served(place[0])) for _ in range(SERVERS)]
        users = enumerate(place[1].items())
        yield [Client(addresses[number % SERVERS], *user) for number, user in users]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-u", "-m", "partyhub.cli", "--instance", str(folder)]
    environment = os.environ | {"PARTYHUB_ARGON2": "small"}
    process = subprocess.Popen(
        [*command, "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=ROOT,
        env=environment,
    )
    with process:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert found
        yield found[0]
        process.terminate()
        assert process.wait(timeout=60) == 0


def at_once(clients: list[Client], act: Callable[[Client, int], int]) -> Counter[int]:
    """Let every client act at the same moment; return how often each status was answered."""
    start = Barrier(len(clients))

    def run(numbered: tuple[int, Client]) -> int:
        start.wait(60)
        return act(numbered[1], numbered[0])

    with ThreadPoolExecutor(len(clients)) as pool:
        return Counter(pool.map(run, enumerate(clients)))


def test_several_may_make_the_tables_at_once(tmp_path: Path) -> None:
    folder = instances.prepare(tmp_path / "instance")
    command = [sys.executable, "-m", "partyhub.cli", "--instance", str(folder), "db", "upgrade"]
    with ExitStack() as stack:
        made = [stack.enter_context(subprocess.Popen(command, cwd=ROOT)) for _ in range(SERVERS)]
    assert [process.returncode for process in made] == [0] * SERVERS


def test_one_of_several_edits_is_saved_and_the_others_are_told(clients: list[Client]) -> None:
    """Who comes second is shown what the first one saved, whichever server each one asked."""
    for turn in range(ROUNDS):
        path, before = "/campaigns/1/edit", saves()
        # Nobody writes what is there already: that would change nothing, and be no second save.
        forms = [
            client.form(path) | {"goal": f"By {number} in {turn}"}
            for number, client in enumerate(clients)
        ]

        def edit(client: Client, number: int, forms: Any = forms) -> int:
            return client.post("/campaigns/1/edit", forms[number])

        assert at_once(clients, edit) == {303: 1, 409: CLIENTS - 1}
        assert saves() == before + 1


def saves() -> int:
    """How many acts the history of the campaign has."""
    db.session.rollback()
    entries = select(func.count(HistoryEntry.id)).where(HistoryEntry.register == "campaigns")
    return db.session.scalar(entries.where(HistoryEntry.record_id == 1)) or 0


def test_no_number_is_given_twice(clients: list[Client]) -> None:
    """The number of an activity is the one after the last, which each server looks up."""
    day = clock.today().isoformat()  # of a past year it would be asked about first
    form = {"kinds": "theme_day", "organization": "Branch 2", "held_on": day}
    form["reason"] = "Each group met by itself"  # else it might be the same meeting
    forms = [client.form("/activities/new") for client in clients]

    def create(client: Client, number: int) -> int:
        return client.post("/activities/new", forms[number] | form | {"title": f"T {number}"})

    for _ in range(ROUNDS):
        assert at_once(clients, create) == {303: CLIENTS}
    db.session.rollback()
    numbers = db.session.scalars(select(Activity.number)).all()
    assert len(set(numbers)) == len(numbers) == ROUNDS * CLIENTS


def test_a_code_is_taken_once(clients: list[Client]) -> None:
    """No constraint says so: who comes second finds the first one's record."""
    forms = [client.form("/campaigns/new") for client in clients]
    for turn in range(ROUNDS):
        values = {"code": f"T{turn}", "name": "Taken", "started_on": "2023-01-01"}

        def create(client: Client, number: int, values: Any = values) -> int:
            return client.post("/campaigns/new", forms[number] | values)

        assert at_once(clients, create) == {303: 1, 400: CLIENTS - 1}


def test_pages_are_answered_while_others_save(clients: list[Client]) -> None:
    form = clients[0].form("/campaigns/new")

    def act(client: Client, number: int) -> int:
        if number:
            client.form("/campaigns/1/edit")
            return client.post("/campaigns/1/edit", {})
        values = {"code": "W", "name": "While", "started_on": "2023-01-01"}
        return client.post("/campaigns/new", form | values)

    assert at_once(clients, act)[303] == 1
