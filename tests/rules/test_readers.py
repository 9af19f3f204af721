"""Each rule has a reader: what a page prints as in force is applied somewhere."""

import ast
from pathlib import Path

import pytest

import partyhub
from partyhub.rules.defaults import DEFAULTS
from partyhub.rules.kinds import PLAIN, kind_of

CODE = Path(partyhub.__file__).parent
# What names rules without applying them.
NAMES_ONLY = ("rules", "migrations")
KEYS = sorted({each.key for each in DEFAULTS})


def texts_read() -> set[str]:
    """Every text in the code that applies rules."""
    found: set[str] = set()
    for path in CODE.rglob("*.py"):
        if path.relative_to(CODE).parts[0] not in NAMES_ONLY:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            parts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
            found.update(node.value for node in parts if isinstance(node.value, str))
    return found


def test_every_rule_is_read_by_the_code() -> None:
    """It was red for members.target.months, which stood on the page and was applied nowhere."""
    assert set(KEYS) - texts_read() == set()


@pytest.mark.parametrize("key", KEYS)
def test_every_rule_has_a_kind_and_lies_between_its_bounds(key: str) -> None:
    kind = kind_of(key)
    assert kind is not PLAIN
    values = [float(each.value) for each in DEFAULTS if each.key == key]
    assert all(kind.least <= value <= kind.most for value in values)


def test_no_rule_is_dated_by_the_founding_of_the_party() -> None:
    assert min(each.since for each in DEFAULTS).year > 1921
