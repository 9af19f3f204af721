"""Workbooks as Excel, WPS, LibreOffice, openpyxl and this application write them, read as one."""

import shutil
import subprocess
import sys
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from partyhub.spreadsheets import (
    BadCell,
    Fault,
    Formula,
    Heading,
    Limits,
    UnreadableError,
    UploadedRow,
    WorkbookWriter,
    from_serial,
    read_upload,
)
from partyhub.spreadsheets.cell_values import number_of
from partyhub.spreadsheets.values import safe_text, shown_text
from tests.spreadsheets.packages import (
    inline,
    number,
    pack,
    parts_of,
    rich_strings,
    roster,
    row,
    shared,
    sheet,
)

pytestmark = pytest.mark.long

DAY = date(2023, 6, 29)


def rows_of(path: Path, title: str | None = None) -> list[UploadedRow]:
    """The rows of one sheet; without a title of the first."""
    with read_upload(path) as upload:
        for found in upload:
            if title in (None, found.title):
                return list(found.rows)
    raise AssertionError(title)


def values_of(path: Path) -> list[list[Any]]:
    return [row.cells for row in rows_of(path)]


def one_sheet(path: Path, *rows: str, **more: Any) -> list[UploadedRow]:
    strings = more.pop("strings", "")
    workbook = more.pop("workbook", "")
    return rows_of(pack(path, parts_of({"表": sheet(*rows, **more)}, strings, workbook=workbook)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a1b2c3"  # uploads are kept under names without an ending


def test_as_excel_writes_it(file: Path) -> None:
    pack(file, roster())
    with read_upload(file) as upload:
        assert upload.titles == ["党员花名册", "说明"]
        members, notes = [(s.title, s.hidden, s.epoch, list(s.rows)) for s in upload]
    assert members[:3] == ("党员花名册", False, 1900)
    assert [row.cells for row in members[3]] == [
        ["姓名", "入党日期", "得分"],
        ["王·买", DAY, Decimal("98.5")],
        ["张三", DAY, Decimal("99.5")],
    ]
    assert notes == ("说明", True, 1900, [(1, False, ["说明"]), (3, False, ["第三行"])])


def test_as_wps_writes_it(file: Path) -> None:
    """A dimension of one cell, rows without numbers, a namespace with a prefix, dates of id 57."""
    wrong = '<dimension ref="A1"/>'
    rows = [row(n, number(f"A{n}", n)) for n in range(1, 51)]
    assert len(one_sheet(file, *rows, before=wrong)) == 50
    bare = "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>"
    assert one_sheet(file, bare) == [(1, False, [1, None, 3]), (2, False, [4])]
    parts = roster()
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
    parts[name] = parts[name].replace("xmlns=", "xmlns:x=")
    assert values_of(pack(file, parts))[1] == ["王·买", DAY, Decimal("98.5")]


def test_as_openpyxl_writes_it(file: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active
    book.active.append(["王·买", 1, 2.5, True, DAY, datetime(2023, 6, 29, 8, 30), time(8, 30)])
    book.active.append(["=1+1", None, "第一行\n第二行", " 空格 "])
    book.create_sheet("藏").sheet_state = "veryHidden"
    book.save(file)
    first, second = values_of(file)
    moment = datetime(2023, 6, 29, 8, 30)
    assert first == ["王·买", 1, Decimal("2.5"), True, DAY, moment, time(8, 30)]
    assert [type(value) for value in first[1:4]] == [int, Decimal, bool]
    assert second == [BadCell("formula", "=1+1"), None, "第一行\n第二行", " 空格 "]
    with read_upload(file) as upload:
        assert [(s.title, s.hidden) for s in upload] == [("Sheet", False), ("藏", True)]


def test_as_this_application_writes_it(file: Path) -> None:
    """What leaves comes back, escapes and properties too."""
    with WorkbookWriter(file) as writer:
        written = writer.add_sheet(
            "表", [Heading("键"), Heading("文字"), Heading("数", "any")], hidden_columns=[0]
        )
        written.append(["k", "_x0041_", Decimal("0.10")])
        written.append([None, "=HYPERLINK(1)", 330_482_199])
        written.append(["", "a\r\nb", Formula("=1/0")])
        writer.set_property("export", "编号_x0041_")
    with read_upload(file) as upload:
        assert upload.properties == {"export": "编号_x0041_"}
        [found] = upload
        assert found.hidden_columns == (0,)
        assert found.row_count == 4
    assert values_of(file)[1:] == [
        ["k", "_x0041_", Decimal("0.1")],
        [None, "=HYPERLINK(1)", 330_482_199],
        [None, "a\nb", BadCell("formula", "=1/0")],
    ]


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What LibreOffice makes of a workbook of this application, and of one with its own traps."""
    folder = tmp_path_factory.mktemp("office")
    source = folder / "own.xlsx"
    with WorkbookWriter(source) as writer:
        headings = [Heading("键"), Heading("文字"), Heading("日期", "date"), Heading("数", "any")]
        written = writer.add_sheet("表", headings, hidden_columns=[0])
        written.append(["k", "=甲", DAY, Decimal("1234.56")])
        written.append(["00123", "a_x0041_b\n第二行", DAY, 123_456_789_012_345])
        written.append(["甲", " 空格 ", DAY, Formula("=1/0")])
        writer.set_property("export", "一号")
    (folder / "out").mkdir()
    soffice = shutil.which("soffice")
    assert soffice, "These tests need LibreOffice."
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(folder / "out"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / "out" / "own.xlsx"


@pytest.mark.slow
def test_as_libreoffice_saves_it_again(resaved: Path) -> None:
    with read_upload(resaved) as upload:
        assert upload.properties["export"] == "一号"
        [found] = upload
        assert found.hidden_columns == (0,)
    assert values_of(resaved)[1:] == [
        ["k", "=甲", DAY, Decimal("1234.56")],
        ["00123", "a_x0041_b\n第二行", DAY, 123_456_789_012_345],
        ["甲", " 空格 ", DAY, BadCell("error", "#DIV/0!")],
    ]


def test_the_system_of_1904(file: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    assert book.active
    book.active.append([DAY, 43644])
    book.save(file)
    with read_upload(file) as upload:
        [(epoch, [only])] = [(found.epoch, list(found.rows)) for found in upload]
    assert epoch == 1904
    assert only.cells == [DAY, 43644]
    assert from_serial(43644, 1904) == DAY


@pytest.mark.parametrize(
    ("serial", "epoch", "moment"),
    [
        (45106, 1900, DAY),
        (45106.5, 1900, datetime(2023, 6, 29, 12)),
        (Decimal("45106.999999999"), 1900, date(2023, 6, 30)),
        (0.75, 1900, time(18)),
        (0, 1900, time(0)),
        (1, 1900, date(1900, 1, 1)),
        (59, 1900, date(1900, 2, 28)),
        (60, 1900, None),
        (61, 1900, date(1900, 3, 1)),
        (2_958_465, 1900, date(9999, 12, 31)),
        (2_958_466, 1900, None),
        (-1, 1900, None),
        (0, 1904, time(0)),
        (1, 1904, date(1904, 1, 2)),
        (2_957_003, 1904, date(9999, 12, 31)),
        (2_957_004, 1904, None),
    ],
)
def test_serial_numbers(serial: Any, epoch: int, moment: Any) -> None:
    assert from_serial(serial, epoch) == moment


def test_formats_tell_dates_from_numbers(file: Path) -> None:
    """Style 2 is id 31, which only Chinese editions know; a duration is no time of day."""
    cells = [number("A1", 45106, 1), number("B1", "45106.0", 2), number("C1", 0.5, 3)]
    cells += [number("D1", 1.5, 4), number("E1", -5, 1), number("F1", 1e9, 1), number("G1", 45106)]
    [only] = one_sheet(file, row(1, *cells))
    assert only.cells == [
        DAY, DAY, time(12), Decimal("1.5"), BadCell("date", "-5"),
        BadCell("date", "1000000000.0"), 45106,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("-7", -7),
        ("7.0", 7),
        ("1.5E3", 1500),
        ("0.1", Decimal("0.1")),
        ("0.30000000000000004", Decimal("0.3")),
        ("1234.5600000000001", Decimal("1234.56")),
        ("999999999999999", 999_999_999_999_999),
        ("1000000000000000", BadCell("digits", "1000000000000000")),
        ("330482199001011000", BadCell("digits", "330482199001011000")),
        ("1.10101199003077E+17", BadCell("digits", "1.10101199003077E+17")),
        ("1e400", BadCell("digits", "1e400")),
        ("1e-400", 0),
        ("-0", 0),
        ("NaN", BadCell("number", "NaN")),
        ("甲", BadCell("number", "甲")),
    ],
)
def test_numbers_are_exact_or_named(text: str, value: Any) -> None:
    found = number_of(text)
    assert found == value
    assert type(found) is type(value)


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 9))
def test_numbers_of_fifteen_digits_come_back(digits: int, places: int) -> None:
    wanted = Decimal(digits).scaleb(-places)
    assert number_of(str(wanted)) == wanted


@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_texts_come_back(text: str) -> None:
    stored = safe_text(text)
    assert shown_text(stored) == shown_text(safe_text(shown_text(stored)))
    assert safe_text(shown_text(stored)) == stored


def test_bad_cells_are_named(file: Path) -> None:
    cells = [
        '<c r="A1"><f>B9</f></c>',
        '<c r="B1" t="e"><f>C1</f><v>#REF!</v></c>',
        '<c r="C1" t="str"><f>""</f><v></v></c>',
        '<c r="D1" t="str"><f>A1</f><v>字</v></c>',
        '<c r="E1" t="d"><v>2023-06-29T00:00:00</v></c>',
        '<c r="F1" t="b"><v>0</v></c>',
        '<c r="G1"><f>1</f><v>330482199001011000</v></c>',
    ]
    [only] = one_sheet(file, row(1, *cells))
    assert only.cells == [
        BadCell("formula", "=B9"), BadCell("error", "#REF!"), None, "字", DAY, False,
        BadCell("digits", "330482199001011000"),
    ]  # fmt: skip


def test_texts_of_several_looks(file: Path) -> None:
    table = rich_strings(
        "<si><r><rPr><b/></rPr><t>王</t></r><r><t>·买</t></r></si>",
        "<si><t>买</t><rPh sb='0' eb='1'><t>mǎi</t></rPh><phoneticPr fontId='1'/></si>",
        "<si><t>一_x000D_\n二</t></si>",
        "<si/>",
    )
    cells = (shared(f"{letter}1", i) for i, letter in enumerate("ABCD"))
    [only] = one_sheet(file, row(1, *cells, inline("E1", "尾")), strings=table)
    assert only.cells == ["王·买", "买", "一\n二", None, "尾"]
    book = openpyxl.Workbook()
    assert book.active
    book.active["A1"] = CellRichText("王", TextBlock(InlineFont(b=True), "·买"))
    book.save(file)
    assert values_of(file) == [["王·买"]]


def test_what_is_merged_down_counts_for_each_row(file: Path) -> None:
    found = one_sheet(
        file,
        row(1, inline("A1", "花名册")),
        row(2, inline("A2", "第一党支部"), inline("B2", "甲")),
        row(3, inline("B3", "乙")),
        row(4),
        row(5, inline("B5", "丙"), inline("C5", "丁")),
        after='<mergeCells count="3"><mergeCell ref="A1:C1"/><mergeCell ref="A2:A4"/>'
        '<mergeCell ref="C4:C5"/></mergeCells>',
    )
    assert found == [
        (1, False, ["花名册"]),
        (2, False, ["第一党支部", "甲"]),
        (3, False, ["第一党支部", "乙"]),
        (5, False, [None, "丙", "丁"]),
    ]


def test_what_is_hidden_is_read_and_said(file: Path) -> None:
    columns = '<cols><col min="1" max="1" width="9"/><col min="2" max="3" hidden="1"/></cols>'
    rows = [row(1, number("A1", 1)), row(2, number("A2", 2), hidden="1")]
    pack(file, parts_of({"表": sheet(*rows, before=columns)}))
    with read_upload(file) as upload:
        [found] = upload
        assert found.hidden_columns == (1, 2)
    assert rows_of(file) == [(1, False, [1]), (2, True, [2])]


def test_a_look_far_away_harms_nobody(file: Path) -> None:
    """LibreOffice writes the last row of the sheet when its columns have a look."""
    far = '<c r="XFD1048576" s="1"/>'
    assert one_sheet(file, row(1, number("A1", 1)), row(1048576, far)) == [(1, False, [1])]


def test_a_sheet_left_early_does_not_disturb_the_next(file: Path) -> None:
    many = sheet(*(row(n, number(f"A{n}", n)) for n in range(1, 20_001)))
    pack(file, parts_of({"甲": many, "乙": sheet(row(7, number("A7", 7)))}))
    with read_upload(file) as upload:
        seen = [(found.title, next(found.rows).number) for found in upload]
    assert seen == [("甲", 1), ("乙", 7)]


def test_rows_asked_for_too_late_say_so(file: Path) -> None:
    pack(file, roster())
    with read_upload(file) as upload:
        sheets = list(upload)
    with pytest.raises(ValueError, match="next sheet"):
        list(sheets[0].rows)


def test_a_child_that_says_nothing_is_given_up(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for a reader that hangs: the real one has its own limits besides."""
    pack(file, roster())
    hanging = file.with_name("hang")
    hanging.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(60)\n")
    hanging.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(hanging))
    with pytest.raises(UnreadableError) as caught, read_upload(file, Limits(silence=1)):
        pass
    assert caught.value.fault is Fault.TOO_SLOW
    assert caught.value.details == {"limit": 1}


def test_a_child_that_gets_little_of_the_processor_is_waited_for(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stand-in for a machine that is busy: the reader begins later than it may compute."""
    pack(file, roster())
    slow = file.with_name("slow")
    slow.write_text(f'#!/bin/sh\nsleep 1.5\nexec {sys.executable} "$@"\n')
    slow.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(slow))
    with read_upload(file, Limits(seconds=1)) as upload:
        assert [found.title for found in upload]


@pytest.mark.long
def test_neither_process_grows_with_the_rows(file: Path) -> None:
    """Ten times the rows fit into the same address space; texts are shared, so they don't grow."""
    rows = (row(n, *(number(f"{c}{n}", n) for c in "ABCDEFGHIJ")) for n in range(1, 30_001))
    pack(file, parts_of({"表": sheet(*rows)}))
    with read_upload(file, Limits(memory=120 * 2**20)) as upload:
        [count] = [sum(1 for _ in found.rows) for found in upload]
    assert count == 30_000
