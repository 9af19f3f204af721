"""The example record of each register: possible, and at one with those of the others."""

from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from partyhub.registers import Register
from partyhub.registers.template_workbooks.examples import example_of, read_examples
from tests.catalog import CATALOG
from tests.registers.importing.workbooks import Desk, counts, desk, said, warned
from tests.registers.samples import each_register

__all__ = ["desk"]
ORGANIZATIONS, MEMBERS = "organizations", "members"
# Whom the examples name and are no examples themselves: written by column, in both languages.
OTHERS: dict[str, dict[str, list[dict[str, str]]]] = {
    "zh_Hans_CN": {
        ORGANIZATIONS: [
            {
                "code": "DW",
                "name": "中共晨港电缆股份有限公司委员会",
                "short_name": "公司党委",
                "kind": "party_committee",
                "established_on": "2005-07-01",
            },
            {
                "code": "XZ01",
                "name": "第一党小组",
                "kind": "party_group",
                "parent": "一分厂党支部",
                "established_on": "2012-07-20",
            },
        ],
        MEMBERS: [{"name": "李四"}, {"name": "王五"}],
    },
    "en": {
        ORGANIZATIONS: [
            {
                "code": "DW",
                "name": "Company Party committee",
                "kind": "party_committee",
                "established_on": "2005-07-01",
            },
            {
                "code": "XZ01",
                "name": "First Party group",
                "kind": "party_group",
                "parent": "Party branch of cable plant one",
                "established_on": "2012-07-20",
            },
        ],
        MEMBERS: [{"name": "Li Si"}, {"name": "Wang Wu"}],
    },
}
# What every other member has in common with the example.
SHARED = ("organization", "applied_on", "activist_on", "target_on", "admitted_on", "full_on")
languages = pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])


def examples(register: Register) -> dict[str, str]:
    return {column.key: example_of(register, column) for column in register.entered}


def rows_of(register: Register, language: str) -> list[list[Any]]:
    """The headers, the example, and beside it those whom examples name."""
    with force_locale(language):
        own = examples(register)
        headers = [register.header(column) for column in register.entered]
    rows = [own]
    for number, other in enumerate(OTHERS[language].get(register.name, ()), 1):
        if register.name == MEMBERS:
            other = {key: own[key] for key in SHARED} | {"number": f"020{number}"} | other
        rows.append(other)
    return [headers, *([row.get(column.key, "") for column in register.entered] for row in rows)]


@languages
@pytest.mark.long
def test_the_examples_can_be_imported_as_they_stand(desk: Desk, language: str) -> None:
    """Nothing in them is wrong, and nothing is against a soft rule."""
    sheets = {register.name: rows_of(register, language) for register in CATALOG.registers}
    result = desk.apply(desk.book(sheets), None)
    assert said(result) == []
    assert warned(result) == []
    assert counts(result)[:2] == (sum(len(rows) - 1 for rows in sheets.values()), 0)


@each_register
def test_every_register_has_an_example_with_its_key(register: Register, app: Flask) -> None:
    for language in ("zh_Hans_CN", "en"):
        with app.test_request_context(), force_locale(language):
            own = examples(register)
        must = {column.key for column in register.entered if register.help(column).is_required}
        assert {key for key, text in own.items() if text} >= must


def test_examples_are_of_columns_that_exist() -> None:
    for language in ("zh", "en"):
        for name, key in read_examples(language):
            register = CATALOG.by_name[name]
            assert key in {column.key for column in register.entered}, (name, key)
