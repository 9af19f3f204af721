from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event

from partyhub.database import db
from tests.accounts.conftest import (
    administrator,
    app,
    empty,
    person,
    place,
    small_argon2,
    user,
    watch,
)

__all__ = ["administrator", "app", "empty", "person", "place", "small_argon2", "user", "watch"]


@pytest.fixture
def queries_of(app: Flask) -> Callable[[Callable[[], object]], int]:  # a fixture
    """Count the statements that an act sends to the database."""

    def count(act: Callable[[], object]) -> int:
        sent: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:
            sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        act()
        event.remove(db.engine, "before_cursor_execute", note)
        return len(sent)

    return count
