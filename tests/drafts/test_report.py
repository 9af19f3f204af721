"""The model report, and what the command says of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.drafts.example import PERIOD
from tests.example_instance import Built
from tests.test_cli import folder, run

__all__ = ["folder", "run"]

REPORT = Path(__file__).with_name("report-2023.txt")
CLAIMS = [
    ("54 vanguard party members", 54, "vanguards.posts"),
    ("16 vanguard team members", 16, "vanguards.teams"),
    ("5 volunteer team", 5, "vanguards.volunteer_teams"),
    ('6 "workshop political commissars"', 6, "commissars.appointed"),
    ("6 branch workshops", 6, "commissars.first_line_workshops"),
    ("full coverage of first-line workshops", 1, "commissars.coverage"),
    ("16 Party members leading the key projects", 16, "projects.running"),
    ("4 projects led by the", 4, "projects.commissar_involved"),
    ("more than 6000 square meters", 6000, "prosperity.area_sqm"),
    ("staff of 35", 35, "prosperity.staff"),
    ("6 welfare personnel", 6, "prosperity.welfare_staff"),
    ("nearly 54 million yuan", 54_000_000, "prosperity.output"),
    ("more than 4,000 yuan", 4000, "prosperity.avg_monthly_income"),
    ("Advanced grass-roots Party organization", 1, "awards.township"),
    ("harmonious labor relations enterprise in Zhejiang Province", 1, "awards.provincial"),
]


@pytest.fixture
def checked(run: Any, example_committee: Built) -> Any:
    def check(file: Path, *more: str) -> Any:
        folder = example_committee.app.instance_path
        return run("verify-draft", str(file), "--period", PERIOD, "--instance", folder, *more)

    return check


def test_the_model_report_is_recognized(checked: Any) -> None:
    said = checked(REPORT, "--format", "json")
    rows = json.loads(said.out)
    assert said.code == 1
    for quote, number, figure in CLAIMS:
        [row] = [row for row in rows if quote in row["quote"]]
        assert (row["number"], row["figure"]) == (number, figure), quote
        assert row["verdict"] in ("matches", "qualified"), quote
    assert [row["quote"] for row in rows if row["verdict"] == "differs"] == [
        "six workshops for the total rich workshop"
    ]
    for row in rows:
        text = " ".join(REPORT.read_text(encoding="utf-8").split())
        assert " ".join(row["quote"].split()) in text
        assert not any(mark in row["quote"] for mark in ("102nd", "110kV", "June 29", "COVID"))


def test_the_answer_is_in_the_exit_code(checked: Any, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_bytes("创建党员先锋岗54个。".encode("gb18030"))
    assert checked(draft).code == 0
    draft.write_text("创建党员先锋岗55个。", encoding="utf-8")
    said = checked(draft)
    assert said.code == 1
    assert "55个" in said.out
    draft.write_bytes(b"\x00\x01\x02\xff\xfe\x80")
    for unreadable in (draft, tmp_path / "missing.txt", tmp_path):
        said = checked(unreadable)
        assert (said.code, said.out) == (2, "")
        assert said.err.strip()
        assert "Traceback" not in said.err
