import pytest
from flask import Response
from sqlalchemy import event, select

from partyhub.accounts import operations
from partyhub.accounts.identity import find_signed_in
from partyhub.accounts.models import User, UserSession
from partyhub.accounts.queries import select_users
from partyhub.clock import now
from partyhub.database import access, db
from partyhub.dialects import Access
from partyhub.roles import Role
from tests.accounts.people import PASSWORD, Person, add_user, make_app

NEW = "seven grey herons wait"


def load(user: User) -> User:
    return db.session.scalars(select_users().where(User.id == user.id)).one()


def sign_out(person: Person, user: User) -> None:
    assert person.post("/sign-out").status_code == 303


def change_password(person: Person, user: User) -> None:
    data = {"current": PASSWORD, "password": NEW, "again": NEW}
    assert person.post("/account/password", data, form="/account/password").status_code == 303


def disable(_person: Person, user: User) -> None:
    operations.disable_user(user.username)
    db.session.commit()


def change_role(_person: Person, user: User) -> None:
    operations.change_user(load(user), user.name, Role.ADMINISTRATOR, None, None, [])
    db.session.commit()


def reset(_person: Person, user: User) -> None:
    operations.reset_password(user)
    db.session.commit()


@pytest.mark.parametrize("end", [sign_out, change_password, disable, change_role, reset])
def test_a_copied_cookie_is_worth_nothing_after(end, person, user):
    person.sign_in("li.ming")
    copied = person.copy()
    assert copied.is_in()
    end(person, user)
    assert copied.get("/").location == "/sign-in"


def test_a_disabled_account_is_out_even_if_its_session_was_left(person, user):
    person.sign_in("li.ming")
    user.disabled_at = now()
    db.session.commit()
    assert person.get("/").location == "/sign-in"


def test_a_change_of_the_password_keeps_this_browser_signed_in(person, user):
    person.sign_in("li.ming")
    change_password(person, user)
    assert person.is_in()
    person.post("/sign-out")
    assert person.sign_in("li.ming").status_code == 400
    assert person.sign_in("li.ming", NEW).status_code == 303


def test_a_change_of_name_only_keeps_the_sessions(person, user):
    person.sign_in("li.ming")
    operations.change_user(load(user), "Another name", user.role, None, None, [])
    db.session.commit()
    assert person.get("/").text == "Another name"


def test_an_unused_session_ends_after_thirty_minutes(person, user, watch):
    person.sign_in("li.ming")
    watch.wait(minutes=29)
    assert person.is_in()
    watch.wait(minutes=29, seconds=59)
    assert person.is_in()
    watch.wait(minutes=30)
    assert not person.is_in()


def test_an_unused_session_of_an_administrator_ends_after_fifteen(person, administrator, watch):
    other = Person(person.app)
    for each in (other, person):
        each.sign_in("keeper")
    watch.wait(minutes=14, seconds=59)
    assert person.is_in()
    assert person.get("/account").text.count('<div class="grow">') == 2
    watch.wait(seconds=1)
    assert person.get("/account").text.count('<div class="grow">') == 1
    assert not other.is_in()
    watch.wait(minutes=15)
    assert not person.is_in()


def test_a_session_ends_after_twelve_hours_however_much_it_is_used(person, user, watch):
    person.sign_in("li.ming")
    for _ in range(35):
        watch.wait(minutes=20)
        assert person.is_in()
    watch.wait(minutes=20)
    assert not person.is_in()


def test_the_use_of_a_session_is_noted_once_a_minute(person, user, watch):
    person.sign_in("li.ming")
    started = db.session.scalars(select(UserSession.last_seen_at)).one()
    watch.wait(seconds=60)
    person.get("/")
    assert db.session.scalars(select(UserSession.last_seen_at)).one() == started
    watch.wait(seconds=1)
    person.get("/")
    assert db.session.scalars(select(UserSession.last_seen_at)).one() == watch.moment


def test_a_fourth_browser_signs_the_least_used_out(app, user, watch):
    people = []
    for _ in range(4):
        people.append(Person(app))
        people[-1].sign_in("li.ming")
        watch.wait(seconds=1)
    assert [person.is_in() for person in people] == [False, True, True, True]


def test_everywhere_else_can_be_signed_out(app, person, user):
    other = Person(app)
    other.sign_in("li.ming", PASSWORD)
    person.sign_in("li.ming")
    page = person.get("/account").text
    assert "Sign out everywhere else" in page
    assert person.post("/account/sessions").location == "/account"
    assert person.is_in()
    assert not other.is_in()


def test_the_account_page_names_the_devices(person, user):
    agent = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
    token = person._token("/sign-in")
    data = {"username": "li.ming", "password": PASSWORD, "csrf_token": token}
    person.send("POST", "/sign-in", data=data, headers={"User-Agent": agent})
    page = person.get("/account").text
    assert "Chrome on Windows" in page
    assert "127.0.0.1" in page


def test_signing_out_clears_the_browser_over_https_only(place, person, user):
    person.sign_in("li.ming")
    response = person.post("/sign-out")
    assert (response.location, "Clear-Site-Data" in response.headers) == ("/sign-in", False)
    secure = make_app(place, HTTPS=True)
    with secure.app_context():
        guest = Person(secure)
        assert guest.sign_in("li.ming").status_code == 303
        response = guest.post("/sign-out")
        assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
        db.session.remove()
        db.engine.dispose()


def test_signing_out_needs_a_form(person, user):
    person.sign_in("li.ming")
    assert person.get("/sign-out").status_code == 405
    assert person.send("POST", "/sign-out").status_code == 400
    assert person.is_in()


def test_preferences_are_kept_with_the_account(app, person, user):
    person.sign_in("li.ming")
    data = {"language": "en", "type_size": "large", "next": "/account"}
    assert person.post("/preferences", data).location == "/account"
    person.post("/sign-out")
    other = Person(app)
    other.sign_in("li.ming")
    page = other.get("/account").text
    assert '<html lang="en"' in page
    assert 'data-ph-type="large"' in page


def test_preferences_of_a_guest_are_kept_in_the_cookie(person, user):
    assert '<html lang="zh-CN"' in person.get("/sign-in").text
    response = person.post("/preferences", {"language": "en", "next": "//evil"}, form="/sign-in")
    assert (response.status_code, response.location) == (303, "/")
    assert '<html lang="en"' in person.get("/sign-in").text


@pytest.mark.parametrize("data", [{"language": "fr"}, {"theme": "<b>"}, {"type_size": ""}])
def test_a_preference_that_does_not_exist_is_refused(person, user, data):
    assert person.post("/preferences", data, form="/sign-in").status_code == 400


def test_people_who_share_a_machine_do_not_share_an_account(app, user):
    add_user("wang")
    first, second = Person(app), Person(app)
    first.sign_in("li.ming")
    second.sign_in("wang")
    assert first.get("/").text == "Name of li.ming"
    assert second.get("/").text == "Name of wang"


def test_a_session_goes_on_at_another_address(person, user):
    person.sign_in("li.ming")
    elsewhere = {"REMOTE_ADDR": "10.0.0.9", "HTTP_USER_AGENT": "A newer browser"}
    assert person.get("/", environ_base=elsewhere).status_code == 200


def test_nothing_but_the_session_lets_anybody_in(person, user):
    person.client.set_cookie("remember_token", f"{user.id}|{'0' * 128}")
    for headers in ({}, {"Authorization": f"Bearer {user.id}"}):
        assert person.get("/", headers=headers).location == "/sign-in"
    with person.client.session_transaction() as cookie:
        cookie["_user_id"] = str(user.id)
    assert person.get("/").location == "/sign-in"


def test_who_signed_out_is_unknown_to_the_rest_of_the_request(app, person, user):
    known: list[bool] = []

    @app.after_request
    def note(response: Response) -> Response:
        known.append(find_signed_in() is not None)
        return response

    person.sign_in("li.ming")
    assert known[-1]
    person.post("/sign-out")
    assert not known[-1]


def test_a_page_looks_its_reader_up_once(person, user):
    person.sign_in("li.ming")
    requested: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "user_session" in statement:
            requested.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert person.get("/").status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(requested) == 1


def test_a_page_that_only_reads_is_read_in_one_transaction(person, user):
    person.sign_in("li.ming")
    begun: list[Access] = []

    def note(_connection: object) -> None:
        begun.append(access())

    event.listen(db.engine, "begin", note)
    try:
        assert person.get("/account").status_code == 200
        assert begun == [Access.READS]
        token = person._token("/account")
        del begun[:]
        data = {"theme": "dark", "next": "/account", "csrf_token": token}
        assert person.send("POST", "/preferences", data=data).status_code == 303
        assert begun == [Access.READS, Access.WRITES]
    finally:
        event.remove(db.engine, "begin", note)
