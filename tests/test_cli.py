"""The command line: every command, its answers, its exit codes, and what it says to bad input."""

import json
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update

from partyhub.activities.models import Activity
from partyhub.app import create_app
from partyhub.cli import main
from partyhub.database import db, writing
from partyhub.example import holds_records
from partyhub.history.models import HistoryEntry
from partyhub.members.models import Member
from partyhub.spreadsheets import read_rows, sheet_titles
from tests.catalog import CATALOG
from tests.factories import enter
from tests.instances import copy, prepare

pytestmark = pytest.mark.long

CHINESE = re.compile("[\u4e00-\u9fff]")
PERIOD = ("--period", "2022-07-01..2023-06-30")


class Said(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return prepare(tmp_path / "instance")


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command in this process, on a folder of the test's own."""
    monkeypatch.setenv("PARTYHUB_INSTANCE", str(folder))
    monkeypatch.delenv("PARTYHUB_LANG", raising=False)

    def run(*arguments: str) -> Said:
        code = main(arguments)
        return Said(code, *capsys.readouterr())

    return run


@pytest.fixture
def ready(run: Any, folder: Path, new_instance: Path) -> Any:
    """The same, with a database."""
    copy(new_instance, folder)
    return run


@pytest.mark.sqlite(reason="PostgreSQL keeps its files itself")
def test_upgrade_makes_a_database_that_others_cannot_read(run: Any, folder: Path) -> None:
    assert run("db", "upgrade").code == 0
    assert (folder / "partyhub.sqlite").stat().st_mode & 0o077 == 0
    assert run("db", "upgrade").code == 0


def test_the_search_index_is_made_anew(ready: Any, folder: Path) -> None:
    assert ready("check-config").code == 0
    with create_app(folder).app_context(), writing():
        enter(
            "organizations",
            code="C",
            name="C",
            kind="party_committee",
            established_on=date(2010, 1, 1),
        )
        db.session.execute(text("DELETE FROM record_search"))
        db.session.commit()
    said = ready("check-config")
    assert said.code == 1
    assert "partyhub db reindex" in said.out
    assert ready("db", "reindex").code == 0
    assert ready("check-config").code == 0


def test_a_folder_without_a_database_is_a_sentence(run: Any, folder: Path) -> None:
    said = run("figures", *PERIOD)
    assert said.code == 2
    assert "partyhub db upgrade" in said.err
    assert not (folder / "partyhub.sqlite").exists()


def test_figures_are_json_numbers_with_every_code(ready: Any) -> None:
    said = ready("figures", *PERIOD, "--format", "json")
    answer = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    assert answer["period"] == {"start": "2022-07-01", "end": "2023-06-30"}
    assert list(answer["figures"]) == [figure.code for figure in CATALOG.figures]
    total = answer["figures"]["members.total"]
    described = {"label", "value", "unit", "kind", "as_of", "definition", "records"}
    assert set(total) == described | {"group", "part_of", "additive"}
    assert (total["group"], total["part_of"], total["additive"]) == ("members", None, True)
    assert (total["value"], total["kind"], total["as_of"]) == (0, "stock", "2023-06-30")
    rate = answer["figures"]["activities.attendance_rate"]
    assert rate["value"] is None
    assert rate["parts"] == ["activities.present_times", "activities.expected_times"]


def test_figures_by_branch_are_values_by_code(ready: Any) -> None:
    said = ready("figures", *PERIOD, "--by-branch", "--format", "json")
    assert json.loads(said.out)["by_branch"] == {}  # there is no organization yet
    assert ready("figures", *PERIOD, "--by-branch").code == 0
    assert "by_branch" not in json.loads(ready("figures", *PERIOD, "--format", "json").out)


def test_figures_are_a_table_else(ready: Any) -> None:
    said = ready("figures", *PERIOD)
    assert said.code == 0
    assert "党员总数" in said.out
    assert "members.total" not in said.out  # codes are for programs


def test_export_writes_the_yearly_workbook_and_is_on_record(
    ready: Any, folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "yearly.xlsx"
    said = ready("export", *PERIOD, "--out", str(path))
    assert (said.code, said.out) == (0, "")
    assert sheet_titles(path)[0] == "封面"
    assert history_of(folder) == [("命令行", "figures", "exported")]
    assert ready("export", *PERIOD, "--edition", "full", "--out", str(path)).code == 0
    assert sheet_titles(path)[0] == "说明"
    assert ready("export", *PERIOD, "--edition", "both", "--out", str(path)).code == 2


def history_of(folder: Path) -> list[tuple[str, str, str]]:
    query = "SELECT user_name, register, action FROM history_entry ORDER BY id"
    with create_app(folder).app_context():
        return [tuple(row) for row in db.session.execute(text(query))]


@pytest.mark.parametrize("name", [register.name for register in CATALOG.registers])
def test_every_register_is_listed_in_every_format(ready: Any, tmp_path: Path, name: str) -> None:
    assert json.loads(ready("list", name, "--format", "json").out) == []
    assert ready("list", name).code == 0
    path = tmp_path / "list.xlsx"
    assert ready("list", name, "--format", "xlsx", "--out", str(path)).code == 0
    assert read_rows(path, sheet_titles(path)[0])[0][-2:] == ["partyhub:id", "partyhub:version"]


@pytest.mark.parametrize("name", [register.name for register in CATALOG.registers])
def test_every_register_has_a_template(ready: Any, folder: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "template.xlsx"
    said = ready("template", name, "--out", str(path))
    assert (said.code, said.out) == (0, "")
    assert str(path) in said.err
    title, guide, *_ = sheet_titles(path)
    assert guide == "说明"
    assert CHINESE.search(title)
    assert len(read_rows(path, title)) == 3
    assert history_of(folder) == [("命令行", name, "exported")]


def test_all_templates_are_one_workbook_with_the_names_on_record(
    ready: Any, folder: Path, tmp_path: Path
) -> None:
    fill(folder)
    path = tmp_path / "all.xlsx"
    assert ready("template", "--all", "--out", str(path)).code == 0
    titles = sheet_titles(path)
    assert len(titles) == 2 + len(CATALOG.registers)
    assert (titles[0], titles[1], titles[-1]) == ("说明", "党组织", "选项")
    names = {value for row in read_rows(path, "选项") for value in row}
    assert {"张三", "李四", "第一党支部", "公司党委", "党总支"} <= names


def test_every_workbook_says_what_it_is(ready: Any, tmp_path: Path) -> None:
    path = tmp_path / "workbook.xlsx"
    for said, command in {
        "export": ("list", "members", "--format", "xlsx"),
        "yearly": ("export", *PERIOD),
        "template": ("template", "members"),
    }.items():
        assert ready(*command, "--out", str(path)).code == 0
        properties = openpyxl.load_workbook(path).custom_doc_props
        values = {one.name: one.value for one in properties.props}
        assert values["partyhub"] == said
        assert ("partyhub:instance" in values) == (said == "export")  # its keys are known here


def test_a_template_in_english(ready: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("PARTYHUB_LANG", "en")
    path = tmp_path / "members.xlsx"
    assert ready("template", "members", "--out", str(path)).code == 0
    assert sheet_titles(path) == ["Member roll", "Notes", "Choices"]
    assert read_rows(path, "Member roll")[2][:3] == ["Number", "Name", "Sex"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--out", "x.xlsx"), "--all"),
        (("members", "--all", "--out", "x.xlsx"), "--all"),
        (("members",), "--out"),
        (("nothing", "--out", "x.xlsx"), "nothing"),
        (("members", "--out", "nowhere/x.xlsx"), "nowhere"),
        (("members", "--out", "instance/partyhub.sqlite"), "partyhub.sqlite"),
    ],
)
def test_a_template_asked_for_wrongly_is_a_sentence(
    ready: Any, tmp_path: Path, monkeypatch: Any, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = ready("template", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert len(answer.err.splitlines()) == 1
    assert not (tmp_path / "x.xlsx").exists()


def test_a_list_is_whole_plain_and_of_a_day(ready: Any, folder: Path) -> None:
    fill(folder)
    people = json.loads(ready("list", "members", "--format", "json").out)
    assert [person["name"] for person in people] == ["李四", "张三"]  # of one branch, by name
    people.reverse()
    assert people[0]["phone"] == "138****5678"
    assert people[0]["organization"] == "第一党支部"
    assert people[0]["admitted_on"] == "2015-01-01"
    assert people[0]["is_floating"] is False
    assert people[0]["sex"] == "male"
    earlier = json.loads(ready("list", "members", "--as-on", "2019-01-01", "--format", "json").out)
    assert [person["name"] for person in earlier] == ["张三"]
    held = json.loads(ready("list", "activities", "--period", "2023", "--format", "json").out)
    assert [(one["kinds"], one["present"]) for one in held] == [(["theme_day"], ["张三"])]
    assert json.loads(ready("list", "activities", "--period", "2022", "--format", "json").out) == []


def test_an_appraisal_is_of_the_period_in_which_it_was_held(ready: Any, folder: Path) -> None:
    """An appraisal for 2022 that was held in January 2023 happened in 2023."""
    fill(folder)
    with create_app(folder).app_context(), writing():
        person = db.session.scalars(select(Member).where(Member.number == "A1")).one()
        enter("appraisals", member=person, for_year=2022, held_on="2023-01-03", grade="qualified")
    for period, count in (("2022", 0), ("2023", 1), ("2022-07-01..2023-06-30", 1)):
        said = ready("list", "appraisals", "--period", period, "--format", "json")
        assert len(json.loads(said.out)) == count, period


def test_an_instance_without_a_record_takes_the_example(
    ready: Any, folder: Path, tmp_path: Path
) -> None:
    """An export that was taken stands in the history and is no record."""
    app = create_app(folder)
    with app.app_context():
        ready("export", *PERIOD, "--out", str(tmp_path / "year.xlsx"))
        assert db.session.scalar(select(HistoryEntry.id)) is not None
        assert not holds_records()
    fill(folder)
    with app.app_context():
        assert holds_records()
    assert ready("demo").code == 2


def fill(folder: Path) -> None:
    """Enter a committee, a branch, two members, one of them later, and a theme day."""
    day = "2010-01-01"
    with create_app(folder).app_context(), writing():
        root = enter(
            "organizations", code="DW", name="公司党委", kind="party_committee", established_on=day
        )
        branch = enter(
            "organizations",
            code="Z1",
            name="第一党支部",
            kind="branch",
            established_on=day,
            parent=root,
        )
        common = {"organization": branch, "sex": "male"}
        enter(
            "members",
            number="A1",
            name="张三",
            phone="13812345678",
            admitted_on="2015-01-01",
            full_on="2016-01-01",
            **common,
        )
        enter(
            "members",
            number="A2",
            name="李四",
            admitted_on="2020-01-01",
            full_on="2021-01-01",
            **common,
        )
        enter(
            "activities",
            kinds="theme_day",
            title="主题党日",
            organization=branch,
            held_on="2023-03-01",
            present="张三",
            on_leave="李四",
        )


def test_accounts_are_made_listed_and_closed(ready: Any, folder: Path) -> None:
    fill(folder)
    made = ready("user", "create", "boss", "--role", "committee_secretary", "--org", "DW")
    assert made.code == 0
    assert len(made.out.strip()) > 10
    said = ready("user", "list", "--format", "json")
    assert said.code == 0, said.err
    listed = json.loads(said.out)
    assert [(one["username"], one["organization"], one["disabled"]) for one in listed] == [
        ("boss", "DW", False)
    ]
    assert ready("user", "disable", "boss").code == 0
    assert "boss" in ready("user", "list").out
    assert json.loads(ready("user", "list", "--format", "json").out)[0]["disabled"] is True
    again = ready("user", "create", "boss", "--role", "administrator")
    assert (again.code, again.out) == (2, "")


def test_check_config_says_what_is_wrong(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("check-config").code == 1
    run("db", "upgrade")
    assert run("check-config").code == 0
    monkeypatch.setenv("PARTYHUB_BASE_URL", "nonsense")
    assert run("check-config").code == 1
    assert run("figures", *PERIOD).code == 2


def test_check_config_finds_numbers_of_attendance_that_drifted(ready: Any, folder: Path) -> None:
    fill(folder)
    assert ready("check-config").code == 0
    with create_app(folder).app_context(), writing():
        db.session.execute(update(Activity).values(people_came=7))
        db.session.commit()
    found = ready("check-config")
    assert found.code == 1
    assert "partyhub db recount" in found.out + found.err
    assert ready("db", "recount").code == 0
    assert ready("check-config").code == 0


BAD = [
    (),
    ("nonsense",),
    ("--nonsense",),
    ("db",),
    ("db", "downgrade"),
    ("figures",),
    ("figures", "--period"),
    ("figures", "--period", "2023-13"),
    ("figures", "--period", ""),
    ("figures", *PERIOD, "--org", "nowhere"),
    ("figures", *PERIOD, "--format", "yaml"),
    ("figures", *PERIOD, "more"),
    ("figures", *PERIOD, "--instance", "/dev/null"),
    ("figures", *PERIOD, "--instance", "/dev/null/deeper"),
    ("figures", *PERIOD, "--instance", "with\0zero"),
    ("export", *PERIOD),
    ("export", *PERIOD, "--out", "/dev/null/deeper.xlsx"),
    ("export", *PERIOD, "--out", "/"),
    ("export", *PERIOD, "--out", "with\0zero"),
    ("list",),
    ("list", "nonsense"),
    ("list", "members", "--as-on", "2023-02-30"),
    ("list", "members", "--as-on", "2023-02-01", *PERIOD),
    ("list", "members", "--format", "xlsx"),
    ("list", "../members"),
    ("move-to",),
    ("move-to", "mysql://localhost/x"),
    ("move-to", "postgresql://localhost/x?host=/nowhere"),
    ("user", "create", "boss"),
    ("user", "create", "boss", "--role", "king"),
    ("user", "create", "", "--role", "administrator"),
    ("user", "create", "two words", "--role", "administrator"),
    ("user", "create", "x" * 500, "--role", "administrator"),
    ("user", "create", "boss", "--role", "branch_secretary"),
    ("user", "create", "boss", "--role", "branch_secretary", "--org", "nowhere"),
    ("user", "create", "boss", "--role", "commissar", "--member", "nobody"),
    ("user", "create", "boss", "--role", "commissar", "--workshop", "nowhere"),
    ("user", "disable", "nobody"),
    ("serve", "--port", "70000"),
    ("serve", "--port", "http"),
    ("serve", "--port", "-1"),
    ("serve", "--host", "0.0.0.0"),  # noqa: S104  # it is refused
    ("serve", "--host", "no such host", "--port", "0"),
]


@pytest.mark.parametrize("arguments", BAD, ids=lambda arguments: " ".join(arguments)[:60])
def test_bad_usage_is_one_chinese_sentence(ready: Any, arguments: tuple[str, ...]) -> None:
    said = ready(*arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert CHINESE.search(said.err), said.err
    assert "Traceback" not in said.err
    assert "TypeError" not in said.err


@pytest.mark.slow
@pytest.mark.parametrize("arguments", BAD, ids=lambda arguments: " ".join(arguments)[:60])
def test_it_speaks_english_when_asked(
    ready: Any, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("PARTYHUB_LANG", "en")
    said = ready(*arguments)
    assert said.code == 2
    assert not CHINESE.search(said.err), said.err


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    command=st.sampled_from(["figures --period", "list", "list members --as-on", "user disable"]),
    text=st.text(max_size=20),
)
def test_no_text_ends_in_a_traceback(ready: Any, command: str, text: str) -> None:
    said = ready(*command.split(), text)
    assert said.code in (0, 2)
    assert "Traceback" not in said.err
    assert (said.code == 0) == (said.err == "")


def test_help_is_chinese_and_names_every_command(run: Any) -> None:
    said = run("--help")
    assert said.code == 0
    assert CHINESE.search(said.out)
    for name in ("db", "demo", "serve", "user", "check-config", "figures", "export", "list"):
        assert name in said.out
        assert run(name, "--help").code == 0


def test_its_own_files_are_not_written_over(ready: Any, folder: Path) -> None:
    for name in ("partyhub.sqlite", "partyhub.sqlite-wal", "secret_key", "settings.json"):
        said = ready("list", "members", "--format", "json", "--out", str(folder / name))
        assert (said.code, said.out) == (2, "")
    assert ready("figures", *PERIOD).code == 0


@pytest.mark.sqlite(reason="it damages the file")
def test_a_damaged_database_or_setting_is_a_sentence(run: Any, folder: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / "partyhub.sqlite").write_text("no database")
    assert run("figures", *PERIOD).code == 2
    assert run("db", "upgrade").code == 2
    (folder / "settings.json").write_text('{"today": "soon"}')
    assert run("figures", *PERIOD).code == 2
    (folder / "settings.json").write_text("{")
    assert run("figures", *PERIOD).code == 2


@pytest.fixture
def served(folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-u", "-m", "partyhub.cli", "serve", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--instance", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=Path(__file__).parents[1],
    )
    with process:
        yield process
        process.kill()


@pytest.mark.slow
def test_serve_migrates_prints_the_code_answers_and_ends(
    served: subprocess.Popen[str],
) -> None:
    assert served.stdout is not None
    address = re.search(r"http://127\.0\.0\.1:\d+/", served.stdout.readline())
    assert address
    assert re.search(r"(\w{5}-){5}\w{5}", served.stdout.readline())
    with urllib.request.urlopen(address[0], timeout=20) as answer:  # noqa: S310  # our own address
        assert answer.status == 200
        assert "server" not in {name.lower() for name in answer.headers}
    served.send_signal(signal.SIGTERM)
    assert served.wait(timeout=20) == 0


@pytest.mark.slow
def test_a_process_answers_in_utf8_whatever_the_locale(folder: Path) -> None:
    command = [sys.executable, "-m", "partyhub.cli", "figures", "--period", "soon"]
    environment = {"LC_ALL": "C", "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    done = subprocess.run(
        command,
        env=environment | {"PARTYHUB_INSTANCE": str(folder)},
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[1],
    )
    assert done.returncode == 2
    assert CHINESE.search(done.stderr.decode("utf-8"))
