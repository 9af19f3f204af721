"""The yearly summary of a small committee, compared with the text in golden/.

When figures are added or change on purpose, UPDATE_GOLDEN=1 writes the text anew:

    UPDATE_GOLDEN=1 .venv/bin/pytest tests/reports/test_golden.py

It fails once, so that somebody reads the difference and runs it again.
"""

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask_babel import force_locale

from partyhub.periods import Period
from partyhub.reports.workbook import write_yearly
from partyhub.spreadsheets import read_rows
from partyhub.viewers import Viewer
from tests import factories

GOLDEN = Path(__file__).parent / "golden" / "yearly-summary.txt"
SHEET = "年度汇总"
# Code, indicator, unit, this period, the period before, change, remark, detail sheet. The
# definitions are long, the formulas name ranges that move with every row: test_workbook.py proves
# both.
COLUMNS = (0, 1, 2, 3, 4, 5, 6, 8)


def test_the_summary_of_a_small_committee(database_of_test: None, tmp_path: Path) -> None:
    fill_committee()
    path = tmp_path / "yearly.xlsx"
    with force_locale("zh_Hans_CN"):
        write_yearly(Viewer("Owner"), Period.parse("party-year-2023"), None, path)
    said = as_text(read_rows(path, SHEET))
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(said, encoding="utf-8")
        pytest.fail(f"{GOLDEN} is written anew: read the difference, then run this again.")
    known = GOLDEN.read_text(encoding="utf-8")
    assert said.splitlines() == known.splitlines(), "See the head of this file."


def as_text(rows: list[list[Any]]) -> str:
    """One line a row of the sheet, its cells between bars."""
    lines = [" | ".join(cell_text(row[n]) for n in COLUMNS).rstrip(" |") for row in rows]
    return "\n".join(lines).rstrip() + "\n"


def cell_text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.10g}"
    return "" if value is None else str(value)


def fill_committee() -> None:
    """Two branches, people of every stage who came and went, meetings, grades and honors."""
    first, second = factories.make_branch(), factories.make_branch()
    factories.make_branch(established_on=date(2023, 7, 1))  # not there yet
    people = fill_members(first, second)
    fill_activities(first, second, people)
    for person, grade in zip(people, ("excellent", "qualified", "not_graded"), strict=False):
        factories.make_appraisal(member=person, for_year=2023, grade=grade)
    factories.make_term(organization=first, reelected_on=date(2023, 5, 1))
    factories.make_award(organization=first, category="advanced_organization")
    factories.make_award(recipient_kind="member", recipient=people[0], level="county")
    factories.make_award(recipient_kind="company", recipient="Company", level="provincial")
    factories.make_award(organization=second, awarded_on=date(2022, 6, 30))


def fill_members(first: Any, second: Any) -> list[Any]:
    """Who is a full member all the time, and around them one for every other figure."""
    stages = {"applied_on": date(2020, 1, 1), "admitted_on": None, "full_on": None}
    full = [factories.make_member(organization=first) for _ in range(3)]
    member = factories.make_member
    member(organization=first, **stages)
    member(organization=first, **stages, activist_on=date(2021, 1, 1))
    member(organization=first, **stages, target_on=date(2022, 1, 1))
    member(organization=second, **(stages | {"admitted_on": date(2022, 9, 1)}))
    became = {"admitted_on": date(2021, 12, 1), "full_on": date(2022, 12, 1)}
    member(organization=second, **(stages | became))
    member(organization=second, joined_on=date(2023, 3, 1))
    factories.leave(member(organization=second), date(2023, 2, 1))
    factories.leave(member(organization=second), date(2022, 10, 1), "deceased")
    returned = member(organization=second)
    factories.leave(returned, date(2022, 1, 1), "suspended")
    factories.make_assignment(
        organization=second, member=returned, started_on=date(2023, 1, 1), in_reason="restored"
    )
    return full


def fill_activities(first: Any, second: Any, people: list[Any]) -> None:
    activity = factories.make_activity
    activity(organization=first, kinds="general_meeting", present=people)
    activity(
        organization=first,
        kinds="study、party_lecture",
        present=people[:2],
        on_leave=people[2:],
        study_hours="2.5",
    )
    activity(
        organization=second,
        kinds="volunteer_service",
        present=people[:1],
        guest_count=2,
        minutes_long=50,
    )
    activity(organization=second, held_on=date(2022, 6, 30))
    activity(organization=second, status="cancelled")
