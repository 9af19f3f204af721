"""Meetings that rules ask for: the boundaries of each rule, and what the to-do list says."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import func, select

from partyhub.activities.frequencies.kinds import FREQUENCIES
from partyhub.activities.frequencies.statuses import Status, find_statuses
from partyhub.activities.models import ActivityKind
from partyhub.activities.study_rules import required_hours
from partyhub.database import db
from partyhub.organizations.models import BRANCH_KINDS, Organization
from partyhub.periods import Period
from partyhub.reports.calculation import compute, scope_of
from partyhub.roles import Role
from partyhub.scopes import Reach
from tests import factories
from tests.browser import Browser, text
from tests.figures.questions import EDGES
from tests.figures.untidy import Calendar, build
from tests.registers.samples import counted_queries

pytestmark = pytest.mark.usefixtures("database_of_test")

DONE, DUE, OVERDUE, EXEMPT = "done", "due", "overdue", "exempt"
YEAR = Period.parse("2022")
LATER = date(2023, 6, 30)


def statuses(period: Period = YEAR, as_of: date = LATER) -> list[Status]:
    return find_statuses(Reach(), period, as_of)


def status(kind: str, key: str, as_of: date = LATER) -> Status:
    """The only branch's status in the span with this key."""
    span = Period.parse(key)
    [found] = [
        each
        for each in statuses(Period(span.end, span.end), as_of)
        if each.kind == kind and each.period == span
    ]
    return found


def said(found: Status) -> str:
    with force_locale("en"):
        return found.sentence


def branch(**values: Any) -> Organization:
    return factories.make_branch(name="Branch", **values)


def hold(organization: Organization, kind: str, *days: str, **values: Any) -> None:
    for day in days:
        factories.make_activity(
            organization=organization, kinds=kind, held_on=date.fromisoformat(day), **values
        )


@pytest.mark.parametrize(
    ("kind", "span", "day", "state"),
    [
        # A quarter: its first and its last day, and those beside it.
        ("general_meeting", "2022-Q2", "2022-03-31", OVERDUE),
        ("general_meeting", "2022-Q2", "2022-04-01", DONE),
        ("general_meeting", "2022-Q2", "2022-06-30", DONE),
        ("general_meeting", "2022-Q2", "2022-07-01", OVERDUE),
        ("party_lecture", "2022-Q4", "2022-09-30", OVERDUE),
        ("party_lecture", "2022-Q4", "2022-10-01", DONE),
        ("party_lecture", "2022-Q4", "2022-12-31", DONE),
        # A month, the shortest one too.
        ("theme_day", "2022-02", "2022-01-31", OVERDUE),
        ("theme_day", "2022-02", "2022-02-01", DONE),
        ("theme_day", "2022-02", "2022-02-28", DONE),
        ("theme_day", "2022-02", "2022-03-01", OVERDUE),
        ("committee_meeting", "2022-12", "2022-11-30", OVERDUE),
        ("committee_meeting", "2022-12", "2022-12-01", DONE),
        ("committee_meeting", "2022-12", "2022-12-31", DONE),
        ("committee_meeting", "2022-12", "2023-01-01", OVERDUE),
        # A calendar year.
        ("heart_talk", "2022", "2021-12-31", OVERDUE),
        ("heart_talk", "2022", "2022-01-01", DONE),
        ("heart_talk", "2022", "2022-12-31", DONE),
        ("heart_talk", "2022", "2023-01-01", OVERDUE),
    ],
)
def test_a_meeting_counts_in_the_span_of_its_day(
    kind: str, span: str, day: str, state: str
) -> None:
    hold(branch(has_committee=True), kind, day)
    assert status(kind, span).state == state


@pytest.mark.parametrize("kind", ["org_life_meeting", "appraisal_meeting"])
@pytest.mark.parametrize(
    ("day", "for_year", "state"),
    [
        ("2021-09-30", 2021, OVERDUE),
        ("2021-10-01", 2021, DONE),
        ("2022-03-31", 2021, DONE),
        ("2022-04-01", 2021, OVERDUE),
        ("2022-02-14", 2022, OVERDUE),
        ("2021-12-14", 2020, OVERDUE),
    ],
)
def test_the_meeting_of_a_year_is_held_for_it_from_october_to_march(
    kind: str, day: str, for_year: int, state: str
) -> None:
    hold(branch(), kind, day, for_year=for_year)
    assert status(kind, "2021-10-01..2022-03-31").state == state


@pytest.mark.parametrize(
    ("values", "span", "state", "words"),
    [
        ({"established_on": "2022-04-01"}, "2022-Q2", OVERDUE, "on record"),
        ({"established_on": "2022-04-02"}, "2022-Q2", EXEMPT, "founded on"),
        ({"established_on": "2022-06-30"}, "2022-Q2", EXEMPT, "founded on"),
        ({"dissolved_on": "2022-07-01"}, "2022-Q2", OVERDUE, "on record"),
        ({"dissolved_on": "2022-06-30"}, "2022-Q2", EXEMPT, "dissolved on"),
        ({"dissolved_on": "2022-04-02"}, "2022-Q2", EXEMPT, "dissolved on"),
        ({"kind": "joint_branch"}, "2022-Q2", OVERDUE, "on record"),
        ({"kind": "temporary_branch"}, "2022-Q2", EXEMPT, "temporary"),
        ({}, "2018-Q4", EXEMPT, "no rule was in force"),
        ({}, "2019-Q1", OVERDUE, "on record"),
    ],
)
def test_a_branch_is_asked_for_whole_spans_only(
    values: dict[str, Any], span: str, state: str, words: str
) -> None:
    branch(**values)
    found = status("general_meeting", span)
    assert (found.state, words in said(found)) == (state, True), said(found)


def test_before_its_founding_and_after_its_end_a_branch_has_no_spans() -> None:
    branch(established_on="2022-04-01", dissolved_on="2022-07-01")
    months = {each.period.key for each in statuses() if each.kind == "theme_day"}
    assert months == {"2022-04", "2022-05", "2022-06"}


@pytest.mark.parametrize(
    ("changed_on", "month", "state"),
    [
        ("2022-05-01", "2022-04", EXEMPT),
        ("2022-05-01", "2022-05", OVERDUE),
        ("2022-05-02", "2022-05", EXEMPT),
        ("2022-05-02", "2022-06", OVERDUE),
    ],
)
def test_a_committee_that_is_set_up_within_the_year(
    changed_on: str, month: str, state: str
) -> None:
    own = branch()
    factories.change(own, has_committee=True, changed_on=changed_on)
    assert status("committee_meeting", month).state == state


@pytest.mark.parametrize(
    ("changed_on", "month", "state"),
    [
        ("2022-06-01", "2022-05", OVERDUE),
        ("2022-05-31", "2022-05", EXEMPT),
        ("2022-05-31", "2022-04", OVERDUE),
    ],
)
def test_a_committee_that_ends_within_the_year(changed_on: str, month: str, state: str) -> None:
    own = branch(has_committee=True)
    factories.change(own, has_committee=False, changed_on=changed_on)
    found = status("committee_meeting", month)
    assert found.state == state
    assert ("no branch committee" in said(found)) == (state == EXEMPT)


def test_each_group_holds_its_own_meetings() -> None:
    own = branch()
    assert "no Party group" in said(status("group_meeting", "2022-05"))
    first = factories.make_group(own, name="First")
    second = factories.make_group(own, name="Second", established_on="2022-05-02")
    hold(own, "group_meeting", "2022-05-10")
    assert status("group_meeting", "2022-05").state == OVERDUE
    hold(first, "group_meeting", "2022-05-10", "2022-06-10")
    assert status("group_meeting", "2022-05").state == DONE  # the second is not asked yet
    found = status("group_meeting", "2022-06")
    assert (found.state, found.held, len(found.activity_ids)) == (OVERDUE, 0, 1)
    assert "not every Party group" in said(found)
    hold(second, "group_meeting", "2022-06-30")
    found = status("group_meeting", "2022-06")
    assert (found.state, found.held, len(found.activity_ids)) == (DONE, 1, 2)


def test_the_number_of_a_rule_counts_from_its_day_on_and_0_asks_for_nothing() -> None:
    own = branch()
    hold(own, "party_lecture", "2022-02-01", "2022-05-01")
    factories.change_rule("meetings.party_lecture.per_quarter", 2, "2022-04-01")
    factories.change_rule("meetings.party_lecture.per_quarter", 0, "2022-07-01")
    found = [status("party_lecture", f"2022-Q{number}") for number in (1, 2, 3)]
    assert [each.state for each in found] == [DONE, OVERDUE, EXEMPT]
    assert [(each.held, each.required) for each in found] == [(1, 1), (1, 2), (0, 0)]


@pytest.mark.parametrize(
    ("as_of", "state"), [("2022-05-30", DUE), ("2022-05-31", OVERDUE), ("2022-06-01", OVERDUE)]
)
def test_what_is_not_over_is_due(as_of: str, state: str) -> None:
    branch()
    assert status("theme_day", "2022-05", date.fromisoformat(as_of)).state == state


def test_only_what_was_held_counts_and_is_named() -> None:
    own = branch()
    hold(own, "theme_day", "2022-05-05", status="cancelled")
    factories.archive(
        factories.make_activity(organization=own, kinds="theme_day", held_on=date(2022, 5, 6))
    )
    assert status("theme_day", "2022-05").state == OVERDUE
    hold(factories.committee(), "theme_day", "2022-05-07")
    assert status("theme_day", "2022-05").state == OVERDUE
    meeting = factories.make_activity(
        organization=own, kinds="general_meeting、theme_day", held_on=date(2022, 5, 8)
    )
    for kind, span in (("theme_day", "2022-05"), ("general_meeting", "2022-Q2")):
        found = status(kind, span)
        assert (found.state, found.activity_ids) == (DONE, (meeting.id,))
        assert said(found).startswith("Done: 1 held")


@pytest.mark.parametrize("seed", [1, 2, pytest.param(3, marks=pytest.mark.long)])
def test_every_branch_and_span_has_one_status_and_the_figures_are_their_numbers(seed: int) -> None:
    calendar = Calendar(date(2020, 10, 1), date(2023, 12, 31), EDGES)
    build(seed, calendar)
    today = date(2023, 6, 20)
    period = Period.parse("party-year-2023")
    found = find_statuses(Reach(), period, today)
    keys = Counter((each.organization_id, each.kind, each.period) for each in found)
    assert set(keys.values()) == {1}
    assert keys.keys() == {
        (branch_id, frequency.kind, span)
        for frequency in FREQUENCIES
        for span in spans_of(frequency.kind, period)
        for branch_id in branches_in(span)
    }
    assert {each.state for each in found} == {DONE, DUE, OVERDUE, EXEMPT}
    states = Counter(each.state for each in found)
    scope = scope_of(factories.OWNER, Period(period.start, today), None)
    values = {code: each.value for code, each in compute(scope).items()}
    over = Counter(each.state for each in found if each.period.end <= today)
    assert values["meetings.fulfilled"] == over[DONE]
    assert values["meetings.overdue"] == over[OVERDUE] == states[OVERDUE]
    assert values["meetings.required"] == over[DONE] + over[OVERDUE]


@pytest.mark.parametrize(("asked", "fulfilled"), [(1, 2), (2, 1), (3, 0)])
def test_the_figures_count_as_many_meetings_as_the_rule_asks_for(
    asked: int, fulfilled: int
) -> None:
    """Where one is asked for, the first one found is enough for them."""
    own = branch()
    first, second = (factories.make_group(own, name=name) for name in ("First", "Second"))
    factories.change_rule("meetings.group_meeting.per_month", asked, "2022-02-01")
    hold(first, "group_meeting", "2022-05-05", "2022-06-05", "2022-06-06", "2022-06-07")
    hold(second, "group_meeting", "2022-05-05", "2022-06-05", "2022-06-06")
    for month in ("2022-05", "2022-06"):
        found = status("group_meeting", month)
        scope = scope_of(factories.OWNER, found.period)
        value = compute(scope)["meetings.fulfilled"].value
        assert value == (found.state == DONE) == (month >= f"2022-{7 - fulfilled:02}")


def spans_of(kind: ActivityKind, period: Period) -> list[Period]:
    """The spans of a Party year, written out."""
    year = period.end.year
    if kind in ("general_meeting", "party_lecture"):
        keys = [f"{year - 1}-Q3", f"{year - 1}-Q4", f"{year}-Q1", f"{year}-Q2"]
        return [Period.parse(key) for key in keys]
    if kind in ("org_life_meeting", "appraisal_meeting"):
        return [Period(date(year - 1, 10, 1), date(year, 3, 31))]
    return [Period.parse(str(year - 1))] if kind == "heart_talk" else period.by_month()


def branches_in(span: Period) -> list[int]:
    """The branches on record that existed on any day of the span."""
    days = [span.start + timedelta(number) for number in range(span.days)]
    query = select(Organization).where(
        Organization.archived_at.is_(None), Organization.kind.in_(BRANCH_KINDS)
    )
    return [
        each.id
        for each in db.session.scalars(query)
        if any(
            each.established_on <= day and (each.dissolved_on is None or day < each.dissolved_on)
            for day in days
        )
    ]


def tasks(browser: Browser) -> list[Any]:
    rows = browser.get("home.show_home").select("table tbody tr")
    return [row for row in rows if "not on record" in text(row)]


def test_the_to_do_list_has_a_line_for_each_kind_that_leads_to_a_filled_form(
    browser: Browser,
) -> None:
    own = branch(has_committee=True)
    factories.make_member(organization=own)
    assert tasks(browser) == []  # nobody has logged anything yet
    hold(own, "theme_day", "2023-02-01", "2023-03-03", "2023-04-05", "2023-05-05")
    hold(own, "committee_meeting", "2023-03-03", "2023-04-05")
    rows = tasks(browser)
    [row] = rows  # May is over without a committee meeting, June is not
    assert "overdue Branch committee meeting not on record: Branch Branch 31 May 2023" in text(row)
    link = row.select_one('a[href*="kinds=committee_meeting"]')
    assert link is not None
    page = browser.page(str(link["href"]))
    assert page.select_one('[name="kinds"][checked][value="committee_meeting"]')
    assert page.select_one(f'[name="organization"] option[selected][value="#{own.id}"]')


def test_the_to_do_list_names_the_branches_in_the_viewers_reach(browser: Browser) -> None:
    first, other = branch(), factories.make_branch(name="Other")
    for each in (first, other):
        factories.make_member(organization=each)
        hold(each, "heart_talk", "2022-04-05")
    [line] = [text(row) for row in tasks(browser) if "Theme day" in text(row)]
    assert "Branch（3）、Other（3）" in line
    browser.sign_in(Role.BRANCH_SECRETARY, other)
    [line] = [text(row) for row in tasks(browser) if "Theme day" in text(row)]
    assert "Other（3）" in line
    assert "Branch（3）" not in line


def test_the_statuses_of_many_branches_take_one_statement() -> None:
    for number in range(4):
        hold(factories.make_branch(name=f"B{number}"), "theme_day", "2022-03-03")
    assert db.session.scalar(select(func.count()).select_from(Organization)) == 5
    one, many = counted("2022-01"), counted("2022")
    assert one == many == 1


def counted(key: str) -> int:
    with counted_queries() as statements:
        statuses(Period.parse(key))
    return len(statements)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2018", ""),
        ("2019", "32 hours or more a member, 56 or more"),
        ("2024", "32 hours or more a member, 56 or more"),
        ("party-year-2023", ""),
    ],
)
def test_the_average_of_study_hours_says_what_the_rules_ask_of_a_calendar_year(
    period: str, words: str
) -> None:
    with force_locale("en"):
        asked = required_hours(scope_of(factories.OWNER, Period.parse(period), None))
    assert (asked != "", words in asked) == (words != "", True), asked


def test_the_page_of_rules_says_how_often(browser: Browser) -> None:
    factories.change_rule("meetings.party_lecture.per_quarter", 0, "2022-07-01")
    rows = [text(row) for row in browser.get("rules.show_rules").select("table tbody tr")]
    assert any("General meetings of a branch at least 1 time a quarter" in row for row in rows)
    assert any("Theme days of a branch at least 1 time a month" in row for row in rows)
    assert any("Party lectures of a branch at least not asked for" in row for row in rows)
    assert any("Study of a Party member in a year at least 32 hours" in row for row in rows)
