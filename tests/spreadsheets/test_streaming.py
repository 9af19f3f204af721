"""Rows written as text: the same workbook as openpyxl's own, flat memory, nothing left behind."""

import hashlib
import inspect
import io
import random
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.packaging.manifest import Manifest
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from partyhub.spreadsheets import (
    Chart,
    Formula,
    Heading,
    InputHint,
    Link,
    Typed,
    WorkbookWriter,
    _contract,
    _encoders,
    _streamed,
    _strings,
    _texts,
    read_upload,
)
from partyhub.spreadsheets.headings import KINDS
from partyhub.text_width import line_width
from tests.spreadsheets.facts import facts_of

Fill = Callable[[WorkbookWriter], object]
TODAY = date(2023, 6, 30)


class Color(Enum):
    RED = "red"
    BLUE = "blue"


SAMPLES: list[Any] = [
    *(None, "", " ", "党员", "=1+1", "a & b < c > d", '"quoted"', " 前后有空格 ", "一\r\n二\r三"),
    *("_x0041_", "\x07\x00坏", "\ud800", "\ufffe", "\u3000全角", "长" * 400, "x" * 1500),
    *("长" * 40_000, "字𠮷" * 30, "tab\there", "+86", "\x85", "\n" * 3),
    *(0, 7, -3, True, False, 10**15, 10**15 - 1, -(10**15), 110101199003077578),
    *(0.1, 0.1 + 0.2, -0.0, 1e20, 1e-20, float("nan"), float("inf"), 12345678.9),
    *(Decimal("1.50"), Decimal("1.5"), Decimal("NaN"), Decimal(10) ** 16, Decimal(1) / 3),
    *(date(2023, 5, 4), date(1900, 2, 28), date(1900, 3, 1), date(9999, 12, 31)),
    *(datetime(2023, 5, 4), datetime(2023, 5, 4, 23, 59, 59, 999_999), datetime(1899, 1, 1)),
    *(time(), time(23, 59, 59, 5), Typed(0.5, "percent"), Typed("字", "int"), Formula("=1<2")),
    *(
        Link("去", "表", "$A$1"),
        Link(Typed(3, "money"), "表"),
        Link(None, "表"),
        Link("长" * 300, "表"),
    ),
]


def both(fill: Fill, monkeypatch: pytest.MonkeyPatch) -> tuple[io.BytesIO, io.BytesIO]:
    """The same workbook with streamed rows, and as openpyxl writes it."""
    found = []
    for is_met in (True, False):
        monkeypatch.setattr(_contract, "IS_MET", is_met)
        stream = io.BytesIO()
        with WorkbookWriter(stream) as writer:
            fill(writer)
        found.append(stream)
    return found[0], found[1]


def assert_equal(fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    streamed, plain = both(fill, monkeypatch)
    assert b"inlineStr" in part(plain, "xl/worksheets/sheet1.xml"), "the second is openpyxl's"
    mine, theirs = facts_of(streamed), facts_of(plain)
    assert [key for key in theirs if mine.get(key) != theirs[key]] == []
    assert mine.keys() == theirs.keys()


def part(stream: io.BytesIO, name: str) -> bytes:
    with zipfile.ZipFile(stream) as archive:
        return archive.read(name)


@pytest.mark.long
def test_every_value_in_every_kind_of_column(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice each, since what comes again is remembered; columns are narrow, wide, hidden."""

    def fill(writer: WorkbookWriter) -> None:
        widths = (None, 3.0, 60.0, 0.5)
        headings = [Heading(f"{kind} {w}", kind, width=w) for kind in KINDS for w in widths]
        sheet = writer.add_sheet("表", headings, hidden_columns=[1])
        for value in SAMPLES * 2:
            sheet.append([value] * len(headings))
        sheet.append(["粗"] * len(headings), bold=True)
        mixed = random.Random(5).choices(SAMPLES, k=40 * len(headings))
        rows = [mixed[at : at + len(headings)] for at in range(0, len(mixed), len(headings))]
        sheet.extend(rows)
        assert sheet.rows_written == 2 * len(SAMPLES) + 41
        names.append(writer.cut_cells)

    names: list[Any] = []
    assert_equal(fill, monkeypatch)
    assert names[0] == names[1]
    assert len(names[0]) > 2 * len(KINDS)


@pytest.mark.parametrize("cached", [0, 1_000])
@pytest.mark.parametrize("kind", list(KINDS))
def test_portions_of_columns_are_written_as_rows_are(
    kind: str, cached: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A column has values of one type, some of them None, or any values; names are many."""
    for module in (_encoders, _texts):
        monkeypatch.setattr(module, "MOST_PIECES", cached)
    monkeypatch.setattr(_strings, "MOST", 30)
    chance = random.Random(7)
    by_type: dict[type, list[Any]] = {}
    for value in SAMPLES:
        by_type.setdefault(type(value), []).append(value)
    names = [f"{letter}{n}" for letter in ("a", "字", "a b", "<&", "*") for n in range(8)]
    pools = [*by_type.values(), SAMPLES, names, names[:8], list(range(40)), ["甲", ""]]
    pools += [[TODAY + timedelta(n) for n in range(40)], ["长" * 40, "甲"], ["长" * 40_000, "甲"]]
    headings = [Heading(f"{kind} {n}", kind, width=(None, 60.0)[n % 2]) for n in range(len(pools))]

    def fill(writer: WorkbookWriter) -> None:
        sheet = writer.add_sheet("表", headings, hidden_columns=[1])
        chance.seed(7)
        sheet.extend_columns(
            [chance.choices([*pool, *[None] * (at % 3)], k=16) for pool in pools] for at in range(6)
        )
        assert sheet.rows_written == 96
        sheet.append(["字"] * len(headings))
        cuts.append(writer.cut_cells)

    cuts: list[Any] = []
    assert_equal(fill, monkeypatch)
    assert cuts[0] == cuts[1]


def test_a_portion_that_is_refused_writes_nothing_and_asks_for_nothing() -> None:
    stream = io.BytesIO()
    with WorkbookWriter(stream) as writer:
        sheet = writer.add_sheet("表", [Heading("甲", width=5), Heading("乙")])
        with pytest.raises(TypeError):
            sheet.extend_columns([[["很长的字" * 20], [object()]]])  # type: ignore[list-item]
        with pytest.raises(ValueError, match="values"):
            sheet.extend_columns([[["一"], ["二"]], [["三"]]])
        with pytest.raises(ValueError, match="zip"):
            sheet.extend_columns([[["一", "二"], ["三"]]])
        assert sheet.rows_written == 1
        sheet.append(["四", "五"])
    rows = openpyxl.load_workbook(stream)["表"]
    assert [row.height for row in rows.row_dimensions.values()][1:] == [21, 21]


def test_everything_that_a_workbook_can_have(monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(writer: WorkbookWriter) -> None:
        entry = InputHint("提示", "说明" * 30, ("甲", "乙"), "请选择", is_required=True)
        form = writer.add_sheet("填表", [Heading("类", entry=entry), Heading("日", "date")])
        form.append(["甲", TODAY])
        months = [Heading(f"{m}月", "int", 6, band="上半年") for m in range(1, 7)]
        sheet = writer.add_sheet(
            "表's",
            [Heading("姓名"), *months, Heading("图", width=40)],
            heading_title="很长的标题" * 20,
            filing=("单位：甲", "期间：乙", "截至：丙"),
            signoff=("填表人：", "电话："),
            frozen_columns=1,
            landscape=False,
            fits_width=False,
            printed_columns=7,
        )
        sheet.group("=第一组")
        for number in range(12):
            sheet.append([Link("张三", "填表"), *range(number, number + 6), ""])
        sheet.chart(Chart("bar", "图", 0, (1, 2), 4, 15, 7, 15))
        sheet.break_page()
        sheet.total(["合计", *[Formula(f"=SUM({sheet.range(n)})") for n in range(1, 7)], None])
        sheet.flag(0, "李四")
        writer.add_sheet("空表", [Heading("列")]).no_records("没有")
        writer.set_property("来源", "测试")

    assert_equal(fill, monkeypatch)


def test_a_heading_renders_what_is_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    requested: list[Any] = []

    def render(value: Any) -> str:
        requested.append(value)
        return "、".join(value) if isinstance(value, list) else f"〔{value}〕"

    def fill(writer: WorkbookWriter) -> None:
        sheet = writer.add_sheet("表", [Heading("甲", "enum", render=render)])
        values = [Color.RED, Color.BLUE, True, None, "文", 5, ["一", "二"], time(8)] * 3
        sheet.extend([value] for value in values)

    assert_equal(fill, monkeypatch)
    streamed, _ = both(fill, monkeypatch)
    rows = openpyxl.load_workbook(streamed)["表"].iter_rows(min_row=2, max_row=8, values_only=True)
    assert [row[0] for row in rows] == [
        "〔Color.RED〕", "〔Color.BLUE〕", "〔True〕", None, "文", "5", "一、二",
    ]  # fmt: skip


def test_a_label_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    requested: list[Any] = []
    with WorkbookWriter(io.BytesIO()) as writer:
        sheet = writer.add_sheet(
            "表", [Heading("甲", render=lambda v: requested.append(v) or v.value)]
        )
        sheet.extend([color] for color in list(Color) * 500)
    assert requested == list(Color)


def test_results_of_formulas_are_stored() -> None:
    stream = io.BytesIO()
    with WorkbookWriter(stream) as writer:
        sheet = writer.add_sheet("表", [Heading("甲", "int")])
        sheet.append([Formula("=1+1", 2)])
        sheet.append([Formula('=IF(1<2,"一致","不符")', "一致")])
        sheet.append([Formula("=1/3", Decimal(1) / 3)])
        sheet.append([Formula("=A1")])
    values = openpyxl.load_workbook(stream, data_only=True)["表"]
    assert [cell.value for (cell,) in values.iter_rows(min_row=2)] == [
        2, "一致", pytest.approx(1 / 3), None,
    ]  # fmt: skip
    formulas = openpyxl.load_workbook(stream)["表"]
    assert formulas["A3"].value == '=IF(1<2,"一致","不符")'


def test_texts_are_shared_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_strings, "MOST", 4)
    stream = io.BytesIO()
    with WorkbookWriter(stream) as writer:
        sheet = writer.add_sheet("表", [Heading("甲")])
        sheet.extend([f"第{n % 8}个 & 更多"] for n in range(80))
    assert part(stream, "xl/sharedStrings.xml").count(b"<si>") == 4
    assert part(stream, "xl/worksheets/sheet1.xml").count(b"inlineStr") == 80 - 30 + 0
    cells = openpyxl.load_workbook(stream)["表"]["A"]
    assert [cell.value for cell in cells[1:]] == [f"第{n % 8}个 & 更多" for n in range(80)]


def test_the_dimension_covers_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with WorkbookWriter(path) as writer:
        sheet = writer.add_sheet("表", [Heading("甲"), Heading("乙")], signoff=["签字："])
        sheet.extend(["一", None] for _ in range(5))
    (found,) = openpyxl.load_workbook(path, read_only=True)
    assert found.calculate_dimension() == "A1:B8"
    assert len(list(found.iter_rows())) == 8
    with read_upload(path) as upload:
        (rows,) = [list(sheet.rows) for sheet in upload]
        assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6, 8]


def test_a_refused_row_writes_nothing_and_asks_for_nothing() -> None:
    stream = io.BytesIO()
    with WorkbookWriter(stream) as writer:
        sheet = writer.add_sheet("表", [Heading("甲", width=5), Heading("乙")])
        with pytest.raises(TypeError):
            sheet.append([Link("很长的字" * 20, "没有这张表"), object()])  # type: ignore[list-item]
        with pytest.raises(ValueError, match="values"):
            sheet.extend([["一", "二"], ["三"]])
        assert sheet.rows_written == 1
        sheet.append(["四", "五"])
    rows = openpyxl.load_workbook(stream)["表"]
    assert [row.height for row in rows.row_dimensions.values()][1:] == [21, 21]


# Files and memory


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_rows_go_to_disk_and_leave_nothing_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_streamed, "_CHARACTERS", 100)
    target = folder / "a.xlsx"
    with WorkbookWriter(target) as writer:
        sheet = writer.add_sheet("表", [Heading("甲")])
        sheet.extend([f"行{n}"] for n in range(500))
    assert list(folder.iterdir()) == [target]
    assert openpyxl.load_workbook(target)["表"].max_row == 501
    with pytest.raises(ZeroDivisionError), WorkbookWriter(folder / "b.xlsx") as writer:
        writer.add_sheet("表", [Heading("甲")]).extend([f"行{1 // (300 - n)}"] for n in range(500))
    assert list(folder.iterdir()) == [target]


GROW = """
import resource, sys
from datetime import date, timedelta
from decimal import Decimal
from partyhub.spreadsheets import Heading, WorkbookWriter
kinds = ("int", "code", "text", "enum", "date", "money", "text", "text")
def rows():
    for n in range(int(sys.argv[2])):
        day = date(2020, 1, 1) + timedelta(n % 1500)
        name, amount, remark = f"姓名{n % 9999}", Decimal(n) / 7, f"备注{n}" * 9
        yield n, f"N{n:08}", name, "类别", day, amount, "主题" * 12, remark
with WorkbookWriter(sys.argv[1]) as writer:
    writer.add_sheet("表", [Heading(kind, kind) for kind in kinds]).extend(rows())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.long
def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    peaks = []
    for count in (1_000, 60_000):
        command = [sys.executable, "-c", GROW, str(tmp_path / "g.xlsx"), str(count)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=200)
        peaks.append(int(done.stdout))
    assert peaks[1] - peaks[0] < 40_000, f"{peaks} KB"


FROZEN = """
import gc, io
from partyhub.spreadsheets import Heading, WorkbookWriter
gc.freeze()
with WorkbookWriter(io.BytesIO()) as workbook:
    workbook.add_sheet("A", [Heading("A")]).extend([["1"], ["2"]])
print(gc.get_freeze_count())
"""


def test_what_a_process_has_frozen_stays_so() -> None:
    """Else each collection in a server would look through all that it began with."""
    command = [sys.executable, "-c", FROZEN]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    assert int(done.stdout) > 0


# The contract with openpyxl

LEANED_ON: list[Any] = [
    *(ExcelWriter.__init__, ExcelWriter.write_data, ExcelWriter.write_worksheet),
    *(ExcelWriter._write_worksheets, ExcelWriter._write_comment, ExcelWriter._write_external_links),
    *(WorksheetWriter.__init__, WorksheetWriter.write_top, WorksheetWriter.write_dimensions),
    *(WorksheetWriter.write_rows, WorksheetWriter.rows, WorksheetWriter.write_tail),
    *(WorksheetWriter.write_hyperlinks, WorksheetWriter.write_legacy, WorksheetWriter.close),
    *(WorksheetWriter.get_stream, WriteOnlyWorksheet, Manifest.append),
]


def test_the_writer_of_openpyxl_is_the_one_that_was_looked_at() -> None:
    """Look through `_package.py` beside the new version, then write its digest here."""
    source = "".join(inspect.getsource(each) for each in LEANED_ON)
    assert openpyxl.__version__ == "3.1.5"
    assert hashlib.sha256(source.encode()).hexdigest()[:16] == "5ccbda67e137e418"


def test_another_openpyxl_writes_its_own_rows() -> None:
    assert _contract.IS_MET
    assert _contract.is_met("3.1.9", _contract.SIGNATURES)
    for version in ("3.0.10", "3.2.0", "4.0", "3.10.1", "3.1.0b1"):
        assert not _contract.is_met(version, _contract.SIGNATURES)
    other = {WorksheetWriter.write_rows: ("self", "rows")}
    assert not _contract.is_met(openpyxl.__version__, other)


@pytest.mark.slow
def test_libreoffice_opens_it_and_recalculates_the_same(
    tmp_path: Path, office: Callable[[Path, str], Path]
) -> None:
    path = tmp_path / "a.xlsx"
    with WorkbookWriter(path) as writer:
        sheet = writer.add_sheet("表", [Heading("甲", "int"), Heading("乙"), Heading("丙", "date")])
        days = (TODAY - timedelta(n) for n in range(50))
        sheet.extend([n, f"<第{n}行>", day] for n, day in enumerate(days))
        sheet.append(
            [Formula(f"=SUM({sheet.range(0)})", 1225), Formula('="一"&"致"', "一致"), None]
        )
    before = values_of(path)
    assert before[-1] == (1225, "一致", None)
    assert values_of(office(path, "xlsx")) == before


def values_of(path: Path) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(path, data_only=True)["表"]
    return list(sheet.iter_rows(values_only=True))


def test_the_width_of_a_line_is_that_of_its_characters() -> None:
    """Those that are wide without being looked at are wide by the standard, each of them."""
    ranges = ((0x3001, 0x303E), (0x4E00, 0x9FFF), (0xFF01, 0xFF60))
    for first, last in ranges:
        for code in range(first, last + 1):
            assert unicodedata.east_asian_width(chr(code)) in "WFA", hex(code)
    assert line_width("王 a、é（7）〿") == 2 + 1 + 1 + 2 + 2 + 2 + 1 + 2 + 1
