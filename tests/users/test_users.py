"""The pages that manage accounts, on an application with the accounts only."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from partyhub.accounts import operations
from partyhub.accounts.models import User
from partyhub.accounts.queries import select_users
from partyhub.clock import now
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.organizations.models import Organization, OrganizationKind, Workshop
from partyhub.roles import Role
from partyhub.users import handover
from tests.accounts.people import PASSWORD, Person, add_user


@pytest.fixture
def keeper(app, administrator) -> Person:
    handover._waiting.clear()  # of accounts that had the same ids in another test
    person = Person(app)
    person.sign_in("keeper")
    person.post("/preferences", {"language": "en"})
    return person


@pytest.fixture
def records(app) -> dict[str, int]:
    day = date(2020, 1, 1)
    kind = OrganizationKind.BRANCH
    records = {
        "branch": Organization(code="甲01", name="第一党支部", kind=kind, established_on=day),
        "workshop": Workshop(code="W1", name="一分厂", is_first_line=True, opened_on=day),
        "other": Workshop(code="W2", name="二分厂", is_first_line=True, opened_on=day),
        "member": Member(number="甲001", name="王·买"),
        "gone": Member(number="甲002", name="走了", archived_at=now()),
    }
    db.session.add_all(records.values())
    db.session.commit()
    return {key: record.id for key, record in records.items()}


def load(username: str) -> User:
    return db.session.scalars(select_users().where(User.username == username)).one()


def create(person: Person, **changes: str):
    data = {"username": "wang", "name": "王芳", "role": "auditor", **changes}
    return person.post("/users/new", data, form="/users/new")


def edit(person: Person, user_id: int, data: dict[str, str], version: str | None = None):
    """Send the form with the version that it was filled from."""
    path = f"/users/{user_id}/edit"
    return person.post(path, {"version": version or version_in(person, path)} | data, form=path)


def version_in(person: Person, path: str) -> str:
    page = BeautifulSoup(person.get(path).text, "html.parser")
    return str(page.select_one("[name=version]")["value"])


def words(response) -> str:
    return BeautifulSoup(response.text, "html.parser").get_text(" ", strip=True)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_manage_accounts(app, records, administrator, role):
    scope = {"organization_id": records["branch"], "member_id": records["member"]}
    add_user("other", role, **scope)
    other = Person(app)
    other.sign_in("other")
    for path in ("/users/", "/users/new", "/users/1", "/users/1/edit", "/users/1/password"):
        assert other.get(path).status_code == 403
    for act in ("reset-password", "disable", "enable", "unlock"):
        assert other.post(f"/users/1/{act}").status_code == 403


@pytest.mark.parametrize("path", ["/users/99", "/users/99/edit", "/users/0", "/users/2147483648"])
def test_an_account_that_does_not_exist_is_answered_404(keeper, path):
    assert keeper.get(path).status_code == 404


def test_the_list_shows_state_and_last_sign_in(keeper, user):
    page = BeautifulSoup(keeper.get("/users/").text, "html.parser")
    rows = [[cell.get_text(strip=True) for cell in row.select("td")] for row in page.select("tr")]
    assert rows[1:] == [
        ["Name of keeper", "keeper", "System administrator", "", "Jun 30, 2023", "Active"],
        ["Name of li.ming", "li.ming", "Auditor", "", "", "Active"],
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"keeper", "li.ming"}),
        ("q=LI.", {"li.ming"}),
        ("q=name+ming", {"li.ming"}),
        ("q=%25", set()),
        ("state=disabled", set()),
        ("state=active", {"keeper", "li.ming"}),
        ("state=nonsense", {"keeper", "li.ming"}),
    ],
)
def test_the_list_is_searched_and_filtered(keeper, user, query, found):
    page = BeautifulSoup(keeper.get(f"/users/?{query}").text, "html.parser")
    assert {cell.get_text() for cell in page.select("td.code")} == found


def test_the_list_asks_as_often_for_many_accounts_as_for_one(keeper, user, records, queries_of):
    few = queries_of(lambda: keeper.get("/users/"))
    for number in range(8):
        add_user(f"secretary{number}", Role.BRANCH_SECRETARY, organization_id=records["branch"])
    assert queries_of(lambda: keeper.get("/users/")) <= few + 1


def test_a_new_account_has_a_password_that_is_shown_once(app, keeper):
    response = create(keeper)
    assert response.status_code == 303
    page = BeautifulSoup(keeper.get(response.location).text, "html.parser")
    shown = page.select_one("#password")
    assert shown is not None
    assert "shown once and is not kept" in words(keeper.get(response.location))
    wang = Person(app)
    assert wang.sign_in("wang", shown.get_text()).status_code == 303
    assert wang.get("/").location == "/account/password"
    with keeper.client.session_transaction() as cookie:
        assert shown.get_text() not in str(dict(cookie))


def test_another_administrator_does_not_see_the_password(app, keeper):
    location = create(keeper).location
    add_user("second", Role.ADMINISTRATOR)
    second = Person(app)
    second.sign_in("second")
    assert BeautifulSoup(second.get(location).text, "html.parser").select_one("#password") is None


def test_a_password_waits_five_minutes(keeper, watch):
    location = create(keeper).location
    watch.wait(minutes=5)
    assert BeautifulSoup(keeper.get(location).text, "html.parser").select_one("#password") is None


def test_a_branch_secretary_gets_the_organization(keeper, records):
    organization = f"#{records['branch']}"
    assert create(keeper, role="branch_secretary", organization=organization).status_code == 303
    assert load("wang").organization_id == records["branch"]
    assert "第一党支部" in words(keeper.get("/users/"))


@pytest.mark.parametrize("typed", ["王·买", "甲001", "王·买（甲001）"])
def test_a_commissar_gets_the_member_and_the_workshops(keeper, records, typed):
    response = create(keeper, role="commissar", member=typed, workshops="二分厂、W1")
    assert response.status_code == 303
    user = load("wang")
    assert user.member_id == records["member"]
    assert user.workshop_ids == {records["workshop"], records["other"]}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"username": ""}, "Enter the user name."),
        ({"username": "KEEPER"}, "is taken"),
        ({"username": "two words"}, "no spaces"),
        ({"username": "x" * 61}, "At most 60 characters"),
        ({"name": ""}, "Enter the name of the person."),
        ({"name": "x" * 61}, "At most 60 characters"),
        ({"role": ""}, "Choose the role."),
        ({"role": "emperor"}, "Choose the role."),
        ({"role": "reviewer"}, "needs the organization"),
        ({"role": "reviewer", "organization": "#99"}, "not available"),
        ({"role": "commissar"}, "needs the member"),
        ({"role": "commissar", "member": "走了"}, "not on record"),
        ({"role": "commissar", "member": "甲001", "workshops": "三分厂"}, "not on record"),
    ],
)
def test_a_mistake_is_named_and_what_was_typed_stays(keeper, records, changes, sentence):
    response = create(keeper, **changes)
    assert response.status_code == 400
    assert sentence in words(response)
    if "name" not in changes:
        assert 'value="王芳"' in response.text
    assert db.session.scalars(select(User.username)).all() == ["keeper"]


def test_an_account_is_changed_and_signed_out(app, keeper, records):
    add_user("wang", Role.COMMISSAR, member_id=records["member"], workshop_ids=[records["other"]])
    wang = Person(app)
    wang.sign_in("wang")
    page = BeautifulSoup(keeper.get("/users/2/edit").text, "html.parser")
    assert page.select_one("[name=member]")["value"] == "王·买"
    assert page.select_one("[name=workshops]").get_text(strip=True) == "二分厂"
    data = {"name": "王芳", "role": "commissar", "member": "甲001", "workshops": "一分厂"}
    assert edit(keeper, 2, data).status_code == 303
    assert load("wang").workshop_ids == {records["workshop"]}
    assert not wang.is_in()


def test_a_second_account_of_a_member_is_pointed_out(keeper, records):
    typed = {"role": "commissar", "member": "甲001", "workshops": "一分厂"}
    sentence = "This member has another account: "
    assert sentence not in keeper.get(create(keeper, **typed).location).text
    shown = keeper.get(create(keeper, **typed, username="second").location).text
    assert f"{sentence}wang." in shown
    user = load("wang")
    data = {"name": "王芳", "role": "commissar", "member": "甲001", "workshops": "二分厂"}
    assert f"{sentence}second." in keeper.get(edit(keeper, user.id, data).location).text


def test_what_a_form_does_not_send_stays(keeper, records):
    add_user("wang", Role.COMMISSAR, member_id=records["member"], workshop_ids=[records["other"]])
    data = {"role": "commissar"}
    assert edit(keeper, 2, data).status_code == 303
    user = load("wang")
    assert (user.name, user.member_id) == ("Name of wang", records["member"])
    assert user.workshop_ids == {records["other"]}


def test_a_stale_edit_is_shown_beside_what_is_stored(app, keeper, records):
    add_user("wang", Role.COMMISSAR, member_id=records["member"], workshop_ids=[records["other"]])
    add_user("second", Role.ADMINISTRATOR)
    second = Person(app)
    second.sign_in("second")
    old = version_in(keeper, "/users/2/edit")
    data = {"name": "王芳", "role": "commissar", "member": "甲001", "workshops": "一分厂"}
    assert edit(second, 2, data).status_code == 303
    mine = {"name": "王方", "role": "reviewer", "organization": f"#{records['branch']}"}
    response = edit(keeper, 2, mine, version=old)
    assert response.status_code == 409
    page = BeautifulSoup(response.text, "html.parser")
    rows = [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in page("tr")]
    assert rows[1:] == [
        ["Name", "王方", "王芳"],
        ["Role", "Reviewer", "Workshop commissar"],
        ["Organization", "第一党支部", ""],
    ]
    assert "by Name of second" in words(response)
    assert (load("wang").name, load("wang").role) == ("王芳", Role.COMMISSAR)
    # Nothing typed is lost, and to send the same page again is a decision.
    assert page.select_one("[name=name]")["value"] == "王方"
    assert page.select_one("[name=role] [selected]")["value"] == "reviewer"
    now_known = str(page.select_one("[name=version]")["value"])
    assert edit(keeper, 2, mine, version=now_known).status_code == 303
    assert (load("wang").name, load("wang").role) == ("王方", Role.REVIEWER)


@pytest.mark.parametrize("version", ["0", "-1", "x", "１", "9" * 400])
def test_a_version_that_never_was_is_stale(keeper, user, version):
    response = edit(keeper, user.id, {"name": "x" * 61, "role": "emperor"}, version=version)
    assert response.status_code == 409
    assert "At most 60 characters" in words(response)
    assert load("li.ming").name == "Name of li.ming"
    path = f"/users/{user.id}/edit"
    assert keeper.post(path, {"name": "Li"}, form=path).status_code == 409


def test_a_change_from_the_command_line_makes_an_open_form_stale(keeper, user):
    old = version_in(keeper, f"/users/{user.id}/edit")
    operations.change_user(load("li.ming"), "Li", Role.AUDITOR, None, None, [])
    db.session.commit()
    response = edit(keeper, user.id, {"name": "Ming"}, version=old)
    assert response.status_code == 409
    assert "by Command line" in words(response)
    operations.disable(load("li.ming"))
    db.session.commit()
    assert edit(keeper, user.id, {"name": "Ming"}).status_code == 303


def test_a_new_role_drops_the_scope_of_the_old_one(keeper, records):
    add_user("wang", Role.COMMISSAR, member_id=records["member"], workshop_ids=[records["other"]])
    data = {"role": "auditor"}
    assert edit(keeper, 2, data).status_code == 303
    assert load("wang").workshop_ids == frozenset()


def test_a_password_is_made_anew(app, keeper, user):
    other = Person(app)
    other.sign_in("li.ming")
    location = keeper.post(f"/users/{user.id}/reset-password").location
    shown = BeautifulSoup(keeper.get(location).text, "html.parser").select_one("#password")
    assert not other.is_in()
    assert other.sign_in("li.ming", PASSWORD).status_code == 400
    assert other.sign_in("li.ming", shown.get_text()).status_code == 303


def test_an_account_is_disabled_and_enabled(app, keeper, user):
    other = Person(app)
    other.sign_in("li.ming")
    keeper.post(f"/users/{user.id}/disable")
    assert not other.is_in()
    assert other.sign_in("li.ming").status_code == 400
    assert "Disabled" in words(keeper.get(f"/users/{user.id}"))
    keeper.post(f"/users/{user.id}/enable")
    assert other.sign_in("li.ming").status_code == 303


def test_a_locked_account_is_unlocked(app, keeper, user):
    other = Person(app)
    for _ in range(5):
        other.sign_in("li.ming", "not the password at all")
    assert "Locked" in words(keeper.get(f"/users/{user.id}"))
    keeper.post(f"/users/{user.id}/unlock")
    assert "Locked after failures" in words(keeper.get(f"/users/{user.id}"))
    assert other.sign_in("li.ming").status_code == 303


@pytest.mark.parametrize("act", ["disable", "reset-password"])
def test_administrators_do_not_shut_themselves_out(keeper, act):
    response = keeper.post(f"/users/1/{act}")
    assert (response.status_code, response.location) == (303, "/users/1")
    assert keeper.is_in()
    data = {"role": "auditor"}
    response = edit(keeper, 1, data)
    assert response.status_code == 400
    assert "Another administrator" in words(response)


def test_every_page_keeps_the_house_rules(keeper, user, records):
    for path in ("/users/", "/users/new", "/users/2", "/users/2/edit", "/users/2/password"):
        page = BeautifulSoup(keeper.get(path).text, "html.parser")
        [heading] = page.select("h1")
        assert " ".join(page.title.text.split()).startswith(" ".join(heading.text.split()))
        for field in page.select("main :is(input:not([type=hidden]), select, textarea)"):
            assert page.select(f"label[for='{field['id']}']"), field
        assert all(form.has_attr("action") for form in page.select("form"))
        ids = [tag["id"] for tag in page.select("[id]")]
        assert len(ids) == len(set(ids))
