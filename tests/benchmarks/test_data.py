"""The records of the benchmarks: the same each time, right by plain SQL, of any later schema."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Computed,
    Date,
    DateTime,
    Enum,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    select,
)

from benchmarks.data.checks import FIGURES, count_plainly, differences
from benchmarks.data.filling import fill
from benchmarks.data.sizes import Sizes
from benchmarks.data.stores import AT, LONG_AGO, fitting_value, wants_value
from benchmarks.sides.visitor import Visitor
from partyhub.app import create_app
from partyhub.database import UtcDateTime, db, enum_type
from partyhub.roles import Role
from tests.benchmarks.test_benchmarks import FEW

pytestmark = [
    pytest.mark.sqlite(reason="`make bench` fills PostgreSQL itself"),
    pytest.mark.long,
]
NOT_RECORDS = {"user", "account_event", "rule", "heading_name", "user_session"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return fill_new(tmp_path_factory.mktemp("filled"))


def fill_new(folder: Path) -> Flask:
    fill(folder, FEW)
    return create_app(folder)


def test_its_figures_are_as_plain_sql_counts_them(filled: Flask) -> None:
    assert differences(filled, Path(filled.instance_path)) == []
    counted = count_plainly(filled)
    assert len(counted) >= 12
    # Nothing is equal because both are nothing.
    assert [code for code, value in counted.items() if not value] == []
    assert counted["members.total"] <= FEW.members
    assert counted.keys() == FIGURES.keys()


def test_a_wrong_figure_is_found(filled: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FIGURES, "awards.total", "SELECT count(*) + 1 FROM award WHERE 1 = 0")
    assert [
        words.partition(":")[0] for words in differences(filled, Path(filled.instance_path))
    ] == ["awards.total"]


def test_two_fillings_are_the_same(filled: Flask, tmp_path: Path) -> None:
    assert content_of(filled) == content_of(fill_new(tmp_path / "again"))


def content_of(app: Flask) -> dict[str, str]:
    """A digest of the rows of every table that holds records."""
    tables = [t for t in db.metadata.sorted_tables if t.name not in NOT_RECORDS]
    with app.app_context(), db.engine.connect() as connection:
        rows = {
            t.name: connection.execute(select(t).order_by(*t.primary_key)).all() for t in tables
        }
    return {name: sha256(repr(found).encode()).hexdigest() for name, found in rows.items()}


def test_every_register_has_records(filled: Flask) -> None:
    unused = {
        "import_group",
        "import_image",
        "column_mapping",
        "user_session",
        "user_workshop",
        "setup_code",
    }
    unused |= {"sign_in_failure", "heading_name", "vote", "voting_pause"}
    unused |= {"attachment", "past_figure_change", "superior_form", "problem_reason"}
    unused |= {"narrative", "narrative_template"}
    unused |= {"yearly_report", "report_signature", "frozen_report", "frozen_records"}
    unused |= {f"{name}_former_value" for name in ("organization", "workshop", "member")}
    tables = [table for table in db.metadata.sorted_tables if table.name not in unused]
    with filled.app_context(), db.engine.connect() as connection:
        empty = [t.name for t in tables if connection.execute(select(t).limit(1)).first() is None]
    assert empty == []


def test_its_people_can_be_searched(filled: Flask) -> None:
    with filled.app_context(), db.engine.connect() as connection:
        member = connection.execute(select(db.metadata.tables["member"]).limit(1)).one()
    password = (Path(filled.instance_path) / "clerk.txt").read_text().strip()
    page = Visitor(filled, "clerk", password).open(f"/members/?q={member.name}")
    assert f'href="/members/{member.id}"' in page


def test_a_full_instance_is_not_filled_again(filled: Flask) -> None:
    with pytest.raises(AssertionError, match="records of its own"):
        fill(Path(filled.instance_path), FEW)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (Column("a", Integer, nullable=False), 0),
        (Column("version", Integer, nullable=False), 1),
        (Column("a", Boolean, nullable=False), False),
        (Column("a", String(3), nullable=False), ""),
        (Column("a", String(3), nullable=False, default="x"), "x"),
        (Column("a", Date, nullable=False), LONG_AGO),
        (Column("a", DateTime, nullable=False), AT),
        (Column("a", UtcDateTime, nullable=False), AT),
        (Column("a", JSON, nullable=False), "[]"),
        (Column("a", Enum("one", "two"), nullable=False), "one"),
        (Column("a", enum_type(Role), nullable=False, default=Role.AUDITOR), "auditor"),
    ],
)
def test_a_column_of_a_later_schema_gets_a_fitting_value(column: Column[Any], value: Any) -> None:
    found = fitting_value(column)
    assert (found, type(found)) == (value, type(value))


def test_only_columns_that_must_say_something_do() -> None:
    table = Table(
        "t",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("other_id", ForeignKey("other.id"), nullable=False),
        Column("may_be_empty", Integer),
        Column("by_server", Integer, nullable=False, server_default="1"),
        Column("computed", Integer, Computed("1"), nullable=False),
        Column("given", Integer, nullable=False),
        Column("wanted", Integer, nullable=False),
    )
    wanted = [column.name for column in table.columns if wants_value(column, ["given", "other_id"])]
    assert wanted == ["wanted"]


def test_smaller_sizes_keep_the_organizations() -> None:
    small, year = Sizes().of(10), Sizes().of_one_year(2025)
    assert (small.members, small.activities, small.organizations) == (10_000, 10_000, 200)
    assert (year.members, year.activities, year.days) == (100_000, 20_000, 365)
