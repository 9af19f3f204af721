"""What the example has on record, for the tests that check a text against it."""

from collections.abc import Iterator

import pytest
from flask_babel import force_locale

from partyhub.database import db, reading
from partyhub.drafts.checking import Material
from tests.drafts.example import material_of
from tests.example_instance import Built


@pytest.fixture
def material(example_committee: Built) -> Iterator[Material]:
    with example_committee.app.app_context(), force_locale("en"), reading():
        yield material_of(example_committee)
        db.session.rollback()
