"""A test browser: it opens endpoints and holds every page it sees to the house rules."""

import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from partyhub.accounts import operations
from partyhub.accounts.models import Language, User
from partyhub.database import db
from partyhub.roles import Role
from tests.page_rules import Page, check_response, parse


class Browser:
    """One person's browser. Each request has a context of its own, as a server gives it."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.app = client.application
        self.user: User | None = None
        # Whether it presses the button of the question whether past figures may change.
        self.agrees = True
        self.show("")

    def show(self, markup: str) -> None:
        """Take a page for the last answer's; it is parsed when it is looked at."""
        self.markup = markup
        self._shown: BeautifulSoup | None = None

    @property
    def shown(self) -> BeautifulSoup:
        """The page that the last answer shows."""
        if self._shown is None:
            self._shown = BeautifulSoup(self.markup, "html.parser")
        return self._shown

    @property
    def tree(self) -> Page:
        """The same for those who look at very many: quickly parsed, each time anew."""
        return parse(self.markup or "<html></html>")

    def sign_in(
        self, role: Role, organization: Any = None, *, language: str = "en", **account: Any
    ) -> "Browser":
        """Begin a session as a user of `role`, of the committee unless another one is given."""
        user = account_of(role, organization, **account)
        user.language = Language(language)
        return self.enter_as(user)

    def enter_as(self, user: User) -> "Browser":
        """Begin a session of `user` with what a sign-in leaves: a row, a token in the cookie."""
        token = operations.sign_in(user, operations.Source("", None, "127.0.0.1", "Test"))
        db.session.commit()
        self.user = user
        with self.client.session_transaction() as cookie:
            cookie.clear()
            cookie["_user_id"] = token
        return self

    def get(self, endpoint: str, *, status: int = 200, **values: Any) -> BeautifulSoup:
        return self._page(self.open("GET", self.url(endpoint, **values)), status)

    def post(
        self, endpoint: str, data: Any = None, *, status: int = 303, **values: Any
    ) -> BeautifulSoup:
        """Send a form; a page that shows it again is asked for with `status=400`."""
        return self._page(self.open("POST", self.url(endpoint, **values), data), status)

    def follow(self, endpoint: str, data: Any = None, **values: Any) -> BeautifulSoup:
        """Send a form that is right, and open the page it leads to."""
        response = self.open("POST", self.url(endpoint, **values), data)
        self._page(response, 303)
        return self.page(response.location)

    def page(self, address: str, *, status: int = 200) -> BeautifulSoup:
        return self._page(self.open("GET", address), status)

    def download(self, endpoint: str, data: Any = None, **values: Any) -> bytes:
        """Send the form that asks for a file: what leaves the house is on record, hence a POST."""
        response = self.open("POST", self.url(endpoint, **values), data)
        assert response.status_code == 200, response.text[:500]
        assert "attachment" in response.headers["Content-Disposition"]
        return response.data

    def open(self, method: str, address: str, data: Any = None, **kwargs: Any) -> TestResponse:
        """Send one request that shares nothing with the test but what is committed."""
        db.session.rollback()
        with self.app.app_context():
            response = self.client.open(
                address, method=method, data=data, buffered=True, follow_redirects=False, **kwargs
            )
        if self.agrees and b"data-past-figures" in response.data:
            return self.open(method, address, agreed(BeautifulSoup(response.text, "html.parser")))
        db.session.expire_all()
        has_tokens = bool(self.app.config["WTF_CSRF_ENABLED"])
        check_response(response, has_tokens=has_tokens)
        self.show(response.text if response.mimetype == "text/html" else "")
        return response

    def url(self, endpoint: str, **values: Any) -> str:
        return self.app.url_map.bind("localhost").build(endpoint, values)

    def _page(self, response: TestResponse, status: int) -> BeautifulSoup:
        assert response.status_code == status, (
            f"{response.request.path}: {response.status_code} {main_text(self.shown)[:800]}"
        )
        return self.shown


def account_of(
    role: Role,
    organization: Any = None,
    *,
    name: str = "",
    workshops: tuple[int, ...] = (),
    member: Any = None,
) -> User:
    """Find the account of `role` and `organization`, by default the committee, or make it."""
    from tests.factories import committee, make_member  # it needs this module's neighbors

    if organization is None:
        organization = committee()
    if role is Role.COMMISSAR and member is None:
        member = make_member(organization=organization)
    username = name or f"{role.value}-{organization.id}"
    user = db.session.scalars(select(User).where(User.username == username)).first()
    if user is None:
        user, _ = operations.create_user(
            username,
            f"Name of {username}",
            role,
            organization.id,
            member and member.id,
            workshops,
            must_change=False,
        )
    return user


def main_text(page: BeautifulSoup) -> str:
    return text(page.select_one("main") or page)


def without_token(body: str) -> str:
    """Return a page without what differs in every answer."""
    return re.sub(r'(name="csrf_token"[^>]*value=")[^"]*', r"\1", body)


def text(tag: Tag | None) -> str:
    """Return what a person reads, whatever the line breaks of the template."""
    return " ".join(tag.text.split()) if tag else ""


def cells(page: BeautifulSoup) -> list[list[str]]:
    """Return the texts of the page's ledger, row by row."""
    table = page.select_one("table.ledger")
    return (
        []
        if table is None
        else [[text(cell) for cell in row.select("td, th")] for row in table.select("tbody tr")]
    )


def errors(page: BeautifulSoup) -> dict[str, str]:
    """Return what the page says at each field, by the field's name."""
    found = {}
    for tag in page.select(".field-error"):
        found[str(tag["id"]).removesuffix("-error")] = text(tag)
    return found


def agreed(question: BeautifulSoup) -> dict[str, Any]:
    """Return what the question about past figures sends when its button is pressed."""
    form = question.select_one("form[data-past-figures]")
    assert form is not None
    sent: dict[str, Any] = {}
    for tag in form.select("input[name]"):
        sent.setdefault(str(tag["name"]), []).append(str(tag.get("value", "")))
    return sent


def form_data(page: BeautifulSoup) -> dict[str, Any]:
    """Return what a browser would send if a person pressed the main form's first button."""
    data: dict[str, Any] = {}
    form = main_form(page)
    for tag in form.select("input[name], textarea[name], select[name]"):
        name = str(tag["name"])
        if tag.name == "select":
            chosen = tag.select_one("option[selected]") or tag.select_one("option")
            data[name] = str(chosen["value"]) if chosen else ""
        elif tag.name == "textarea":
            data[name] = tag.text.removeprefix("\r").removeprefix("\n")
        elif tag.get("type") in ("checkbox", "radio"):
            if tag.has_attr("checked"):
                data.setdefault(name, []).append(str(tag["value"]))
        else:
            data[name] = str(tag.get("value", ""))
    return {
        name: value[0] if isinstance(value, list) and len(value) == 1 else value
        for name, value in data.items()
    }


def main_form(page: BeautifulSoup) -> Tag:
    """The form of the page's content that has a field for a version or, else, the last one."""
    forms = page.select("main form[method=post]")
    return next((form for form in forms if form.select("[name=version]")), forms[-1])
