"""Files as they come: where the headers stand, what else stands there, and which sheet is meant."""

from datetime import date

import openpyxl
import pytest
from flask_babel import force_locale

from partyhub.members.models import Member
from partyhub.organizations.models import Organization
from partyhub.projects.models import KeyProject
from partyhub.registers.exporting import ORIGIN
from partyhub.registers.importing.reading.workbook import FileRefusedError
from partyhub.registers.register import Register
from partyhub.spreadsheets import Heading, WorkbookWriter
from partyhub.texts import normal_form
from tests import factories, stages
from tests.registers.importing.workbooks import (
    Desk,
    counts,
    group_of,
    said,
    warned,
)
from tests.registers.samples import each_register, stored

pytestmark = pytest.mark.long

DAY = date(2022, 6, 29)
HEAD = ("编码", "名称", "开始日期", "目标")
ROW = ("C1", "Name", DAY, "Goal")


def test_the_headers_stand_below_titles_and_blank_rows(desk: Desk) -> None:
    above = [("专项行动台账",), (), ("填报单位：", "一支部", "名称"), (), ("说明", "请勿修改")]
    result = desk.take("campaigns", *above, HEAD, (), ROW, (), ("C2", "Two", DAY), ())
    assert counts(result) == (2, 0, 0, 0, 0)
    assert result.header_rows == {"campaigns": 6}
    assert [row.place.row for row in result.rows] == [8, 10]


@pytest.mark.parametrize(
    "head",
    [
        ("Code", "Name", "Started on", "Goal"),
        (" 编码 ", "名称 ", "开始日期", "目标"),
        ("编码", "NAME", "开始日期", "Goal"),
        ("编码\n", "　名称　", "开始日期", "目标"),
    ],
    ids=repr,
)
def test_headers_of_either_language(desk: Desk, head: tuple[str, ...]) -> None:
    factories.make_campaign(code="C1", name=ROW[1], started_on=DAY, goal="Other")
    found = desk.judge("campaigns", head, ROW)
    assert counts(found) == (0, 1, 0, 0, 0), said(found)


def test_any_order_and_columns_may_be_missing(desk: Desk) -> None:
    desk.take("campaigns", ("开始日期", "名称", "编码"), (DAY, "Name", "C1"))
    result = desk.judge("campaigns", ("目标", "编码"), ("Goal", "C1"))
    assert counts(result) == (0, 1, 0, 0, 0)


def test_unknown_columns_are_named_never_dropped_in_silence(desk: Desk) -> None:
    result = desk.take("campaigns", ("序号", *HEAD, "经办人"), ("1", *ROW, "Zhang"))
    assert [(row, header) for row, header, _ in warned(result)] == [(1, "序号"), (1, "经办人")]
    assert counts(result) == (1, 0, 0, 0, 0)


def test_a_header_twice_is_asked(desk: Desk) -> None:
    result = desk.judge("campaigns", (*HEAD, "目标"), (*ROW, "Other"))
    assert [(row, header) for row, header, _ in said(result)] == [(1, "目标")]


def test_without_headers_it_says_which_are_looked_for(desk: Desk) -> None:
    result = desk.judge("campaigns", ("a", "b"), ("c", "d"))
    assert [row for row, *_ in said(result)] == [1]
    assert not result.is_applicable


def test_an_empty_sheet_is_a_sentence(desk: Desk) -> None:
    assert not desk.judge("campaigns", ()).is_applicable
    assert desk.judge("campaigns", HEAD).does_nothing


def test_the_sheet_titled_like_the_register_is_read(desk: Desk) -> None:
    decoy = [HEAD, ("C9", "Decoy", DAY, "")]
    for title in ("专项行动", "campaigns", "Campaigns"):
        file = desk.book({"other": decoy, title: [HEAD, ROW]})
        assert [row.title for row in desk.preview(file, "campaigns").rows] == ["Name"]


def test_else_the_only_visible_sheet_with_its_headers(desk: Desk) -> None:
    file = desk.book({"notes": [("Read me",)], "Sheet1": [HEAD, ROW]})
    assert counts(desk.preview(file, "campaigns"))[0] == 1
    file = desk.book({"One": [HEAD, ROW], "Two": [HEAD, ROW]})
    with pytest.raises(FileRefusedError, match="One、Two"):
        desk.preview(file, "campaigns")
    book = openpyxl.load_workbook(file)
    book["Two"].sheet_state = "hidden"
    book.save(file)
    assert counts(desk.preview(file, "campaigns"))[0] == 1


def test_merged_and_hidden_cells_are_read(desk: Desk) -> None:
    file = desk.sheet("campaigns", [HEAD, ROW, ("C2", "Two", None, "")])
    book = openpyxl.load_workbook(file)
    sheet = book["campaigns"]
    sheet.merge_cells("C2:C3")
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    book.save(file)
    assert counts(desk.preview(file, "campaigns")) == (2, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"code,name\nC1,Name\n"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)),
        ("a.xlsx", b""),
        ("a.xlsx", b"PK\x03\x04 and no more"),
        ("a.xlsx", "<html>甲</html>".encode()),
        ("a.pdf", b"%PDF-1.7\n"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_another_kind_of_file_is_a_sentence(desk: Desk, name: str, content: bytes) -> None:
    file = desk.folder / name
    file.write_bytes(content)
    before = stages.digest()
    for chosen in ("campaigns", None):
        with pytest.raises(FileRefusedError) as refused:
            desk.preview(file, chosen)
        assert str(refused.value)
        with pytest.raises(FileRefusedError):
            desk.apply(file, chosen)
    assert stages.digest() == before


def test_a_yearly_workbook_is_no_import_file(desk: Desk) -> None:
    file = desk.folder / "yearly.xlsx"
    with WorkbookWriter(file) as workbook:
        workbook.set_property(ORIGIN, "yearly")
        workbook.add_sheet("专项行动", [Heading(head) for head in HEAD]).append(["C1", "N", "", ""])
    for chosen in ("campaigns", None):
        with pytest.raises(FileRefusedError, match="yearly"):
            desk.preview(file, chosen)


def combined() -> dict[str, list[tuple[object, ...]]]:
    """Every sheet names what comes only in a sheet after it."""
    return {
        "党员领办重点项目": [
            (
                "编号",
                "项目名称",
                "计划年度",
                "所属党组织",
                "分厂车间",
                "领衔人",
                "开始日期",
                "状态",
            ),
            ("X1", "Project", 2022, "Branch", "Wire", "Zhang San", DAY, "实施中"),
        ],
        "党员花名册": [
            ("编号", "姓名", "所在党支部", "分厂车间", "入党日期"),
            ("A1", "Zhang San", "Branch", "Wire", DAY),
        ],
        "分厂车间": [
            ("编码", "名称", "一线车间", "启用日期", "所属党组织"),
            ("W1", "Wire", "是", DAY, "Branch"),
        ],
        "党组织": [
            ("编码", "名称", "类别", "上级", "成立日期"),
            ("B1", "Branch", "党支部", "Committee", DAY),
            ("DW", "Committee", "党委", "", DAY),
        ],
        "填写说明": [("Read me first",)],
    }


def test_a_combined_file_resolves_references_inside_it(desk: Desk) -> None:
    file = desk.book(combined())
    assert counts(desk.preview(file, None)) == (5, 0, 0, 0, 0)
    result = desk.apply(file, None)
    assert said(result) == []
    assert group_of(result).new_count == 5
    assert (stored(Organization), stored(Member), stored(KeyProject)) == (2, 1, 1)
    assert desk.apply(file, None).does_nothing


def test_the_errors_of_all_sheets_are_said_in_one_go(desk: Desk) -> None:
    sheets = combined()
    sheets["党组织"][1] = ("B1", "Branch", "nothing", "Committee", DAY)
    sheets["党员花名册"].append(("A2", "", "Branch", "Wire", DAY))
    sheets["分厂车间"].append(("W2", "Tape", "perhaps", DAY, "Committee"))
    before = stages.digest()
    result = desk.apply(desk.book(sheets), None)
    places = {(p.place.sheet, p.place.row, p.place.header) for p in result.errors}
    assert {("党组织", 2, "类别"), ("党员花名册", 3, "姓名"), ("分厂车间", 3, "一线车间")} <= places
    assert result.group_id is None
    assert stages.digest() == before


def test_a_file_with_no_register_in_it_is_refused(desk: Desk) -> None:
    with pytest.raises(FileRefusedError, match="Known titles"):
        desk.preview(desk.book({"Sheet1": [HEAD, ROW]}), None)


@each_register
@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
@pytest.mark.usefixtures("database_of_test")
def test_no_two_columns_of_a_register_share_a_header(register: Register, locale: str) -> None:
    with force_locale(locale):
        headers = [normal_form(register.header(column)) for column in register.columns]
    assert len(set(headers)) == len(headers)
