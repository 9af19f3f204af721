"""The command that lists problems: its JSON, its table and its exit code."""

import json
from typing import Any

import pytest

from tests.example_instance import Built
from tests.test_cli import PERIOD, folder, ready, run

__all__ = ["folder", "ready", "run"]

pytestmark = pytest.mark.long
BAD_USAGE = 2


@pytest.fixture
def of_example(run: Any, example_committee: Built, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command that only reads on the example."""
    monkeypatch.setenv("PARTYHUB_INSTANCE", example_committee.app.instance_path)
    return run


def test_the_example_has_a_short_list_of_true_problems(of_example: Any) -> None:
    said = of_example("check", "--period", "party-year-2023", "--format", "json")
    problems = json.loads(said.out)["problems"]
    keys = [each["rule"] for each in problems]
    assert {"commissars.gap_in_full_coverage", "terms.overdue", "prosperity.no_return"} <= set(keys)
    assert len(keys) == len(set(keys)) <= 25
    severities = [each["severity"] for each in problems]
    assert severities == sorted(severities)
    for each in problems:
        assert set(each) == {"rule", "severity", "sentence", "count", "records"}
        assert each["count"] == len(each["records"])
        for record in each["records"]:
            assert set(record) == {"register", "code", "title", "sentence"}
        if each["count"] == 1:
            assert each["sentence"] == each["records"][0]["sentence"]
    assert said.code == (1 if "block" in severities else 0) == 1
    assert said.err == ""


def test_the_problems_are_a_table_else_and_those_of_one_organization(of_example: Any) -> None:
    every = of_example("check", "--period", "party-year-2023")
    own = of_example("check", "--period", "party-year-2023", "--org", "ZB06")
    assert "六分厂党支部第三届任期已于2023年6月22日届满" in every.out
    assert "六分厂党支部第三届任期已于2023年6月22日届满" in own.out
    assert "四分厂" in every.out
    assert "四分厂" not in own.out


def test_an_empty_instance_has_no_problems(ready: Any) -> None:
    said = ready("check", *PERIOD, "--format", "json")
    assert (said.code, json.loads(said.out)) == (0, {"problems": []})
    assert ready("check", "--period", "x").code == BAD_USAGE
    assert ready("check", *PERIOD, "--org", "nowhere").code == BAD_USAGE
