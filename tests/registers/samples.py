"""Samples of the registers, whose contracts make them, and what is asked of each."""

from contextlib import contextmanager
from io import BytesIO
from typing import Any, NamedTuple

import pytest
from sqlalchemy import event, func, select

from partyhub.accounts import operations
from partyhub.database import Record, db
from partyhub.history.models import HistoryEntry
from partyhub.organizations.models import Organization
from partyhub.registers import Register
from partyhub.roles import Role
from partyhub.spreadsheets import read_rows, sheet_titles
from partyhub.viewers import Viewer
from tests import factories
from tests.browser import Browser
from tests.catalog import CATALOG
from tests.contract import CONTRACTS

each_register = pytest.mark.parametrize(
    "register", CATALOG.registers, ids=lambda register: register.name
)


def registers(*names: str) -> Any:
    """Only the registers of these names."""
    chosen = [CATALOG.by_name[name] for name in names]
    return pytest.mark.parametrize("register", chosen, ids=lambda register: register.name)


def make(register: Register, organization: Organization | None = None) -> Any:
    return CONTRACTS[register.name].make(organization)


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
