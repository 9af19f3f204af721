"""Workbooks as openpyxl reads them back and as LibreOffice, standing in for WPS, opens them."""

import io
import math
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partyhub.spreadsheets import (
    CUT_MARK,
    Filled,
    Formula,
    Heading,
    InputHint,
    Link,
    SheetWriter,
    Typed,
    WorkbookWriter,
    assert_safe,
    column_letter,
    content_digest,
    plain_text,
    read_rows,
    safe_number,
    safe_text,
    sheet_title,
    sheet_titles,
)

FILING = ("填报单位（盖章）：中共某某有限公司委员会", "单位：人、个", "填报日期：2023年12月31日")
SIGNOFF = ("填表人：", "审核人：", "党组织书记（签字）：", "联系电话：")
ROOT = Path(__file__).resolve().parents[1]
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)
DANGEROUS = st.builds(
    str.__add__, st.sampled_from(["=", "+", "-", "@", "\t=", "\r=", "\n=", "#N/A", "'="]), ANY_TEXT
)


def written(fill: Callable[[WorkbookWriter], object]) -> io.BytesIO:
    stream = io.BytesIO()
    with WorkbookWriter(stream) as writer:
        fill(writer)
    stream.seek(0)
    return stream


def one_column(*values: Any, kind: str = "text") -> io.BytesIO:
    def fill(writer: WorkbookWriter) -> None:
        sheet = writer.add_sheet("表", [Heading("甲", kind)])
        for value in values:
            sheet.append([value])

    return written(fill)


def cells_of(stream: io.BytesIO) -> list[Any]:
    return [row[0] for row in openpyxl.load_workbook(stream)["表"].iter_rows(min_row=2)]


def full_workbook(path: Path) -> None:
    """Write the report of the tests: the summary first and filled last, details, an empty sheet."""
    with WorkbookWriter(path) as writer:
        layout: dict[str, Any] = {"filing": FILING, "signoff": SIGNOFF}
        summary = writer.add_sheet(
            "年度汇总",
            [
                Heading("指标", width=40),
                Heading("本年", "any"),
                Heading("核对", "any"),
                Heading("结果", "enum"),
            ],
            heading_title="2023年度党建工作情况汇总表",
            landscape=False,
            **layout,
        )
        details = writer.add_sheet(
            "组织生活/明细",
            [
                Heading("记录键", "code"),
                Heading("日期", "date"),
                Heading("主题"),
                Heading("类别编码", "code"),
                Heading("经费", "money"),
                Heading("到会率", "percent"),
            ],
            heading_title="组织生活明细",
            hidden_columns=[0],
            frozen_columns=3,
            **layout,
        )
        empty = writer.add_sheet("空'表", [Heading("姓名"), Heading("出生日期", "date")], **layout)
        fill_details(details)
        empty.no_records("本期没有记录")
        fill_summary(summary, details)
        writer.set_property("export", "一号")
        writer.set_property("export", "二号")


def fill_details(sheet: SheetWriter) -> None:
    sheet.group("第一党支部")
    for day in range(1, 21):
        codes = ";CODE;OTHER;" if day % 4 == 0 else ";CODES;OTHER;"
        topic = {1: "=HYPERLINK(1)", 2: "编号_x0041_\x07\r\n第二行"}.get(day, "主题党日" * day)
        sheet.append([f"00{day}", date(2023, 3, day), topic, codes, Decimal("10.50"), 0.5])
    sheet.total([None, "合计", None, None, Formula(f"=SUM({sheet.range(4)})"), None])


def fill_summary(sheet: SheetWriter, details: SheetWriter) -> None:
    count = Formula(f'=COUNTIF({details.range(3)},"*;CODE;*")')
    sheet.append(["含 CODE 的会议", Link(5, details.title, details.cell(1)), count, "不符"])
    spent = Formula(f'=SUMIFS({details.range(4)},{details.range(3)},"*;CODE;*")')
    sheet.append(["经费", Typed(Decimal("52.5"), "money"), spent, "相符"])
    sheet.flag(3, "不符")


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.xlsx"
    full_workbook(path)
    return path


@pytest.fixture(scope="session")
def resaved(report: Path, office: Callable[[Path, str], Path]) -> Path:
    return office(report, "xlsx")


# Text


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.lists(DANGEROUS | ANY_TEXT, min_size=1, max_size=5))
def test_text_is_never_a_formula_and_comes_back(texts: list[str]) -> None:
    stream = one_column(*texts)
    with zipfile.ZipFile(stream) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    for text, cell in zip(texts, cells_of(stream), strict=True):
        kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
        kept = re.sub("\r\n?", "\n", kept)
        assert cell.data_type == ("s" if kept else "n")
        assert cell.number_format == "@"
        assert plain_text(cell.value or "") == kept


def test_what_excel_would_decode_is_escaped() -> None:
    assert safe_text("a_x0041_x0042_") == "a_x005F_x0041_x005F_x0042_"
    assert plain_text("a_x005F_x0041_x005F_x0042_") == "a_x0041_x0042_"
    assert safe_text("_x004_ 党员_x") == "_x004_ 党员_x"
    assert safe_text("") == ""


@pytest.mark.parametrize("unit", ["长", "𠮷", "_x0041_", "ab\x00"])
def test_long_text_is_cut_with_a_mark(unit: str) -> None:
    cut = safe_text(unit * 33_000)
    units = len(cut.encode("utf-16-le")) // 2
    assert cut.endswith(CUT_MARK)
    assert units <= 32_767
    assert unit == "_x0041_" or units >= 32_766
    assert plain_text(cut).startswith(unit.replace("\x00", ""))
    assert len(openpyxl.load_workbook(one_column(unit * 33_000))["表"]["A2"].value) == len(cut)


def test_text_that_just_fits_is_whole() -> None:
    assert safe_text("长" * 32_767) == "长" * 32_767
    assert safe_text("𠮷" * 16_383) == "𠮷" * 16_383


def test_the_writer_names_the_cells_it_cut() -> None:
    with WorkbookWriter(io.BytesIO()) as writer:
        sheet = writer.add_sheet("党员's", [Heading("甲"), Heading("乙")])
        sheet.append(["短", "以标记结尾" + CUT_MARK])
        sheet.append(["短", "长" * 40_000])
        assert writer.cut_cells == ["'党员''s'!B3"]


# Numbers, dates, other values


def test_numbers_keep_their_digits_or_become_text() -> None:
    assert safe_number(110101199003077578) == "110101199003077578"
    assert safe_number(-(10**15)) == "-1000000000000000"
    assert safe_number(999_999_999_999_999) == 999_999_999_999_999
    assert [safe_number(x) for x in (math.nan, math.inf, Decimal("NaN"), Decimal("-Infinity"))] == [
        None
    ] * 4
    assert safe_number(Decimal("1234567890123456.5")) == "1234567890123456.5"
    assert safe_number(Decimal(1) / 3) == Decimal(1) / 3
    values = [c.value for c in cells_of(one_column(3, Decimal("2.50"), 0.1, 10**17, kind="money"))]
    assert values == [3, 2.5, 0.1, str(10**17)]


def test_codes_and_texts_are_text_whatever_is_given() -> None:
    for kind in ("code", "text", "enum"):
        cells = cells_of(one_column(7, Decimal("1.50"), date(2023, 5, 4), True, None, kind=kind))
        assert [cell.value for cell in cells] == ["7", "1.50", "2023-05-04", "是", None]
        assert {cell.number_format for cell in cells} == {"@"}


def test_dates_are_dates_and_old_ones_text() -> None:
    stream = one_column(date(1900, 3, 1), date(1900, 2, 28), date(1, 1, 1), "未知", 5, kind="date")
    cells = cells_of(stream)
    assert [cell.value for cell in cells] == [
        datetime(1900, 3, 1), "1900-02-28", "0001-01-01", "未知", 5,
    ]  # fmt: skip
    assert cells[0].number_format == 'yyyy"年"m"月"d"日"'
    assert cells[4].number_format == "#,##0"


def test_moments_lose_zone_and_fractions() -> None:
    late = datetime(2023, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    assert cells_of(one_column(late, kind="moment"))[0].value == datetime(2023, 12, 31, 23, 59, 59)
    assert cells_of(one_column(time(23, 59, 59, 999_999), kind="time"))[0].value == time(23, 59, 59)


def test_a_cell_refuses_what_it_cannot_hold() -> None:
    with WorkbookWriter(io.BytesIO()) as writer:
        sheet = writer.add_sheet("表", [Heading("甲"), Heading("乙")])
        with pytest.raises(TypeError, match="object"):
            sheet.append(["写了一半", object()])  # type: ignore[list-item]
        with pytest.raises(ValueError, match="1 values, 2 headings"):
            sheet.append(["少"])
        assert (sheet.rows_written, sheet.first_row, sheet.last_row) == (0, 2, 2)


@pytest.mark.parametrize("text", ["", "=", "SUM(A1)", "=A1\x00", "=" + "1" * 8192])
def test_a_formula_is_a_formula(text: str) -> None:
    with pytest.raises(ValueError, match="formula"):
        Formula(text)


# Names


@given(st.lists(ANY_TEXT | st.sampled_from(["a" * 40, "A" * 40, "History", "''", "/"]), max_size=8))
def test_sheet_titles_are_acceptable_and_unique(texts: list[str]) -> None:
    titles: list[str] = []
    for text in texts:
        titles.append(sheet_title(text, titles))
    for title in titles:
        assert 0 < len(title.encode("utf-16-le")) // 2 <= 31
        assert not set(title) & set("[]:*?/\\\n")
        assert title.strip("'") == title
        assert title.casefold() != "history"
        assert sheet_title(title) == title
    assert len({title.casefold() for title in titles}) == len(titles)


def test_sheet_titles_stay_near_the_text() -> None:
    assert sheet_title("发展/党员") == "发展／党员"
    assert sheet_title("党员", ["党员"]) == "党员（2）"
    assert sheet_title("𠮷" * 31, ["𠮷" * 15]) == "𠮷" * 14 + "（2）"


def test_column_letters() -> None:
    assert [column_letter(i) for i in (0, 25, 26, 701, 702, 16_383)] == [
        "A", "Z", "AA", "ZZ", "AAA", "XFD",
    ]  # fmt: skip
    with pytest.raises(IndexError):
        column_letter(16_384)


# The whole workbook


def test_the_summary_stands_first_and_is_filled_last(report: Path) -> None:
    assert sheet_titles(report) == ["年度汇总", "组织生活／明细", "空'表"]
    rows = read_rows(report, "年度汇总")
    assert rows[0][0] == "2023年度党建工作情况汇总表"
    assert rows[2] == ["指标", "本年", "核对", "结果"]
    assert rows[3][:2] == ["含 CODE 的会议", 5]


@pytest.mark.slow
def test_formulas_over_ranges_compute_in_libreoffice(resaved: Path) -> None:
    rows = read_rows(resaved, "年度汇总", computed=True)
    assert [row[1:3] for row in rows[3:5]] == [[5, 5], [52.5, 52.5]]
    total = read_rows(resaved, "组织生活／明细", computed=True)[24]
    assert total[1:5] == ["合计", None, None, 210]


@pytest.mark.slow
def test_links_text_and_layout_survive_libreoffice(report: Path, resaved: Path) -> None:
    for path in (report, resaved):
        workbook: Any = openpyxl.load_workbook(path)  # its types lack custom properties
        link = workbook["年度汇总"]["B4"].hyperlink
        assert link.target is None
        assert link.location.replace("'", "") in {"组织生活／明细!B4", "组织生活／明细.B4"}
        details = workbook["组织生活／明细"]
        assert (details["C5"].data_type, details["C5"].value) == ("s", "=HYPERLINK(1)")
        assert (details["A5"].data_type, details["A5"].value) == ("s", "001")
        assert details["B5"].value == datetime(2023, 3, 1)
        assert details.column_dimensions["A"].hidden
        assert workbook["年度汇总"].conditional_formatting["D4:D5"][0].formula == ['"不符"']
        assert workbook.custom_doc_props["export"].value == "二号"
        assert read_rows(path, "组织生活／明细")[5][2] == "编号_x0041_\n第二行"
        assert workbook["空'表"]["A3"].value == "本期没有记录"


def test_print_set_up(report: Path) -> None:
    workbook: Any = openpyxl.load_workbook(report)
    assert workbook.properties.creator == "PartyHub"
    details = workbook["组织生活／明细"]
    assert details.page_setup.paperSize == 9
    assert details.page_setup.orientation == "landscape"
    assert workbook["年度汇总"].page_setup.orientation == "portrait"
    assert (details.page_setup.fitToWidth, details.page_setup.fitToHeight) == (1, 0)
    assert details.sheet_properties.pageSetUpPr.fitToPage
    assert details.print_title_rows == "$3:$3"
    assert details.print_area == "'组织生活／明细'!$A$1:$F$27"
    assert details.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert 0.59 <= details.page_margins.left <= 0.71
    assert details.freeze_panes == "D4"
    assert details.auto_filter.ref == "A3:F24"
    assert {str(area) for area in details.merged_cells.ranges} >= {"B1:F1", "B27:F27"}
    assert not [area for area in details.merged_cells.ranges if 2 < area.min_row < 27]


def test_looks(report: Path) -> None:
    details = openpyxl.load_workbook(report)["组织生活／明细"]
    title, heading, body = details["B1"], details["B3"], details["C5"]
    assert (title.font.name, title.font.sz, title.font.b) == ("方正小标宋简体", 22, False)
    assert (heading.font.name, heading.font.sz) == ("黑体", 12)
    assert heading.alignment.wrap_text
    assert (body.font.name, body.font.sz, body.border.left.style) == ("仿宋_GB2312", 11, "thin")
    assert details["B4"].font.b
    assert (details["E5"].number_format, details["F5"].number_format) == ("#,##0.00", "0.0%")
    assert (body.alignment.horizontal, details["E5"].alignment.horizontal) == ("left", "right")
    assert details.row_dimensions[5].height == 21
    assert details.row_dimensions[24].height > 60  # twenty times 主题党日 takes several lines


@pytest.mark.slow
def test_the_pages_print_heading_and_footer(
    report: Path, office: Callable[[Path, str], Path]
) -> None:
    pdf = office(report, "pdf")
    pdftotext = shutil.which("pdftotext")
    assert pdftotext, "These tests need poppler-utils."
    command = [pdftotext, "-layout", str(pdf), "-"]
    pages = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\f")
    assert re.search(r"第 *1 *页 *共 *\d *页", pages[0])
    assert "党组织书记（签字）：" in pages[0]
    details = [page for page in pages if "2023年3月" in page]
    assert details
    assert all(re.search("日期 +主题 +类别编码", page) for page in details)
    assert not any("记录键" in page for page in pages)


def test_an_empty_sheet_keeps_its_ranges_upright() -> None:
    def fill(writer: WorkbookWriter) -> None:
        sheet = writer.add_sheet("空'表", [Heading("甲")], signoff=SIGNOFF)
        assert sheet.range(0) == "'空''表'!$A$2:$A$2"
        sheet.no_records("没有")
        assert (sheet.rows_written, sheet.range(0)) == (0, "'空''表'!$A$2:$A$2")
        bare = writer.add_sheet("空", [Heading("甲")])
        bare.append(["有"])
        bare.no_records("没有")
        writer.add_sheet("没有一行", [Heading("甲")], signoff=["填表人："])

    stream = written(fill)
    assert read_rows(stream, "空'表")[:2] == [["甲"], ["没有"]]
    assert read_rows(stream, "空") == [["甲"], ["有"]]
    assert read_rows(stream, "没有一行") == [["甲"], [None], [None], ["填表人："]]


def test_bands_stand_over_the_headings_that_share_them() -> None:
    def fill(writer: WorkbookWriter) -> None:
        halves = [
            Heading(f"{m}月", "int", 6, "上半年" if m < 7 else "下半年") for m in range(1, 13)
        ]
        writer.add_sheet("出勤", [Heading("姓名"), *halves]).append(["张三", *range(12)])

    stream = written(fill)
    sheet = openpyxl.load_workbook(stream)["出勤"]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"B1:G1", "H1:M1"}
    assert (sheet["B1"].value, sheet["H1"].value, sheet["A2"].value) == ("上半年", "下半年", "姓名")
    assert (sheet.auto_filter.ref, sheet.print_title_rows) == ("A2:M3", "$1:$2")


def test_rows_after_a_total_or_the_end_are_refused() -> None:
    writer = WorkbookWriter(io.BytesIO())
    sheet = writer.add_sheet("表", [Heading("甲")])
    sheet.append(["一"])
    sheet.total(["合计"])
    with pytest.raises(ValueError, match="total"):
        sheet.append(["二"])
    assert sheet.range(0) == "'表'!$A$2:$A$2"
    writer.close()
    with pytest.raises(ValueError, match="finished"):
        sheet.total(["合计"])
    with pytest.raises(ValueError, match="closed"):
        writer.add_sheet("表", [Heading("甲")])


# Saving


def test_a_failure_leaves_the_target_and_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")
    writer = WorkbookWriter(target)
    sheet = writer.add_sheet("表", [Heading("甲")])
    sheet.append([Link(1, "没有这张表")])
    with pytest.raises(ValueError, match="没有这张表"):
        writer.close()
    with pytest.raises(ZeroDivisionError), WorkbookWriter(target) as writer:
        writer.add_sheet("表", [Heading("甲")]).append([1 / 0])
    with pytest.raises(ValueError, match="at least one sheet"):
        WorkbookWriter(target).close()
    with pytest.raises(OSError, match="directory"), WorkbookWriter(tmp_path / "no" / "x") as writer:
        writer.add_sheet("表", [Heading("甲")]).append(["秘密"])
    assert target.read_bytes() == b"old"
    assert list(scratch.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.xlsx", "scratch"]


def test_the_digest_is_of_content_not_of_bytes() -> None:
    same = [content_digest(one_column("甲", 1, None, kind=kind)) for kind in ("any", "int")]
    assert same[0] == same[1]
    others = [("甲", "1"), ("甲", 2), ("甲", None, 1), (Formula("=1"), 1), ("=1", 1)]
    digests = {content_digest(one_column(*values, kind="any")) for values in others}
    assert len(digests | set(same)) == 6


def test_a_wrong_dimension_hides_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "wps.xlsx"
    with zipfile.ZipFile(one_column("一", "二")) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            data = data.replace(b"<sheetViews>", b'<dimension ref="A1"/><sheetViews>')
            target.writestr(name, data)
    assert read_rows(path, "表") == [["甲"], ["一"], ["二"]]


# The process


def run(code: str) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=ROOT, timeout=60
    ).stdout


def test_importing_does_not_load_openpyxl() -> None:
    assert run("import sys, partyhub.spreadsheets; print('openpyxl' in sys.modules)") == "False\n"


def test_openpyxl_is_safe() -> None:
    assert_safe()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(openpyxl, "DEFUSEDXML", False)
        with pytest.raises(RuntimeError, match="defusedxml"):
            assert_safe()
        patch.setattr(openpyxl, "LXML", True)
        with pytest.raises(RuntimeError, match="lxml"):
            assert_safe()


@pytest.mark.parametrize("switch", ["True", "False"])
def test_what_openpyxl_will_use_is_known_before_it_is_loaded(switch: str) -> None:
    code = (
        f"import os; os.environ['OPENPYXL_DEFUSEDXML'] = {switch!r}\n"
        "import sys, partyhub.spreadsheets\n"
        "def is_safe():\n"
        "    try:\n        partyhub.spreadsheets.assert_safe()\n"
        "    except RuntimeError:\n        return False\n"
        "    return True\n"
        "before, is_loaded = is_safe(), 'openpyxl' in sys.modules\n"
        "import openpyxl\n"
        "print(before, is_loaded, is_safe(), openpyxl.LXML, openpyxl.DEFUSEDXML)"
    )
    assert run(code) == f"{switch} False {switch} False {switch}\n"


MEMORY = r"""
import re, tempfile
from datetime import date
from partyhub.spreadsheets import *
with tempfile.TemporaryFile() as file, WorkbookWriter(file) as writer:
    sheet = writer.add_sheet("表", [Heading("甲"), Heading("日", "date"), *[Heading("数")] * 10])
    for n in range({rows}):
        codes = [f"{{n}};{{i}}" for i in range(10)]
        sheet.append([f"第{{n}}行" * (1 + n % 9), date(2023, 1, 1), *codes])
print(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1])
"""


@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows() -> None:
    # Not ru_maxrss: a child starts with that of the process that started it, here pytest.
    few, many = (int(run(MEMORY.format(rows=rows))) for rows in (2_000, 20_000))
    assert many - few < 6 * 1024


def test_a_sheet_to_fill_in_is_prepared_and_offers_its_choices() -> None:
    def fill(writer: WorkbookWriter) -> None:
        sex = InputHint("选填", "男或女", ("男", "女"), "不在选项之内")
        name = InputHint("必填", "姓名", is_required=True)
        headings = [Heading("姓名", "text", entry=name), Heading("性别", "enum", entry=sex)]
        writer.add_sheet("人'员", headings, autofilter=False)
        held = [
            Heading("人员", entry=InputHint(choices=Filled("人'员", 0))),
            Heading("男女", "enum", entry=replace(sex, warning="")),
            Heading("日期", "date", entry=InputHint("选填")),
        ]
        writer.add_sheet("职务", held, filing=["填一行"])

    workbook = openpyxl.load_workbook(written(fill))
    assert [(s.title, s.sheet_state) for s in workbook][2:] == [("选项", "hidden")]
    assert [[c.value for c in row] for row in workbook["选项"]] == [["性别"], ["男"], ["女"]]
    people, posts = workbook["人'员"], workbook["职务"]
    assert [cell.value for cell in people[1]] == ["必填", "选填"]
    assert [cell.comment.text for cell in people[2]] == ["姓名", "男或女"]
    assert people["A2"].fill.fgColor.rgb != people["B2"].fill.fgColor.rgb
    assert [bool(cell.comment) for cell in posts[3]] == [False, True, False]
    rules = {
        str(r.sqref): r for sheet in (people, posts) for r in sheet.data_validations.dataValidation
    }
    assert rules["B3:B1002"].formula1 == "'选项'!$A$2:$A$3"
    assert (rules["B3:B1002"].errorStyle, rules["B3:B1002"].error) == ("warning", "不在选项之内")
    assert not rules["B4:B1003"].showErrorMessage
    count = "COUNTA('人''员'!$A$3:$A$1002)"
    assert rules["A4:A1003"].formula1 == f"OFFSET('人''员'!$A$3,0,0,MAX({count},1),1)"
    assert posts.column_dimensions["C"].number_format == 'yyyy"年"m"月"d"日"'
    assert (people.freeze_panes, posts.freeze_panes) == ("A3", "A4")
    assert not people.print_area, "What is filled in is printed too."


def test_a_very_wide_table_takes_two_pages_side_by_side() -> None:
    """What is for formulas isn't printed; title and filing line stand on the first page alone."""

    def fill(writer: WorkbookWriter) -> None:
        headings = [Heading("编号", "code"), *[Heading(f"内容{n}", width=25) for n in range(10)]]
        layout: dict[str, Any] = {"heading_title": "台账", "filing": FILING, "printed_columns": 11}
        for title, shown in (("宽", headings), ("窄", headings[:7])):
            sheet = writer.add_sheet(title, [*shown, Heading("核对", "code", 40)], **layout)
            sheet.append(["甲"] * (len(shown) + 1))
            layout["printed_columns"] = 7

    workbook = openpyxl.load_workbook(written(fill))
    wide, narrow = workbook["宽"], workbook["窄"]
    assert (wide.page_setup.fitToWidth, narrow.page_setup.fitToWidth) == (2, 1)
    assert (wide.print_title_cols, narrow.print_title_cols) == ("$A:$B", None)
    assert (wide.print_area[:12], narrow.print_area[:12]) == ("'宽'!$A$1:$K$", "'窄'!$A$1:$G$")
    spans = [area.bounds for area in wide.merged_cells.ranges]
    assert min(span[0] for span in spans) == 3
    assert max(span[2] for span in spans) <= 5
    assert ":L" in wide.auto_filter.ref


def test_what_is_not_printed_makes_no_row_higher() -> None:
    """Minutes stand beside what is printed: a page would else hold a few rows."""
    minutes = "\n".join(["会前清点人数，符合规定。"] * 9)

    def fill(writer: WorkbookWriter) -> None:
        headings = [Heading("主题", "text"), Heading("内容", "text", 26)]
        for title, printed in (("打印", 2), ("不打印", 1)):
            sheet = writer.add_sheet(title, headings, printed_columns=printed)
            sheet.append(["主题党日", minutes])

    workbook = openpyxl.load_workbook(written(fill))
    heights = [workbook[title].row_dimensions[2].height for title in ("打印", "不打印")]
    assert heights[0] > 9 * 11
    assert heights[1] == 21
