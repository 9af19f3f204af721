"""What stands around the records of a table: titles, headings, totals, notes, other sheets."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from partyhub.activities.models import Activity
from partyhub.database import db
from partyhub.members.models import Assignment, Member
from partyhub.organizations.models import Organization
from partyhub.registers.importing.left_out import Reason
from partyhub.registers.importing.reading.workbook import FileRefusedError
from partyhub.registers.importing.results import Result
from tests import factories
from tests.registers.importing.test_random import QUICK
from tests.registers.importing.workbooks import (
    STAGES,
    Desk,
    Formula,
    Rows,
    counts,
    one,
    said,
    warned,
)

pytestmark = pytest.mark.long

DAY = date(2022, 6, 29)
MEMBERS = ("编号", "姓名", "所在党支部", "入党日期", "备注")
ACTIVITIES = ("主题", "活动类型", "主办党组织", "日期", "时长（分钟）")
AWARDS = ("荣誉名称", "级别", "授予单位", "授予日期", "获奖类别", "获奖者")
HEADS = {"members": MEMBERS, "activities": ACTIVITIES, "awards": AWARDS}
RECORDS = {
    "members": ("Y1", "顾长河", "第一党支部", DAY, "钳工"),
    "activities": ("学习党章", "党课", "第一党支部", DAY, 90),
    "awards": ("红旗基层党组织", "市级", "市委组织部", DAY, "党组织", "第一党支部"),
}
each_table = pytest.mark.parametrize("name", list(HEADS))


@pytest.fixture(autouse=True)
def branches(desk: Desk) -> None:
    factories.make_branch(name="第一党支部", code="Z1")
    factories.make_branch(name="第二党支部", code="Z2")


def left_out(result: Result) -> list[tuple[int, Reason]]:
    return [(each.place.row, each.reason) for each in result.left_out]


def branch_names() -> list[str]:
    """The branches of the people on record, in the order of their numbers."""
    query = (
        select(Organization.name)
        .join(Assignment, Assignment.organization_id == Organization.id)
        .join(Member, Member.id == Assignment.member_id)
    )
    return list(db.session.scalars(query.order_by(Member.number)))


def merge(file: Path, *areas: str, hidden_rows: Any = (), hidden_columns: Any = ()) -> Path:
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    for area in areas:
        sheet.merge_cells(area)
    for row in hidden_rows:
        sheet.row_dimensions[row].hidden = True
    for column in hidden_columns:
        sheet.column_dimensions[column].hidden = True
    book.save(file)
    return file


@each_table
@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("合计", "2人"), Reason.TOTAL),
        (("合 计：", None, None, None, 180), Reason.TOTAL),
        (("合计", None, None, "2人"), Reason.TOTAL),
        (("第一党支部小计", 3, "—"), Reason.TOTAL),
        (("总计", "", "", "", Formula("=SUM(E2:E9)")), Reason.TOTAL),
        (("共2条",), Reason.TOTAL),
        (("填表人：陆远航", None, "审核人：", None, "联系电话："), Reason.FOOT),
        (("填表人：", "陆远航", "填报日期：", DAY), Reason.FOOT),
        (("说明：本表一式两份",), Reason.FOOT),
        (("注1：请如实填写",), Reason.FOOT),
        (("第1页 共3页",), Reason.PAGE),
        (("2022年6月",), Reason.SECTION),
        (("第二季度",), Reason.SECTION),
        ((1, 2, 3, 4, 5), Reason.NUMBERING),
    ],
    ids=str,
)
def test_a_row_that_is_no_record_is_left_out_by_name(
    desk: Desk, name: str, row: tuple[Any, ...], reason: Reason
) -> None:
    result = desk.judge(name, HEADS[name], row, RECORDS[name])
    assert (said(result), counts(result)) == ([], (1, 0, 0, 0, 0))
    assert left_out(result) == [(2, reason)]
    assert warned(result, without=STAGES) == []
    ((place, value, message),) = [(p.place, p.value, p.message) for p in result.left_out]
    assert (place.sheet, place.row, value) == (name, 2, str(row[0]))
    assert message.startswith("Row 2 is ")


@each_table
@pytest.mark.parametrize("word", ["示例", "样例", "例", "（填写示例）", "示例1"])
def test_an_example_is_left_out(desk: Desk, name: str, word: str) -> None:
    result = desk.judge(name, HEADS[name], (word, *RECORDS[name][1:]), RECORDS[name])
    assert (counts(result), left_out(result)) == ((1, 0, 0, 0, 0), [(2, Reason.EXAMPLE)])


@each_table
def test_titles_and_headers_of_the_next_page_are_left_out(desk: Desk, name: str) -> None:
    above = ("台账",), ("填报单位：", "云帆机械", None, "填报日期：", DAY)
    record, head = RECORDS[name], HEADS[name]
    rows = *above, head, record, above[0], above[1], head, ("另一个", *record[1:])
    result = desk.judge(name, *rows)
    assert counts(result)[0] == 2
    title, headers = Reason.TITLE, Reason.HEADERS
    assert left_out(result) == [(1, title), (2, title), (5, title), (6, title), (7, headers)]


@each_table
def test_rows_with_only_a_number_of_their_own_are_left_out(desk: Desk, name: str) -> None:
    head = ("序号", *HEADS[name])
    result = desk.judge(name, head, (1, *RECORDS[name]), (2,), (3, "", " "), ("合计", "", 1))
    assert (counts(result), said(result)) == ((1, 0, 0, 0, 0), [])
    empty = Reason.EMPTY
    assert left_out(result) == [(3, empty), (4, empty), (5, Reason.TOTAL)]


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("members", ("合计", "合计", "第一党支部", DAY)),
        ("members", ("Y2", "合计", "第一党支部", DAY)),
        ("members", ("Y2", "例", "第一党支部", DAY)),
        ("activities", ("合计", "党课", "第一党支部", DAY)),
        ("activities", ("说明：上半年的学习", "党课", "第一党支部", DAY)),
        ("activities", ("备注", "党课", "第一党支部", DAY)),
        ("awards", ("小计", *RECORDS["awards"][1:])),
    ],
)
def test_a_record_whose_name_is_such_a_word_stays_a_record(
    desk: Desk, name: str, row: tuple[Any, ...]
) -> None:
    result = desk.judge(name, HEADS[name], row)
    assert (said(result), counts(result)[0], left_out(result)) == ([], 1, [])


def test_a_person_may_be_called_as_an_example_is(desk: Desk) -> None:
    rows = ("姓名", "编号", "所在党支部", "入党日期"), ("例", "Y1", "第一党支部", DAY)
    assert counts(desk.judge("members", *rows))[0] == 1


@each_table
def test_what_is_not_surely_something_else_is_a_record_with_errors(desk: Desk, name: str) -> None:
    result = desk.judge(name, HEADS[name], ("合计", "顾长河"), ("麦穗",))
    assert (counts(result)[3], left_out(result)) == (2, [])


def test_a_heading_gives_the_branch_to_the_rows_below_it(desk: Desk) -> None:
    rows = (
        ("编号", "姓名", "入党日期"),
        ("第一党支部（2人）",),
        ("Y1", "顾长河", DAY),
        ("二、第二党支部", "1人"),
        ("Y2", "顾长江", DAY),
        ("合计", "2人"),
    )
    result = desk.take("members", *rows)
    assert branch_names() == ["第一党支部", "第二党支部"]
    assert left_out(result) == [(2, Reason.SECTION), (4, Reason.SECTION), (6, Reason.TOTAL)]
    assert result.left_out[0].message.endswith("take as “Branch”. It was not imported.")


def test_a_heading_fills_blank_cells_only(desk: Desk) -> None:
    rows = (
        ("主题", "活动类型", "主办党组织", "日期"),
        ("第二党支部",),
        ("甲", "党课", "", DAY),
        ("乙", "党课", "第一党支部", DAY),
    )
    desk.take("activities", *rows)
    found = db.session.scalars(select(Activity).order_by(Activity.id)).all()
    assert [each.organization.name for each in found] == ["第二党支部", "第一党支部"]


def test_a_heading_may_name_a_workshop(desk: Desk) -> None:
    factories.make_workshop(name="分条车间")
    rows = MEMBERS, ("分条车间（1人）",), RECORDS["members"]
    desk.take("members", *rows)
    assert db.session.scalars(select(Member)).one().workshop.name == "分条车间"


@pytest.mark.parametrize("heading", ["第九党支部（2人）", "第九党支部"])
@pytest.mark.parametrize(
    ("name", "head", "rows"),
    [
        ("members", MEMBERS[:2], [("Y1", "顾长河"), ("Y2", "顾长江")]),
        ("activities", ("主题", "活动类型", "日期"), [("甲", "党课", DAY), ("乙", "党课", DAY)]),
    ],
)
def test_a_heading_that_names_nothing_is_one_error(
    desk: Desk, heading: str, name: str, head: Any, rows: Rows
) -> None:
    result = desk.judge(name, head, ("第一党支部",), rows[0], (heading,), *rows[1:])
    row, _, sentence = one(result)
    assert (row, sentence[:12]) == (4, "This heading")
    assert result.errors[0].value == heading
    assert counts(result) == (1, 0, 0, 1, 0)


def test_a_heading_that_nobody_needs_is_only_left_out(desk: Desk) -> None:
    result = desk.judge("members", MEMBERS, ("退休党员（1人）",), RECORDS["members"])
    assert (said(result), left_out(result)) == ([], [(2, Reason.SECTION)])


def test_headers_in_two_rows_with_merged_cells(desk: Desk) -> None:
    rows = (
        ("党员花名册",),
        ("编号", "姓名", "所在党支部", "党员信息", None, None),
        (None, None, None, "入党日期", "备注", "父亲"),
        ("Y1", "顾长河", "第一党支部", DAY, "钳工", "顾大河"),
    )
    file = desk.sheet("members", rows)
    merge(file, "A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:F2")
    result = desk.preview(file, "members")
    assert (said(result), counts(result)[0], result.header_rows) == ([], 1, {"members": 3})
    assert [header for _, header, _ in warned(result, without=STAGES)] == ["父亲"]
    assert left_out(result) == [(1, Reason.TITLE)]


@pytest.mark.parametrize("are_merged", [True, False])
def test_headers_in_two_rows_name_all_their_columns(desk: Desk, are_merged: bool) -> None:
    rows = (
        ("主题", "活动类型", "主办党组织", "时间", None),
        (None, None, None, "日期", "时长（分钟）"),
        RECORDS["activities"],
    )
    file = desk.sheet("activities", rows)
    if are_merged:
        merge(file, "A1:A2", "B1:B2", "C1:C2", "D1:E1")
    result = desk.preview(file, "activities")
    assert (said(result), warned(result), counts(result)[0]) == ([], [], 1)


def test_leaves_that_only_their_groups_tell_apart_are_not_taken(desk: Desk) -> None:
    rows = (
        (*AWARDS[:5], "本人", None, "配偶", None),
        (None, None, None, None, None, "获奖者", "单位", "获奖者", "单位"),
        (*RECORDS["awards"], "甲", "乙", "丙"),
    )
    file = desk.sheet("awards", rows)
    merge(file, *(f"{letter}1:{letter}2" for letter in "ABCDE"), "F1:G1", "H1:I1")
    result = desk.preview(file, "awards")
    named = [header for _, header, _ in said(result)]
    assert named == ["本人 获奖者"]  # asked about: it may be the recipient


def test_a_group_and_its_leaf_are_the_header_together(desk: Desk) -> None:
    rows = (
        ("编号", "姓名", "所在党支部", "入党", None, "转正", None),
        (None, None, None, "日期", "介绍人", "日期", "介绍人"),
        ("Y1", "顾长河", "第一党支部", date(2010, 7, 1), "甲", date(2011, 7, 1), "乙"),
    )
    file = merge(desk.sheet("members", rows), "A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1")
    desk.apply(file, "members")
    member = db.session.scalars(select(Member)).one()
    assert (member.admitted_on, member.full_on) == (date(2010, 7, 1), date(2011, 7, 1))


@each_table
def test_hidden_rows_and_columns_are_read_and_counted(desk: Desk, name: str) -> None:
    other = ("另一个", *RECORDS[name][1:])
    file = desk.sheet(name, [HEADS[name], RECORDS[name], other, ("合计",)])
    merge(file, hidden_rows=(3, 4), hidden_columns="BD")
    result = desk.preview(file, name)
    assert counts(result)[0] == 2
    sentences = [sentence for row, _, sentence in warned(result, without=STAGES) if row == 1]
    assert sentences == [
        "1 row is hidden or filtered out in the file; it is read, too.",
        f"Hidden columns are read, too: {HEADS[name][1]}、{HEADS[name][3]}.",
    ]


def test_other_and_hidden_sheets_are_named(desk: Desk) -> None:
    rows = [MEMBERS, RECORDS["members"]]
    file = desk.book({"党员花名册": rows, "填表说明": [("先读我",)], "旧": rows, "Sheet3": []})
    book = openpyxl.load_workbook(file)
    book["旧"].sheet_state = "hidden"
    book.save(file)
    result = desk.preview(file, "members")
    assert counts(result)[0] == 1
    assert [(each.value, each.reason) for each in result.left_out] == [
        ("填表说明", Reason.OTHER_SHEET),
        ("旧", Reason.HIDDEN_SHEET),
    ]


@pytest.mark.parametrize("titles", [("第一党支部", "第二党支部"), ("Z1", "第二党支部")])
def test_sheets_titled_like_branches_are_read_together(desk: Desk, titles: Any) -> None:
    head = ("编号", "姓名", "入党日期")
    one_row, other = ("Y1", "顾长河", DAY), ("Y2", "顾长江", DAY)
    file = desk.book({titles[0]: [head, one_row], titles[1]: [head, other]})
    result = desk.apply(file, "members")
    assert (said(result), counts(result)[0]) == ([], 2)
    assert branch_names() == ["第一党支部", "第二党支部"]


def test_a_record_on_two_sheets_is_an_error_on_the_second(desk: Desk) -> None:
    head = ("编号", "姓名", "入党日期")
    sheet = [head, ("Y1", "顾长河", DAY)]
    result = desk.preview(desk.book({"第一党支部": sheet, "第二党支部": sheet}), "members")
    assert "“第一党支部” is about the same record" in one(result)[2]


@pytest.mark.parametrize(
    ("other", "new", "faults"),
    [(date(2010, 7, 1), 2, []), (DAY, 1, ["Row 2 of the sheet “第一党支部” has the same name"])],
    ids=["told apart", "not told apart"],
)
def test_namesakes_without_a_number_on_two_sheets(
    desk: Desk, other: date, new: int, faults: list[str]
) -> None:
    """They are two people, as on one sheet; nobody is asked whether one is on record."""
    sheets = {
        branch: [("姓名", "入党日期"), ("顾长河", day)]
        for branch, day in (("第一党支部", DAY), ("第二党支部", other))
    }
    result = desk.preview(desk.book(sheets), "members")
    assert [sentence.partition(",")[0] for *_, sentence in said(result)] == faults
    assert (counts(result)[0], result.questions) == (new, [])


def test_the_only_sheet_may_be_titled_like_its_branch(desk: Desk) -> None:
    head = ("主题", "活动类型", "日期")
    file = desk.book({"第二党支部": [head, ("学习党章", "党课", DAY)]})
    assert said(desk.apply(file, "activities")) == []
    assert db.session.scalars(select(Activity)).one().organization.name == "第二党支部"


def test_several_sheets_with_other_titles_stay_refused(desk: Desk) -> None:
    rows = [MEMBERS, RECORDS["members"]]
    with pytest.raises(FileRefusedError, match="第一党支部、汇总"):
        desk.preview(desk.book({"第一党支部": rows, "汇总": rows}), "members")


@pytest.mark.parametrize("is_formula", [True, False])
@pytest.mark.parametrize(("name", "at"), [("members", 4), ("awards", 6)], ids=["members", "awards"])
def test_a_picture_in_a_cell_is_said_and_left_empty(
    desk: Desk, name: str, at: int, is_formula: bool
) -> None:
    picture: Any = '=DISPIMG("ID_0123456789ABCDEF",1)'
    picture = Formula(picture.replace("=", "=_xlfn.")) if is_formula else picture
    head = (*HEADS[name], "文号")[: at + 1]
    row = (*RECORDS[name], None)[: at + 1]
    result = desk.judge(name, (*head, "照片"), (*row[:at], picture, picture))
    assert (said(result), counts(result)[0]) == ([], 1)
    (_, unknown, _), (row_number, header, sentence) = warned(result, without=STAGES)
    assert (unknown, row_number, header) == ("照片", 2, head[at])
    assert "picture" in sentence


PEOPLE = st.lists(st.sampled_from("甲乙丙丁戊己庚辛"), min_size=1, max_size=6, unique=True)
DECORATIONS: list[tuple[Any, ...]] = [
    ("合计", "2人"),
    ("本页小计", 2),
    ("示例", "张三", "第二党支部", DAY),
    ("编号", "姓名", "所在党支部", "入党日期", "备注"),
    (None, "", " "),
    ("2022年",),
    ("第1页 共2页",),
]
FEET: list[tuple[Any, ...]] = [
    ("填表人：陆远航", None, "审核人："),
    ("说明：本表一式两份",),
    ("2.请如实填写",),
]


@pytest.mark.slow
@given(data=st.data())
@QUICK
def test_a_decorated_list_has_the_records_of_the_plain_one(desk: Desk, data: Any) -> None:
    branch = {
        who: data.draw(st.sampled_from(["第一党支部", "第二党支部"])) for who in "甲乙丙丁戊己庚辛"
    }
    people = [(f"Y{at}", who, branch[who], DAY, who) for at, who in enumerate(data.draw(PEOPLE))]
    rows: list[tuple[Any, ...]] = data.draw(
        st.lists(st.sampled_from([("花名册",), ("填报单位：", "云帆机械")]), max_size=2)
    )
    rows.append(MEMBERS)
    hidden = []
    for person in people:
        rows += data.draw(st.lists(st.sampled_from(DECORATIONS), max_size=2))
        if data.draw(st.booleans()):
            rows.append((f"{person[2]}（{data.draw(st.integers(1, 9))}人）",))
            person = (*person[:2], None, *person[3:])
        rows.append(person)
        if data.draw(st.booleans()):
            hidden.append(len(rows))
    rows += FEET[: data.draw(st.integers(0, 3))]
    plain = desk.judge("members", MEMBERS, *people)
    decorated = desk.preview(merge(desk.sheet("members", rows), hidden_rows=hidden), "members")
    assert (said(decorated), counts(decorated)) == ([], counts(plain))
    assert [row.mark for row in decorated.rows] == [row.mark for row in plain.rows]
    filled = [at for at, row in enumerate(rows, 1) if any(str(cell or "").strip() for cell in row)]
    taken = [row.place.row for row in decorated.rows]
    headers = decorated.header_rows["members"]
    assert sorted([*taken, headers, *(row for row, _ in left_out(decorated))]) == filled
