"""A number, its list, its marks, its months and a record's part of it come from the same base."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from partyhub.activities.models import Activity
from partyhub.database import db
from partyhub.figures import Figure, Number, Ratio, Scope, tally
from partyhub.members.models import Assignment, InReason, Member, OutReason
from partyhub.organizations.models import Organization
from partyhub.organizations.operations import place
from partyhub.organizations.queries import load_organizations
from partyhub.periods import Period
from partyhub.reports.calculation import (
    compute,
    compute_blocks,
    compute_each,
    find_contributions,
    scope_of,
)
from partyhub.reports.marks import find_marks
from partyhub.reports.months import ask_by_month, read_months
from partyhub.roles import Role
from partyhub.scopes import FEW
from partyhub.viewers import Viewer
from tests import factories
from tests.catalog import CATALOG
from tests.instances import State
from tests.registers.samples import counted_queries
from tests.reports import worlds
from tests.reports.worlds import TODAY, World

pytestmark = pytest.mark.long

PLAIN = [figure for figure in CATALOG.figures if isinstance(figure, Figure)]
PERIODS = ("party-year-2023", "2022", "2022-08-10..2023-03-15")
FLOWS = ("activities.gatherings", "activities.attendance_rate", "service.hours")
BY_MONTH = (*FLOWS, "commissars.duties", "prosperity.output", "awards.total")


@pytest.fixture(scope="module")
def built(app: Flask, template: State) -> tuple[State, World, list[int]]:
    """The records, made once for all tests of this file."""
    with app.app_context(), worlds.on(TODAY):
        world = worlds.build(3, size=18)
        ids = [organization.id for organization in world.organizations]
        state = State(app)
        template.put_back()
    return state, world, ids


@pytest.fixture
def world(database_of_test: None, built: tuple[State, World, list[int]]) -> Iterator[World]:
    state, world, ids = built
    state.put_back()
    found = db.session.scalars(load_organizations().order_by(Organization.id)).unique()
    by_id = {organization.id: organization for organization in found}
    root, group, *branches = (by_id[id_] for id_ in ids)
    with worlds.on(TODAY):
        yield replace(world, root=root, group=group, organizations=[root, group, *branches])


def scopes_of(world: World) -> Iterator[Scope]:
    """The owner's, a part's and the whole tree's, of several periods and organizations."""
    own = Viewer("Branch", Role.BRANCH_SECRETARY, organization_id=world.organizations[2].id)
    clerk = Viewer("Clerk", Role.COMMITTEE_CLERK, organization_id=world.root.id)
    for key in PERIODS:
        period = Period.parse(key)
        yield scope_of(factories.OWNER, period)
        yield scope_of(own, period)
        yield scope_of(clerk, period, world.group)


def test_number_list_marks_and_contributions_agree(world: World) -> None:
    counted = 0
    for scope in scopes_of(world):
        found = compute(scope)
        for model, figures in by_model():
            marks = find_marks(figures, scope)
            listed = {id_ for figure in figures for id_ in ids(figure.select(scope))}
            assert listed == set(marks)
            for figure in figures:
                own = ids(figure.select(scope))
                assert len(own) == len(set(own)) == found[figure.code].records, figure.code
                assert {i for i, each in marks.items() if figure.code in each.codes} == set(own)
                assert added(figure, [marks[i].numbers for i in own]) == value(found[figure.code])
            for record_id in list(marks)[:3]:
                parts = find_contributions(CATALOG.by_model[model], record_id, scope)
                assert [part.code for part in parts] == [
                    figure.code for figure in figures if figure.code in marks[record_id].codes
                ]
                for part in parts:
                    counted += 1
                    assert isinstance(part.figure, Figure)
                    alone = added(part.figure, [marks[record_id].numbers])
                    assert value(part) == alone, (part.code, record_id)
    assert counted > 100


def by_model() -> Iterator[tuple[type[Any], list[Figure]]]:
    ordered = sorted(PLAIN, key=lambda figure: figure.model.__name__)
    for _, figures in groupby(ordered, key=lambda figure: figure.model):
        own = list(figures)
        yield own[0].model, own


def ids(query: Any) -> Sequence[int]:
    return db.session.scalars(query).all()


def added(figure: Figure, numbers: Sequence[Any]) -> Any:
    """What the marks say that the value is."""
    if figure.measure is None:
        return len(numbers)
    known = [each[figure.measure.key] for each in numbers if each[figure.measure.key] is not None]
    return pytest.approx(float(sum(known))) if known else figure.measure.nothing


def value(computed: Any) -> Number:
    return computed.value if computed.value is None else float(computed.value)


def test_a_month_is_the_figure_of_that_month_while_branches_move(world: World) -> None:
    branch = world.organizations[3]
    move(branch, world.root, date(2023, 2, 10))
    by_code = CATALOG.figures_by_code
    figures = [by_code[code] for code in BY_MONTH]
    for key in ("2023", "2022-08-10..2023-03-15"):
        for requested in (None, world.group, branch):

            def scope(period: Period, requested: Organization | None = requested) -> Scope:
                return scope_of(factories.OWNER, period, requested)

            period = Period.parse(key)
            found = compute_blocks(ask_by_month(scope, period, figures))
            apart = compute_each([scope(month) for month in period.by_month()], figures)
            for figure in figures:
                months = list(read_months(found, period, figure))
                assert [month for month, _ in months] == period.by_month()
                for (_, number), each in zip(months, apart, strict=True):
                    wanted = each[figure.code].value
                    assert number == (wanted if wanted is None else pytest.approx(wanted))


def test_few_organizations_are_read_otherwise_than_many_but_count_alike(world: World) -> None:
    """Ids of no organization make a reach wide: its movements are looked for by day."""
    nowhere = tuple(range(10**6, 10**6 + FEW))
    counted = 0
    for narrow in scopes_of(world):
        if narrow.organizations is None or narrow.is_wide:
            continue
        wide = replace(narrow, organizations=(*narrow.organizations, *nowhere))
        assert compute(narrow) == compute(wide)
        counted += sum(bool(each.value) for each in compute(wide).values())
    assert counted > 50


def move(organization: Organization, parent: Organization, day: date) -> None:
    query = load_organizations().where(Organization.id == organization.id)
    place(db.session.scalars(query).one(), parent, day)
    db.session.flush()


def test_whoever_is_assigned_twice_on_a_day_counts_once(world: World) -> None:
    """No form lets it happen; but nothing in the database refuses it."""
    scope = scope_of(factories.OWNER, Period.parse("party-year-2023"))
    people = ("members.total", "members.full", "members.opening", "members.regularized")
    before = {code: compute(scope)[code].value for code in people}
    for member in db.session.scalars(select(Member)):
        for start in (date(2015, 1, 1), date(2016, 1, 1)):
            twice = Assignment(
                member=member,
                organization=world.root,
                started_on=start,
                in_reason=InReason.INTERNAL,
            )
            twice.ended_on, twice.out_reason = date(2024, 1, 1), OutReason.INTERNAL
            db.session.add(twice)
    found = compute(scope)
    assert any(found[code].value != before[code] for code in people)
    for code in people:
        figure = CATALOG.figures_by_code[code]
        assert isinstance(figure, Figure)
        assert found[code].value == len(set(ids(figure.select(scope))))
        assert found[code].value <= len(world.members)


def test_all_figures_are_asked_for_by_one_statement_for_each_base(world: World) -> None:
    """As many for one period as for three, and for the first figures as for all of them."""
    bases = {figure.base for figure in PLAIN}
    scopes = [scope_of(factories.OWNER, Period.parse(key)) for key in PERIODS]
    for requested in (scopes[:1], scopes):
        with counted_queries() as statements:
            compute_each(requested)
        assert len(selects(statements)) == len(bases)
        assert max(map(len, statements)) <= 28_000
    with counted_queries() as statements:
        compute_each(scopes, [i for i in CATALOG.figures if i.code.startswith("awards.")])
    # Honors, and the medals that are none.
    assert len(selects(statements)) == 2


def test_scopes_that_are_asked_apart_have_the_same_figures(world: World) -> None:
    """One statement a base is sent for each of them; what can be read once for all still is."""
    alike = [scope_of(factories.OWNER, Period.parse(key)) for key in PERIODS]
    for requested in (alike, list(scopes_of(world))):
        assert compute_each(requested, apart=True) == compute_each(requested)
    with counted_queries() as statements:
        compute_each(alike, apart=True)
    bases = {figure.base for figure in PLAIN}
    joint = [base for base in bases if base.columns is not None]
    sent = selects(statements)
    # The appraisals of a calendar year are found by the year, those of other periods by their days.
    assert len(set(sent)) == len(bases) + 1
    assert len(sent) == len(joint) + len(alike) * (len(bases) - len(joint))


def selects(statements: Sequence[str]) -> list[str]:
    return [statement for statement in statements if statement.startswith(("SELECT", "WITH"))]


def test_groups_and_parts_belong_to_the_figures() -> None:
    by_code = CATALOG.figures_by_code
    for figure in CATALOG.figures:
        if figure.part_of is not None:
            assert by_code[figure.part_of].part_of is None
            assert not isinstance(by_code[figure.part_of], Ratio)


@pytest.mark.sqlite(reason="PostgreSQL reads small tables whole")
@pytest.mark.parametrize(
    ("code", "index", "of_branch"),
    [
        ("activities.gatherings", "ix_activity_day", False),
        ("activities.gatherings", "ix_activity_organization", True),
        ("members.total", "ix_assignment_member", False),
        ("members.admitted", "ix_member_admitted_on", False),
        ("members.admitted", "ix_member_full_on", False),
        ("members.admitted", "ix_assignment_started_on", False),
        ("members.admitted", "ix_assignment_organization_id_started_on_ended_on", True),
        ("appraisals.graded", "ix_appraisal_year", False),
        ("members.college_or_above", "ix_member_education", False),
        ("meetings.required", "ix_activity_organization", False),
        ("appraisals.graded", "ix_member_archived", False),
        ("commissars.duties", "ix_duty_day", False),
    ],
)
def test_the_database_reads_by_the_index_made_for_it(
    world: World, code: str, index: str, of_branch: bool
) -> None:
    own = Viewer("Branch", Role.BRANCH_SECRETARY, organization_id=world.organizations[2].id)
    scope = scope_of(own if of_branch else factories.OWNER, Period.parse("2022"))
    assert index in plan(lambda: compute(scope, [CATALOG.figures_by_code[code]]))


def plan(act: Any) -> str:
    """How SQLite goes about the last statement that `act` sends."""
    sent: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        sent.append((statement, parameters))

    from sqlalchemy import event

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    statement, parameters = sent[-1]
    rows = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    return "\n".join(row[3] for row in rows)


def test_a_statement_that_is_built_anew_is_read_alike(world: World) -> None:
    """SQLAlchemy compiles it once: another one like it finds its columns by their names."""
    figures = [figure for figure in PLAIN if figure.model is Activity]
    scope = scope_of(factories.OWNER, Period.parse("2022"))
    first, again = (
        tally([figure.narrowed(Activity.id > 0) for figure in figures], [scope])[0].values()
        for _ in range(2)
    )
    assert list(first) == list(again) == list(tally(figures, [scope])[0].values())
