import pytest
from sqlalchemy import select

from partyhub.accounts import operations, queries
from partyhub.accounts.models import AccountEvent, Event, User
from partyhub.accounts.operations import AccountError
from partyhub.database import db
from partyhub.roles import Role
from tests.accounts.people import PASSWORD, add_user


def test_an_account_gets_a_password_that_must_be_changed(app):
    user, password = operations.create_user("wang", " 王 芳 ", Role.AUDITOR)
    db.session.commit()
    assert (user.name, user.must_change_password) == ("王芳", True)
    assert len(password) == 19
    assert user.password_hash.startswith("$argon2id$")
    assert [made.username for made in operations.list_users()] == ["wang"]


def test_a_name_that_is_left_out_is_the_username(app):
    user, _ = operations.create_user("wang", "", Role.AUDITOR)
    assert user.name == "wang"


@pytest.mark.parametrize("username", ["li.ming", "LI.MING", "ｌｉ.ming", " li.ming "])
def test_usernames_are_unique_whatever_their_case(user, username):
    with pytest.raises(AccountError) as refused:
        operations.create_user(username, "Other", Role.AUDITOR)
    assert refused.value.field == "username"


@pytest.mark.parametrize("username", ["", "  ", "a b", "x" * 61, "\x00"])
def test_usernames_that_cannot_be_typed_are_refused(app, username):
    with pytest.raises(AccountError):
        operations.create_user(username, "Name", Role.AUDITOR)


@pytest.mark.parametrize(
    ("role", "field"),
    [
        (Role.COMMITTEE_SECRETARY, "organization"),
        (Role.COMMITTEE_CLERK, "organization"),
        (Role.BRANCH_SECRETARY, "organization"),
        (Role.REVIEWER, "organization"),
        (Role.COMMISSAR, "member"),
    ],
)
def test_a_role_needs_its_scope(app, role, field):
    with pytest.raises(AccountError) as refused:
        operations.create_user("wang", "Wang", role)
    assert refused.value.field == field


def test_a_weak_password_is_refused(app):
    with pytest.raises(AccountError) as refused:
        operations.create_user("wang", "Wang", Role.AUDITOR, password="short")
    assert refused.value.field == "password"


def test_a_made_password_may_hold_a_short_username(app, monkeypatch):
    """About one in a hundred made passwords holds “wu”; nobody types or chooses them."""
    monkeypatch.setattr("partyhub.accounts.passwords.READABLE", "wu")
    _, password = operations.create_user("wu", "", Role.AUDITOR)
    assert set(password) <= set("wu-")


def test_scope_that_a_role_has_no_use_for_is_dropped(app):
    user, _ = operations.create_user("wang", "Wang", Role.AUDITOR, 1, None, [1, 2])
    assert (user.organization_id, user.workshop_ids) == (None, frozenset())


def test_an_account_is_disabled_by_name(user):
    operations.disable_user("LI.ming")
    db.session.commit()
    assert db.session.get_one(User, user.id).disabled_at is not None
    with pytest.raises(AccountError, match="nobody"):
        operations.disable_user("nobody")


def test_nobody_shuts_themselves_out(user):
    own = operations.Source(name=user.name, user_id=user.id)
    loaded = operations.list_users()[0]
    for act in (operations.disable, operations.reset_password):
        with pytest.raises(AccountError):
            act(loaded, own)
    with pytest.raises(AccountError) as refused:
        operations.change_user(loaded, "x", Role.ADMINISTRATOR, None, None, [], source=own)
    assert refused.value.field == "role"


def test_acts_of_administrators_are_on_record(user, administrator):
    source = operations.Source(name="Keeper", user_id=administrator.id, ip="10.0.0.2")
    loaded = next(one for one in operations.list_users() if one.id == user.id)
    operations.change_user(loaded, "New", Role.ADMINISTRATOR, None, None, [], source=source)
    operations.reset_password(loaded, source)
    operations.disable(loaded, source)
    operations.enable(loaded, source)
    operations.unlock(loaded, source)
    db.session.commit()
    events = db.session.scalars(select(AccountEvent).where(AccountEvent.ip == "10.0.0.2")).all()
    assert [event.event for event in events] == [
        Event.CHANGED,
        Event.PASSWORD_RESET,
        Event.DISABLED,
        Event.ENABLED,
        Event.UNLOCKED,
    ]
    assert {(event.actor_name, event.username) for event in events} == {("Keeper", "li.ming")}
    assert "role=auditor" in events[0].detail
    assert "→ role=administrator" in events[0].detail


def test_disabling_twice_is_one_event(user):
    for _ in range(2):
        operations.disable(user)
        operations.enable(user)
        operations.enable(user)
    events = db.session.scalars(select(AccountEvent.event)).all()
    assert events.count(Event.DISABLED) == events.count(Event.ENABLED) == 2


def test_a_viewer_has_the_scope_of_the_account(user):
    viewer = queries.as_viewer(user)
    assert (viewer.name, viewer.role, viewer.user_id) == (user.name, Role.AUDITOR, user.id)
    assert viewer.workshop_ids == frozenset()


def test_users_are_found_by_name_and_wildcards_are_letters(app):
    add_user("wang")
    add_user("zhang")
    found = {text: len(list(db.session.scalars(queries.select_users(text)))) for text in "wn%_"}
    assert found == {"w": 1, "n": 2, "%": 0, "_": 0}


def test_a_weak_new_password_is_no_failure_to_know_the_current_one(person, user):
    person.sign_in("li.ming")
    for _ in range(7):
        data = {"current": PASSWORD, "password": "short", "again": "short"}
        response = person.post("/account/password", data, form="/account/password")
        assert response.status_code == 400
        assert "at least 12" in response.text
    assert not queries.is_locked("li.ming", user.created_at)


def test_guessing_the_current_password_locks_too(person, user):
    person.sign_in("li.ming")
    new = "seven grey herons wait"
    for current in [*["not the one at all"] * 5, PASSWORD]:
        data = {"current": current, "password": new, "again": new}
        response = person.post("/account/password", data, form="/account/password")
        assert response.status_code == 400
        assert "not your password" in response.text
        assert new not in response.text


def test_the_new_password_must_be_another(person, user):
    person.sign_in("li.ming")
    data = {"current": PASSWORD, "password": PASSWORD, "again": PASSWORD}
    response = person.post("/account/password", data, form="/account/password")
    assert response.status_code == 400
    assert "must differ" in response.text
