"""The yearly workbook: its rows, its checks as LibreOffice computes them, and flat memory."""

import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask_babel import force_locale
from sqlalchemy import event, select
from sqlalchemy.orm import Mapper

from partyhub import clock
from partyhub.database import db
from partyhub.figures import Ratio
from partyhub.history.models import Action, HistoryEntry
from partyhub.organizations.models import Organization, Placement
from partyhub.periods import Period
from partyhub.registers.rolls import sheets_of, title_of
from partyhub.reports.calculation import compute, scope_of
from partyhub.reports.marks import Marks, find_marks
from partyhub.reports.workbook import details, write_yearly
from partyhub.reports.workbook.charts import SERIES
from partyhub.roles import Role
from partyhub.rules.models import Rule
from partyhub.spreadsheets import _contract, content_digest, read_rows, sheet_titles
from partyhub.viewers import Viewer
from tests import factories
from tests.catalog import CATALOG
from tests.instances import prepare
from tests.spreadsheets.facts import facts_of

pytestmark = pytest.mark.long

PERIOD = Period.parse("party-year-2023")
OWNER = Viewer("Owner")
# Pauses of the right to vote stand in no workbook but their own list.
SHOWN = [
    (register, roll)
    for register in CATALOG.registers
    if register.name != "voting_pauses"
    for roll in sheets_of(register)
]
# Columns of the summary, counted from 0; written out, not imported.
CODE, NUMBER, BEFORE, CHANGE, LINK, CHECK, VERDICT = 0, 3, 4, 5, 8, 9, 10
# What only explains the average income stands in the sheet of returns.
LEFT_OUT = {"prosperity.staff_with_income", "prosperity.monthly_income"}


@pytest.fixture
def year(database_of_test: None) -> Any:
    """A small year in which every way of counting counts something; returns the first branch."""
    first, second = factories.make_branch(), factories.make_branch()
    old = factories.make_member(organization=first)
    gone = factories.make_member(organization=second)
    new = factories.make_member(
        organization=first,
        applied_on=date(2021, 1, 1),
        admitted_on=date(2022, 9, 1),
        full_on=None,
    )
    regular = factories.make_member(
        organization=second,
        applied_on=date(2020, 1, 1),
        admitted_on=date(2021, 12, 1),
        full_on=date(2022, 12, 1),
    )
    factories.leave(gone, date(2023, 2, 1))
    factories.make_appraisal(member=old, for_year=2023)
    factories.make_activity(organization=first, present=[old, new], kinds="general_meeting")
    factories.make_activity(
        organization=first,
        kinds="study、party_lecture",
        present=[old],
        study_hours="2.5",
        title="=1+1",
    )
    factories.make_activity(
        organization=second,
        kinds="volunteer_service",
        present=[regular],
        guest_count=2,
        minutes_long=50,
    )
    factories.make_activity(held_on=date(2021, 9, 1), organization=second)
    factories.make_award(organization=first)
    factories.make_award(recipient_kind="company", recipient="Company")
    return first


def make(
    tmp_path: Path,
    viewer: Viewer = OWNER,
    organization: Any = None,
    name: str = "w.xlsx",
    language: str = "en",
) -> Path:
    path = tmp_path / name
    with force_locale(language):
        write_yearly(viewer, PERIOD, organization, path)
    return path


def recalculated(path: Path) -> Path:
    """The workbook as LibreOffice computes and saves it; fails where there is no LibreOffice."""
    program = shutil.which("soffice")
    assert program, "Install LibreOffice Calc: apt-get install libreoffice-calc"
    folder = path.parent / "recalculated"
    profile = f"-env:UserInstallation=file://{path.parent / 'profile'}"
    command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", folder, path]
    done = subprocess.run(command, capture_output=True, timeout=180, check=True)
    assert b"Error" not in done.stderr, done.stderr
    return folder / path.name


def summary(path: Path, *, computed: bool = False) -> dict[str, list[Any]]:
    """The rows of figures by code, and the balance under ""."""
    rows = read_rows(path, sheet_titles(path)[1], computed=computed)
    found = {row[CODE]: row for row in rows if isinstance(row[CODE], str) and "." in row[CODE]}
    balance = [row for row in rows if row[CODE] is None and row[VERDICT]]
    assert len(balance) == 1
    return found | {"": balance[0]}


def sheet_rows(path: Path, title: str) -> list[list[Any]]:
    """The rows of a sheet of records below its headings, down to the empty row before the foot."""
    rows = read_rows(path, title)[3:]
    return rows[: next(n for n, row in enumerate(rows) if not any(row))]


def test_it_has_a_sheet_for_each_register_and_one_for_entries_and_exits(
    year: Any, tmp_path: Path
) -> None:
    titles = sheet_titles(make(tmp_path))
    with force_locale("en"):
        assert titles[4:-2] == [title_of(register, roll) for register, roll in SHOWN]
    assert titles[:3] == ["Notes", "Summary of the year", "Table of figures by branch"]
    assert titles[3] == "Charts"
    assert titles[-2:] == ["Entries and exits", "Commissars in office"]


def test_every_figure_stands_in_it_with_the_period_before(year: Any, tmp_path: Path) -> None:
    found = summary(make(tmp_path))
    now = compute(scope_of(OWNER, PERIOD))
    before = compute(scope_of(OWNER, PERIOD.before))
    assert set(found) - {""} == set(now) - LEFT_OUT
    for code, computed in now.items():
        if code in LEFT_OUT:
            continue
        assert found[code][NUMBER] == same_as(computed.value), code
        assert found[code][BEFORE] == same_as(before[code].value), code
    assert found["members.total"][NUMBER] == 3
    assert found["members.total"][CHANGE] == 0
    assert found["members.admitted"][NUMBER] == 1
    assert found["activities.study_person_hours"][NUMBER] == 2.5
    assert found["service.hours"][NUMBER] == 2.5


def same_as(value: Any) -> Any:
    return "—" if value is None else pytest.approx(float(value))


def test_each_row_says_where_it_counts(year: Any, tmp_path: Path) -> None:
    path = make(tmp_path)
    counted = compute(scope_of(OWNER, PERIOD))
    for figure in CATALOG.figures:
        if isinstance(figure, Ratio):
            continue
        register = CATALOG.by_model[figure.model]
        with force_locale("en"):
            title = str(figure.sheet.title if figure.sheet else register.title)
        marked = [row for row in sheet_rows(path, title) if f";{figure.code};" in str(row[-1])]
        assert len(marked) == counted[figure.code].records, figure.code


def test_charts_stand_beside_the_months_they_show(year: Any, tmp_path: Path) -> None:
    """Each number is the figure itself, asked for that month; a month to come is a gap."""
    path = make(tmp_path)
    rows = read_rows(path, "Charts")
    head = next(n for n, row in enumerate(rows) if row[1] == "This period")
    gatherings = rows[head + 2 : head + 14]
    assert rows[head + 1][0] == "Gatherings by month"
    assert [row[0] for row in gatherings][::11] == ["July 2022", "June 2023"]
    figure = CATALOG.figures_by_code["activities.gatherings"]
    for row, month in zip(gatherings, PERIOD.by_month(), strict=True):
        assert row[1] == compute(scope_of(OWNER, month), [figure])[figure.code].value
    assert sum(row[1] for row in gatherings) == summary(path)["activities.gatherings"][NUMBER]
    sheet = openpyxl.load_workbook(path)["Charts"]
    charts = sheet._charts
    with force_locale("en"):
        headings = {str(series.heading) for series in SERIES}
    assert len(charts) == len([row for row in rows if row[0] in headings]) > 2
    for chart in charts:
        series = chart.series[0]
        assert series.tx.strRef.f == f"'Charts'!$B${head + 1}"
        first = chart.anchor._from.row + 1
        assert series.val.numRef.f.startswith(f"'Charts'!$B${first}:")
        assert series.cat.numRef.f.startswith(f"'Charts'!$A${first}:")


def test_who_left_is_listed_but_not_standing(year: Any, tmp_path: Path) -> None:
    rows = {row[1]: row for row in sheet_rows(make(tmp_path), "Member roll")}
    assert {name: row[-3] for name, row in rows.items()} == {
        "Person 1": "yes",
        "Person 2": "no",
        "Person 3": "yes",
        "Person 4": "yes",
    }
    assert rows["Person 2"][-1] == ";members.opening;"


def test_an_entry_and_an_exit_are_rows_of_their_own(year: Any, tmp_path: Path) -> None:
    rows = sheet_rows(make(tmp_path), "Entries and exits")
    assert [(row[0].date(), row[1], row[-1]) for row in rows] == [
        (date(2022, 9, 1), "Person 3", ";members.admitted;"),
        (date(2023, 2, 1), "Person 2", ";members.transferred_out;"),
    ]


def test_entries_and_exits_stand_in_the_order_of_their_days(year: Any, tmp_path: Path) -> None:
    """One running list; on a day who comes stands before who goes."""
    branch = factories.any_branch()
    early = factories.make_member(organization=branch, joined_on=date(2022, 8, 1))
    for day in (date(2022, 7, 20), date(2022, 9, 1)):
        factories.leave(factories.make_member(organization=branch), day)
    assert early.joined_on == date(2022, 8, 1)
    rows = sheet_rows(make(tmp_path), "Entries and exits")
    assert [(row[0].date(), row[-1].split(".")[1]) for row in rows] == [
        (date(2022, 7, 20), "transferred_out;"),
        (date(2022, 8, 1), "transferred_in;"),
        (date(2022, 9, 1), "admitted;"),
        (date(2022, 9, 1), "transferred_out;"),
        (date(2023, 2, 1), "transferred_out;"),
    ]


def test_a_register_without_records_says_so(year: Any, tmp_path: Path) -> None:
    assert sheet_rows(make(tmp_path), "Campaigns")[0][0] == "No records"


def test_links_lead_to_the_first_row_of_records(year: Any, tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(make(tmp_path))
    links = {
        str(row[CODE].value): row[LINK].hyperlink
        for row in workbook["Summary of the year"].iter_rows()
        if row[LINK].hyperlink
    }
    assert links["members.total"].location == "'Member roll'!A4"
    assert links["members.admitted"].location == "'Entries and exits'!A4"
    assert all(link.target is None for link in links.values())
    # One of the balance, and none of what only explains the average income.
    assert len(links) == len(CATALOG.figures) + 1 - len(LEFT_OUT)


@pytest.mark.slow
def test_a_branch_gets_its_own_records_only(year: Any, tmp_path: Path) -> None:
    path = make(tmp_path, organization=year)
    assert {row[1] for row in sheet_rows(path, "Member roll")} == {"Person 1", "Person 3"}
    assert len(sheet_rows(path, "Activities")) == 2
    assert summary(path)["awards.total"][NUMBER] == 1
    viewer = Viewer("Secretary", Role.BRANCH_SECRETARY, organization_id=year.id)
    same = make(tmp_path, viewer, name="viewer.xlsx")
    assert sheet_rows(same, "Member roll") == sheet_rows(path, "Member roll")
    assert summary(same) == summary(path)


def test_text_is_no_formula_and_phones_are_masked(year: Any, tmp_path: Path) -> None:
    factories.make_member(organization=year, phone="13812345678", remark="@SUM(1)")
    path = make(tmp_path)
    workbook = openpyxl.load_workbook(path)
    formulas = {
        (sheet.title, cell.column)
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    assert formulas == {("Summary of the year", CHECK + 1), ("Summary of the year", VERDICT + 1)}
    assert "13812345678" not in str(read_rows(path, "Member roll"))
    assert "138****5678" in str(read_rows(path, "Member roll"))


@pytest.mark.slow
def test_the_same_data_make_the_same_content(year: Any, tmp_path: Path) -> None:
    with clock.at(datetime(2023, 6, 30, 1, tzinfo=UTC)):
        first = make(tmp_path, name="a.xlsx")
        second = make(tmp_path, name="b.xlsx")
    assert content_digest(first) == content_digest(second)
    with clock.at(datetime(2023, 6, 30, 2, tzinfo=UTC)):
        third = make(tmp_path, name="c.xlsx")
    assert differing_cells(first, third) == [("Notes", "Made at")]


def differing_cells(one: Path, other: Path) -> list[tuple[str, Any]]:
    return [
        (title, row[0])
        for title in sheet_titles(one)
        for row, twin in zip(read_rows(one, title), read_rows(other, title), strict=True)
        if row != twin
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("language", "word"), [("zh_Hans_CN", "一致"), ("en", "agrees")])
def test_every_check_agrees_once_it_is_computed(
    year: Any, tmp_path: Path, language: str, word: str
) -> None:
    found = summary(recalculated(make(tmp_path, language=language)), computed=True)
    assert {row[VERDICT] for row in found.values()} == {word}
    for code, row in found.items():
        assert row[CHECK] == pytest.approx(row[NUMBER]) if row[NUMBER] != "—" else "—", code


def test_checks_are_stored_for_readers_that_do_not_compute(year: Any, tmp_path: Path) -> None:
    """On a phone too: each has the number that its formula gives, and says that they agree."""
    found = summary(make(tmp_path, language="zh_Hans_CN"), computed=True)
    assert {row[VERDICT] for row in found.values()} == {"一致"}
    assert {code: row[CHECK] for code, row in found.items()} == {
        code: pytest.approx(row[NUMBER]) if row[NUMBER] != "—" else "—"
        for code, row in found.items()
    }


@pytest.mark.slow
def test_what_is_stored_is_what_libreoffice_computes(year: Any, tmp_path: Path) -> None:
    path = make(tmp_path)
    stored, computed = (summary(each, computed=True) for each in (path, recalculated(path)))
    for code, row in stored.items():
        assert row[VERDICT] == computed[code][VERDICT] == "agrees", code
        number = computed[code][CHECK]
        assert row[CHECK] == (number if number == "—" else pytest.approx(number)), code


def test_what_does_not_agree_is_stored_so(
    year: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows are counted as they are written: a mark that is lost shows."""
    monkeypatch.setattr(details, "find_marks", lambda *requested: lose(find_marks(*requested)))
    path = make(tmp_path)
    found, computed = (summary(each, computed=True) for each in (path, recalculated(path)))
    differing = {code for code, row in found.items() if row[VERDICT] == "differs"}
    assert differing == {code for code, row in computed.items() if row[VERDICT] == "differs"}
    assert "members.total" in differing
    assert found["members.total"][CHECK] == computed["members.total"][CHECK]


def lose(marks: dict[int, Marks]) -> dict[int, Marks]:
    """All marks but those of the first record."""
    return {record_id: marks[record_id] for record_id in sorted(marks)[1:]}


def test_both_ways_of_writing_give_equal_cells(
    year: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.at(datetime(2023, 6, 30, 1, tzinfo=UTC)):
        streamed = facts_of(make(tmp_path, name="a.xlsx", language="zh_Hans_CN"))
        monkeypatch.setattr(_contract, "IS_MET", False)
        plain = facts_of(make(tmp_path, name="b.xlsx", language="zh_Hans_CN"))
    assert [key for key in plain if streamed.get(key) != plain[key]] == []
    assert streamed.keys() == plain.keys()


def test_no_record_becomes_an_object_of_the_orm(year: Any, tmp_path: Path) -> None:
    """But for the unit, the branches that have figures of their own, and the few rules."""
    group = factories.make_group(year).id
    db.session.expunge_all()
    loaded: list[Any] = []

    def note(record: Any, _context: Any) -> None:
        loaded.append(record)

    event.listen(Mapper, "load", note)
    try:
        make(tmp_path)
    finally:
        event.remove(Mapper, "load", note)
    assert {type(record) for record in loaded} <= {Organization, Placement, Rule}
    organizations = [record.id for record in loaded if isinstance(record, Organization)]
    assert len(organizations) <= 3
    assert group not in organizations


def test_who_counts_but_left_is_a_row(year: Any, tmp_path: Path) -> None:
    """After those who are in a branch on the last day."""
    assert [row[1] for row in sheet_rows(make(tmp_path), "Member roll")] == [
        *("Person 1", "Person 3", "Person 4", "Person 2")
    ]


@pytest.mark.slow
def test_a_changed_row_of_records_shows_in_its_figures_only(year: Any, tmp_path: Path) -> None:
    path = make(tmp_path)
    workbook = openpyxl.load_workbook(path)
    roll = workbook["Member roll"]
    cell = next(cell for cell in roll[4] if "members.total" in str(cell.value))
    cell.value = str(cell.value).replace(";members.total;", ";")
    hours = workbook["Activities"]
    heading = next(c for c in hours[3] if c.value == "Volunteer service hours")
    served = next(c for c in hours[heading.column_letter][3:] if isinstance(c.value, int | float))
    served.value += 1
    workbook.save(path)
    found = summary(recalculated(path), computed=True)
    differing = {code for code, row in found.items() if row[VERDICT] != "agrees"}
    assert differing == {"", "members.total", "activities.study_hours_average", "service.hours"}
    assert {found[code][VERDICT] for code in differing} == {"differs"}


@pytest.mark.slow
def test_memory_stays_flat_when_rows_grow_tenfold(tmp_path: Path) -> None:
    small, large = (peak_memory(tmp_path / str(count), count) for count in (600, 6000))
    assert large - small < 25_000, f"{small} KB grew to {large} KB"


def peak_memory(folder: Path, count: int) -> int:
    """How many KB a process takes at most that writes the workbook of so many activities."""
    folder.mkdir(mode=0o700)
    prepare(folder)
    command = [sys.executable, "-m", "tests.reports.grow", str(folder), str(count)]
    root = Path(__file__).parents[2]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=300, check=True, cwd=root
    )
    return int(done.stdout)


def test_a_click_sends_it_and_is_on_record(year: Any, browser: Any) -> None:
    with browser.client.post("/figures/workbook", data={"period": "party-year-2023"}) as answer:
        assert answer.status_code == 200
        assert answer.mimetype.endswith("spreadsheetml.sheet")
        assert len(sheet_titles(BytesIO(answer.data))) == len(SHOWN) + 6
    query = select(HistoryEntry).where(HistoryEntry.action == Action.EXPORTED)
    entry = db.session.scalars(query).one()
    assert (entry.register, entry.reason) == ("figures", "party-year-2023")


def test_an_unknown_period_or_organization_is_not_found(year: Any, browser: Any) -> None:
    for data in ({"period": "soon"}, {"period": "2023", "organization": "999"}):
        assert browser.client.post("/figures/workbook", data=data).status_code == 404
