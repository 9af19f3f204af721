import pytest
from argon2 import PasswordHasher, extract_parameters
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select

from partyhub.accounts import operations, passwords, queries
from partyhub.accounts.models import AccountEvent, Event, SignInFailure, User, UserSession
from partyhub.accounts.views import _prove
from partyhub.database import db

WRONG = "not the password at all"


def answer(response) -> str:
    """What the page says, without what a person typed and the token of its form."""
    page = BeautifulSoup(response.text, "html.parser")
    for field in page.select("input"):
        del field["value"]
    assert response.status_code == 400
    return str(page)


def test_a_right_password_signs_in_whatever_the_case_of_the_name(person, user):
    response = person.sign_in("LI.Ming")
    assert (response.status_code, response.location) == (303, "/")
    assert person.get("/").text == "Name of li.ming"
    assert person.get("/sign-in").location == "/"


def test_the_cookie_holds_the_token_and_the_form_token_only(person, user):
    person.sign_in("li.ming")
    person.get("/account")
    with person.client.session_transaction() as cookie:
        assert set(cookie) == {"_user_id", "csrf_token"}
        token = cookie["_user_id"]
    stored = db.session.scalars(select(UserSession)).one()
    assert stored.token_hash == queries.hash_text(token)
    assert token not in stored.token_hash


def test_signing_in_takes_nothing_over_from_the_cookie_before(person, user):
    person.get("/sign-in")
    with person.client.session_transaction() as cookie:
        before = cookie["csrf_token"]
        cookie["planted"] = "by another"
        cookie["_user_id"] = "a-token-that-was-planted"
    person.sign_in("li.ming")
    with person.client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie["_user_id"] != "a-token-that-was-planted"
        assert cookie.get("csrf_token") != before


def test_signing_in_again_ends_the_session_before(person, user):
    person.sign_in("li.ming")
    earlier = person.copy()
    token = person._token("/account")
    data = {"username": "li.ming", "password": "three blue kettles sing", "csrf_token": token}
    assert person.send("POST", "/sign-in", data=data).status_code == 303
    assert person.is_in()
    assert not earlier.is_in()


def test_every_failure_is_answered_with_the_same_page(person, user, administrator):
    operations.disable_user("keeper")
    db.session.commit()
    unknown = answer(person.sign_in("nobody"))
    wrong = answer(person.sign_in("li.ming", WRONG))
    disabled = answer(person.sign_in("keeper"))
    for _ in range(4):
        person.sign_in("li.ming", WRONG)
    locked = answer(person.sign_in("li.ming"))
    assert unknown == wrong == disabled == locked
    assert "too many attempts" in unknown


def test_what_was_typed_stays_but_not_the_password(person, user):
    text = person.sign_in("li.ming", WRONG).text
    assert 'value="li.ming"' in text
    assert WRONG not in text


@pytest.mark.parametrize(("username", "password"), [("", "x"), ("   ", "x"), ("li.ming", "")])
def test_an_empty_field_is_named_and_counts_as_no_attempt(person, user, username, password):
    response = person.sign_in(username, password)
    assert response.status_code == 400
    assert "Enter the " in response.text
    assert count_failures() == 0


def test_five_failures_lock_for_a_quarter_of_an_hour(person, user, watch):
    for _ in range(5):
        person.sign_in("li.ming", WRONG)
        watch.wait(minutes=1)
    assert person.sign_in("li.ming").status_code == 400
    watch.wait(minutes=9, seconds=59)
    assert person.sign_in("li.ming").status_code == 400
    watch.wait(seconds=1)
    assert person.sign_in("li.ming").status_code == 303


def test_the_lock_does_not_grow_while_it_lasts_and_counts_unknown_names_too(person, user):
    for _ in range(12):
        person.sign_in("nobody", WRONG)
    assert count_failures() == 5


def test_twenty_failures_lock_for_a_day(person, user, watch):
    for _ in range(4):
        for _ in range(5):
            person.sign_in("li.ming", WRONG)
        watch.wait(minutes=16)
    assert person.sign_in("li.ming").status_code == 400
    watch.wait(hours=24)
    assert person.sign_in("li.ming").status_code == 303


def test_the_right_password_forgives_the_failures_before(person, user):
    for _ in range(3):
        for _ in range(4):
            person.sign_in("li.ming", WRONG)
        assert person.sign_in("li.ming").status_code == 303
        person.post("/sign-out")


@pytest.mark.slow
def test_fifty_failures_an_hour_close_an_address(person, user, watch):
    for number in range(50):
        person.sign_in(f"guess{number}", WRONG)
    assert person.sign_in("li.ming").status_code == 400
    assert db.session.scalar(select(func.count(SignInFailure.id))) == 50
    elsewhere = {"REMOTE_ADDR": "10.0.0.9"}
    token = person._token("/sign-in")
    data = {"username": "li.ming", "password": "three blue kettles sing", "csrf_token": token}
    response = person.send("POST", "/sign-in", data=data, environ_base=elsewhere)
    assert response.status_code == 303


def test_attempts_at_the_same_moment_count_before_they_are_judged(app: Flask, user):
    source = operations.Source(ip="10.0.0.1")
    with app.test_request_context("/sign-in", method="POST"):
        attempts = [operations.take_attempt("li.ming", source) for _ in range(8)]
        db.session.commit()
    assert [attempt.id is not None for attempt in attempts] == [True] * 5 + [False] * 3
    assert all(attempt.password_hash is None for attempt in attempts[5:])


def test_a_password_changed_while_it_was_judged_signs_nobody_in(app: Flask, user):
    source = operations.Source(ip="10.0.0.1")
    with app.test_request_context("/sign-in", method="POST"):
        attempt = operations.take_attempt("li.ming", source)
        db.session.commit()
        operations.reset_password(db.session.get_one(User, user.id))
        db.session.commit()
        judged = {"is_right": True, "event": Event.SIGN_IN_FAILED, "source": source}
        assert operations.settle_attempt(attempt, **judged) is None


def test_failures_survive_a_restart_and_old_ones_are_thrown_away(person, user, watch):
    person.sign_in("li.ming", WRONG)
    db.session.remove()
    db.engine.dispose()
    assert count_failures() == 1
    watch.wait(hours=25)
    person.sign_in("nobody", WRONG)
    assert count_failures() == 1


def test_sign_ins_are_on_record(person, user):
    person.sign_in("li.ming", WRONG)
    person.sign_in("a name that is a password")
    person.sign_in("li.ming")
    person.post("/sign-out")
    events = db.session.scalars(select(AccountEvent).order_by(AccountEvent.id)).all()
    assert [(event.event, event.username, event.ip) for event in events[1:]] == [
        (Event.SIGN_IN_FAILED, "li.ming", "127.0.0.1"),
        (Event.SIGN_IN_FAILED, "", "127.0.0.1"),
        (Event.SIGNED_IN, "li.ming", "127.0.0.1"),
        (Event.SIGNED_OUT, "li.ming", "127.0.0.1"),
    ]


def test_the_fifth_failure_is_on_record_as_a_lock_once(person, user):
    for _ in range(8):
        person.sign_in("li.ming", WRONG)
    query = select(func.count()).where(AccountEvent.event == Event.LOCKED)
    assert db.session.scalar(query) == 1


def test_an_unknown_name_takes_as_long_as_a_known_one(app: Flask, user, monkeypatch):
    """The work is the same: a verification each, of the same costs."""
    verify, taken = PasswordHasher.verify, {"li.ming": [], "nobody": []}
    for name, costs in taken.items():

        def noting(hasher, password_hash, password, costs=costs):
            costs.append(extract_parameters(password_hash))
            return verify(hasher, password_hash, password)

        monkeypatch.setattr(PasswordHasher, "verify", noting)
        with app.test_request_context("/sign-in", method="POST"):
            assert _prove(name, WRONG, Event.SIGN_IN_FAILED) is None
    assert taken["nobody"] == taken["li.ming"]
    assert len(taken["nobody"]) == 1


def test_a_hash_of_other_costs_is_renewed(person, user, monkeypatch):
    cheap = passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    user.password_hash = cheap.hash("three blue kettles sing")
    db.session.commit()
    assert person.sign_in("li.ming").status_code == 303
    assert not passwords.needs_rehash(db.session.get_one(User, user.id).password_hash)


def count_failures() -> int:
    query = select(func.count(SignInFailure.id)).where(SignInFailure.is_forgiven.is_(False))
    count = db.session.scalar(query)
    db.session.rollback()
    return count or 0
