"""`partyhub import`: its answers, its exit codes, and what it writes where."""

import json
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference

from partyhub.app import create_app
from partyhub.cli import main
from tests import stages
from tests.catalog import CATALOG
from tests.instances import copy, prepare
from tests.registers.importing.workbooks import Rows, write_book

pytestmark = pytest.mark.long

DAY = date(2022, 6, 29)
HEAD = ("编码", "名称", "开始日期", "目标")
RIGHT: Rows = [HEAD, ("C1", "One", DAY, "Goal"), ("C2", "Two", DAY, "")]
WRONG: Rows = [*RIGHT, ("C3", "", "2023/6", "")]


class Said(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return prepare(tmp_path / "instance")


@pytest.fixture
def run(
    folder: Path,
    new_instance: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Any:
    """Run a command on an instance of the test's own, with an empty database."""
    monkeypatch.setenv("PARTYHUB_INSTANCE", str(folder))
    monkeypatch.delenv("PARTYHUB_LANG", raising=False)

    def run(*arguments: object) -> Said:
        code = main([str(argument) for argument in arguments])
        return Said(code, *capsys.readouterr())

    copy(new_instance, folder)
    return run


@pytest.fixture
def right(tmp_path: Path) -> Path:
    return write_book(tmp_path / "right.xlsx", {"专项行动": RIGHT})


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    return write_book(tmp_path / "wrong.xlsx", {"专项行动": WRONG})


def codes(run: Any) -> list[str]:
    listed = json.loads(run("list", "campaigns", "--format", "json").out)
    return [record["code"] for record in listed]


def stored_files(folder: Path) -> list[Path]:
    return [path for path in (folder / "imports").rglob("*") if path.is_file()]


def test_what_it_answers_is_json_of_the_contract(run: Any, right: Path, folder: Path) -> None:
    said = run("import", "campaigns", right, "--format", "json")
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out) == {
        "new": 2,
        "changed": 0,
        "unchanged": 0,
        "errors": [],
        "conflicts": [],
        "warnings": [],
    }
    assert codes(run) == ["C1", "C2"]
    assert [path.read_bytes() for path in stored_files(folder)] == [right.read_bytes()]


def test_the_second_time_there_is_nothing_to_do(run: Any, right: Path, folder: Path) -> None:
    run("import", "campaigns", right)
    said = run("import", "campaigns", right, "--format", "json")
    answer = json.loads(said.out)
    assert (said.code, answer["new"], answer["changed"], answer["unchanged"]) == (0, 0, 0, 2)
    assert len(stored_files(folder)) == 1


def test_a_dry_run_writes_nothing(run: Any, right: Path, folder: Path) -> None:
    before = digest_of(folder)
    said = run("import", "campaigns", right, "--dry-run", "--format", "json")
    assert (said.code, json.loads(said.out)["new"]) == (0, 2)
    assert codes(run) == []
    assert stored_files(folder) == []
    assert digest_of(folder) == before


PEOPLE: Rows = [
    ["编号", "姓名", "单位", "入党时间", "批准时间"],
    ["A1", "陆远航", "云帆党支部", "2010-07-01", "2011-07-01"],
]
BRANCH: Rows = [
    ["编码", "名称", "类别", "成立日期"],
    ["R", "云帆党支部", "党支部", DAY],
]


@pytest.fixture
def roster(run: Any, tmp_path: Path) -> Path:
    run("import", "organizations", write_book(tmp_path / "first.xlsx", {"党组织": BRANCH}))
    return write_book(tmp_path / "roster.xlsx", {"党员花名册": PEOPLE})


def test_an_uncertain_column_is_an_error_that_says_what_to_give(run: Any, roster: Path) -> None:
    said = run("import", "members", roster, "--format", "json")
    assert said.code == 1
    errors = json.loads(said.out)["errors"]
    assert [(e["row"], e["column"]) for e in errors] == [(1, "单位"), (1, "批准时间")]
    assert "--map 批准时间=转正日期" in errors[1]["message"]

    maps = ["--map", "批准时间=转正日期", "--map", "单位=organization"]
    said = run("import", "members", roster, *maps, "--format", "json")
    assert (said.code, json.loads(said.out)["new"]) == (0, 1)
    said = run("import", "--all", roster, "--map", "批准时间=full_on", "--map", "单位=Branch")
    assert (said.code, "无需改动" in said.out) == (0, True)
    said = run("import", "members", roster, "--map", "批准时间=", "--map", "单位=", "--dry-run")
    assert said.code == 0


@pytest.mark.parametrize(
    ("maps", "sentence"),
    [
        (["批准时间"], "不是对应关系"),
        (["=转正日期"], "不是对应关系"),
        (["批准时间=血型"], "“血型”"),
        (["批准时间=转正日期", "单位=转正日期"], "两列都对应到“转正日期”"),
        (["没有=转正日期", "单位=党支部", "批准时间="], "没有“没有”这一列"),
    ],
)
def test_a_wrong_map_is_bad_usage(run: Any, roster: Path, maps: list[str], sentence: str) -> None:
    said = run("import", "members", roster, *(part for each in maps for part in ("--map", each)))
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err.splitlines()[-1]


def digest_of(folder: Path) -> dict[str, str]:
    with create_app(folder).app_context():
        return stages.digest()


def test_errors_are_exit_1_and_nothing_is_written(run: Any, wrong: Path, folder: Path) -> None:
    said = run("import", "campaigns", wrong, "--format", "json")
    assert (said.code, said.err) == (1, "")
    errors = json.loads(said.out)["errors"]
    assert [(e["sheet"], e["row"], e["column"], e["value"]) for e in errors] == [
        ("专项行动", 4, "名称", ""),
        ("专项行动", 4, "开始日期", "2023/6"),
    ]
    assert all(set(e) == {"sheet", "row", "column", "value", "message"} for e in errors)
    assert codes(run) == []
    assert stored_files(folder) == []
    assert run("import", "campaigns", wrong, "--dry-run").code == 1


def test_the_words_are_chinese_and_name_the_cell(run: Any, wrong: Path) -> None:
    said = run("import", "campaigns", wrong)
    assert (said.code, said.err) == (1, "")
    assert "专项行动 4" in said.out
    assert "2023/6" in said.out
    assert "Nothing" not in said.out


def test_the_errors_come_marked_in_the_own_file(run: Any, wrong: Path, tmp_path: Path) -> None:
    marked = tmp_path / "marked.xlsx"
    said = run("import", "campaigns", wrong, "--errors", marked, "--format", "json")
    assert said.code == 1
    assert json.loads(said.out)["errors"]
    assert str(marked) in said.err
    sheet = openpyxl.load_workbook(marked)["专项行动"]
    assert [cell.value for cell in sheet[1]][:4] == list(HEAD)
    assert sheet["C4"].comment is not None
    assert sheet["C3"].comment is None
    assert sheet.cell(4, 5).value


def test_a_marked_file_that_was_mended_comes_in(run: Any, wrong: Path, tmp_path: Path) -> None:
    marked = tmp_path / "marked.xlsx"
    run("import", "campaigns", wrong, "--errors", marked)
    book = openpyxl.load_workbook(marked)
    sheet = book["专项行动"]
    sheet["B4"], sheet["C4"] = "Three", DAY
    book.save(marked)
    said = run("import", "campaigns", marked, "--format", "json")
    assert (said.code, json.loads(said.out)["new"]) == (0, 3), said
    assert codes(run) == ["C1", "C2", "C3"]
    assert json.loads(said.out)["warnings"] == [], "The column of remarks is ours."


def test_a_file_that_marking_would_damage_gets_a_list(
    run: Any, wrong: Path, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(wrong)
    sheet = book["专项行动"]
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=3))
    sheet.add_chart(chart, "H2")
    book.save(wrong)
    listed = tmp_path / "listed.xlsx"
    said = run("import", "campaigns", wrong, "--errors", listed)
    assert said.code == 1
    assert "图表" in said.err
    (found,) = openpyxl.load_workbook(listed).worksheets
    assert found.title != "专项行动"
    assert "2023/6" in [cell.value for row in found for cell in row]


def test_without_errors_no_error_file_is_written(run: Any, right: Path, tmp_path: Path) -> None:
    marked = tmp_path / "marked.xlsx"
    assert run("import", "campaigns", right, "--errors", marked).code == 0
    assert not marked.exists()


def test_own_files_are_not_overwritten(run: Any, wrong: Path, folder: Path) -> None:
    said = run("import", "campaigns", wrong, "--errors", folder / "partyhub.sqlite")
    assert (said.code, said.out) == (2, "")
    assert codes(run) == []


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("campaigns",),
        ("nothing", "right.xlsx"),
        ("campaigns", "missing.xlsx"),
        ("campaigns", "."),
        ("campaigns", "text.xlsx"),
        ("--all", "missing.xlsx"),
        ("campaigns", "--all", "right.xlsx"),
        ("--all", "text.xlsx"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_exit_2_and_one_sentence(
    run: Any,
    right: Path,
    tmp_path: Path,
    arguments: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.xlsx").write_text("编码,名称\n")
    said = run("import", *arguments)
    assert (said.code, said.out) == (2, "")
    assert len(said.err.strip().splitlines()) == 1
    assert "Traceback" not in said.err


def test_a_whole_first_day_by_command(run: Any, tmp_path: Path) -> None:
    file = write_book(
        tmp_path / "all.xlsx",
        {
            "党员花名册": [
                ("编号", "姓名", "所在党支部", "入党日期"),
                ("甲0001", "王·买", "一支部", DAY),
            ],
            "党组织": [
                ("编码", "名称", "类别", "上级", "成立日期"),
                ("B1", "一支部", "党支部", "党委", DAY),
                ("DW", "党委", "党委", "", DAY),
            ],
        },
    )
    said = run("import", "--all", file, "--format", "json")
    assert (said.code, json.loads(said.out)["new"]) == (0, 3), said
    figures = run("figures", "--period", "2022", "--format", "json")
    assert json.loads(figures.out)["figures"]["members.total"]["value"] == 1


def test_a_register_that_the_command_exported_comes_back(run: Any, right: Path) -> None:
    run("import", "campaigns", right)
    for register in CATALOG.registers:
        out = right.with_name(f"{register.name}.xlsx")
        assert run("list", register.name, "--format", "xlsx", "--out", out).code == 0
        said = run("import", register.name, out, "--format", "json")
        assert said.code == 0, said
        answer = json.loads(said.out)
        assert (answer["new"], answer["changed"], answer["errors"]) == (0, 0, [])


def test_the_yearly_workbook_is_refused(run: Any, right: Path, tmp_path: Path) -> None:
    run("import", "campaigns", right)
    yearly = tmp_path / "yearly.xlsx"
    assert run("export", "--period", "2022", "--out", yearly).code == 0
    for arguments in (("campaigns", yearly), ("--all", yearly)):
        said = run("import", *arguments)
        assert (said.code, said.out) == (2, "")
        assert "年度" in said.err


def test_a_template_is_nothing_to_do(run: Any, tmp_path: Path) -> None:
    for arguments in (("campaigns",), ("--all",)):
        file = tmp_path / "template.xlsx"
        assert run("template", *arguments, "--out", file).code == 0
        chosen = ("campaigns", file) if arguments == ("campaigns",) else ("--all", file)
        said = run("import", *chosen, "--format", "json")
        assert said.code == 0, said
        answer = json.loads(said.out)
        assert (answer["new"], answer["errors"], answer["warnings"]) == (0, [], [])


def test_a_conflict_is_exit_1_and_says_both_values(run: Any, right: Path, tmp_path: Path) -> None:
    run("import", "campaigns", right)
    out = tmp_path / "export.xlsx"
    run("list", "campaigns", "--format", "xlsx", "--out", out)
    other = write_book(tmp_path / "other.xlsx", {"专项行动": [HEAD, ("C1", "One", DAY, "Here")]})
    assert run("import", "campaigns", other).code == 0
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    column = next(cell.column for cell in sheet[1] if cell.value == "目标")
    sheet.cell(2, column).value = "File"
    book.save(out)
    said = run("import", "campaigns", out, "--format", "json")
    (conflict,) = json.loads(said.out)["conflicts"]
    assert said.code == 1
    assert (conflict["row"], conflict["column"]) == (2, "目标")
    assert (conflict["value"], conflict["current"], conflict["exported"]) == (
        *("File", "Here", "Goal"),
    )
    said = run("import", "campaigns", out)
    assert said.code == 1
    assert "Here" in said.out
