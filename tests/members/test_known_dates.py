"""Dates of members that are known to the month or estimated, everywhere they are shown."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partyhub import clock
from partyhub.cli.list_records import json_of
from partyhub.database import db
from partyhub.history.models import HistoryEntry
from partyhub.known_dates import Known, KnownDate, as_text, counted
from partyhub.members.date_columns import KNOWN_DATES
from partyhub.members.models import Member
from partyhub.members.registers import members
from partyhub.registers.exporting import write_records
from partyhub.registers.template_workbooks.workbooks import write_templates
from partyhub.roles import Role
from tests import factories
from tests.browser import Browser, errors, form_data, main_text
from tests.registers.importing.workbooks import Desk, changes, counts, desk, one, said, warned

__all__ = ["desk"]

MONTHS = {"birth_date": "1985.3", "admitted_on": "2010年7月", "full_on": "约2011年7月1日"}


def make(**dates: Any) -> Member:
    return factories.make_member(**(MONTHS | dates))


def test_they_count_as_days(browser: Browser) -> None:
    member = make()
    stored = {key: getattr(member, key) for key in MONTHS}
    assert stored == {
        "birth_date": date(1985, 3, 1),
        "admitted_on": date(2010, 7, 1),
        "full_on": date(2011, 7, 1),
    }
    assert all(type(day) is date for day in stored.values())
    assert member.date_of("admitted_on") == KnownDate(2010, 7, 1, Known.MONTH)
    assert member.full_on_known is Known.ESTIMATED
    assert member.applied_on_known is Known.DAY


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ["1985年3月", "2010年7月", "约2011年7月1日"]),
        ("en", ["March 1985", "July 2010", "about 1 July 2011"]),
    ],
)
def test_pages_show_what_is_known(browser: Browser, language: str, words: list[str]) -> None:
    member = make()
    browser.sign_in(Role.COMMITTEE_CLERK, language=language)
    page = main_text(browser.get("members.show", record_id=member.id))
    assert all(word in page for word in words)
    listed = main_text(browser.get("members.list"))
    assert all(word in listed for word in words[1:])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_unchanged_form_changes_nothing(browser: Browser, language: str) -> None:
    member = make()
    browser.sign_in(Role.COMMITTEE_CLERK, language=language)
    version = member.version
    page = browser.get("members.edit", record_id=member.id)
    browser.post("members.edit", form_data(page), record_id=member.id)
    assert factories.find(member).version == version


def test_the_history_tells_how_well_it_was_known(browser: Browser) -> None:
    member = make()
    factories.change(member, admitted_on="2010-07-15", birth_date="约1985年3月1日")
    browser.sign_in(Role.COMMITTEE_CLERK, language="zh")
    entry = db.session.query(HistoryEntry).order_by(HistoryEntry.id.desc()).first()
    assert entry is not None
    olds = {change["field"]: (change["old"], change["new"]) for change in entry.changes}
    assert olds["admitted_on"] == ("2010-07", "2010-07-15")
    assert olds["birth_date"] == ("1985-03", "1985-03-01~")
    page = main_text(browser.get("members.history", record_id=member.id))
    assert "2010年7月15日" in page
    assert "约1985年3月1日" in page


@pytest.mark.parametrize(
    "typed",
    [
        {"admitted_on": "2010.7", "full_on": "2010-07-20"},
        {"admitted_on": "2010-07-20", "full_on": "2011年7月"},
        {"applied_on": "2010-07-20", "activist_on": "2010.7", "admitted_on": "2011.7"},
        {"birth_date": "2003.6", "applied_on": "2021-06-02"},
        {"birth_date": "2003-06-20", "applied_on": "2021.6"},
    ],
)
def test_a_rule_gives_way_if_a_day_of_the_month_satisfies_it(
    browser: Browser, typed: dict[str, str]
) -> None:
    branch = factories.make_branch()
    whole = {"number": "E1", "name": "Person", "organization": f"#{branch.id}", "reason": "x"}
    browser.post("members.create", whole | typed, status=303)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"admitted_on": "2010.7", "full_on": "2010.6"}, "full_on"),
        ({"birth_date": "2003.6", "applied_on": "2021.5"}, "applied_on"),
        ({"admitted_on": "2023.7"}, "admitted_on"),
        ({"admitted_on": "约2023-07-01"}, "admitted_on"),
        ({"admitted_on": "2010年7月上旬"}, "admitted_on"),
        ({"probation_extended_until": "2011.7"}, "probation_extended_until"),
    ],
)
def test_a_rule_holds_if_no_day_satisfies_it(
    browser: Browser, typed: dict[str, str], field: str
) -> None:
    branch = factories.make_branch()
    whole = {"number": "E1", "name": "Person", "organization": f"#{branch.id}"} | typed
    page = browser.post("members.create", whole, status=400)
    assert field in errors(page)


def test_probation_may_have_lasted_long_enough(browser: Browser) -> None:
    branch = factories.make_branch()
    whole = {"number": "E1", "name": "Person", "organization": f"#{branch.id}"}
    short = {"admitted_on": "2010.7", "full_on": "2011-06-30"}
    browser.post("members.create", whole | short, status=400)
    browser.post("members.create", whole | {**short, "full_on": "2011-07-01"}, status=303)


def test_json_has_the_counted_day_and_how_well_it_is_known(browser: Browser) -> None:
    make(joined_on=None)
    query = members.load().where(Member.archived_at.is_(None))
    (found,) = json.loads(json_of(members, query, clock.today()))
    assert (found["admitted_on"], found["admitted_on_known"]) == ("2010-07-01", "month")
    assert (found["full_on"], found["full_on_known"]) == ("2011-07-01", "estimated")
    assert (found["joined_on"], found["joined_on_known"]) == (None, "day")
    assert {f"{key}_known" for key in KNOWN_DATES} <= found.keys()


def export(desk: Desk, language: str) -> Path:
    file = desk.folder / f"members-{language}.xlsx"
    query = members.load().where(Member.archived_at.is_(None)).order_by(Member.id)
    with force_locale(language):
        write_records(members, members.columns, query, clock.today(), file)
    return file


def column_of(file: Path, header: str) -> list[Any]:
    sheet = openpyxl.load_workbook(file).worksheets[0]
    cells = next(cells for cells in sheet.iter_cols() if header in [c.value for c in cells])
    values = [cell.value for cell in cells]
    return values[values.index(header) + 1 :]


def test_a_sheet_has_a_date_cell_only_for_an_exact_date(desk: Desk) -> None:
    make()
    make(admitted_on="2010-07-15", full_on="2011年7月")
    file = export(desk, "zh_Hans_CN")
    first, second = column_of(file, "入党日期")
    assert (first, second.date()) == ("2010年7月", date(2010, 7, 15))
    assert column_of(file, "转正日期") == ["约2011年7月1日", "2011年7月"]
    assert column_of(export(desk, "en"), "Full member since") == ["about 2011-07-01", "2011-07"]


# A year for each date, far enough from the next one for every rule.
YEARS = dict(zip(KNOWN_DATES, (1950, 1975, 1976, 1978, 1980, 1982, 1990), strict=True))


def written_in(year: int) -> Any:
    """Dates of a year as people write them, each known as well as it may be."""
    days = st.dates(date(year, 1, 1), date(year, 12, 31))
    kinds = (
        days.map(date.isoformat),
        days.map(lambda day: f"{day.year}年{day.month}月"),
        days.map(lambda day: f"约{day.isoformat()}"),
    )
    return st.one_of(*kinds, st.none())


rosters = st.fixed_dictionaries({key: written_in(year) for key, year in YEARS.items()})


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=st.lists(rosters, min_size=1, max_size=5))
def test_an_export_comes_back_unchanged(
    desk: Desk, language: str, rows: list[dict[str, str | None]]
) -> None:
    for dates in rows:
        factories.make_member(**dates)
    result = desk.preview(export(desk, language), "members")
    assert (said(result), changes(result), result.warnings) == ([], [], [])
    assert result.does_nothing


def test_a_month_makes_way_for_a_day(desk: Desk) -> None:
    member = make()
    head = ["编号", "姓名", "入党日期", "出生日期"]
    row = [member.number, member.name, date(2010, 7, 15), "1985-03"]
    result = desk.apply(desk.sheet("members", [head, row]), "members")
    assert (said(result), counts(result)) == ([], (0, 1, 0, 0, 0))
    assert changes(result) == [("Admitted on", "July 2010", "15 July 2010")]
    assert factories.find(member).admitted_on_known is Known.DAY


@pytest.mark.parametrize("month", ["2010.7", "2010年7月"])
def test_a_month_does_not_take_the_place_of_its_day(desk: Desk, month: str) -> None:
    """Last year's roster knows less than what is on record."""
    member = make(admitted_on="2010-07-15")
    head = ["编号", "姓名", "入党日期"]
    result = desk.judge("members", head, [member.number, member.name, month])
    assert (said(result), result.does_nothing) == ([], True)
    [(row, header, sentence)] = warned(result)
    assert (row, header) == (2, "入党日期")
    assert "more exact, so it stays" in sentence
    other = desk.judge("members", head, [member.number, member.name, "2010.8"])
    assert changes(other) == [("Admitted on", "15 July 2010", "August 2010")]


@pytest.mark.parametrize(
    ("value", "number_format", "known"),
    [
        (date(2010, 7, 1), "yyyy-mm-dd", "2010-07-01"),
        (date(2010, 7, 1), 'yyyy"年"m"月"', "2010-07"),
        (date(2010, 7, 1), "mmm-yy", "2010-07"),
        (date(2010, 7, 1), "[$-804]yyyy/m;@", "2010-07"),
        (date(2010, 7, 15), 'yyyy"年"m"月"', "2010-07-15"),
        (2010.1, "0.00", "2010-10"),
        (2010.1, "0.00_ ", "2010-10"),
        (2010.07, "General", "2010-07"),
        (2010.12, "General", "2010-12"),
        (2010.3, "General", "2010-03"),
        (201507, "General", "2015-07"),
        (199907, "0", "1999-07"),
        (40360, "General", "2010-07-01"),
    ],
)
def test_a_cell_is_read_as_it_shows_itself(
    desk: Desk, value: Any, number_format: str, known: str
) -> None:
    result = desk.apply(roster_with(desk, value, number_format), "members")
    assert said(result) == []
    member = db.session.query(Member).filter_by(number="A1").one()
    found = member.date_of("applied_on")
    assert found is not None
    assert as_text(found) == known


@pytest.mark.parametrize("number_format", ["General", "0.0"])
def test_a_number_with_two_readings_is_refused(desk: Desk, number_format: str) -> None:
    row, header, sentence = one(desk.preview(roster_with(desk, 2010.1, number_format), "members"))
    assert (row, header) == (2, "申请入党日期")
    assert sentence.startswith("“2010.1” may be January 2010 or October 2010.")


def roster_with(desk: Desk, value: Any, number_format: str) -> Path:
    """A roster whose only date is in a cell with a number format."""
    branch = factories.make_branch()
    head = ["编号", "姓名", "所在党支部", "申请入党日期"]
    file = desk.sheet("members", [head, ["A1", "陆远航", branch.name, value]])
    book = openpyxl.load_workbook(file)
    book.worksheets[0]["D2"].number_format = number_format
    book.save(file)
    return file


def test_a_template_takes_months_as_texts(desk: Desk) -> None:
    """In a cell for days, a spreadsheet program turns the month that is typed into a day."""
    file = desk.folder / "template.xlsx"
    with force_locale("zh_Hans_CN"):
        write_templates([members], factories.OWNER, file)
    sheet = openpyxl.load_workbook(file).worksheets[0]
    cells = [cell for row in sheet.iter_rows(max_row=6) for cell in row]
    header = next(cell for cell in cells if cell.value == "入党日期")
    assert sheet.cell(header.row + 1, header.column).number_format == "@" or (
        sheet.column_dimensions[header.column_letter].number_format == "@"
    )
    assert "约" in header.comment.text


def test_figures_count_the_first_day(browser: Browser) -> None:
    """A month counts as its first day, in lists as of a day, too."""
    member = make(full_on=None, admitted_on="2022.7")
    day = counted(date(2022, 7, 1))
    assert member.stage_on(day) is not None
    assert factories.find(member).assignments[0].started_on == day


def test_a_step_sets_an_exact_day(browser: Browser) -> None:
    member = make(full_on=None, admitted_on="2022.6")
    browser.sign_in(Role.COMMITTEE_CLERK)
    page = browser.get("members.take_step", record_id=member.id, name="regularize")
    sent = form_data(page) | {"day": "2023-06-15"}
    browser.post("members.take_step", sent, record_id=member.id, name="regularize")
    found = factories.find(member)
    assert (found.full_on, found.full_on_known) == (date(2023, 6, 15), Known.DAY)
