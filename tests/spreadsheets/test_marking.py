"""The user's own workbook back: wrong cells marked, and everything else as it was."""

import shutil
import subprocess
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Border, Font, PatternFill, Protection, Side
from openpyxl.styles.colors import Color
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from partyhub.spreadsheets import (
    Fault,
    Limits,
    Loss,
    Mark,
    PlainError,
    SheetMarks,
    UnreadableError,
    losses,
    mark_upload,
    read_rows,
    read_upload,
    write_plain_errors,
)
from tests.attachments.files import photo
from tests.spreadsheets.packages import MAIN, inline, number, pack, parts_of, roster, row, sheet

TITLE = "党员花名册"
HEADING = "处理意见"


def rgb(cell: Any) -> str | None:
    return cell.fill.fgColor.rgb if cell.fill.fill_type else None


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A workbook as a careful secretary keeps it."""
    book: Any = openpyxl.Workbook()
    ws = book.active
    ws.title = TITLE
    ws.append(["第一党支部党员花名册"])
    ws.append(["编号", "姓名", "入党日期", "得分", "党支部"])
    ws.append(["001", "王·买", date(2023, 6, 29), 98.5, "第一党支部"])
    ws.append(["002", "张三", date(2023, 6, 30), "=D3+1", None])
    ws.append(["003", "李四", "2023-13-01", 60, None])
    ws.merge_cells("A1:E1")
    ws.merge_cells("E3:E5")
    ws["B3"].font = Font(name="宋体", bold=True, color="FF112233")
    ws["B4"] = CellRichText("张", TextBlock(InlineFont(b=True), "三"))
    ws["C5"].fill = PatternFill("solid", fgColor="FFFFFF00")
    ws["D5"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.5))
    ws["D3"].number_format = "0.00"
    ws["A3"].border = Border(left=Side("thin"))
    ws["A3"].protection = Protection(locked=False)
    ws["B3"].comment = Comment("这是书记", "王")
    for letter, width in (("A", 7.5), ("B", 22), ("C", 13)):
        ws.column_dimensions[letter].width = width
    ws.column_dimensions["D"].hidden = True
    ws.column_dimensions["E"].min, ws.column_dimensions["E"].max = 5, 16384
    ws.column_dimensions["E"].width = 11
    ws.row_dimensions[2].height = 31
    ws.row_dimensions[4].hidden = True
    ws.freeze_panes = "C3"
    ws.auto_filter.ref = "A2:E5"
    ws.print_title_rows = "1:2"
    choice = DataValidation("list", formula1='"第一党支部,第二党支部"')
    choice.add("E3:E99")
    ws.add_data_validation(choice)
    red = CellIsRule("lessThan", ["60"], font=Font(color="FFFF0000"))
    ws.conditional_formatting.add("D3:D99", red)
    book.defined_names["支部"] = DefinedName("支部", attr_text=f"'{TITLE}'!$E$3:$E$5")
    book.create_sheet("藏").sheet_state = "hidden"
    book["藏"]["A1"] = "不要动"
    book.custom_doc_props.append(StringProperty(name="export", value="一号"))
    book.save(tmp_path / "source.xlsx")
    return tmp_path / "source.xlsx"


MARKS = [
    Mark(3, 1, "姓名与编号不符。"),
    Mark(5, 2, "没有这一天。"),
    Mark(5, 2, "请写成 2023-06-29。"),
    Mark(5, 3, "得分要填数。"),
    Mark(5, 4, "没有这个党支部。"),
]


def marked(source: Path, marks: list[Mark], right: list[int], name: str = "marked.xlsx") -> Path:
    target = source.with_name(name)
    mark_upload(source, target, [SheetMarks(TITLE, 2, marks, right)])
    return target


def opened(path: Path) -> Any:
    return openpyxl.load_workbook(path, rich_text=True)


def test_wrong_cells_are_red_and_say_why(source: Path) -> None:
    ws = opened(marked(source, MARKS, [4]))[TITLE]
    assert [ws.cell(n, 6).value for n in range(1, 6)] == [
        None,
        HEADING,
        "姓名与编号不符。",
        "✓",
        "没有这一天。 请写成 2023-06-29。 得分要填数。 没有这个党支部。",
    ]
    red = [cell.coordinate for cells in ws for cell in cells if rgb(cell) == "FFFF9896"]
    assert red == ["B3", "E3", "C5", "D5"]  # the branch is merged: its first cell has the value
    assert ws["C5"].comment.text == "【处理意见】没有这一天。\n请写成 2023-06-29。〔#FFFFFF00〕"
    assert ws["B3"].comment.text == "这是书记\n【处理意见】姓名与编号不符。"
    assert ws["B3"].comment.author == "王"
    assert ws["E3"].comment.text == "【处理意见】没有这个党支部。"


def looks(path: Path) -> dict[str, Any]:
    """Everything about a workbook that marking has no business with."""
    book = opened(path)
    ws = book[TITLE]
    cells = {
        cell.coordinate: (
            str(cell.value), cell.data_type, cell.number_format, cell.font.b, cell.font.name,
            cell.border.left.style, cell.protection.locked, cell.alignment.wrap_text,
        )
        for cells in ws.iter_rows(max_col=5)
        for cell in cells
    }  # fmt: skip
    return {
        "cells": cells,
        "rich": repr(ws["B4"].value),
        "merged": sorted(map(str, ws.merged_cells.ranges)),
        "widths": {letter: ws.column_dimensions[letter].width for letter in "ABC"},
        "hidden": [ws.column_dimensions["D"].hidden, ws.row_dimensions[4].hidden],
        "height": ws.row_dimensions[2].height,
        "frozen": ws.freeze_panes,
        "filter": ws.auto_filter.ref,
        "titles": ws.print_title_rows,
        "choices": [(str(v.sqref), v.formula1) for v in ws.data_validations.dataValidation],
        "formats": [
            (str(area.sqref), [rule.formula for rule in area.rules])
            for area in ws.conditional_formatting
        ],
        "names": {name: found.attr_text for name, found in book.defined_names.items()},
        "states": [(s.title, s.sheet_state) for s in book.worksheets],
        "hidden sheet": book["藏"]["A1"].value,
        "properties": {p.name: p.value for p in book.custom_doc_props},
    }


def test_everything_else_stays_as_it_was(source: Path) -> None:
    target = marked(source, MARKS, [4])
    assert looks(target) == looks(source)
    untouched = [rgb(opened(target)[TITLE][name]) for name in ("A3", "C3", "B4")]
    assert untouched == [None, None, None]


def test_ranges_of_columns_do_not_overlap(source: Path) -> None:
    """Excel repairs a workbook in which they do; the new column is wide, the others as before."""
    ws = opened(marked(source, MARKS, []))[TITLE]
    groups = sorted((g.min, g.max, g.width) for g in ws.column_dimensions.values())
    for (_, last, _), (first, _, _) in pairwise(groups):
        assert last < first
    assert groups[-3:] == [(5, 5, 11), (6, 6, 42), (7, 16384, 11)]


def test_marked_again_only_what_is_still_wrong_is_marked(source: Path) -> None:
    """The same file comes back mended: old marks go, and looks from before them return."""
    first = marked(source, MARKS, [4])
    again = marked(first, [Mark(5, 1, "姓名重复。")], [3, 4], "again.xlsx")
    ws = opened(again)[TITLE]
    assert [cell.value for cell in ws[2]] == ["编号", "姓名", "入党日期", "得分", "党支部", HEADING]
    assert [ws.cell(n, 6).value for n in (3, 4, 5)] == ["✓", "✓", "姓名重复。"]
    assert ws["B3"].comment.text == "这是书记"
    assert [ws[name].comment for name in ("C5", "D5", "E3")] == [None, None, None]
    assert [rgb(ws[name]) for name in ("B3", "C5", "E3")] == [None, "FFFFFF00", None]
    assert (ws["D5"].fill.fgColor.theme, ws["D5"].fill.fgColor.tint) == (4, 0.5)
    assert ws["B5"].comment.text == "【处理意见】姓名重复。"
    assert looks(again) == looks(source)


def test_a_red_cell_whose_comment_is_gone_is_cleared(source: Path) -> None:
    first = marked(source, [Mark(3, 0, "编号重复。")], [])
    book = opened(first)
    book[TITLE]["A3"].comment = None
    book.save(first)
    assert rgb(opened(marked(first, [], [3], "again.xlsx"))[TITLE]["A3"]) is None


def test_numbers_come_back_digit_by_digit(tmp_path: Path) -> None:
    """Also what is shown as a date and is none; openpyxl would write an error value there."""
    cells = [number("A2", -5, 1), number("B2", 45106.25, 1), number("C2", "98.5", 4)]
    cells += [number("D2", 1000000000, 1)]
    parts = parts_of({TITLE: sheet(row(1, inline("A1", "甲")), row(2, *cells))})
    source = pack(tmp_path / "source.xlsx", parts)
    target = tmp_path / "marked.xlsx"
    mark_upload(source, target, [SheetMarks(TITLE, 1, [Mark(2, 0, "没有这一天。")])])
    with ZipFile(target) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert all(f"<v>{value}</v>" in xml for value in ("-5", "45106.25", "98.5", "1000000000"))


def test_the_marked_file_is_read_again(source: Path) -> None:
    target = marked(source, MARKS, [4])
    with read_upload(target) as upload:
        rows = next(list(found.rows) for found in upload)
        assert upload.properties == {"export": "一号"}
    assert rows[1].cells[-1] == HEADING
    assert rows[2].cells[:3] == ["001", "王·买", date(2023, 6, 29)]


@pytest.mark.slow
def test_libreoffice_opens_and_saves_it_and_it_is_marked_again(source: Path) -> None:
    first = marked(source, MARKS, [4])
    folder = source.parent / "out"
    soffice = shutil.which("soffice")
    assert soffice, "These tests need LibreOffice."
    profile = (source.parent / "profile").as_uri()
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx"]
    command += ["--outdir", str(folder), str(first)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    saved = folder / "marked.xlsx"
    with read_upload(saved) as upload:
        rows = next(list(found.rows) for found in upload)
    assert rows[2].cells[:5] == [
        "001",
        "王·买",
        date(2023, 6, 29),
        pytest.approx(98.5),
        "第一党支部",
    ]
    again = folder / "again.xlsx"
    mark_upload(saved, again, [SheetMarks(TITLE, 2, [], [3, 4, 5])])
    ws = opened(again)[TITLE]
    assert [ws.cell(n, 6).value for n in (2, 3, 4, 5)] == [HEADING, "✓", "✓", "✓"]
    assert [rgb(ws[name]) for name in ("B3", "C5", "E3")] == [None, "FFFFFF00", None]
    assert ws["B3"].comment.text == "这是书记"
    assert not ws["C5"].comment


def test_a_photo_stays_where_it_is(tmp_path: Path, source: Path) -> None:
    workbook = openpyxl.load_workbook(source)
    workbook[TITLE].add_image(Image(BytesIO(photo())), "H2")
    with_photo = tmp_path / "photo.xlsx"
    workbook.save(with_photo)
    assert losses(with_photo) == []
    saved = tmp_path / "marked-photo.xlsx"
    mark_upload(with_photo, saved, [SheetMarks(TITLE, 2, [], [3])])
    (kept,) = opened(saved)[TITLE]._images
    assert kept.anchor._from.col == 7


def test_what_would_be_lost_is_named(tmp_path: Path, source: Path) -> None:
    assert losses(source) == []
    assert losses(marked(source, MARKS, [])) == []
    drawing = "<d xmlns:xdr='x' xmlns:a='y'><xdr:sp/><xdr:pic/><xdr:grpSp/></d>"
    extensions = (
        "<legacyDrawingHF/><extLst><ext uri='{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}'/>"
        "<ext uri='{78C0D931-6437-407D-A8EE-F0AAD7539E65}'/>"
        "<ext uri='{05C60535-1F16-4FD2-B633-F4F36F0B64E0}'/></extLst>"
    )
    parts = roster() | {
        "xl/worksheets/sheet1.xml": sheet(row(1, inline("A1", "甲")), after=extensions),
        "xl/drawings/drawing1.xml": drawing,
        "xl/charts/chart1.xml": "<a/>",
        "xl/comments1.xml": f"<comments xmlns='{MAIN}'><comment><r><rPr/></r><r><rPr/></r>"
        "</comment></comments>",
        "xl/threadedComments/threadedComment1.xml": "<a/>",
        "xl/pivotTables/pivotTable1.xml": "<a/>",
        "xl/slicers/slicer1.xml": "<a/>",
        "xl/ctrlProps/ctrlProp1.xml": "<a/>",
        "xl/cellimages.xml": "<a/>",
        "xl/media/image1.emf": "<a/>",
        "xl/connections.xml": "<a/>",
        "xl/metadata.xml": "<a/>",
    }
    assert losses(pack(tmp_path / "all.xlsx", parts)) == list(Loss)


@pytest.mark.parametrize("loss", ["xl/drawings/drawing1.xml", "xl/charts/chart1.xml"])
def test_what_loses_nothing_is_not_named(tmp_path: Path, loss: str) -> None:
    """An empty drawing loses nothing; a chart its looks."""
    found = losses(pack(tmp_path / "a.xlsx", roster() | {loss: "<a/>"}))
    assert found == ([Loss.CHARTS] if "chart" in loss else [])


def test_what_cannot_be_marked_leaves_the_target_alone(source: Path) -> None:
    target = source.with_name("target.xlsx")
    target.write_bytes(b"before")
    with pytest.raises(UnreadableError) as caught:
        mark_upload(source, target, [], limits=Limits(marking_memory=20 * 2**20))
    assert caught.value.fault is Fault.TOO_MUCH_MEMORY
    source.write_bytes(b"a,b")
    with pytest.raises(UnreadableError) as caught:
        mark_upload(source, target, [])
    assert caught.value.fault is Fault.TEXT
    assert target.read_bytes() == b"before"
    assert sorted(path.name for path in source.parent.iterdir()) == ["source.xlsx", "target.xlsx"]


def test_the_plain_list(tmp_path: Path) -> None:
    target = tmp_path / "errors.xlsx"
    headings = ("工作表", "行", "列", "内容", "处理意见")
    errors = [
        PlainError(TITLE, 5, 2, "2023-13-01", "没有这一天。"),
        PlainError(TITLE, 6, None, "", "=1"),
    ]
    write_plain_errors(target, errors, title="错误清单", headings=headings)
    assert read_rows(target, "错误清单") == [
        list(headings),
        [TITLE, 5, "C", "2023-13-01", "没有这一天。"],
        [TITLE, 6, None, None, "=1"],
    ]
