"""No row makes a record another one's: its number and its name stay together without a decision."""

from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from partyhub.database import db
from partyhub.texts import fold_name, normal_form
from tests import factories
from tests.catalog import CATALOG
from tests.registers.importing.test_random import QUICK
from tests.registers.importing.test_round_trip import exported
from tests.registers.importing.workbooks import Desk

pytestmark = pytest.mark.long

# The registers whose records have a key and a name, and the column of the name.
NAMED = {
    register.name: register.naming
    for register in CATALOG.registers
    if register.naming and len(register.key) == 1
}
WAYS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "wide": lambda text: "".join(chr(ord(c) + 0xFEE0) if c.isascii() else c for c in text),
    "small": str.lower,
    "apart": lambda text: f"{text[:1]} {text[1:]}",
    "new": lambda text: f"{text}9",
    "blank": lambda text: "",
}
KEYS = ("0A01", "B002")
NAMES = ("Lu Yuan", "Bu Xiang")


def rows_of(desk: Desk, name: str) -> tuple[Sequence[Any], list[list[Any]]]:
    """Return the headers and the rows of an export, without its hidden columns."""
    sheet = openpyxl.load_workbook(exported(desk, CATALOG.by_name[name])).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    shown = [at for at, header in enumerate(rows[0]) if "partyhub:" not in str(header)]
    head, *others = [[row[at] for at in shown] for row in rows]
    return head, others


def identities(name: str) -> dict[int, tuple[str, str]]:
    register = CATALOG.by_name[name]
    (key,), naming = register.key, register.naming
    return {
        each.id: (normal_form(getattr(each, key)), fold_name(getattr(each, naming)))
        for each in db.session.scalars(register.load()).unique()
    }


def make_two(name: str) -> None:
    """Make two records of the register with keys and names that are easily taken for others."""
    register, make = CATALOG.by_name[name], getattr(factories, f"make_{name[:-1]}")
    for key, text in zip(KEYS, NAMES, strict=True):
        make(**{register.key[0]: key, register.naming: text})


def test_these_have_a_key_and_a_name() -> None:
    assert set(NAMED) >= {"members", "campaigns", "projects", "teams", "vanguard_posts"}


@given(data=st.data())
@settings(QUICK, max_examples=15, phases=(Phase.explicit, Phase.generate))
def test_no_record_becomes_another_without_a_decision(desk: Desk, data: Any) -> None:
    name = data.draw(st.sampled_from(sorted(NAMED)))
    register = CATALOG.by_name[name]
    if len(identities(name)) < 2:
        make_two(name)
    known = identities(name)
    head, others = rows_of(desk, name)
    pick = st.integers(0, 1)  # what is drawn doesn't depend on what is on record
    drawn = list(others[data.draw(pick)])
    for key in (register.key[0], register.naming):
        column = register.column(key)
        assert column is not None
        at = head.index(register.header(column))
        text = others[data.draw(pick)][at]
        drawn[at] = WAYS[data.draw(st.sampled_from(sorted(WAYS)))](text)
    result = desk.apply(desk.sheet(name, [head, drawn]), name)
    after = identities(name)
    assert {number: after[number] for number in known} == known, (drawn, result.rows)
