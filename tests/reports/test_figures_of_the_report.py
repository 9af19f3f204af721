"""Every figure of posts, teams, commissars, projects, mentoring, prosperity workshops and awards.

Each is compared with plain SQL written from registers.md alone, over random records of a tree of
branches that moves, for periods of all kinds and for those who see all or a part.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Date, Integer, bindparam, text

from partyhub import catalog
from partyhub.database import db
from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.reports.calculation import Computed, compute, scope_of
from partyhub.viewers import Role, Viewer
from tests import factories
from tests.reports import worlds
from tests.reports.contract_sql import EVERYTHING, RATIOS, SQL, TREE, Sql
from tests.reports.worlds import TODAY, World

OF_THE_REPORT = ("vanguards.", "commissars.", "projects.", "mentoring.", "prosperity.", "awards.")
PERIODS = (
    *("2022", "party-year-2023", "2022-H2", "2023-Q1", "2023-02", "2022-08-10..2023-03-15"),
    *("2023", "2023-06", "2023-06-05..2023-06-20", "2020", "2024"),
)
FIGURES = [figure for figure in catalog.FIGURES if figure.code.startswith(OF_THE_REPORT)]
DAY = timedelta(days=1)


@pytest.fixture
def world(database_of_test: None, request: pytest.FixtureRequest) -> Iterator[World]:
    with worlds.on(TODAY):
        yield worlds.build(request.param, size=18)


seeds = pytest.mark.parametrize(
    "world", [1, *(pytest.param(n, marks=pytest.mark.slow) for n in range(2, 8))], indirect=True
)


class Asked:
    """What a query is asked: the days, the months and the organizations."""

    def __init__(self, period: Period, root: Organization, scope: Iterable[int]) -> None:
        self.values = {
            "e": min(period.end, TODAY),
            "s": period.start,
            "year": period.end.year,
            "months": [m for m in period.months() if period.contains(m) and lies_in(period, m)],
            "root": root.id,
            "scope": list(scope),
        }

    def count(self, sql: Sql) -> tuple[int, int | None]:
        """How many records, and their measures added up as they are stored."""
        return self.one(f"SELECT COUNT(*), SUM(q.m) FROM ({sql.named}) q")

    def last_month(self, sql: Sql) -> date | None:
        ids = f"SELECT q.id FROM ({sql.named}) q"
        found = self.one(f"SELECT MAX(month) FROM prosperity_return WHERE id IN ({ids})")[0]
        return found and end_of(date.fromisoformat(str(found)))

    def one(self, statement: str) -> Any:
        types = {"e": Date(), "s": Date(), "year": Integer(), "months": Date()}
        used = {key for key in self.values if re.search(rf":{key}\b", statement)}
        return db.session.execute(
            text(statement).bindparams(
                *(
                    bindparam(
                        key,
                        self.values[key],
                        types.get(key, Integer()),
                        expanding=key in ("months", "scope"),
                    )
                    for key in used
                )
            )
        ).one()


def end_of(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1) - DAY


def lies_in(period: Period, month: date) -> bool:
    return period.start <= month and end_of(month) <= period.end


def scope_in_sql(organization: Organization | None, day: date) -> set[int]:
    if organization is None:
        return set(db.session.scalars(text(EVERYTHING)))
    day_param = bindparam("e", day, Date())
    asked = text(TREE).bindparams(day_param, asked=organization.id)
    return set(db.session.scalars(asked))


def assert_as_in_sql(found: dict[str, Computed], asked: Asked, period: Period) -> None:
    last = min(period.end, TODAY)
    values: dict[str, Any] = {}
    for code, sql in SQL.items():
        records, total = asked.count(sql)
        where = (code, period.key, asked.values["scope"])
        wanted: Any = records if sql.is_count else total and Decimal(total) / sql.scale
        if wanted is None and not sql.is_reported:
            wanted = 0
        values[code] = wanted
        assert found[code].value == wanted, where
        assert (found[code].value is None) == (wanted is None), where
        assert found[code].records == records, where
        month = asked.last_month(sql) if sql.is_reported else None
        assert found[code].as_of == (month or last), where
    for code, (first, second) in RATIOS.items():
        divided = float(values[first]) / float(values[second]) if values[second] else None
        assert found[code].value == (divided if divided is None else pytest.approx(divided)), code
        assert found[code].records == found[first].records
        assert found[code].as_of == found[first].as_of


def test_every_code_of_the_contract_is_there() -> None:
    assert {figure.code for figure in FIGURES} == SQL.keys() | RATIOS.keys()


@seeds
def test_figures_equal_plain_sql(world: World) -> None:
    met: dict[str, set[Any]] = {figure.code: set() for figure in FIGURES}
    for number, key in enumerate(PERIODS):
        period = Period.parse(key)
        for organization in (None, world.organizations[number % 5]):
            scope = scope_in_sql(organization, min(period.end, TODAY))
            found = compute(scope_of(factories.OWNER, period, organization), FIGURES)
            assert_as_in_sql(found, Asked(period, world.root, scope), period)
            for code, computed in found.items():
                met[code].add(computed.value)
    # The world is rich enough to tell right from wrong: nearly every figure counted something.
    assert len(nothing := [code for code, seen in met.items() if seen <= {0, None}]) < 3, nothing
    assert_parts(world)


def assert_parts(world: World) -> None:
    """Who looks after a part counts that part, whatever is asked for."""
    roles = ((Role.BRANCH_SECRETARY, world.organizations[2]), (Role.REVIEWER, world.group))
    roles += ((Role.COMMITTEE_CLERK, world.root),)
    for role, own in roles:
        viewer = Viewer("Somebody", role, organization_id=own.id)
        seen = scope_in_sql(own, TODAY)
        for key in ("2022", "party-year-2023"):
            period = Period.parse(key)
            for organization in (None, world.organizations[4]):
                scope = scope_in_sql(organization, min(period.end, TODAY)) & seen
                found = compute(scope_of(viewer, period, organization), FIGURES)
                assert_as_in_sql(found, Asked(period, world.root, scope), period)
