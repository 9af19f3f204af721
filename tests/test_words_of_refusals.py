"""What test_words.py does not reach: refusals of every rule, flashes, lost forms and errors."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from partyhub.accounts.models import User
from partyhub.database import db
from partyhub.roles import Role
from tests import factories
from tests.attachments import files
from tests.browser import Browser, form_data
from tests.test_words import foreign, words_on_record

pytestmark = pytest.mark.slow

LONG_AGO, LATE = date(2015, 1, 1), "2024-01-01"
each_language = pytest.mark.parametrize("language", ["zh", "en"])


@dataclass
class Reader:
    """Opens pages, follows where they lead, and reads each for words of the other language."""

    browser: Browser
    language: str
    typed: frozenset[str] = frozenset({"zz", "Ming", "keeper", "spare"})

    def get(self, address: str, status: int = 200) -> None:
        assert self.browser.open("GET", address).status_code == status, address
        self.read(address)

    def post(self, address: str, data: Any = None, status: int = 400) -> None:
        response = self.browser.open("POST", address, data)
        assert response.status_code == status, (address, data, response.status_code)
        if status == 303:
            self.browser.page(response.location)
        self.read(f"{address} {data}")

    def change(self, address: str, status: int = 400, **typed: Any) -> None:
        """Open a form, type over some of it and send it."""
        filled = form_data(self.browser.page(address))
        self.post(address, filled | {k: factories.as_typed(v) for k, v in typed.items()}, status)

    def read(self, told: str) -> None:
        known = words_on_record() | self.typed
        page = self.browser.tree
        for shown_once in page.findall(".//*[@id='password']"):
            shown_once.getparent().remove(shown_once)
        assert foreign(page, self.language, known) == set(), told


@pytest.fixture
def reader(app: Flask, database_of_test: None, language: str) -> Reader:
    browser = Browser(app.test_client())
    return Reader(browser.sign_in(Role.COMMITTEE_SECRETARY, language=language), language)


@each_language
def test_rules_of_members(reader: Reader) -> None:
    branch, other = factories.make_branch(), factories.make_branch()
    member = factories.make_member(organization=branch)
    edit = f"/members/{member.id}/edit"
    for typed in (
        {"applied_on": "2016-06-01"},
        {"full_on": LATE},
        {"birth_date": LATE},
        {"birth_date": "2010-01-01"},
        {"full_on": "2015-06-01"},
        {"full_on": "2016-01-01", "probation_extended_until": "2016-02-01"},
        {"phone": "138****"},
        {"organization": other},
    ):
        reader.change(edit, **typed)
    new = {"number": member.number, "name": "zz", "organization": f"#{branch.id}"}
    reader.post("/members/new", new | {"admitted_on": "2020-01-01"})
    reader.change(edit, 303, job="zz")
    assignment = factories.find(member).assignments[0].id
    reader.change(f"/assignments/{assignment}/edit", ended_on="2023-01-01")
    reader.change(f"/assignments/{assignment}/edit", out_reason="deceased")
    reader.change(f"/assignments/{assignment}/edit", ended_on="2014-01-01", out_reason="deceased")
    reader.change(f"/assignments/{assignment}/edit", started_on="2009-01-01")
    again = {"member": f"#{member.id}", "organization": f"#{other.id}", "in_reason": "restored"}
    reader.post("/assignments/new", again | {"started_on": "2023-01-01"})


@each_language
def test_rules_of_other_registers(reader: Reader) -> None:
    branch = factories.make_branch()
    full = factories.make_member(organization=branch)
    young = factories.make_member(organization=branch, admitted_on="2023-01-01", full_on=None)
    group, root = factories.make_group(branch), factories.committee()
    term = factories.make_term(organization=branch)
    more = [factories.make_member(organization=branch) for _ in range(3)]
    for each in more[:2]:
        given = factories.make_appraisal(member=each)
        factories.change(given, grade="excellent", reason="zz")
    for address, typed in (
        (f"/organizations/{branch.id}/edit", {"dissolved_on": "2009-01-01"}),
        (f"/organizations/{branch.id}/edit", {"parent": ""}),
        (f"/organizations/{branch.id}/edit", {"parent": group}),
        (f"/organizations/{root.id}/edit", {"parent": branch}),
        (f"/terms/{term.id}/edit", {"due_on": "2020-01-01"}),
        (f"/workshops/{factories.make_workshop().id}/edit", {"closed_on": "2009-01-01"}),
        (f"/party_posts/{factories.make_party_post().id}/edit", {"started_on": "2012-01-01"}),
        (f"/party_posts/{factories.make_party_post().id}/edit", {"started_on": LATE}),
        (f"/appraisals/{factories.make_appraisal(member=full).id}/edit", {"grade": "excellent"}),
        (f"/appraisals/{factories.make_appraisal(member=full).id}/edit", {"held_on": LATE}),
        (f"/appraisals/{factories.make_appraisal(member=full).id}/edit", {"member": young}),
        (f"/awards/{factories.make_award().id}/edit", {"awarded_on": LATE}),
        (f"/awards/{factories.make_award().id}/edit", {"valid_until": "2020-01-01"}),
        (f"/awards/{factories.make_award().id}/edit", {"recipient": "zz"}),
    ):
        reader.change(address, **typed)
    moved = {"parent": f"#{root.id}", "changed_on": "2023-01-01", "established_on": "2020-01-01"}
    reader.post("/organizations/new", moved | {"code": "zz", "name": "zz", "kind": "branch"})
    award = factories.make_award().id
    reader.change(f"/awards/{award}/archive")
    reader.change(f"/awards/{award}/archive", 303, reason="zz")
    reader.get("/awards/?shown=archived")
    reader.get("/members/?shown=archived")
    reader.post(f"/awards/{award}/restore", status=303)
    reader.get(f"/awards/{award}/history")


@each_language
def test_rules_of_what_stands_in_an_organization(reader: Reader) -> None:
    branch, other = factories.make_branch(), factories.make_branch()
    group = factories.make_group(branch)
    general = factories.make_organization(kind="general_branch")
    leader = factories.make_member(organization=branch, party_group=group)
    factories.make_party_post(organization=group, member=leader, post="group_leader")
    factories.make_branch(parent=general)
    for organization, typed in (
        (branch, {"dissolved_on": "2023-01-01"}),
        (group, {"dissolved_on": "2023-01-01"}),
        (branch, {"kind": "party_group"}),
        (group, {"kind": "branch"}),
        (general, {"kind": "branch"}),
        (branch, {"established_on": "2023-01-01"}),
        (branch, {"parent": general, "changed_on": "2009-01-01"}),
    ):
        reader.change(f"/organizations/{organization.id}/edit", **typed)
    workshop = factories.make_commissar(organization=other).workshop
    for address in ("organizations/1", f"organizations/{branch.id}", f"workshops/{workshop.id}"):
        reader.get(f"/{address}/archive")
    stay = factories.find(leader).assignments[0]
    factories.archive(stay)
    factories.make_assignment(member=leader, organization=other)
    reader.post(f"/assignments/{stay.id}/restore", status=303)
    reader.get(f"/assignments/{stay.id}")
    team = factories.make_team(campaign=factories.make_campaign())
    factories.archive(team)
    factories.archive(team.campaign)
    reader.post(f"/teams/{team.id}/restore", status=303)
    reader.get(f"/teams/{team.id}")


@each_language
def test_refusals_of_attendance(reader: Reader) -> None:
    branch = factories.make_branch()
    here = factories.make_member(organization=branch)
    guest = factories.make_member(organization=factories.make_branch())
    typed = {"kinds": "theme_day", "kinds-shown": "1", "title": "zz", "held_on": "2023-06-01"}
    typed |= {"organization": f"#{branch.id}"}
    note, why, day = f"attendance-{here.id}", f"why-{here.id}", f"made_up-{here.id}"
    reader.post("/activities/new", typed, 200)
    for more in (
        {note: "leave"},
        {note: "made_up"},
        {note: "made_up", day: "2023-05-01"},
        {note: "made_up", day: "2023-06-31"},
        {"status": "held", "held_on": LATE},
        {"present": guest.name, "on_leave": guest.name},
        {"kinds": "", note: "present"},
    ):
        reader.post("/activities/new", typed | more)
    reader.post("/activities/new", typed | {"list": "1", "held_on": LATE}, 200)
    reader.post("/activities/new", typed | {"list": "1", "kinds": "heart_talk"}, 200)
    reader.post("/activities/new", typed | {note: "leave", why: "zz", "number": "HD-zz"}, 303)
    activity = factories.make_activity(organization=branch, present=[here, guest])
    late = factories.make_member(organization=branch)
    reader.get(f"/activities/{activity.id}")
    reader.post(f"/activities/{activity.id}/refresh", {"version": "0"}, 303)
    reader.post(f"/activities/{activity.id}/refresh", {"version": str(activity.version)}, 303)
    reader.post(f"/activities/{activity.id}/edit", typed | {"version": "0"}, 409)
    reader.get(f"/activities/attendance/{late.id}?period=2001")
    reader.get("/activities/attendance?period=2001")


def life(**days: Any) -> dict[str, Any]:
    return {"applied_on": None, "admitted_on": None, "full_on": None} | days


@each_language
def test_steps_in_their_own_time(reader: Reader) -> None:
    """Each step is opened, refused, sent stale and taken."""
    branch, other = factories.make_branch(), factories.make_branch()
    young = factories.make_branch(established_on="2023-05-01")
    closed = factories.make_branch(dissolved_on="2023-01-01")
    target = factories.make_member(
        organization=branch, **life(applied_on=LONG_AGO, target_on=date(2022, 1, 1))
    )
    probationary = factories.make_member(organization=branch, **life(admitted_on=date(2023, 1, 1)))
    here, gone, leaver = (factories.make_member(organization=branch) for _ in range(3))
    factories.leave(gone, date(2023, 1, 1))
    june = {"day": "2023-06-01"}
    to, back = june | {"organization": other}, {"organization": other}
    for member, step, wrong, right in (
        (target, "admit", [{"day": "2021-01-01"}], june),
        (probationary, "regularize", [{"day": "2022-12-01"}, june], june | {"reason": "zz"}),
        (
            here,
            "move",
            [to | {"organization": each} for each in (branch, closed, "")]
            + [{"day": "2023-04-01", "organization": young}, to | {"day": "2015-01-01"}],
            to,
        ),
        (here, "transfer-out", [{"day": LATE}], {"day": "2023-06-29"}),
        (gone, "return", [june, back | {"day": "2022-01-01"}], back | june),
        (leaver, "leave", [june], june | {"out_reason": "removed"}),
    ):
        address = f"/members/{member.id}/{step}"
        for typed in wrong:
            reader.change(address, **typed)
        reader.change(address, 409, version="0", **right)
        reader.change(address, 303, **right)
    for member in (target, probationary, here, gone, leaver):
        reader.get(f"/members/{member.id}/history")


@each_language
def test_dissolving_in_its_own_time(reader: Reader) -> None:
    branch, other = factories.make_branch(), factories.make_branch()
    gone = factories.make_branch(dissolved_on="2023-01-01")
    holder = factories.make_member(organization=branch)
    factories.make_party_post(organization=branch, member=holder)
    parent = factories.find(factories.committee())
    address = f"/organizations/{branch.id}/dissolve"
    for typed in (
        {"day": ""},
        {"day": LATE},
        {"day": "2009-01-01"},
        {"day": "2012-01-01"},
        {"day": "2023-06-01"},
        {"day": "2023-06-01", "target": branch},
        {"day": "2023-06-01", "target": gone},
    ):
        reader.change(address, **typed)
    reader.change(f"/organizations/{parent.id}/dissolve", day="2023-06-01", target=other)
    reader.change(address, 409, version="0", day="2023-06-01", target=other)
    reader.change(address, 303, day="2023-06-01", target=other)
    reader.get(f"/organizations/{branch.id}/history")


@each_language
def test_refusals_of_rules(reader: Reader) -> None:
    for typed in (
        {"value": "", "source": "", "effective_from": ""},
        {"value": "zz", "effective_from": "2023-13"},
    ):
        reader.change("/rules/quorum.ordinary", **typed)
    reader.change("/rules/quorum.ordinary", value="1001", source="zz", effective_from="2023-01-01")
    reader.change(
        "/rules/quorum.ordinary", 303, value="0.6", source="zz", effective_from="2023-06-01"
    )


@pytest.fixture
def keeper(reader: Reader, language: str) -> Iterator[Reader]:
    reader.browser.sign_in(Role.ADMINISTRATOR, language=language, name="keeper")
    return reader


@each_language
def test_refusals_about_accounts(keeper: Reader) -> None:
    spare = factories.make_user(Role.REVIEWER, username="spare")
    own = db.session.query(User).filter_by(username="keeper").one().id
    filled = {"username": "zz", "name": "Ming", "role": "auditor"}
    for wrong in (
        {"username": ""},
        {"username": "keeper"},
        {"username": "z z"},
        {"username": "z" * 61},
        {"name": ""},
        {"name": "Ming " * 20},
        {"role": ""},
        {"role": "zz"},
        {"role": "reviewer"},
        {"role": "reviewer", "organization": "#99"},
        {"role": "commissar"},
        {"role": "commissar", "member": "zz", "workshops": "zz"},
    ):
        keeper.post("/users/new", filled | wrong)
    edit = f"/users/{spare.id}/edit"
    keeper.change(edit, name="")
    keeper.change(edit, 409, version="0", role="auditor", name="zz")
    keeper.change(edit, 303, role="auditor")
    keeper.change(f"/users/{own}/edit", role="auditor")
    for act in ("disable", "enable", "unlock", "reset-password"):
        keeper.post(f"/users/{spare.id}/{act}", status=303)
        keeper.get(f"/users/{spare.id}")
    for act in ("disable", "reset-password"):
        keeper.post(f"/users/{own}/{act}", status=303)
    keeper.get("/users/?q=nobody")
    keeper.post("/users/new", filled, 303)
    keeper.post("/account/sessions", status=303)


@each_language
def test_refused_files(reader: Reader) -> None:
    activity = factories.make_activity()
    address = f"/activities/{activity.id}/attachments"
    attached = factories.attach(activity, "zz")
    reader.get(address)
    reader.get(f"{address}/{attached.id}/remove")
    reader.post(f"{address}/{attached.id}/remove", {"reason": ""})
    cut = files.PDF[:-6], files.photo()[:200], files.WITH_MACROS, files.bomb(), b"", b"zz"
    reader.post(address, {"files": [(BytesIO(content), "zz.zz") for content in cut]})
    twice = [(BytesIO(files.PDF), "zz.pdf"), (BytesIO(files.PDF), "zz.pdf")]
    reader.post(address, {"files": twice})
    reader.post(f"{address}/{attached.id}/remove", {"reason": "zz"}, 303)
