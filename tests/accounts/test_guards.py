import re
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask, url_for
from sqlalchemy import select

from partyhub.accounts import safe_next
from partyhub.accounts.guards import OPEN_ENDPOINTS
from partyhub.accounts.models import User
from partyhub.database import db
from tests.accounts.people import Person, make_app

OPEN = {"static", "bootstrap.static", "accounts.sign_in", "accounts.set_up", "accounts.preferences"}
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}


def addresses(app: Flask) -> list[tuple[str, str, str]]:
    """Every endpoint with its address, numbers being 1, and one of its methods."""
    found = []
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<int[^>]*>", "1", rule.rule)
        path = re.sub(r"<[^>]*>", "x", path)
        method = "GET" if "GET" in rule.methods else "POST"
        found.append((rule.endpoint, path, method))
    return found


def test_the_open_list_is_short():
    assert OPEN_ENDPOINTS == OPEN


def test_every_other_page_is_closed(app: Flask, person: Person, user: User):
    token = person._token("/sign-in")
    closed = [found for found in addresses(app) if found[0] not in OPEN]
    assert len(closed) >= 15
    for endpoint, path, method in closed:
        response = person.send(method, path, data={"csrf_token": token})
        assert response.status_code == 302, endpoint
        assert response.location.startswith("/sign-in"), endpoint


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_what_does_not_exist_is_closed_too(person, user, method):
    token = person._token("/sign-in")
    data = {"csrf_token": token} if method not in ("GET", "HEAD", "OPTIONS") else None
    response = person.send(method, "/no/such/page", data=data)
    assert response.status_code == 302
    assert response.location.startswith("/sign-in")


def test_signing_in_leads_back_to_the_page_that_was_asked_for(person, user):
    response = person.get("/account?x=1")
    assert response.location == "/sign-in?next=/account?x%3D1"
    assert person.sign_in("li.ming", path=response.location).location == "/account?x=1"


def test_a_page_that_only_acts_is_not_gone_back_to(person, user):
    token = person._token("/sign-in")
    response = person.send("POST", "/acts-only", data={"csrf_token": token})
    assert response.location == "/sign-in"
    response = person.send("POST", "/account/password", data={"csrf_token": token})
    assert response.location == "/sign-in?next=/account/password"


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/", "/"),
        ("/members", "/members"),
        ("/members?q=1&page=2", "/members?q=1&page=2"),
        ("/a//b", "/a//b"),
        ("/a?next=//evil.com", "/a?next=//evil.com"),
        ("/甲", "/甲"),
        ("/a:b", "/a:b"),
        ("/@evil.com", "/@evil.com"),
        (None, "/"),
        ("", "/"),
        ("members", "/"),
        ("//evil.com", "/"),
        ("///evil.com", "/"),
        ("/\\evil.com", "/"),
        ("\\/evil.com", "/"),
        ("\\\\evil.com", "/"),
        ("/a\\b", "/"),
        ("/\t/evil.com", "/"),
        ("\t//evil.com", "/"),
        ("/\n/evil.com", "/"),
        ("/ /evil.com", "/"),
        ("/\x00/evil.com", "/"),
        ("http://evil.com", "/"),
        ("https:evil.com", "/"),
        ("javascript:alert(1)", "/"),
        ("data:text/html,x", "/"),
        ("?next=x", "/"),
        ("/" + "a" * 2_000, "/"),
    ],
)
def test_safe_next(target, expected):
    assert safe_next(target) == expected


def test_a_role_that_may_not_is_answered_403(app, person, user, administrator):
    person.sign_in("li.ming")
    assert person.get("/for-administrators").status_code == 403
    keeper = Person(app)
    keeper.sign_in("keeper")
    assert keeper.get("/for-administrators").text == "in"


def test_another_sites_form_is_refused(person, user):
    token = person._token("/sign-in")
    data = {"username": "li.ming", "password": "three blue kettles sing", "csrf_token": token}
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert person.send("POST", "/sign-in", data=data, headers=headers).status_code == 403
    assert person.send("GET", "/sign-in", headers=headers).status_code == 200
    headers = {"Sec-Fetch-Site": "same-origin"}
    assert person.send("POST", "/sign-in", data=data, headers=headers).status_code == 303


def test_a_form_without_its_token_is_refused(person, user):
    data = {"username": "li.ming", "password": "three blue kettles sing"}
    assert person.send("POST", "/sign-in", data=data).status_code == 400
    assert not person.is_in()


def test_a_host_that_is_not_ours_is_refused(person, user):
    response = person.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "Location" not in response.headers


def test_a_password_to_be_changed_comes_first(app, person, user):
    user.must_change_password = True
    db.session.commit()
    person.sign_in("li.ming")
    closed = [path for endpoint, path, _ in addresses(app) if endpoint not in OPEN]
    for path in closed:
        response = person.get(path)
        if path not in ("/account/password", "/sign-out"):
            assert response.location == "/account/password"
    assert person.get("/account/password").status_code == 200
    data = {"current": "three blue kettles sing", "password": "seven grey herons wait"}
    data["again"] = data["password"]
    response = person.post("/account/password", data, form="/account/password")
    assert (response.status_code, response.location) == (303, "/")
    assert person.is_in()


def test_every_response_has_the_headers(app, person, user):
    paths = [(path, method) for _, path, method in addresses(app)]
    for path, method in [*paths, ("/nowhere", "GET"), ("/", "TRACE")]:
        response = person.send(method, path)
        found = {name: response.headers.get(name) for name in HEADERS}
        assert found == HEADERS, path
        assert "Strict-Transport-Security" not in response.headers
        assert "Server" not in response.headers


def test_files_may_be_kept_and_those_named_by_their_content_for_ever(app, person, user):
    plain = person.get("/static/theme.css")
    assert (plain.status_code, plain.headers["Cache-Control"]) == (200, "public, max-age=3600")
    assert plain.headers["Vary"] == "Accept-Encoding"  # and so not who asks
    for endpoint, name in (("static", "theme.css"), ("bootstrap.static", "css/bootstrap.min.css")):
        with app.test_request_context():
            address = url_for(endpoint, filename=name)
        content = (Path(folder_of(app, endpoint)) / name).read_bytes()
        assert address.endswith(f"?v={sha256(content).hexdigest()[:16]}")
        named = person.get(address)
        assert named.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        other = person.get(address.replace("?v=", "?v=0"))  # of another edition of the program
        assert other.headers["Cache-Control"] == "public, max-age=3600"
    assert person.get("/static/none.css?v=1").headers["Cache-Control"] == "no-store"


def folder_of(app: Flask, endpoint: str) -> str:
    owner = app if endpoint == "static" else app.blueprints["bootstrap"]
    assert owner.static_folder
    return owner.static_folder


def test_strict_transport_over_https(place: Path, app: Flask, user: User):
    secure = make_app(place, HTTPS=True)
    with secure.app_context():
        response = Person(secure).get("/sign-in")
        db.session.remove()
        db.engine.dispose()
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_opening_pages_writes_nothing_but_when_the_session_was_used(
    app, person, user, administrator, watch
):
    person.sign_in("keeper")
    guest = Person(app)
    watch.wait(minutes=2)
    before = dump()
    for _, path, _ in addresses(app):
        if path != "/":
            assert person.get(path).status_code in (200, 302, 404, 405), path
        guest.get(path)
    assert dump() == before


def test_a_page_that_is_opened_cannot_write(app, user):
    with app.test_request_context("/"):
        user.name = "changed"
        with pytest.raises(Exception, match=r"readonly|read-only"):
            db.session.commit()
        db.session.rollback()


def dump() -> list[str]:
    """Every row of the database, but when sessions were last used."""
    db.session.rollback()
    rows = []
    for table in db.metadata.sorted_tables:
        columns = [column for column in table.columns if column.name != "last_seen_at"]
        query = select(*columns).order_by(*table.primary_key.columns)
        rows += [f"{table.name} {tuple(row)}" for row in db.session.execute(query)]
    db.session.rollback()
    return rows
