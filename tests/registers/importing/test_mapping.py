"""Columns of files with headers of their own: what is certain, what is asked, what is left out."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from partyhub.database import db
from partyhub.members.models import Member
from partyhub.projects.models import KeyProject
from partyhub.registers.importing.column_proposals import Certainty, ColumnProposal, column_decision
from partyhub.registers.importing.judging.corrections import correction_name
from partyhub.registers.importing.reading.evidence import like
from partyhub.registers.importing.reading.layout import folded, names_of, read_aliases, read_special
from partyhub.registers.importing.reading.mapping import find_clash, find_target
from partyhub.registers.importing.reading.spans import split_span
from partyhub.registers.importing.reading.units import factor_between, scaled, without_notes
from tests import factories
from tests.catalog import CATALOG
from tests.registers.importing.workbooks import Desk, Rows, counts, said, warned

pytestmark = pytest.mark.usefixtures("database_of_test")

HEAD = ["编号", "姓名", "所在党支部", "入党日期"]
PEOPLE = [
    ["A1", "陆远航", "第一党支部", "2010-07-01"],
    ["A2", "卜向阳", "第二党支部", "2012-07-01"],
]


@pytest.fixture(autouse=True)
def branches(desk: Desk) -> None:
    root = factories.committee()
    for name in ("第一党支部", "第二党支部"):
        factories.make_branch(name=name, parent=root)


def with_column(header: str, *values: Any, head: Sequence[str] = HEAD) -> Rows:
    """The people with one more column."""
    return [[*head, header], *([*row, value] for row, value in zip(PEOPLE, values, strict=True))]


def proposed(desk: Desk, rows: Rows, header: str, register: str = "members") -> ColumnProposal:
    """What the column with this header is proposed to be, the last of those that have it."""
    result = desk.preview(desk.sheet(register, rows), register)
    (sheet,) = result.columns
    return [each for each in sheet.proposals if each.place.header == header][-1]


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("转正日期", "full_on"),
        ("Full member since", "full_on"),
        ("转正时间", "full_on"),
        ("转正日期（年月日）", "full_on"),
        ("转正时间（支部大会）（必填）", "full_on"),
        (" 转 正\n日期* ", "full_on"),
    ],
)
def test_what_is_certain(desk: Desk, header: str, key: str) -> None:
    found = proposed(desk, with_column(header, "2011-07-01", None), " ".join(header.split()))
    assert (found.target, found.certainty) == (key, Certainty.CERTAIN)


@pytest.mark.parametrize(
    ("header", "values", "key"),
    [
        ("批准时间", ("2011-07-01", "2013.7"), "full_on"),
        ("政治生日", ("1998-03-02", "2001-05-06"), ""),
        ("转正日期（拟）", ("2011-07-01", "2013-07-01"), "full_on"),
        ("性别情况", ("男", "女"), "sex"),
        ("通讯", ("13800000001", "138-0000-0002"), "phone"),
        ("手机号码1", ("13800000001", None), "phone"),
        ("籍 贯地", ("平湖", "海盐"), "native_place"),
        ("分厂车间名", ("总装", "机加"), "workshop"),
    ],
)
def test_what_is_asked(desk: Desk, header: str, values: Sequence[Any], key: str) -> None:
    found = proposed(desk, with_column(header, *values), header)
    assert (found.target, found.certainty) == (key, Certainty.ASKED)
    assert found.evidence


@pytest.mark.parametrize(
    ("header", "values", "reason"),
    [
        ("序号", (1, 2), "row numbers"),
        ("身份证号", ("330400198503120011", None), "ID numbers"),
        ("证件", ("330400198503120011", "33040019850312002X"), "ID numbers"),
        ("党龄", (15, 13), "no such column"),
        ("参加工作时间", ("2001-01-01", "2002-02-02"), "no such column"),
        ("血型", ("A", "B"), "no such column"),
        ("手机号码1", ("无线", "有线"), "no such column"),
        ("批准时间", (None, None), "no such column"),
        ("姓名", (None, None), "empty"),
    ],
)
def test_what_is_left_out_and_why(
    desk: Desk, header: str, values: Sequence[Any], reason: str
) -> None:
    rows = with_column(header, *values)
    found = proposed(desk, rows, header)
    assert (found.target, found.certainty) == ("", Certainty.LEFT_OUT)
    assert reason in found.evidence
    result = desk.preview(desk.sheet("members", rows), "members")
    assert [(row, name) for row, name, _ in warned(result) if name] == [(1, header)]
    assert counts(result) == (2, 0, 0, 0, 0)


def test_an_id_number_is_shown_by_its_first_digits(desk: Desk) -> None:
    found = proposed(desk, with_column("身份证号", "330400198503120011", None), "身份证号")
    assert list(found.samples) == ["3304＊＊＊＊"]


def test_the_evidence_counts_the_rows(desk: Desk) -> None:
    found = proposed(desk, with_column("批准时间", "2011-07-01", "2013-07-01"), "批准时间")
    assert found.evidence == "2 dates are about a year after “入党日期”."
    head = ["编号", "姓名", "单位", "入党日期"]
    found = proposed(desk, [head, *PEOPLE], "单位")
    assert (found.target, found.certainty) == ("organization", Certainty.ASKED)
    assert found.evidence == "2 values look like those of “Branch”."


def test_a_header_that_may_be_two_columns_is_asked(desk: Desk) -> None:
    head = ["编号", "项目名称", "计划年度", "所属党组织", "领衔人", "开始日期", "状态"]
    rows = [[*head, "完成时间"], ["P1", "甲", 2026, "第一党支部", "陆", "2026-01-01", "申报", None]]
    found = proposed(desk, rows, "完成时间", "projects")
    assert (found.target, found.certainty) == ("due_on", Certainty.ASKED)


@pytest.mark.parametrize(
    ("values", "target"), [((None, "x"), "remark"), (("y", "x"), "")], ids=["empty", "both filled"]
)
def test_a_doubled_column_is_asked(desk: Desk, values: Sequence[Any], target: str) -> None:
    rows = [[*HEAD, "备注", "备注"], [*PEOPLE[0], *values]]
    found = proposed(desk, rows, "备注")
    assert (found.target, found.certainty, found.name) == (target, Certainty.ASKED, "备注#2")
    answer = {column_decision("members", "备注#2"): "remark"}
    result = desk.apply(desk.sheet("members", rows), "members", answer)
    assert said(result) == []
    assert db.session.scalars(select(Member.remark)).one() == "x"


def test_a_question_is_one_error_that_names_what_to_write(desk: Desk) -> None:
    result = desk.preview(
        desk.sheet("members", with_column("批准时间", "2011-07-01", "2013-07-01")), "members"
    )
    [(row, header, sentence)] = said(result)
    assert (row, header) == (1, "批准时间")
    assert "--map 批准时间=Fullmembersince" in sentence
    assert "--map 批准时间= to leave it out" in sentence
    assert result.rows == []


def test_answers_decide(desk: Desk) -> None:
    rows = with_column("批准时间", "2011-07-01", "2013-07-01")
    name = column_decision("members", "批准时间")
    taken = desk.preview(desk.sheet("members", rows), "members", {name: "full_on"})
    left = desk.preview(desk.sheet("members", rows), "members", {name: ""})
    other = desk.preview(desk.sheet("members", rows), "members", {name: "target_on"})
    assert [counts(each) for each in (taken, left)] == [(2, 0, 0, 0, 0)] * 2
    assert warned(taken) == []
    assert [sentence for _, name, sentence in warned(left) if name] == ["Left out, as you chose."]
    assert len({each.digest for each in (taken, left, other)}) == 3


def test_a_column_that_was_chosen_takes_the_place_of_another(desk: Desk) -> None:
    rows = with_column("名字", "陆远", "卜向")
    answer = {column_decision("members", "名字"): "name"}
    result = desk.preview(desk.sheet("members", rows), "members", answer)
    assert [row.title for row in result.rows] == ["陆远", "卜向"]
    named = [(header, "chosen" in sentence) for _, header, sentence in warned(result) if header]
    assert named == [("姓名", True)]


def test_a_question_is_all_that_is_said_of_a_file_of_several_sheets(desk: Desk) -> None:
    moves = [
        ["姓名", "党组织", "开始日期", "增加原因"],
        ["陆远航", "第一党支部", "2010-07-01", "发展"],
    ]
    people = with_column("批准时间", "2011-07-01", "2013-07-01")
    result = desk.preview(desk.book({"党员花名册": people, "组织关系变动": moves}), None)
    assert [(row, header) for row, header, _ in said(result)] == [(1, "批准时间")]
    assert result.rows == []


def test_a_unit_of_the_header_is_converted(desk: Desk) -> None:
    member = factories.make_member()
    head = ["编号", "项目名称", "计划年度", "所属党组织", "领衔人", "开始日期", "状态"]
    row = ["P1", "甲", 2026, "第一党支部", member.name, "2026-01-01", "实施中"]
    rows = [[*head, "经济效益（万元）"], [*row, 12.5]]
    result = desk.apply(desk.sheet("projects", rows), "projects")
    assert said(result) == []
    [(_, header, sentence)] = warned(result)
    assert (header, "times 10000" in sentence) == ("经济效益（万元）", True)
    assert db.session.scalars(select(KeyProject.benefit_cny)).one() == 125_000


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("12.5", "125000"),
        ("￥12.5", "¥125000"),
        ("RMB 12.5", "RMB 125000"),
        ("1 250", "12500000"),
        ("1,250.5", "12505000"),
        ("12.5元", "12.5元"),
        ("3万", "3万"),
        ("约3", "约3"),
    ],
)
def test_every_bare_number_is_converted(text: str, yuan: str) -> None:
    """One that is read as an amount but not converted would be wrong by ten thousand."""
    assert scaled(text, Decimal(10_000)) == yuan


def test_a_corrected_text_stands_in_the_unit_of_its_header(desk: Desk) -> None:
    member = factories.make_member()
    head = ["编号", "项目名称", "计划年度", "所属党组织", "领衔人", "开始日期", "状态"]
    row = ["P1", "甲", 2026, "第一党支部", member.name, "2026-01-01", "实施中"]
    sheet = desk.sheet("projects", [[*head, "经济效益（万元）"], [*row, "约12"]])
    answer = {correction_name("projects", "benefit_cny", "约12"): "12"}
    assert said(desk.apply(sheet, "projects", answer)) == []
    assert db.session.scalars(select(KeyProject.benefit_cny)).one() == 120_000


@pytest.mark.parametrize("known", [(), ("申请入党日期",)])
def test_days_that_fit_a_day_of_the_party_life_are_asked_about(
    desk: Desk, known: tuple[str, ...]
) -> None:
    """These days may be known to the month only, which makes them days all the same."""
    head = ["姓名", "所在党支部", *known, "批复的日子"]
    rows = [[f"甲{n}", "第一党支部", *("2008-01-01" for _ in known), f"2010.{n}.1"] for n in "234"]
    result = desk.preview(desk.sheet("members", [head, *rows]), "members")
    assert [(row, header) for row, header, _ in said(result)] == [(1, "批复的日子")]


@pytest.mark.parametrize(
    ("theirs", "ours", "factor"),
    [
        ("经济效益（万元）", "经济效益（元）", 10_000),
        ("经济效益万元", "经济效益（元）", 10_000),
        ("经济效益（单位：万元）", "经济效益（元）", 10_000),
        ("经济效益（元）", "经济效益（元）", None),
        ("经济效益", "经济效益（元）", None),
        ("时长（小时）", "时长（分钟）", 60),
        ("时长（小时）", "经济效益（元）", None),
    ],
)
def test_factors_between_units(theirs: str, ours: str, factor: int | None) -> None:
    assert factor_between(theirs, ours) == factor


def test_a_beginning_and_an_end_in_one_cell(desk: Desk) -> None:
    member = factories.make_member()
    head = ["编号", "项目名称", "计划年度", "所属党组织", "领衔人", "起止时间", "状态"]
    row = ["P1", "甲", 2026, "第一党支部", member.name, "2026-03-01至12-31", "实施中"]
    result = desk.apply(desk.sheet("projects", [head, row]), "projects")
    assert said(result) == []
    project = db.session.scalars(select(KeyProject)).one()
    assert (project.started_on, project.due_on) == (date(2026, 3, 1), date(2026, 12, 31))
    wrong = [head, ["P2", "乙", 2026, "第一党支部", member.name, "三月", "实施中"]]
    errors = said(desk.preview(desk.sheet("projects", wrong), "projects"))
    assert [(row, header) for row, header, _ in errors] == [(2, "起止时间")]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2026.3-2026.12", ("2026.3", "2026.12")),
        ("2026.3—2026.12", ("2026.3", "2026.12")),
        ("2026年3月至12月", ("2026年3月", "2026年12月")),
        ("2026-03-01~2026-12-31", ("2026-03-01", "2026-12-31")),
        ("2026-03-01 到 2026-12-31", ("2026-03-01", "2026-12-31")),
        ("2026年3月", ("2026年3月",)),
        (date(2026, 3, 1), ("2026-03-01",)),
        (" ", ()),
    ],
)
def test_how_spans_are_written(text: Any, parts: tuple[str, ...]) -> None:
    assert tuple(split_span(text, 1900)) == parts


@pytest.mark.parametrize(
    ("header", "name", "is_alike"),
    [
        ("联系党支部", "党支部", True),
        ("手机号吗", "手机号码", True),
        ("党支部", "党支部(全称)", True),
        ("单位", "工作单位及职务", False),
        ("年", "年度", False),
        ("血型", "类型", False),
    ],
)
def test_how_headers_are_alike(header: str, name: str, is_alike: bool) -> None:
    assert (like(header, name) > 0) is is_alike


def test_a_target_is_named_by_key_header_or_alias() -> None:
    members, projects = CATALOG.by_name["members"], CATALOG.by_name["projects"]
    named = [find_target(members, name) for name in ("full_on", "转正日期", "转正时间", "", "血型")]
    assert named == ["full_on", "full_on", "full_on", "", None]
    assert find_target(projects, "started_on+due_on") == "started_on+due_on"


def test_two_columns_for_one_clash() -> None:
    assert find_clash(["", "", "a", "b"]) == ""
    assert find_clash(["a+b", "b"]) == "b"


def test_special_headers_are_no_aliases() -> None:
    for register in CATALOG.registers:
        names = names_of(register)
        for special in (*read_special(register.name), *read_special("")):
            if special.meaning != "doubtful_note":
                assert special.header not in names, (register.name, special.header)
            assert all(register.column(key) for key in special.columns)


HEADERS = {
    key: [alias for of, alias in read_aliases()["members"] if of == key]
    for key in ("number", "name", "organization", "admitted_on", "full_on", "phone")
}
VALUES = {
    "number": ["A1", "A2"],
    "name": ["陆远航", "卜向阳"],
    "organization": ["第一党支部", "第二党支部"],
    "admitted_on": ["2010-07-01", "2012-07-01"],
    "full_on": ["2011-07-01", "2013-08-01"],
    "phone": ["13800000001", "13800000002"],
}


@pytest.mark.long
@given(
    order=st.permutations(list(HEADERS)),
    choice=st.tuples(*(st.sampled_from(names) for names in HEADERS.values())),
    note=st.sampled_from(["", "（必填）", "（年月日）", "*", "（按实际填写）"]),
)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_order_and_any_alias_gives_the_same_records(
    desk: Desk, order: list[str], choice: tuple[str, ...], note: str
) -> None:
    headers = dict(zip(HEADERS, choice, strict=True))
    rows = [[headers[key] + note for key in order]]
    rows += [[VALUES[key][at] for key in order] for at in range(2)]
    plain = [[*HEADERS], *([VALUES[key][at] for key in HEADERS] for at in range(2))]
    plain[0] = ["编号", "姓名", "所在党支部", "入党日期", "转正日期", "手机号码"]
    result = desk.preview(desk.sheet("members", rows), "members")
    expected = desk.preview(desk.sheet("members", plain), "members")
    assert said(result) == []
    assert [row.mark for row in result.rows] == [row.mark for row in expected.rows]
    assert all(without_notes(folded(header)) for header in rows[0])
