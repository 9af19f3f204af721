"""One sample of each register; a new register needs its lines here and nothing else."""

from collections.abc import Callable, Mapping
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

import pytest
from sqlalchemy import event, func, select

from partyhub import catalog
from partyhub.accounts import operations
from partyhub.database import Record, db
from partyhub.history.models import HistoryEntry
from partyhub.organizations.models import Organization
from partyhub.registers import Register
from partyhub.spreadsheets import read_rows, sheet_titles
from partyhub.viewers import Role, Viewer
from tests import factories
from tests.browser import Browser

Maker = Callable[[Organization | None], Any]


def make_organization(_organization: Organization | None = None) -> Any:
    return factories.make_organization()


def make_activity(organization: Organization | None = None) -> Any:
    """A theme day of one person, who came."""
    member = factories.make_member(organization=organization)
    return factories.make_activity(organization=organization, present=[member])


MAKERS: Mapping[str, Maker] = {
    "organizations": make_organization,
    "terms": lambda o=None: factories.make_term(organization=o, reelected_on=date(2023, 5, 1)),
    "workshops": lambda o=None: factories.make_workshop(organization=o),
    "members": lambda o=None: factories.make_member(organization=o, phone="13812345678"),
    "assignments": lambda o=None: factories.make_assignment(organization=o),
    "party_posts": lambda o=None: factories.make_party_post(organization=o),
    "appraisals": lambda o=None: factories.make_appraisal(organization=o, for_year=2023),
    "activities": make_activity,
    "vanguard_posts": lambda o=None: factories.make_vanguard_post(organization=o),
    "post_reviews": lambda o=None: factories.make_post_review(organization=o),
    "teams": lambda o=None: factories.make_team(organization=o),
    "commissars": lambda o=None: factories.make_commissar(organization=o),
    "duties": lambda o=None: factories.make_duty(organization=o, topic="Topic"),
    "projects": lambda o=None: factories.make_project(organization=o),
    "milestones": lambda o=None: factories.make_milestone(organization=o),
    "mentorships": lambda o=None: factories.make_mentorship(organization=o),
    "prosperity_workshops": lambda o=None: factories.make_prosperity_workshop(organization=o),
    "prosperity_returns": lambda o=None: factories.make_prosperity_return(organization=o),
    "awards": lambda o=None: factories.make_award(organization=o),
    "campaigns": lambda o=None: factories.make_campaign(),
}


class Edit(NamedTuple):
    """A field, what is typed into it, how the page shows that, and another person's text for it."""

    field: str
    typed: str
    shown: str
    other: str
    other_shown: str


EDITS: Mapping[str, Edit] = {
    "organizations": Edit("remark", "Mine", "Mine", "Theirs", "Theirs"),
    "terms": Edit("reelected_on", "2023-02-03", "3 February 2023", "2023-02-04", "4 February 2023"),
    "workshops": Edit("name", "Mine", "Mine", "Theirs", "Theirs"),
    "members": Edit("job", "Mine", "Mine", "Theirs", "Theirs"),
    "assignments": Edit(
        "started_on", "2021-02-03", "3 February 2021", "2021-02-04", "4 February 2021"
    ),
    "party_posts": Edit(
        "ended_on", "2023-02-03", "3 February 2023", "2023-02-04", "4 February 2023"
    ),
    "appraisals": Edit("held_on", "2023-02-03", "3 February 2023", "2023-02-04", "4 February 2023"),
    "activities": Edit("title", "Mine", "Mine", "Theirs", "Theirs"),
    "vanguard_posts": Edit("department", "Mine", "Mine", "Theirs", "Theirs"),
    "post_reviews": Edit("comment", "Mine", "Mine", "Theirs", "Theirs"),
    "teams": Edit("task", "Mine", "Mine", "Theirs", "Theirs"),
    "commissars": Edit("document_no", "Mine", "Mine", "Theirs", "Theirs"),
    "duties": Edit("outcome", "Mine", "Mine", "Theirs", "Theirs"),
    "projects": Edit("target", "Mine", "Mine", "Theirs", "Theirs"),
    "milestones": Edit("title", "Mine", "Mine", "Theirs", "Theirs"),
    "mentorships": Edit("skill", "Mine", "Mine", "Theirs", "Theirs"),
    "prosperity_workshops": Edit("products", "Mine", "Mine", "Theirs", "Theirs"),
    "prosperity_returns": Edit("staff", "31", "31", "32", "32"),
    "awards": Edit("title", "Mine", "Mine", "Theirs", "Theirs"),
    "campaigns": Edit("goal", "Mine", "Mine", "Theirs", "Theirs"),
}

# Who may write, as registers.md says it: a branch's secretary only reads these.
ROOTS_OWN = {"organizations", "terms", "workshops", "campaigns"}

each_register = pytest.mark.parametrize(
    "register", catalog.REGISTERS, ids=lambda register: register.name
)


def registers(*names: str) -> Any:
    """Only the registers of these names."""
    chosen = [catalog.registers_by_name()[name] for name in names]
    return pytest.mark.parametrize("register", chosen, ids=lambda register: register.name)


def make(register: Register, organization: Organization | None = None) -> Any:
    return MAKERS[register.name](organization)


def stored(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def history_of(record: Record, register: Register) -> list[HistoryEntry]:
    query = select(HistoryEntry).where(
        HistoryEntry.register == register.name, HistoryEntry.record_id == record.id
    )
    return list(db.session.scalars(query.order_by(HistoryEntry.id)))


# What begins a transaction asks for no record.
BEGINNINGS = ("PRAGMA", "BEGIN", "SET LOCAL", "SELECT pg_advisory")


@contextmanager
def counted_queries() -> Any:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(BEGINNINGS):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


class Exported(NamedTuple):
    """An exported list: its headers, and its rows without the hidden columns, and their ids."""

    headers: list[Any]
    rows: list[list[Any]]
    ids: list[int]


def export(browser: Browser, register: Register, **query: Any) -> Exported:
    """Export the list and read it back."""
    stream = BytesIO(browser.download(f"{register.name}.export", **query))
    (title,) = [name for name in sheet_titles(stream) if not name.startswith("_")]
    rows = read_rows(stream, title)
    start = next(i for i, row in enumerate(rows) if "partyhub:id" in row)
    headers = rows[start]
    at = headers.index("partyhub:id")
    found = [row for row in rows[start + 1 :] if isinstance(row[at], int)]
    return Exported(headers[:at], [row[:at] for row in found], [int(row[at]) for row in found])


def person(name: str, role: Role = Role.COMMITTEE_CLERK) -> Viewer:
    """Somebody else with an account."""
    user, _ = operations.create_user(name, name, role, factories.committee().id)
    db.session.commit()
    return Viewer(name, role, user.id, user.organization_id)
