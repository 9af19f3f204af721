"""Random records: what was exported comes back as nothing to do, whatever stands in it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partyhub.database import db
from partyhub.texts import clean_text
from tests import factories
from tests.catalog import CATALOG
from tests.registers.importing.test_round_trip import exported
from tests.registers.importing.workbooks import Desk, Rows, counts, said, write_book

pytestmark = pytest.mark.slow

ODD = ("=1+1", "+1", "-1", "@SUM(A1)", "𠮷", "王·买", "_x0041_", "a\nb", "'", '"', "１２", "0012")
ALPHABET = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"))
TEXTS = (
    st.one_of(
        st.sampled_from(ODD),
        st.text(ALPHABET, min_size=1, max_size=30),
        st.lists(st.sampled_from(ODD), min_size=1, max_size=3).map("".join),
    )
    .map(clean_text)
    .filter(bool)
)
LINES = TEXTS.map(lambda text: " ".join(text.split())).filter(bool)
DAYS = st.dates(date(1990, 1, 1), date(2023, 6, 30))
QUICK = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def comes_back(desk: Desk, name: str) -> None:
    register = CATALOG.by_name[name]
    result = desk.preview(exported(desk, register), name)
    assert said(result) == []
    new, changed, _, wrong, conflict = counts(result)
    assert (new, changed, wrong, conflict) == (0, 0, 0, 0)


@given(data=st.data())
@QUICK
def test_campaigns(desk: Desk, data: Any) -> None:
    used = factories._next(CATALOG.by_name["campaigns"].model)
    for number in range(3):
        factories.make_campaign(
            code=f"{data.draw(LINES)[:50]}-{used + number}",
            name=data.draw(LINES)[:60],
            goal=data.draw(TEXTS),
            started_on=data.draw(DAYS),
        )
    comes_back(desk, "campaigns")


@given(data=st.data())
@QUICK
def test_members(desk: Desk, data: Any) -> None:
    branch = factories.any_branch()
    used = factories._next(CATALOG.by_name["members"].model)
    for number in range(3):
        admitted = data.draw(st.dates(date(1990, 1, 1), date(2015, 1, 1)))
        factories.make_member(
            organization=branch,
            number=f"{data.draw(LINES)[:50]}-{used + number}",
            name=data.draw(LINES)[:50],
            job=data.draw(LINES),
            remark=data.draw(TEXTS),
            phone=data.draw(st.from_regex(r"1[0-9]{10}", fullmatch=True)),
            admitted_on=admitted,
            full_on=None,
        )
    comes_back(desk, "members")


@given(data=st.data())
@QUICK
def test_teams(desk: Desk, data: Any) -> None:
    """Lists of people whose names are odd, with no comma in them: that parts a list."""
    branch = factories.any_branch()
    names = LINES.map(lambda text: "".join(c for c in text if c not in "、,，;；()（）"))
    people = [
        factories.make_member(organization=branch, name=data.draw(names.filter(str.strip))[:40])
        for _ in range(2)
    ]
    factories.make_team(
        organization=branch,
        name=data.draw(LINES)[:60],
        task=data.draw(TEXTS),
        members=people,
        others_count=data.draw(st.integers(0, 1000)),
    )
    comes_back(desk, "teams")


CELLS = st.one_of(
    st.none(),
    TEXTS,
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(2199, 1, 1)),
    st.times(),
    st.sampled_from(("（清空）", "是", "2023/6", "20230629", "#1", "党支部", "、", "138****5678")),
)


@given(data=st.data())
@settings(QUICK, max_examples=60)
def test_any_cells_of_any_register_are_judged(desk: Desk, data: Any, tmp_path: Path) -> None:
    register = data.draw(st.sampled_from(CATALOG.registers))
    columns = [column for column in register.columns if data.draw(st.booleans())]
    columns = columns or list(register.columns)
    head = [register.header(column) for column in columns]
    row = st.lists(CELLS, min_size=len(head), max_size=len(head))
    rows: Rows = [head, *data.draw(st.lists(row, min_size=1, max_size=4))]
    file = write_book(tmp_path / "random.xlsx", {register.name: rows})
    result = desk.preview(file, register.name)
    assert all(problem.message for problem in result.errors)
    db.session.rollback()
