"""The table: when a line is met, and what seconds are scaled to."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks.report import section_of, write_sections
from benchmarks.results import Goal, Line, summary, table, unmeasured
from benchmarks.waiting import lines_of

HALF = Goal(0.5)


@pytest.mark.parametrize(
    ("line", "is_met"),
    [
        (Line("a", 1.0, HALF, 2.0), True),
        (Line("a", 1.1, HALF, 2.0), False),
        (Line("a", 1.0, HALF), None),
        (Line("a", 0.4, Goal(0.4, "s"), 0.1), True),
        (Line("a", 0.5, Goal(0.4, "s")), False),
        (Line("a", 80.0, Goal(8, at_least=True), 10.0, unit="/s"), True),
        (Line("a", 79.0, Goal(8, at_least=True), 10.0, unit="/s"), False),
        (unmeasured("a", HALF, "no server"), None),
    ],
)
def test_a_line_is_met_at_its_limit(line: Line, is_met: bool | None) -> None:
    assert line.is_met is is_met


def test_seconds_are_scaled_by_the_loop_and_nothing_else_is() -> None:
    seconds = Line("a", 1.0, HALF, 2.0).scaled(0.14)
    assert (seconds.ours, seconds.peer, seconds.ratio, seconds.loop) == (2.0, 4.0, 0.5, 0.14)
    assert Line("a", 61.0, Goal(62, "MB"), unit="MB").scaled(0.14).ours == 61.0
    assert Line("a", None, HALF).scaled(0.14).ours is None


def test_waiting_becomes_lines() -> None:
    requests = {
        "page": {"count": 90, "5xx": 0, "p95": 0.4},
        "save": {"count": 9, "5xx": 1, "p95": 0.6},
    }
    before = {"page": {"count": 80, "5xx": 0, "p95": 0.3}}
    stored: dict[str, Any] = {"stored": [303, "/imports/1"], "before": before}
    found = lines_of(30_000, "SQLite", stored | {"requests": requests})
    assert [(line.ours, line.is_met) for line in found] == [(1, False), (0.4, True), (0.6, False)]
    assert [line.peer for line in found] == [None, 0.3, None]
    # On the clock: no loop scales it.
    assert found[1].scaled(0.14).ours == 0.4
    for answer in (stored | {"requests": {}}, stored | {"requests": requests, "stored": [404, ""]}):
        assert [line.is_met for line in lines_of(30_000, "SQLite", answer)] == [None]


def test_the_table_says_what_was_missed() -> None:
    lines = [
        Line("a", 1.0, HALF, 2.0, "peer"),
        Line("b", 3.0, HALF, 2.0),
        unmeasured("c", HALF, "why"),
    ]
    rows = table(lines).splitlines()[2:]
    assert rows == [
        "| a | peer 2.000 s | 1.000 s | 0.5× | ≤ 0.5× | met | 0.280 |",
        "| b | 2.000 s | 3.000 s | 1.5× | ≤ 0.5× | **missed** | 0.280 |",
        "| c (why) | – | – | – | ≤ 0.5× | not measured | 0.280 |",
    ]
    assert summary(lines) == "1 met, 1 missed, 1 not measured"


def test_a_subject_that_is_measured_anew_replaces_its_own_section(tmp_path: Path) -> None:
    path, order = tmp_path / "RESULTS.md", ["a", "b"]
    old, new = (section_of([Line("a", value, HALF, 2.0)], "now") for value in (0.5, 0.7))
    write_sections(path, "one machine", {"b": old}, order)
    write_sections(path, "one machine", {"a": old}, order)
    write_sections(path, "one machine", {"b": new}, order)
    assert path.read_text() == f"# Results\n\none machine\n\n## a\n\n{old}\n\n## b\n\n{new}\n"
    write_sections(path, "another machine", {"a": new}, order)
    assert path.read_text() == f"# Results\n\nanother machine\n\n## a\n\n{new}\n"
