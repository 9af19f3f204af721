"""Single tables of the edition: commissars, monthly returns, Party groups, what is explained."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from partyhub.database import db
from partyhub.handin import Content
from partyhub.members.models import Assignment, OutReason
from partyhub.periods import Period
from tests import factories
from tests.handin.editions import opened, printed_cells, written
from tests.registers.samples import counted_queries

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("database_of_test")]


def table(folder: Path, number: int, period: str = "party-year-2023") -> list[list[Any]]:
    """The filled cells of a sheet, row by row."""
    sheet = opened(written(folder, period=Period.parse(period))).worksheets[number]
    rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    return [[value for value in row if value not in (None, "")] for row in rows]


def lines_with(rows: Sequence[Sequence[Any]], words: str) -> list[Sequence[Any]]:
    return [row for row in rows if any(words in str(value) for value in row)]


def test_duties_stand_in_the_line_of_their_appointment(tmp_path: Path) -> None:
    member, workshop = factories.make_member(name="Again"), factories.make_workshop()
    both = {"member": member, "workshop": workshop}
    first = (date(2022, 7, 1), date(2023, 1, 1))
    factories.make_commissar(**both, started_on=first[0], ended_on=first[1])
    factories.make_commissar(**both, started_on=first[1])
    for day in (date(2022, 8, 1), date(2022, 9, 1), date(2023, 2, 1)):
        factories.make_duty(commissar=member, workshop=workshop, held_on=day, kind="heart_talk")
    rows = lines_with(table(tmp_path, 8)[:8], "Again")
    assert [row[-2] for row in rows] == [1, 2]  # the latest first
    assert not lines_with(rows, "（前任）")


def test_who_left_is_not_in_office(tmp_path: Path) -> None:
    branch = factories.make_branch()
    member = factories.make_member(name="Gone", organization=branch)
    workshop = factories.make_workshop(organization=branch)
    factories.make_commissar(member=member, workshop=workshop)
    factories.make_party_post(member=member, organization=branch, post="secretary")
    factories.make_duty(commissar=member, workshop=workshop, held_on=date(2022, 9, 1))
    there = table(tmp_path, 8)
    assert not lines_with(there, "Gone（前任）")
    assert lines_with(there, "书记")
    assert lines_with(table(tmp_path, 3), "Gone")
    # It left the appointment and the post open, as an older version did.
    [stay] = db.session.scalars(select(Assignment).where(Assignment.member_id == member.id))
    stay.ended_on, stay.out_reason = date(2023, 2, 1), OutReason.TRANSFER_OUT
    db.session.commit()
    gone = table(tmp_path, 8)
    [line] = lines_with(gone[:8], "Gone（前任）")
    assert line[-1] == "—"
    assert not lines_with(gone, "书记")
    assert not lines_with(table(tmp_path, 3), "Gone")


def test_branches_below_are_counted_together(tmp_path: Path) -> None:
    def statements() -> int:
        with counted_queries() as found:
            written(tmp_path)
        return len(found)

    def grow(number: int) -> None:
        for _ in range(number):
            general = factories.make_organization(kind="general_branch")
            factories.make_member(organization=factories.make_branch(parent=general))

    grow(2)
    few = statements()
    grow(3)
    assert statements() <= few + 12  # the names of the branches of each, no figures


def test_a_month_that_begins_before_the_period_is_not_missed(tmp_path: Path) -> None:
    one = factories.make_prosperity_workshop(name="工坊1")
    factories.make_prosperity_return(prosperity_workshop=one, month="2023-05")
    rows = table(tmp_path, 11, "2023-05-15..2023-06-30")
    assert not lines_with(lines_with(rows, "2023年5月"), "未报")
    assert lines_with(lines_with(rows, "2023年6月"), "未报")
    assert lines_with(rows, "“工坊1”")


@pytest.mark.parametrize(
    ("period", "months"),
    [("2022-01-01..2023-05-31", 17), ("2023-05", 1), ("2019-01-01..2023-05-31", 53)],
)
def test_gaps_of_groups_stand_in_periods_of_any_length(
    tmp_path: Path, period: str, months: int
) -> None:
    branch = factories.make_branch(name="Upper", established_on=date(2018, 1, 1))
    factories.make_group(branch, name="Lower", established_on=date(2018, 1, 1))
    rows = table(tmp_path, 5, period)
    assert not lines_with(rows, "无应开期次")
    assert lines_with(lines_with(rows, "Lower"), f"{months}/0")
    assert lines_with(rows, "补开日期")
    if months == 1:
        assert lines_with(lines_with(rows, "Lower"), "党小组会")


def test_every_explained_problem_is_printed_first(tmp_path: Path) -> None:
    explained = [f"问题{number}；说明：原因" for number in range(60)]
    content = Content(explained=explained, matters=["其他事项。"] * 40)
    sheet = opened(written(tmp_path, content=content)).worksheets[1]
    words = [str(cell.value) for cell in printed_cells(sheet)]
    assert sum("；说明：" in each for each in words) == 60
    start = next(n for n, each in enumerate(words) if "问题0" in each)
    assert "问题59" in words[start + 59]
    pages = sheet.page_setup.fitToHeight
    assert pages > 1
    first = next(row[3].value for row in sheet.iter_rows() if row[0].value == 1)
    assert first.startswith(str(2 + pages))
