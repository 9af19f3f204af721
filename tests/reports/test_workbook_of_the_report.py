"""The yearly workbook over a random committee: LibreOffice finds every figure in its rows again."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask_babel import force_locale
from sqlalchemy import update

from partyhub.database import db
from partyhub.figures import Ratio
from partyhub.prosperity.models import ProsperityReturn
from partyhub.reports.calculation import compute, scope_of
from tests import factories
from tests.catalog import CATALOG
from tests.reports import worlds
from tests.reports.test_workbook import (
    NUMBER,
    OWNER,
    PERIOD,
    VERDICT,
    make,
    recalculated,
    sheet_rows,
    summary,
)

pytestmark = pytest.mark.long

REPORTED = {
    f"prosperity.{name}"
    for name in (*("staff", "welfare_staff", "low_income_staff", "avg_monthly_income", "output"),)
}


@pytest.fixture
def world(database_of_test: None) -> Iterator[worlds.World]:
    with worlds.on(worlds.TODAY):
        yield worlds.build(2, size=12)


def test_every_figure_marks_as_many_rows_as_it_counts(world: worlds.World, tmp_path: Path) -> None:
    path = make(tmp_path)
    found = compute(scope_of(OWNER, PERIOD))
    for figure in CATALOG.figures:
        if isinstance(figure, Ratio):
            continue
        register = CATALOG.by_model[figure.model]
        with force_locale("en"):
            title = str(figure.sheet.title if figure.sheet else register.title)
        with_code = [row for row in sheet_rows(path, title) if f";{figure.code};" in str(row[-1])]
        assert len(with_code) == found[figure.code].records, figure.code


@pytest.mark.slow
@pytest.mark.parametrize("reports", [True, False], ids=["reported", "nothing reported"])
def test_every_check_agrees(world: worlds.World, tmp_path: Path, reports: bool) -> None:
    if not reports:
        db.session.execute(update(ProsperityReturn).values(archived_at=ProsperityReturn.updated_at))
        db.session.commit()
    found = summary(recalculated(make(tmp_path, language="zh_Hans_CN")), computed=True)
    assert {code: row for code, row in found.items() if row[VERDICT] != "一致"} == {}
    null = {code for code, row in found.items() if row[NUMBER] == "—"}
    assert null & REPORTED == (set() if reports else REPORTED)
    assert found["awards.total"][NUMBER] > 3


@pytest.mark.slow
def test_a_changed_row_differs_in_its_own_figures(world: worlds.World, tmp_path: Path) -> None:
    """A post loses its mark; a workshop's staff, another's output and a benefit are others."""
    factories.make_vanguard_post()
    factories.make_commissar()
    factories.make_project(status="accepted", closed_on=date(2023, 2, 1), benefit_cny="800000")
    values = {"staff": 35, "avg_monthly_income_cny": "4000", "output_cny": "900000"}
    factories.make_prosperity_return(month="2023-05", **values)
    path = make(tmp_path)
    workbook = openpyxl.load_workbook(path)
    unmark(workbook["Vanguard posts"], "vanguards.posts")
    unmark(workbook["Commissars in office"], "commissars.appointed")
    raise_number(workbook["Key projects led by members"], "projects.benefit", "Economic benefit")
    returns = workbook["Monthly returns"]
    raise_number(returns, "prosperity.staff_with_income", "Staff")
    raise_number(returns, "prosperity.output", "Output of the month")
    workbook.save(path)
    found = summary(recalculated(path), computed=True)
    differing = {code for code, row in found.items() if row[VERDICT] != "agrees"}
    assert differing == {
        *("vanguards.posts", "commissars.appointed", "projects.benefit", "prosperity.output"),
        *("prosperity.staff", "prosperity.avg_monthly_income"),
    }
    assert {found[code][VERDICT] for code in differing} == {"differs"}


def marked(sheet: Any, code: str) -> Any:
    """The first row that counts for the figure."""
    return next(row for row in sheet.iter_rows(min_row=4) if f";{code};" in str(row[-1].value))


def unmark(sheet: Any, code: str) -> None:
    cell = marked(sheet, code)[-1]
    cell.value = str(cell.value).replace(f";{code};", ";")


def raise_number(sheet: Any, code: str, heading: str) -> None:
    column = next(
        number
        for number, cell in enumerate(sheet[3])
        if str(cell.value) == heading or str(cell.value).startswith(f"{heading} (")
    )
    rows = (row for row in sheet.iter_rows(min_row=4) if f";{code};" in str(row[-1].value))
    cell = next(row[column] for row in rows if isinstance(row[column].value, int | float))
    cell.value += 7
