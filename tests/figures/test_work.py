"""The work that figures and the first page are for SQLite, counted in steps of its machine.

There is no clock in it: a base whose work doubles fails, however fast the machine is.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from benchmarks.data.filling import fill
from benchmarks.data.sizes import Sizes
from partyhub.app import create_app
from partyhub.database import db
from partyhub.figures import Figure, tally
from partyhub.home.due import find_due
from partyhub.periods import Period
from partyhub.reports.calculation import scope_of
from tests.catalog import CATALOG
from tests.factories import OWNER
from tests.reports import worlds

pytestmark = [
    pytest.mark.sqlite(reason="PostgreSQL doesn't count its steps"),
    pytest.mark.long,
]

Statement = tuple[str, Any]
SIZES = Sizes().of(50)
TODAY = date(2026, 11, 30)
YEARS = ("2025", "2022-01-01..2026-11-30")
STEP = 100
# Room for other versions of SQLite, and for a condition more; not for twice the work.
ROOM = 1.25
# Thousands of steps for each base, by the code of its first figure: of one year, and of five.
FIGURES: dict[str, tuple[float, float]] = {
    "organizations.branches": (4, 4),
    "organizations.reelected": (0, 1),
    "members.total": (308, 309),
    "members.admitted": (3, 17),
    "appraisals.excellent": (90, 172),
    "activities.general_meeting": (48, 234),
    "meetings.required": (1036, 4993),
    "votes.total": (3, 16),
    "vanguards.posts": (1, 1),
    "vanguards.teams": (0, 0),
    "commissars.appointed": (4, 5),
    "commissars.first_line_workshops": (5, 5),
    "commissars.duties": (4, 21),
    "commissars.reading_days": (36, 159),
    "projects.running": (6, 7),
    "projects.milestones_late": (1, 1),
    "mentoring.pairs": (1, 1),
    "prosperity.workshops": (0, 0),
    "prosperity.staff": (22, 82),
    "awards.total": (1, 5),
    "awards.medals": (0, 1),
}
TODO = 777


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("work")
    fill(folder, SIZES)
    app = create_app(folder)
    with app.app_context(), worlds.on(TODAY):
        yield app
        db.engine.dispose()


def test_every_base_does_the_work_that_it_is_known_for(filled: Flask) -> None:
    """Whoever adds a base says here what it costs."""
    periods = [Period.parse(name) for name in YEARS]
    found = {
        code: tuple(count_steps(partial(tally_year, figures, period)) for period in periods)
        for code, figures in by_base().items()
    }
    assert found.keys() == FIGURES.keys(), found
    too_dear = {
        code: (numbers, FIGURES[code])
        for code, numbers in found.items()
        if any(now > 2 + ROOM * known for now, known in zip(numbers, FIGURES[code], strict=True))
    }
    assert not too_dear, too_dear


def test_the_tasks_of_the_first_page_are_found_by_their_indexes(filled: Flask) -> None:
    assert count_steps(lambda: find_due(OWNER)) <= ROOM * TODO


def tally_year(figures: Sequence[Figure], period: Period) -> None:
    tally(figures, [scope_of(OWNER, period)])


def by_base() -> dict[str, list[Figure]]:
    found: dict[Any, list[Figure]] = {}
    for figure in CATALOG.figures:
        if isinstance(figure, Figure):
            found.setdefault(figure.base, []).append(figure)
    return {figures[0].code: figures for figures in found.values()}


def count_steps(act: Any) -> float:
    """Thousands of steps of the statements that `act` sends."""
    with statements_sent() as sent:
        act()
    driver: Any = db.session.connection().connection.driver_connection
    calls = [0]

    def note() -> int:
        calls[0] += 1
        return 0

    driver.set_progress_handler(note, STEP)
    try:
        for statement, parameters in sent:
            driver.execute(statement, parameters).fetchall()
    finally:
        driver.set_progress_handler(None, STEP)
    return calls[0] * STEP / 1000


@contextmanager
def statements_sent() -> Iterator[list[Statement]]:
    sent: list[Statement] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        sent.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
