"""Who is who: nobody is changed by mistake, and nobody is entered twice unsaid."""

from datetime import date
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from partyhub.campaigns.models import Campaign
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.registers.importing.questions import (
    DOUBLE,
    OTHER,
    RENAME,
    SAME,
    SKIP,
    key_name,
    same_as,
    who_name,
)
from partyhub.registers.importing.results import Result
from partyhub.roles import Role
from partyhub.viewers import Viewer
from tests import factories, stages
from tests.registers.importing.test_round_trip import exported
from tests.registers.importing.workbooks import (
    STAGES,
    Desk,
    changes,
    counts,
    register,
    said,
    warned,
)
from tests.registers.samples import stored

pytestmark = pytest.mark.long

# Less than two years ago, else the stage would be asked about.
DAY, OTHER_DAY = date(2022, 7, 1), date(2022, 5, 6)
HEAD = ("编号", "姓名", "所在党支部", "入党日期", "手机号码")
ROSTER = HEAD[1:]
CAMPAIGN = ("编码", "名称", "开始日期", "目标")


@pytest.fixture
def people(desk: Desk) -> dict[str, Any]:
    """Two people of one branch, with a number, a day of admission and a phone each."""
    branch = factories.make_branch(name="First")
    made = (("A001", "陆远航", "13800000001"), ("A004", "卜向阳", "13800000004"))
    return {
        number: factories.make_member(
            organization=branch,
            number=number,
            name=name,
            admitted_on=DAY,
            full_on=None,
            phone=phone,
        )
        for number, name, phone in made
    }


def names() -> dict[str, str]:
    return {row.number: row.name for row in db.session.execute(select(Member.number, Member.name))}


def kinds(result: Result) -> list[tuple[int, str]]:
    """The rows that are asked about, and what is asked."""
    return [(each.place.row, each.kind) for each in result.questions]


@pytest.mark.parametrize("typed", ["Ａ００１", "a001", "A 001", "A001\xa0", "'A001", "工号A001"])
def test_a_number_written_otherwise_is_the_same(
    desk: Desk, people: dict[str, Any], typed: str
) -> None:
    result = desk.judge("members", HEAD, (typed, "陆远航", "First", DAY, ""))
    assert (counts(result), warned(result)) == ((0, 0, 1, 0, 0), [])
    result = desk.take("members", HEAD, (typed, "陆远航", "First", OTHER_DAY, ""))
    assert [change[0] for change in changes(result)] == ["Admitted on"]
    assert factories.find(people["A001"]).number == "A001"


def test_two_keys_of_one_register_that_are_the_same_folded(desk: Desk) -> None:
    factories.make_campaign(code="C 1", name="One", started_on=DAY)
    result = desk.judge("campaigns", CAMPAIGN, ("Ｃ１", "One", DAY, "Goal"))
    assert [change[0] for change in changes(result)] == ["Goal"]
    result = desk.judge("campaigns", CAMPAIGN, ("c2", "Two", DAY, ""), ("C 2", "Two", DAY, ""))
    assert [row for row, *_ in said(result)] == [3]


def test_of_two_on_record_the_one_written_so_is_meant(desk: Desk) -> None:
    """They are from before keys were folded; an export of them comes back as nothing to do."""
    for code in ("C1", "c1", "C 1"):
        factories.make_campaign(code=code, name=f"Name {code}", started_on=DAY)
    rows = [(code, f"Name {code}", DAY, "") for code in ("C1", "c1", "C 1")]
    assert counts(desk.judge("campaigns", CAMPAIGN, *rows)) == (0, 0, 3, 0, 0)
    assert desk.preview(exported(desk, register("campaigns")), "campaigns").does_nothing  # type: ignore[arg-type]


def test_zeros_that_a_number_cell_lost(desk: Desk) -> None:
    branch = factories.make_branch(name="First")
    factories.make_member(
        organization=branch, number="0001", name="陆远航", admitted_on=DAY, full_on=None
    )
    result = desk.judge("members", HEAD, (1, "陆远航", "First", DAY, ""))
    assert counts(result) == (0, 0, 1, 0, 0)
    ((row, header, sentence),) = warned(result)
    assert (row, header) == (2, "编号")
    assert "陆远航（0001）" in sentence
    factories.make_member(
        organization=branch, number="001", name="卜向阳", admitted_on=DAY, full_on=None
    )
    assert counts(desk.judge("members", HEAD, (1, "陆远航", "First", DAY, "")))[2] == 1
    unclear = desk.judge("members", HEAD, (1, "戚文澜", "First", DAY, ""))
    assert counts(unclear)[0] == 1
    assert len(warned(unclear, without=STAGES)) == 1


# A key beside another's name


def test_a_key_beside_anothers_name_writes_nothing(desk: Desk, people: dict[str, Any]) -> None:
    """Whether or not the other name is on record."""
    rows = HEAD, ("A001", "卜向阳", "First", DAY, ""), ("A004", "新来人", "First", DAY, "")
    before = stages.digest()
    result = desk.apply(desk.sheet("members", rows), "members")
    assert said(result) == []
    assert counts(result) == (0, 0, 0, 0, 2)
    assert kinds(result) == [(2, RENAME), (3, RENAME)]
    assert not result.is_applicable
    asked = result.as_json()["conflicts"]
    assert set(asked[0]) == {"sheet", "row", "column", "value", "current", "exported"}
    assert [(each["row"], each["value"], each["current"]) for each in asked] == [
        (2, "卜向阳", "陆远航"),
        (3, "新来人", "卜向阳"),
    ]
    assert stages.digest() == before


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (RENAME, {"A001": "陆远帆", "A004": "卜向阳"}),
        (OTHER, {"A001": "陆远航", "A004": "卜向阳", "DY0001": "陆远帆"}),
        (SKIP, {"A001": "陆远航", "A004": "卜向阳"}),
    ],
)
@pytest.mark.parametrize("of_all", [False, True])
def test_the_answer_decides(
    desk: Desk, people: dict[str, Any], answer: str, expected: dict[str, str], of_all: bool
) -> None:
    file = desk.sheet("members", (HEAD, ("A001", "陆远帆", "First", OTHER_DAY, "")))
    decision = who_name("*", RENAME) if of_all else who_name("members", 2, RENAME)
    preview = desk.preview(file, "members")
    result = desk.apply(file, "members", {decision: answer})
    assert said(result) == []
    assert result.is_applicable
    assert result.digest == preview.digest
    assert names() == expected


def test_a_key_named_on_the_command_line_is_a_rename(desk: Desk, people: dict[str, Any]) -> None:
    rows = HEAD, ("A001", "陆远帆", "First", DAY, ""), ("A004", "新来人", "First", DAY, "")
    result = desk.preview(desk.sheet("members", rows), "members", {key_name("a001"): RENAME})
    assert kinds(result) == [(3, RENAME)]
    assert changes(result) == [("Name", "陆远航", "陆远帆")]


def test_the_same_name_written_otherwise_is_no_question(desk: Desk, people: dict[str, Any]) -> None:
    assert counts(desk.judge("members", HEAD, ("A001", "陆 远 航", "First", DAY, "")))[2] == 1
    assert counts(desk.judge("members", ("编号", "工作岗位"), ("A001", "Welder")))[1] == 1


def test_a_renumbered_list_moves_no_facts(desk: Desk) -> None:
    for number in range(1, 4):
        factories.make_campaign(code=f"C{number}", name=f"Name {number}", started_on=DAY)
    rows = [(f"C{number}", f"Name {number + 1}", DAY, "Goal") for number in range(1, 4)]
    result = desk.judge("campaigns", CAMPAIGN, *rows)
    assert kinds(result) == [(2, RENAME), (3, RENAME), (4, RENAME)]
    assert all(OTHER not in each.answers for each in result.questions)  # it needs a code


def test_the_record_s_own_row_of_an_export_is_a_rename(desk: Desk) -> None:
    record = factories.make_campaign(code="C1", name="One", started_on=DAY)
    file = exported(desk, register("campaigns"))  # type: ignore[arg-type]
    retype(file, "One", "Uno")
    result = desk.apply(file, "campaigns")
    assert (said(result), result.questions) == ([], [])
    assert factories.find(record).name == "Uno"


def retype(file: Any, old: str, new: str) -> None:
    book = openpyxl.load_workbook(file)
    for cells in book.worksheets[0].iter_rows():
        for cell in cells:
            if cell.value == old:
                cell.value = new
    book.save(file)


# People without a number


def test_a_roster_without_numbers_comes_in_and_its_second_import_finds_the_same(
    desk: Desk,
) -> None:
    factories.make_branch(name="First")
    rows = [ROSTER, *[(f"Person {n}", "First", DAY, f"138000000{n:02}") for n in range(20)]]
    result = desk.take("members", *rows)
    assert counts(result)[0] == 20
    assert sorted(names()) == [f"DY{n:04}" for n in range(1, 21)]
    again = desk.judge("members", *rows)
    assert (counts(again), warned(again)) == ((0, 0, 20, 0, 0), [])
    assert again.does_nothing


@pytest.mark.parametrize(
    ("admitted", "phone"), [("", ""), (DAY, ""), ("", "138****0001"), (DAY, "13800000001")]
)
def test_who_fits_is_the_one_on_record(
    desk: Desk, people: dict[str, Any], admitted: Any, phone: str
) -> None:
    result = desk.judge("members", ROSTER, ("陆远航", "First", admitted, phone))
    assert counts(result) == (0, 0, 1, 0, 0)


def test_a_difference_is_asked(desk: Desk, people: dict[str, Any]) -> None:
    file = desk.sheet("members", (ROSTER, ("陆远航", "First", DAY, "13800000009")))
    (question,) = desk.preview(file, "members").questions
    assert question.kind == SAME
    assert [known.differing for known in question.known] == [["phone"]]
    same = desk.preview(file, "members", {who_name("members", 2, SAME): same_as(people["A001"].id)})
    assert [change[0] for change in changes(same)] == ["Phone"]
    assert counts(desk.preview(file, "members", {who_name("*", SAME): SAME}))[1] == 1
    other = desk.preview(file, "members", {who_name("members", 2, SAME): OTHER})
    assert (counts(other)[0], kinds(other)) == (1, [])
    stranger = {who_name("members", 2, SAME): same_as(people["A004"].id)}
    assert kinds(desk.preview(file, "members", stranger)) == [(2, SAME)]


def test_of_two_of_one_name_one_fact_decides(desk: Desk, people: dict[str, Any]) -> None:
    branch = factories.find(people["A001"]).assignments[0].organization
    twin = factories.make_member(
        organization=branch, number="B9", name="陆远航", admitted_on=OTHER_DAY, full_on=None
    )
    head = (*ROSTER, "工作岗位")
    result = desk.take("members", head, ("陆远航", "First", OTHER_DAY, "", "Welder"))
    assert counts(result)[1] == 1
    assert factories.find(twin).job == "Welder"
    assert kinds(desk.judge("members", head, ("陆远航", "First", "", "", "Smith"))) == [(2, SAME)]


def test_nothing_tells_two_rows_apart(desk: Desk) -> None:
    factories.make_branch(name="First")
    rows = ROSTER, ("陆远航", "First", DAY, ""), ("陆远航", "First", DAY, "")
    ((row, _, sentence),) = said(desk.judge("members", *rows))
    assert row == 3
    assert "2" in sentence
    apart = ROSTER, ("陆远航", "First", DAY, ""), ("陆远航", "First", OTHER_DAY, "")
    assert counts(desk.take("members", *apart))[0] == 2
    assert counts(desk.judge("members", *apart)) == (0, 0, 2, 0, 0)


def test_a_number_is_not_given_twice(desk: Desk) -> None:
    branch = factories.make_branch(name="First")
    gone = factories.make_member(organization=branch, number="dy0007", name="Gone")
    factories.archive(gone)
    rows = HEAD, ("", "One", "First", DAY, ""), ("DY0009", "Two", "First", DAY, "")
    desk.take("members", *rows, ("", "Three", "First", DAY, ""))
    assert set(names()) == {"dy0007", "DY0008", "DY0009", "DY0010"}
    assert factories.enter("members", name="Four", organization=branch).number == "DY0011"


def test_a_number_is_not_taken_away(desk: Desk, people: dict[str, Any]) -> None:
    form = factories.fill("members", factories.find(people["A001"]), number="")
    form["number"].take([""], "A001")
    assert not form.validate()
    assert list(form.errors) == ["number"]


# A person on record under another number


def test_a_possible_double_is_warned_of(desk: Desk, people: dict[str, Any]) -> None:
    file = desk.sheet("members", (HEAD, ("A1", "陆远航", "First", DAY, "13800000001")))
    result = desk.preview(file, "members")
    assert counts(result) == (1, 0, 0, 0, 0)
    assert result.is_applicable
    ((row, header, sentence),) = warned(result, without=STAGES)
    assert (row, header) == (2, "编号")
    assert "陆远航（A001）" in sentence
    same = desk.apply(file, "members", {who_name("members", 2, DOUBLE): same_as(people["A001"].id)})
    assert counts(same)[:2] == (0, 1)
    assert names() == {"A1": "陆远航", "A004": "卜向阳"}


def test_another_of_the_name_is_no_double(desk: Desk, people: dict[str, Any]) -> None:
    alone = desk.judge("members", HEAD, ("A1", "陆远航", "First", OTHER_DAY, ""))
    assert warned(alone, without=STAGES) == []
    rows = HEAD, ("B1", "戚文澜", "First", DAY, ""), ("B2", "戚文澜", "First", DAY, "")
    ((row, header, sentence),) = warned(desk.judge("members", *rows), without=STAGES)
    assert (row, header) == (3, "编号")
    assert "2" in sentence


def test_nobody_out_of_sight_is_told_of(desk: Desk, people: dict[str, Any]) -> None:
    own = factories.make_branch(name="Own")
    mine = desk.as_viewer(Viewer("Li", Role.BRANCH_SECRETARY, organization_id=own.id))
    rows = (
        HEAD,
        ("A1", "陆远航", "Own", DAY, ""),
        ("", "卜向阳", "Own", OTHER_DAY, ""),
        ("A001", "Other", "Own", DAY, ""),
    )
    result = mine.judge("members", *rows)
    assert (result.questions, warned(result, without=STAGES)) == ([], [])
    assert [row for row, *_ in said(result)] == [4]
    assert "A001" not in str([row.question for row in result.rows])


def test_a_namesake_out_of_sight_keeps_nobody_out(desk: Desk, people: dict[str, Any]) -> None:
    own = factories.make_branch(name="Own")
    mine = desk.as_viewer(Viewer("Li", Role.BRANCH_SECRETARY, organization_id=own.id))
    head = ("姓名", "所在党支部", "手机号码")
    result = mine.judge("members", head, ("陆远航", "Own", ""), ("卜向阳", "Own", "13800000009"))
    assert said(result) == []
    assert counts(result)[0] == 2
    # The phone says who it is, and that one is somebody else's.
    assert len(said(mine.judge("members", head, ("卜向阳", "Own", "13800000004")))) == 1


# Rows of an export


def test_a_copied_row_is_a_new_record(desk: Desk, people: dict[str, Any]) -> None:
    file = exported(desk, register("members"))  # type: ignore[arg-type]
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    copied = [cell.value for cell in sheet[2]]
    for header, value in (("编号", "A099"), ("姓名", "新来人")):
        copied[head.index(header)] = value
    sheet.append(copied)
    book.save(file)
    result = desk.apply(file, "members")
    assert said(result) == []
    assert counts(result) == (1, 0, 2, 0, 0)
    assert [header for _, header, _ in warned(result, without=STAGES)] == ["手机号码", "编号"]
    assert "陆远航" in warned(result, without=STAGES)[1][2]
    assert names() == {"A001": "陆远航", "A004": "卜向阳", "A099": "新来人"}
    made = db.session.scalars(select(Member).where(Member.number == "A099")).one()
    assert made.phone is None
    assert counts(desk.preview(file, "members"))[1:] == (0, 3, 0, 0)


def test_an_untouched_export_after_a_namesake_joined(desk: Desk, people: dict[str, Any]) -> None:
    factories.make_award(
        title="Medal", recipient_kind="member", recipient="陆远航", awarded_on=date(2022, 7, 1)
    )
    file = exported(desk, register("awards"))  # type: ignore[arg-type]
    branch = factories.find(people["A001"]).assignments[0].organization
    factories.make_member(
        organization=branch, number="W9", name="陆远航", admitted_on=DAY, full_on=None
    )
    assert desk.preview(file, "awards").does_nothing
    factories.change(people["A001"], name="陆远帆")
    result = desk.preview(file, "awards")
    assert said(result) == []
    assert result.does_nothing


def test_last_year_s_roster_names_the_sheet_of_changes(desk: Desk, people: dict[str, Any]) -> None:
    (assignment,) = factories.find(people["A001"]).assignments
    factories.change(assignment, ended_on=date(2023, 2, 1), out_reason="transfer_out")
    result = desk.judge("members", HEAD, ("A001", "陆远航", "First", DAY, ""))
    ((row, header, sentence),) = said(result)
    assert (row, header) == (2, "所在党支部")
    assert "Assignments" in sentence
    assert stored(Campaign) == 0
