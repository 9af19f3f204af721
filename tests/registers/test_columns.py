"""The columns that are promised: key, Chinese header, kind and "!", restated from the contract.

Sheets, exports, imports and acceptance checks name them. A register may have more, never fewer.
"""

import pytest
from flask import Flask
from flask_babel import force_locale

from partyhub.registers import Register
from tests.catalog import CATALOG
from tests.contract import CONTRACTS
from tests.registers.samples import each_register


def test_every_register_is_in_the_contract() -> None:
    assert CONTRACTS.keys() == {register.name for register in CATALOG.registers}


@each_register
def test_columns_have_their_key_kind_and_mark(register: Register, app: Flask) -> None:
    with app.test_request_context():
        found = {c.key: (register.kind(c), register.help(c).is_required) for c in register.columns}
    for key, _header, kind, is_required in CONTRACTS[register.name].promised():
        assert key in found, f"{register.name} has no column {key}"
        assert found[key] == (kind, is_required), key
    assert tuple(register.key) == CONTRACTS[register.name].key


@each_register
def test_columns_stand_in_the_order_of_the_contract(register: Register) -> None:
    promised = [column.key for column in CONTRACTS[register.name].promised()]
    assert [c.key for c in register.columns if c.key in promised] == promised


@each_register
def test_headers_and_title_are_chinese_in_the_chinese_interface(
    register: Register, app: Flask
) -> None:
    contract = CONTRACTS[register.name]
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        headers = {c.key: register.header(c) for c in register.columns}
        title = str(register.title)
    assert title == contract.title
    assert {c.key: headers[c.key] for c in contract.promised()} == {
        c.key: c.header for c in contract.promised()
    }
    assert len(set(headers.values())) == len(headers), "Two columns share a header."


@pytest.mark.parametrize(
    ("name", "key"), [(name, key) for name in CONTRACTS for key in CONTRACTS[name].enums]
)
def test_enum_members_have_their_key_and_label(name: str, key: str, app: Flask) -> None:
    register = CATALOG.by_name[name]
    column = register.column(key)
    assert column is not None
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        found = {member.value: member.label for member in register.members(column)}
    assert found == CONTRACTS[name].labels(key)


def test_every_enum_column_is_restated(app: Flask) -> None:
    with app.test_request_context():
        found = {
            f"{register.name}.{column.key}"
            for register in CATALOG.registers
            for column in register.columns
            if register.kind(column) in ("enum", "enums")
        }
    # A member's stage and a vote's result are computed; their labels stand in their own tests.
    assert found - {"members.stage", "votes.result"} == {
        f"{n}.{key}" for n in CONTRACTS for key in CONTRACTS[n].enums
    }
