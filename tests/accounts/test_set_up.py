import pytest
from sqlalchemy import select

from partyhub.accounts import operations
from partyhub.accounts.models import SetupCode, User
from partyhub.accounts.operations import AccountError
from partyhub.database import db, writing
from partyhub.roles import Role
from tests.accounts.people import Person, add_user

LONG = "seven grey herons wait here"


@pytest.fixture
def code(app) -> str:
    with writing():
        code = operations.issue_setup_code()
        db.session.commit()
    return code


def form(good: str, **changes: str) -> dict[str, object]:
    data = {"username": "first", "name": "First", "password": LONG, "again": LONG}
    return {"code": good, **data, **changes}


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere", "/account"])
def test_without_users_every_page_leads_to_the_set_up(person, path):
    response = person.get(path)
    assert (response.status_code, response.location) == (302, "/set-up")


def test_the_code_makes_the_first_administrator_and_signs_in(person, code):
    response = person.post("/set-up", form(code), form="/set-up")
    assert (response.status_code, response.location) == (303, "/")
    user = db.session.scalars(select(User)).one()
    assert (user.role, user.must_change_password) == (Role.ADMINISTRATOR, False)
    assert person.get("/").text == "First"
    assert code not in db.session.scalars(select(SetupCode.code_hash)).one()


def test_the_code_may_be_copied_in_other_ways(person, code):
    assert (
        person.post("/set-up", form(f" {code.upper()} ".replace("-", " ")), "/set-up").status_code
        == 303
    )


def test_a_code_works_once_and_never_beside_an_account(app, person, code):
    other = Person(app)
    token = other._token("/set-up")
    person.post("/set-up", form(code), form="/set-up")
    data = form(code, username="second") | {"csrf_token": token}
    response = other.send("POST", "/set-up", data=data)
    assert (response.status_code, response.location) == (302, "/sign-in")
    assert other.get("/set-up").location == "/sign-in"
    assert db.session.scalars(select(User.username)).all() == ["first"]


def test_a_used_code_is_refused_even_without_accounts(app, code):
    source = operations.Source()
    stored = db.session.scalars(select(SetupCode)).one()
    stored.used_at = stored.created_at
    with pytest.raises(AccountError) as refused:
        operations.create_first_administrator(code, "first", "First", LONG, source)
    assert refused.value.field == "code"


def test_a_code_lasts_thirty_minutes(person, code, watch):
    watch.wait(minutes=30)
    response = person.post("/set-up", form(code), form="/set-up")
    assert response.status_code == 400
    assert "out of date" in response.text
    assert db.session.scalars(select(User)).all() == []


def test_a_new_code_voids_the_one_before(person, code):
    with writing():
        operations.issue_setup_code()
        db.session.commit()
    assert person.post("/set-up", form(code), form="/set-up").status_code == 400


def test_no_code_is_issued_beside_an_account(app):
    add_user("li.ming")
    with pytest.raises(AccountError):
        operations.issue_setup_code()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": "abcde"}, "wrong or out of date"),
        ({"code": ""}, "Enter the code"),
        ({"again": "another thing altogether"}, "differ"),
        ({"password": "fourteen chars", "again": "fourteen chars"}, "at least 15"),
        ({"username": "a b"}, "no spaces"),
        ({"username": ""}, "Enter the user name"),
        ({"name": " "}, "Enter the name"),
    ],
)
def test_a_mistake_is_named_and_leaves_the_code_good(person, code, changes, sentence):
    response = person.post("/set-up", form(code, **changes), form="/set-up")
    assert response.status_code == 400
    assert sentence in response.text
    assert LONG not in response.text
    assert person.post("/set-up", form(code), form="/set-up").status_code == 303
