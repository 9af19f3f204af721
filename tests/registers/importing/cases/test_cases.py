"""Files as offices have them come in, and nothing that they say is lost in silence."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from partyhub import clock
from partyhub.cli import main
from tests.instances import copy, end_sessions, prepare
from tests.registers.importing.cases.outcomes import ELSEWHERE, OUTCOMES, Outcome

pytestmark = pytest.mark.long

FILES = Path(__file__).with_name("files")
NOW = datetime(2026, 7, 15, 2, 0, tzinfo=UTC)
BASE = (
    ("organizations", "1-organizations"),
    ("workshops", "2-workshops"),
    ("members", "3-members"),
)


class Said(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command in this process, on the day of the cases, each a minute after the last."""
    minutes = count(1)
    monkeypatch.delenv("PARTYHUB_LANG", raising=False)

    def run(instance: Path, *arguments: object) -> Said:
        monkeypatch.setenv("PARTYHUB_INSTANCE", str(instance))
        with clock.at(NOW + timedelta(minutes=next(minutes))):
            code = main([str(argument) for argument in arguments])
        return Said(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, new_instance: Path) -> Path:
    """Return an instance with the organizations, workshops and members of the cases."""
    folder = prepare(tmp_path_factory.mktemp("cases"))
    copy(new_instance, folder)
    with pytest.MonkeyPatch.context() as patch, clock.at(NOW):
        patch.setenv("PARTYHUB_INSTANCE", str(folder))
        for register, name in BASE:
            assert main(["import", register, str(FILES / "base" / f"{name}.xlsx")]) == 0
    end_sessions(folder)
    return folder


@pytest.fixture
def instance(tmp_path: Path, base: Path) -> Iterator[Path]:
    folder = prepare(tmp_path / "instance")
    copy(base, folder)
    return folder


def test_every_file_has_its_outcome() -> None:
    files = {path.stem for path in (FILES / "inputs").glob("*.xlsx")}
    assert files == {*OUTCOMES, *ELSEWHERE}


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_file_comes_to_its_outcome(run: Any, instance: Path, name: str) -> None:
    outcome, file = OUTCOMES[name], FILES / "inputs" / f"{name}.xlsx"
    if outcome.asks:
        said = run(instance, "import", outcome.register, file, "--format", "json")
        assert said.code == 1
        asked = [error["message"] for error in said.answer["errors"] if "--map" in error["message"]]
        assert len(asked) == len(outcome.asks)
        assert all(map(str.__contains__, asked, outcome.asks))
    maps = [part for each in outcome.maps for part in ("--map", each)]
    said = run(
        instance, "import", outcome.register, file, *maps, *outcome.options, "--format", "json"
    )
    check_answer(said, outcome)
    if said.code == 0:
        check_values(run, instance, outcome)
        again = run(
            instance, "import", outcome.register, file, *maps, *outcome.options, "--format", "json"
        )
        assert (again.code, again.answer["new"], again.answer["changed"]) == (0, 0, 0), again.answer


def check_answer(said: Said, outcome: Outcome) -> None:
    answer = said.answer
    errors = [(each["row"], each["column"], each["message"]) for each in answer["errors"]]
    assert [error[:2] for error in errors] == [error[:2] for error in outcome.errors], errors
    for (_, _, sentence), (_, _, part) in zip(errors, outcome.errors, strict=True):
        assert part in sentence
    conflicts = [(each["row"], each["column"]) for each in answer["conflicts"]]
    assert conflicts == list(outcome.conflicts)
    assert said.code == (1 if errors or conflicts else 0)
    if said.code == 0:
        counts = (answer["new"], answer["changed"], answer["unchanged"])
        assert counts == (outcome.new, outcome.changed, outcome.unchanged)
    warnings = [(each["row"], each["column"], each["message"]) for each in answer["warnings"]]
    for row, header, part in outcome.warnings:
        assert any(w[:2] == (row, header) and part in w[2] for w in warnings), (row, warnings)
    for row in outcome.left_out:
        assert any(w[0] == row and "未导入" in w[2] for w in warnings), (row, warnings)
    for header in outcome.not_taken:
        assert sum(header == warning[1] for warning in warnings) == 1, (header, warnings)


def check_values(run: Any, instance: Path, outcome: Outcome) -> None:
    records = run(instance, "list", outcome.register, "--format", "json").answer
    for key, value, wanted in outcome.values:
        (record,) = [each for each in records if each[key] == value]
        assert {name: record[name] for name in wanted} == dict(wanted)


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_sheet_of_attendance_is_told_where_it_belongs(
    run: Any, instance: Path, name: str
) -> None:
    said = run(instance, "import", "activities", FILES / "inputs" / f"{name}.xlsx")
    assert (said.code, said.out) == (2, "")
    assert ELSEWHERE[name] in said.err


def test_an_untouched_export_after_a_namesake_joined(
    run: Any, instance: Path, tmp_path: Path
) -> None:
    """The file of the case is an export of another instance, so the own one is exported anew."""
    steps, own = FILES / "steps", tmp_path / "own.xlsx"
    assert run(instance, "import", "awards", steps / "f2-1-award.xlsx").code == 0
    run(instance, "list", "awards", "--format", "xlsx", "--out", own)
    for file in (steps / "f2-2-export-of-awards-untouched.xlsx", own):
        said = run(instance, "import", "awards", file, "--format", "json")
        assert (said.code, said.answer["changed"], said.answer["unchanged"]) == (0, 0, 1)
    assert run(instance, "import", "members", steps / "f2-3-namesake-joins.xlsx").code == 0
    said = run(instance, "import", "awards", own, "--format", "json")
    assert (said.code, said.answer["changed"], said.answer["unchanged"]) == (0, 0, 1)


def test_the_roster_of_last_year_names_who_left(run: Any, instance: Path) -> None:
    steps = FILES / "steps"
    assert run(instance, "import", "assignments", steps / "p9-1-left.xlsx").code == 0
    said = run(instance, "import", "members", steps / "p9-2-old-roster.xlsx", "--format", "json")
    assert said.code == 1
    [error] = said.answer["errors"]
    assert (error["row"], error["column"]) == (2, "所在党支部")
    assert "组织关系变动" in error["message"]
