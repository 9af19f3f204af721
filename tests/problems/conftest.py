"""The committee whose contradictions the tests of problems look for."""

from collections.abc import Iterator

import pytest
from flask import Flask

from partyhub.database import db
from tests.instances import State
from tests.problems.world import World


@pytest.fixture
def world(app: Flask, template: State) -> Iterator[World]:
    """The committee in a transaction that is rolled back."""
    with app.app_context():
        yield World()
        db.session.rollback()
