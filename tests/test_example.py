"""The example committee: the numbers of the report exactly, others before, and what is behind."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from flask import Flask
from sqlalchemy import Connection, Table, create_engine, func, select

from partyhub.activities.frequencies.kinds import State
from partyhub.activities.frequencies.statuses import find_statuses
from partyhub.activities.models import Activity, ActivityKind, ActivityKindRow
from partyhub.activities.voting.models import Vote, VoteKind, VoteResult
from partyhub.campaigns.models import Campaign
from partyhub.campaigns.registers import campaigns
from partyhub.commissars.models import CommissarAppointment, CommissarDuty, DutyKind
from partyhub.database import db
from partyhub.example.tables import RECORDS, ExampleError, import_tables, read_rows
from partyhub.history.models import Action, HistoryEntry, ImportRun
from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.projects.models import KeyProject, Mentorship, Milestone
from partyhub.prosperity.models import ProsperityReturn
from partyhub.registers import Register
from partyhub.registers.importing.reading.layout import find_layout
from partyhub.reports.calculation import compute, scope_of
from partyhub.scopes import Reach
from partyhub.vanguards.models import Team, TeamKind, VanguardPost
from partyhub.vanguards.queries import is_vacant_on, review_due_since, select_reviews_due
from partyhub.viewers import Viewer
from tests.catalog import CATALOG
from tests.example_instance import Built
from tests.instances import address, prepare

pytestmark = pytest.mark.slow
CALLED = (ActivityKind.GENERAL_MEETING, ActivityKind.COMMITTEE_MEETING, ActivityKind.THEME_DAY)
YEARS = ("party-year-2022", "party-year-2023")
REPORT = "2022-07-01..2023-06-30"
LAST = date(2023, 6, 30)
DAY = timedelta(days=1)
MONTHS = {2021: range(7, 13), 2022: range(1, 13), 2023: range(1, 7)}
# What the report says, and the same figures a year earlier.
OF_THE_REPORT = {
    "vanguards.posts": (54, 44),
    "vanguards.teams": (16, 14),
    "vanguards.volunteer_teams": (5, 6),
    "commissars.appointed": (6, 5),
    "commissars.first_line_workshops": (6, 7),
    "commissars.covered_workshops": (6, 5),
    "commissars.coverage": (1, 5 / 7),
    "projects.running": (16, 14),
    "projects.commissar_involved": (4, 3),
    "prosperity.workshops": (1, 0),
    "prosperity.staff": (35, None),
    "prosperity.welfare_staff": (6, None),
    "awards.total": (3, 19),
}
# What the report doesn't say, so that a change of the example is meant.
BESIDE = {
    "vanguards.demonstration_posts": (6, 4),
    "vanguards.responsibility_areas": (9, 7),
    "vanguards.commando_teams": (3, 2),
    "vanguards.tackling_teams": (2, 1),
    "projects.accepted": (14, 4),
    "projects.milestones_late": (3, 2),
    "mentoring.pairs": (17, 14),
    "prosperity.low_income_staff": (13, None),
}


@pytest.fixture(scope="module")
def built(example_committee: Built) -> Built:
    return example_committee


def values_of(app: Flask, period: str) -> Mapping[str, Any]:
    with app.app_context():
        found = compute(scope_of(Viewer("test"), Period.parse(period)))
        return {code: item.value for code, item in found.items()}


@pytest.fixture(scope="module")
def this_year(built: Built) -> Mapping[str, Any]:
    return values_of(built.app, REPORT)


@pytest.fixture(scope="module")
def year_before(built: Built) -> Mapping[str, Any]:
    return values_of(built.app, "2021-07-01..2022-06-30")


@pytest.mark.parametrize("code", [*OF_THE_REPORT, *BESIDE])
def test_figures_are_those_of_the_report_and_others_the_year_before(
    this_year: Mapping[str, Any], year_before: Mapping[str, Any], code: str
) -> None:
    now, before = (OF_THE_REPORT | BESIDE)[code]
    assert (this_year[code], year_before[code]) == (now, before)
    assert now != before


def test_fuzzy_figures_of_the_report_lie_where_its_words_say(this_year: Mapping[str, Any]) -> None:
    assert 6000 < this_year["prosperity.area_sqm"] < 6300
    assert 53_500_000 < this_year["prosperity.output"] < 54_000_000
    assert 4000 < this_year["prosperity.avg_monthly_income"] < 4200


def test_the_prosperity_workshop_reported_up_to_october_2022_and_nothing_after(
    built: Built,
) -> None:
    with built.app.app_context():
        found = compute(scope_of(Viewer("test"), Period.parse(REPORT)))
        months = db.session.scalars(select(ProsperityReturn.month).order_by("month")).all()
    for key in ("output", "staff", "welfare_staff"):
        assert found[f"prosperity.{key}"].as_of == date(2022, 10, 31)
    assert [f"{month:%Y-%m}" for month in months] == ["2022-07", "2022-08", "2022-09", "2022-10"]


def test_two_branches_have_real_gaps_among_their_meetings(built: Built) -> None:
    """Of the twelve months of the report, a committee meeting and all of one December."""
    with built.app.test_request_context():
        found = find_statuses(Reach(), Period.parse(REPORT), LAST)
        names = {
            row.id: row.name
            for row in db.session.execute(select(Organization.id, Organization.name))
        }
        gaps = {
            (names[each.organization_id], each.kind, each.period.key, each.held)
            for each in found
            if each.state is State.OVERDUE and each.kind in CALLED
        }
        held = Counter(
            (names[each.organization_id], each.kind)
            for each in found
            if each.state is State.DONE and each.kind in CALLED
        )
    assert gaps == {
        ("四分厂党支部", ActivityKind.COMMITTEE_MEETING, "2023-05", 0),
        ("六分厂党支部", ActivityKind.COMMITTEE_MEETING, "2022-12", 0),
        ("六分厂党支部", ActivityKind.THEME_DAY, "2022-12", 0),
    }
    assert held["四分厂党支部", ActivityKind.COMMITTEE_MEETING] == 11
    assert held["六分厂党支部", ActivityKind.THEME_DAY] == 11


def test_the_awards_are_the_three_of_the_report(
    this_year: Mapping[str, Any], year_before: Mapping[str, Any]
) -> None:
    assert this_year["awards.total"] == 3
    assert this_year["awards.advanced_organization"] == this_year["awards.township"] == 1
    assert this_year["awards.provincial"] == this_year["awards.to_company"] == 1
    assert this_year["awards.county"] == this_year["awards.to_prosperity_workshop"] == 1
    for kind in ("organization", "company", "member", "workshop", "team", "post", "project"):
        assert year_before[f"awards.to_{kind}"] >= 1, kind


def test_it_has_the_branches_and_members_of_such_a_company(this_year: Mapping[str, Any]) -> None:
    assert this_year["organizations.branches"] == 9
    assert 165 <= this_year["members.total"] <= 178


def test_replaced_commissars_are_never_a_seventh_and_leave_no_gap(built: Built) -> None:
    with built.app.app_context():
        held = db.session.scalars(select(CommissarAppointment)).all()
    followed = [one for one in held if one.ended_on]
    assert len(followed) == 2
    for day in (date(2022, 7, 1) + n * DAY for n in range(365)):
        on_it = [
            one
            for one in held
            if one.started_on <= day and (one.ended_on is None or day < one.ended_on)
        ]
        people, workshops = {one.member_id for one in on_it}, {one.workshop_id for one in on_it}
        expected = 5 if day < date(2022, 7, 20) else 6
        assert (len(people), len(workshops), len(on_it)) == (expected,) * 3, day


@pytest.mark.parametrize("last", ["2022-11-30", "2022-12-01", "2023-02-05", "2023-02-06"])
def test_the_figure_stays_six_on_the_days_of_the_replacements(built: Built, last: str) -> None:
    assert values_of(built.app, f"2022-07-01..{last}")["commissars.appointed"] == 6


def test_every_register_has_rows(built: Built) -> None:
    with built.app.app_context():
        for register in CATALOG.registers:
            assert db.session.scalar(select(func.count(register.model.id))), register.name


def test_posts_of_every_state_and_one_is_vacant(built: Built) -> None:
    with built.app.app_context():
        states = dict(
            db.session.execute(
                select(VanguardPost.status, func.count(VanguardPost.id)).group_by("status")
            ).all()
        )
        vacant = db.session.scalars(select(VanguardPost.name).where(is_vacant_on(LAST))).all()
        last = review_due_since(LAST)
        due = db.session.execute(select_reviews_due(Reach(), LAST, last)).all()
    assert states == {"active": 69, "closed": 4, "candidate": 1}
    assert vacant == ["一分厂束丝机组党员先锋岗"]
    assert 5 <= len(due) < 30
    assert {post.code[:3] for post in due} >= {"XFG"}


def test_volunteers_served_in_the_epidemic_weeks_in_their_teams(built: Built) -> None:
    served = (
        select(Activity.team_id, func.count(Activity.id))
        .join(ActivityKindRow, ActivityKindRow.activity_id == Activity.id)
        .join(Campaign, Campaign.id == Activity.campaign_id)
        .where(
            ActivityKindRow.kind == ActivityKind.VOLUNTEER_SERVICE,
            Campaign.name == "疫情防控",
            Activity.held_on.between(date(2022, 3, 13), date(2022, 4, 30)),
        )
        .group_by(Activity.team_id)
    )
    with built.app.app_context():
        counts = dict(db.session.execute(served).all())
        teams = db.session.scalars(select(Team.id).where(Team.kind == TeamKind.VOLUNTEER)).all()
    assert set(counts) == set(teams)
    assert sum(counts.values()) >= 40


def test_commissars_read_on_most_working_days_of_the_campaign(built: Built) -> None:
    readings = select(CommissarDuty.held_on, func.count(CommissarDuty.id)).where(
        CommissarDuty.kind == DutyKind.DAILY_READING
    )
    with built.app.app_context():
        by_day = dict(db.session.execute(readings.group_by("held_on")).all())
        kinds = set(db.session.scalars(select(CommissarDuty.kind).distinct()))
    assert min(by_day) == date(2022, 10, 17)
    assert len(by_day) > 140
    assert max(by_day.values()) == 6
    assert kinds == set(DutyKind) - {DutyKind.OTHER}


def test_the_committee_met_each_month_and_went_to_the_conference_and_forum_of_the_town(
    built: Built,
) -> None:
    of_kind = (
        select(Activity)
        .join(ActivityKindRow, ActivityKindRow.activity_id == Activity.id)
        .order_by(Activity.held_on)
    )
    met = of_kind.where(ActivityKindRow.kind == ActivityKind.PARTY_COMMITTEE_MEETING)
    hosted = of_kind.where(Activity.external_host.is_not(None))
    with built.app.app_context():
        meetings = db.session.scalars(met).all()
        months = [f"{meeting.held_on:%Y-%m}" for meeting in meetings]
        assert {meeting.people_expected for meeting in meetings} == {7}
        assert all(meeting.agenda and meeting.record and meeting.resolution for meeting in meetings)
        attended = [(each.held_on, each.external_host) for each in db.session.scalars(hosted)]
        results = db.session.execute(
            select(Vote.kind, Vote.result, func.count(Vote.id)).group_by(Vote.kind, Vote.result)
        ).all()
    assert months == [f"{y}-{m:02}" for y in (2021, 2022, 2023) for m in MONTHS[y]]
    assert attended == [(date(2023, 6, 29), "中共临港镇委员会")] * 2
    assert {(kind, result): count for kind, result, count in results} == {
        (VoteKind.ADMISSION, VoteResult.PASSED): 14,
        (VoteKind.REGULARIZATION, VoteResult.PASSED): 10,
        (VoteKind.PROBATION_EXTENSION, VoteResult.PASSED): 1,
        (VoteKind.PROBATION_CANCELLATION, VoteResult.PASSED): 1,
        (VoteKind.ELECTION, VoteResult.PASSED): 12,
        (VoteKind.ELECTION, VoteResult.FAILED): 1,
        (VoteKind.RESOLUTION, VoteResult.PASSED): 1,
    }


def test_projects_were_carried_over_and_stopped_and_milestones_late(built: Built) -> None:
    with built.app.app_context():
        projects = db.session.scalars(select(KeyProject)).all()
        milestones = db.session.scalars(select(Milestone)).all()
        linked = db.session.scalar(select(func.count(Mentorship.apprentice_id)))
        by_name = db.session.scalar(select(func.count(Mentorship.apprentice_name)))
    cable = next(one for one in projects if "110kV" in one.name)
    assert (cable.plan_year, cable.status, cable.customer) == (
        2022,
        "running",
        "嘉兴屿桥纸业有限公司",
    )
    assert {one.status for one in projects} == {"proposed", "running", "accepted", "stopped"}
    late = [one for one in milestones if one.done_on and one.done_on > one.planned_on]
    assert {bool(one.delay_reason) for one in late} == {True, False}
    assert 0 < linked < by_name


@pytest.mark.parametrize(
    ("model", "campaigns"),
    [
        (Activity, {"三先工程", "三亮三比", "疫情防控", "二十大精神天天读"}),
        (VanguardPost, {"三先工程", "三亮三比", "疫情防控"}),
        (Team, {"三先工程", "三亮三比", "疫情防控"}),
        (KeyProject, {"三先工程"}),
    ],
)
def test_records_of_every_kind_are_part_of_campaigns(
    built: Built, model: Any, campaigns: set[str]
) -> None:
    with built.app.app_context():
        found = select(Campaign.name).join(model, model.campaign_id == Campaign.id)
        assert set(db.session.scalars(found)) == campaigns


@pytest.mark.parametrize("year", YEARS)
def test_entries_and_exits_balance_in_every_organization(built: Built, year: str) -> None:
    with built.app.app_context():
        organizations = db.session.scalars(select(Organization)).all()
        for organization in [None, *organizations]:
            scope = scope_of(Viewer("test"), Period.parse(year), organization)
            found = {code: int(item.value or 0) for code, item in compute(scope).items()}
            came = ("opening", "admitted", "transferred_in", "other_increase")
            went = ("transferred_out", "other_decrease")
            balance = sum(found[f"members.{key}"] for key in came)
            balance -= sum(found[f"members.{key}"] for key in went)
            assert balance == found["members.total"], organization


def test_everything_was_entered_in_the_years_of_the_example(built: Built) -> None:
    with built.app.app_context():
        last = db.session.scalar(select(func.max(HistoryEntry.at)))
    assert last is not None
    assert last.year == 2023


def test_entries_of_every_kind_followed_the_import(built: Built) -> None:
    with built.app.app_context():
        group = db.session.scalars(select(ImportRun)).one()
        later = select(HistoryEntry).where(HistoryEntry.group_id.is_(None))
        entries = db.session.scalars(later).all()
        new = db.session.scalar(
            select(func.count(HistoryEntry.id)).where(HistoryEntry.group_id == group.id)
        )
    assert new == group.new_count
    assert all(entry.at > group.at for entry in entries)
    assert {entry.action for entry in entries} == {
        *(Action.CHANGED, Action.REGULARIZED, Action.ARCHIVED, Action.RESTORED)
    }
    assert len({entry.user_name for entry in entries}) == 3


@pytest.mark.parametrize("register", CATALOG.registers, ids=lambda register: register.name)
def test_every_column_of_a_table_is_read(built: Built, register: Register) -> None:
    with built.app.app_context():
        layout, rows = find_layout(register, read_rows(RECORDS / f"{register.name}.csv"))
    assert layout is not None
    assert (layout.header_row, layout.unknown, layout.doubled) == (1, [], [])
    assert {len(row.cells) for row in rows} == {len(layout.columns)}


def test_a_row_that_the_import_refuses_is_named(database_of_test: None, tmp_path: Path) -> None:
    table = (RECORDS / "campaigns.csv").read_text(encoding="utf-8")
    (tmp_path / "campaigns.csv").write_text(
        table.replace("2021-03-01", "2021-02-30"), encoding="utf-8"
    )
    with pytest.raises(ExampleError, match="专项行动 2 开始日期: "):
        import_tables(Viewer("test"), [campaigns], tmp_path)


def test_every_record_has_its_history(built: Built) -> None:
    with built.app.app_context():
        for register in CATALOG.registers:
            logged = select(HistoryEntry.record_id).where(HistoryEntry.register == register.name)
            missing = select(func.count(register.model.id)).where(register.model.id.not_in(logged))
            assert db.session.scalar(missing) == 0, register.name


def contents(folder: Path) -> Mapping[str, list[Any]]:
    """Every row of every table but the accounts, whose passwords and keys are new each time."""
    engine = create_engine(address(folder))
    metadata = sqlalchemy.MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        tables = [t for t in metadata.sorted_tables if t.name not in ("user", "session")]
        found = {t.name: _rows(connection, t) for t in tables}
    engine.dispose()
    return found


def _rows(connection: Connection, table: Table) -> list[Any]:
    query = select(table).order_by(*table.primary_key.columns)
    return [tuple(row) for row in connection.execute(query)]


def test_the_command_makes_the_same_example_each_time(built: Built, tmp_path: Path) -> None:
    """Also where sets come in another order."""
    instance = prepare(tmp_path / "again")
    program = str(Path(sys.executable).with_name("partyhub"))
    command = [program, "--instance", str(instance), "demo"]
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    made = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    for username in built.passwords:
        assert username in made.stdout
    first, second = (contents(Path(folder)) for folder in (built.app.instance_path, instance))
    assert len(first["history_entry"]) > 3000
    for table, rows in first.items():
        assert second[table] == rows, table
