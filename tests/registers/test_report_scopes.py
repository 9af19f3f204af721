"""Whose record it is: who sees, writes, keeps and counts the report's records."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from partyhub.database import db
from partyhub.figures import Figure
from partyhub.members.models import Member
from partyhub.organizations.models import Organization
from partyhub.periods import Period
from partyhub.registers.listing import Listing, Query
from partyhub.reports.calculation import compute, scope_of
from partyhub.roles import Role
from partyhub.viewers import Viewer
from tests import factories, stages
from tests.browser import Browser, errors, form_data
from tests.catalog import CATALOG
from tests.contract import CONTRACTS
from tests.registers.samples import stored

pytestmark = pytest.mark.long

NOT_YOURS = "You don't manage that organization. Choose another one."


@pytest.fixture(autouse=True)
def english(database_of_test: None) -> Iterator[None]:
    with force_locale("en"):
        yield


def secretary(app: Flask, branch: Organization) -> Browser:
    return Browser(app.test_client()).sign_in(Role.BRANCH_SECRETARY, branch)


def viewers(stage: stages.Stage) -> dict[str, Viewer]:
    own = stage.own.organization.id
    root = factories.committee().id
    return {
        "secretary": Viewer("S", Role.COMMITTEE_SECRETARY, organization_id=root),
        "clerk": Viewer("C", Role.COMMITTEE_CLERK, organization_id=root),
        "branch": Viewer("B", Role.BRANCH_SECRETARY, organization_id=own),
        "reviewer": Viewer("R", Role.REVIEWER, organization_id=own),
        "commissar": Viewer(
            "P",
            Role.COMMISSAR,
            organization_id=own,
            member_id=stage.own.member_id,
            workshop_ids=frozenset({stage.own.records["workshops"]}),
        ),
        "auditor": Viewer("A", Role.AUDITOR),
    }


def listed(name: str, viewer: Viewer, **requested: Any) -> set[int]:
    register = CATALOG.by_name[name]
    return {record.id for record in Listing(register, viewer, Query(**requested)).records()}


def test_each_sees_the_own_records_and_no_others() -> None:
    stage = stages.build()
    for who, viewer in viewers(stage).items():
        for name, contract in CONTRACTS.items():
            if contract.is_committees_own:
                continue
            own, other = stage.own.records[name], stage.other.records[name]
            found = listed(name, viewer, shown="all")
            if who in ("secretary", "clerk"):
                assert {own, other} <= found, (who, name)
            elif who in ("branch", "reviewer"):
                assert own in found, (who, name)
                assert other not in found, (who, name)
            elif who == "commissar":
                assert found == ({own} if contract.is_read_by_commissars else set()), (who, name)
            else:
                assert found == set(), (who, name)


@pytest.mark.parametrize("key", ["2022", "party-year-2023", "2023"])
def test_what_a_figure_counts_stands_in_the_viewer_s_list(key: str) -> None:
    """Members apart: the commissar of a branch's workshop may be of another branch."""
    stage = stages.build()
    period, counted = Period.parse(key), 0
    figures = [f for f in CATALOG.figures if isinstance(f, Figure) and f.model is not Member]
    for who, viewer in viewers(stage).items():
        if who in ("commissar", "auditor"):
            continue
        scope = scope_of(viewer, period)
        found = compute(scope)
        for figure in figures:
            register = CATALOG.by_model[figure.model]
            ids = set(db.session.scalars(figure.select(scope)))
            assert len(ids) == found[figure.code].records
            assert ids <= listed(register.name, viewer, shown="all"), (who, figure.code)
            counted += len(ids)
    assert counted > 100


def test_a_commissar_writes_the_own_duties_only(app: Flask) -> None:
    held, other = (factories.find(factories.make_commissar()) for _ in range(2))
    strange = factories.make_duty(commissar=other.member, workshop=other.workshop)
    second = factories.find(factories.make_commissar(workshop=held.workshop, reason="Two"))
    beside = factories.make_duty(commissar=second.member, workshop=held.workshop)
    browser = Browser(app.test_client()).sign_in(
        Role.COMMISSAR, member=held.member, workshops=(held.workshop_id,)
    )
    data = {"held_on": "2023-03-01", "kind": "care", "workshop": f"#{held.workshop_id}"}
    own = data | {"commissar": f"#{held.member_id}"}
    browser.post("duties.create", own)
    for changed, field in (
        ({"commissar": f"#{other.member_id}"}, "commissar"),
        ({"workshop": f"#{other.workshop_id}"}, "workshop"),
    ):
        page = browser.post("duties.create", own | {"topic": "T"} | changed, status=400)
        assert errors(page).keys() == {field}
    for duty in (strange, beside):
        browser.post("duties.edit", own, record_id=duty.id, status=404)
        browser.get("duties.show", record_id=duty.id, status=404)
    browser.post("duties.export", status=403)


def test_a_pair_of_a_time_in_another_branch_is_not_the_branch_s(app: Flask) -> None:
    """The mentor is of this branch today, and was of another one when the pair began."""
    first, second = factories.make_branch(), factories.make_branch()
    mentor = factories.make_member(organization=first, name="Mentor")
    factories.leave(mentor, date(2022, 9, 1), "internal")
    values = {"member": mentor, "organization": second, "in_reason": "internal"}
    factories.enter("assignments", **values, started_on=date(2022, 9, 1))
    browser = secretary(app, second)
    data = {"mentor": "Mentor", "apprentice": "A", "started_on": "2022-08-31"}
    page = browser.post("mentorships.create", data, status=400)
    assert errors(page)["mentor"] == NOT_YOURS
    register = CATALOG.by_name["mentorships"]
    assert stored(register.model) == 0
    browser.post("mentorships.create", data | {"started_on": "2022-09-01"})
    (pair,) = db.session.scalars(select(register.model))
    form = form_data(browser.get("mentorships.edit", record_id=pair.id))
    moved = form | {"started_on": "2022-08-31"}
    page = browser.post("mentorships.edit", moved, record_id=pair.id, status=400)
    assert errors(page)["mentor"] == NOT_YOURS
    assert factories.find(pair).started_on == date(2022, 9, 1)


def make_post(branch: Organization) -> Any:
    return factories.make_vanguard_post(organization=branch)


RECIPIENTS: dict[str, Callable[[Organization], Any]] = {
    "organization": lambda branch: branch,
    "member": lambda branch: factories.make_member(organization=branch),
    "workshop": lambda branch: factories.make_workshop(organization=branch),
    "team": lambda branch: factories.make_team(organization=branch),
    "post": make_post,
    "project": lambda branch: factories.make_project(organization=branch),
    "prosperity_workshop": lambda branch: factories.make_prosperity_workshop(organization=branch),
}


@pytest.mark.parametrize("kind", RECIPIENTS)
def test_an_award_is_its_recipient_s(app: Flask, kind: str) -> None:
    own, other = factories.make_branch(), factories.make_branch()
    recipient, strange = RECIPIENTS[kind](own), RECIPIENTS[kind](other)
    browser = secretary(app, own)
    data = {"title": "T", "level": "county", "granting_body": "B", "awarded_on": "2023-03-01"}
    data |= {"recipient_kind": kind, "recipient": f"{strange.name}（{strange.reference_code}）"}
    page = browser.post("awards.create", data, status=400)
    assert errors(page).keys() <= {"recipient", "title"}
    assert stored(CATALOG.by_name["awards"].model) == 0
    award = factories.make_award(recipient_kind=kind, recipient=recipient)
    theirs = factories.make_award(recipient_kind=kind, recipient=strange)
    viewer = Viewer("B", Role.BRANCH_SECRETARY, organization_id=own.id)
    assert listed("awards", viewer) == {award.id}
    found = compute(scope_of(viewer, Period.parse("2023")))
    assert (found["awards.total"].value, found[f"awards.to_{kind}"].value) == (1, 1)
    browser.get("awards.show", record_id=theirs.id, status=404)


def test_the_company_s_award_and_what_has_no_workshop_are_the_root_s() -> None:
    branch, root = factories.make_branch(), factories.committee()
    award = factories.make_award(recipient_kind="company", recipient="Company")
    prosperity = factories.make_prosperity_workshop(workshop=None)
    monthly = factories.make_prosperity_return(prosperity_workshop=prosperity)
    rootless = factories.enter(
        "workshops", code="W0", name="W0", is_first_line=True, opened_on=factories.LONG_AGO
    )
    held = factories.make_commissar(workshop=rootless)
    expected = {
        "awards": award.id,
        "prosperity_workshops": prosperity.id,
        "prosperity_returns": monthly.id,
        "commissars": held.id,
    }
    for name, record_id in expected.items():
        for organization, sees in ((root, True), (branch, False)):
            role = Role.COMMITTEE_CLERK if sees else Role.BRANCH_SECRETARY
            viewer = Viewer("V", role, organization_id=organization.id)
            assert (record_id in listed(name, viewer)) == sees, name


def test_who_has_gone_to_another_branch_may_stay_on_a_list(app: Flask) -> None:
    """A branch's secretary can't choose the person any more, and edits the team all the same."""
    own, other = factories.make_branch(), factories.make_branch()
    gone = factories.make_member(organization=own, name="Gone")
    stays = factories.make_member(organization=own, name="Stays")
    team = factories.make_team(organization=own, leader=gone, members=[gone, stays])
    award = factories.make_award(
        recipient_kind="member", recipient=gone, awarded_on=date(2022, 5, 1)
    )
    factories.leave(gone, date(2022, 9, 1), "internal")
    values = {"member": gone, "organization": other, "in_reason": "internal"}
    factories.enter("assignments", **values, started_on=date(2022, 9, 1))
    browser = secretary(app, own)
    form = form_data(browser.get("teams.edit", record_id=team.id))
    browser.post("teams.edit", form | {"task": "New"}, record_id=team.id)
    assert factories.find(team).task == "New"
    assert len(factories.find(team).people) == 3
    form = form_data(browser.get("awards.edit", record_id=award.id))
    browser.post("awards.edit", form | {"document_no": "No 1"}, record_id=award.id)
    assert factories.find(award).recipient == gone
    # Taken off and put on again, the person can't be chosen anew.
    form = form_data(browser.get("teams.edit", record_id=team.id))
    change = {"changed_on": "change", "changed_on-day": "2023-06-01"}
    browser.post("teams.edit", form | change | {"members": "Stays"}, record_id=team.id)
    page = browser.post(
        "teams.edit",
        form_data(browser.get("teams.edit", record_id=team.id)) | {"members": "Gone、Stays"},
        record_id=team.id,
        status=400,
    )
    assert errors(page).keys() == {"members"}
