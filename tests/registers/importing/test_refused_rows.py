"""What else is wrong with a row that may do nothing: said in one go, also when another row is."""

from collections.abc import Iterator
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from partyhub.campaigns.models import Campaign
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.roles import Role
from partyhub.viewers import Viewer
from tests import factories, stages
from tests.registers.importing.test_round_trip import edited, exported
from tests.registers.importing.workbooks import Desk, counts, register, said
from tests.registers.samples import person, stored

pytestmark = pytest.mark.long

DAY = date(2022, 6, 29)
HEAD = ("编码", "名称", "开始日期", "目标")
MEMBERS = ("编号", "姓名", "性别", "所在党支部", "入党日期")


def found(result: object) -> list[tuple[int, str]]:
    return [(row, header) for row, header, _ in said(result)]  # type: ignore[arg-type]


def test_the_second_row_of_a_new_record(desk: Desk) -> None:
    rows = HEAD, ("C1", "One", DAY, ""), ("C1", "", "2023/6", "x" * 5000)
    assert found(desk.judge("campaigns", *rows)) == [
        *((3, "编码"), (3, "名称"), (3, "开始日期"), (3, "目标")),
    ]
    assert stored(Campaign) == 0


def test_the_second_row_of_a_record_that_is_there(desk: Desk) -> None:
    """A blank cell of it changes nothing, so it is no error."""
    factories.make_campaign(code="C1", name="One", started_on=DAY)
    rows = HEAD, ("C1", "", "", "Goal"), ("C1", "", "2023/6", "")
    assert found(desk.judge("campaigns", *rows)) == [(3, "编码"), (3, "开始日期")]


def test_the_second_row_that_names_what_stands_below(desk: Desk) -> None:
    head = ("编码", "名称", "类别", "上级", "成立日期", "上级党组织名称")
    rows = (
        head,
        ("B1", "Branch", "党支部", "Committee", DAY, ""),
        ("B1", "Branch", "党支部", "Committee", DAY, ""),
        ("DW", "Committee", "党委", "", DAY, "Township"),
    )
    assert found(desk.judge("organizations", *rows)) == [(3, "编码")]


def test_a_name_below_is_found_by_a_row_that_is_wrong_otherwise(desk: Desk) -> None:
    head = ("编码", "名称", "类别", "上级", "成立日期", "上级党组织名称")
    rows = (
        head,
        ("B1", "Branch", "党支部", "Committee", "2023/6", ""),
        ("DW", "Committee", "党委", "", DAY, "Township"),
    )
    assert found(desk.judge("organizations", *rows)) == [(2, "成立日期")]


def test_a_record_out_of_sight(desk: Desk) -> None:
    """Only what stands in the file is judged: nothing tells what is on record."""
    own, other = factories.make_branch(name="Own"), factories.make_branch(name="Other")
    theirs = factories.make_member(
        organization=other, number="B1", name="Secret", job="Guard", phone="13812345678"
    )
    secretary = Viewer("Li", Role.BRANCH_SECRETARY, organization_id=own.id)
    mine = desk.as_viewer(secretary)
    rows = (
        MEMBERS,
        ("B1", "Name", "x", "Own", "2023/13"),
        ("B1", "Name", "女", "Own", ""),
        ("B2", "Name", "x", "Own", "2023/13"),
    )
    before = stages.digest()
    result = mine.judge("members", *rows)
    assert stages.digest() == before
    of_row = {row: [(h, s) for r, h, s in said(result) if r == row] for row in (2, 3, 4)}
    # The same as of a person who is nowhere on record, beside the reason.
    assert of_row[2][1:] == of_row[4]
    assert [header for header, _ in of_row[2]] == ["编号", "性别", "入党日期"]
    # Both reasons, and nothing of the rest.
    assert [header for header, _ in of_row[3]] == ["编号", "编号"]
    shown = str([*result.rows, *result.errors, *result.warnings])
    assert "Secret" not in shown
    assert "Guard" not in shown
    assert "138" not in shown
    assert stored(Member) == 1
    assert factories.find(theirs).name == "Secret"


@pytest.fixture
def unique_goal(desk: Desk) -> Iterator[None]:
    """Make the database refuse two campaigns with the same goal."""
    db.session.execute(text("CREATE UNIQUE INDEX goal ON campaign (goal)"))
    db.session.commit()
    yield
    db.session.execute(text("DROP INDEX goal"))
    db.session.commit()


@pytest.mark.usefixtures("unique_goal")
def test_what_the_database_refuses(desk: Desk) -> None:
    """Something that no form knows of; its row says so at its key."""
    rows = HEAD, ("C1", "One", DAY, "Same"), ("C2", "Two", DAY, "Same"), ("C3", "", DAY, "")
    result = desk.judge("campaigns", *rows)
    assert found(result) == [(3, "编码"), (4, "名称")]
    assert counts(result) == (1, 0, 0, 2, 0)


@pytest.mark.parametrize("cell", ["#N/A", "=1+1"])
def test_a_cell_that_cannot_be_read_hides_no_other(desk: Desk, cell: str) -> None:
    factories.make_campaign(code="C1", name="One", started_on=DAY)
    file = desk.sheet("campaigns", [HEAD, ("C1", "", "2023/6", "")])
    book = load_workbook(file)
    book["campaigns"]["D2"].value = cell
    book.save(file)
    assert found(desk.preview(file, "campaigns")) == [(2, "目标"), (2, "开始日期")]


def test_a_conflict_hides_no_error(desk: Desk) -> None:
    campaign = factories.make_campaign(code="C1", name="One", started_on=DAY, goal="Old")
    file = exported(desk, register("campaigns"))
    factories.change(campaign, viewer=person("Zhao"), goal="Here")
    file = edited(edited(file, "目标", "File"), "开始日期", "2023/6")
    result = desk.preview(file, "campaigns")
    assert found(result) == [(2, "开始日期")]
    assert len(result.conflicts) == 2


def test_the_same_key_far_below(desk: Desk) -> None:
    """The first of the two rows was written already when the second one is looked for."""
    rows = [(f"C{n}", f"Name {n}", DAY, "") for n in range(400)]
    result = desk.judge("campaigns", HEAD, *rows, ("C1", "Other", DAY, ""))
    assert found(result) == [(402, "编码")]
    assert "3" in said(result)[0][2]


def test_the_same_activity_far_below_without_its_number(desk: Desk) -> None:
    factories.make_branch(name="First")
    head = ("编号", "活动类型", "主题", "主办党组织", "日期", "开始时间")
    rows = [(f"HD-{n}", "主题党日", f"T{n}", "First", DAY, "14:00") for n in range(201)]
    result = desk.judge("activities", head, *rows, ("", "主题党日", "T0", "First", DAY, "14:00"))
    assert [row for row, _ in found(result)] == [203]
