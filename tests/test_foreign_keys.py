"""The canary of references: every form, sent the records of another branch in each field.

No answer holds the mark that the names of the other branch carry, and nothing is stored.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from flask import Flask

from partyhub.database import Nameable
from partyhub.forms.pickers import RefField, RefsField
from partyhub.members.steps import MoveForm, ReadmitForm, ReturnForm
from partyhub.registers import Register
from partyhub.roles import Role
from partyhub.viewers import Viewer
from tests import factories, stages
from tests.browser import Browser, form_data
from tests.catalog import CATALOG
from tests.instances import State
from tests.registers.importing.test_round_trip import exported
from tests.registers.importing.workbooks import Desk, said, warned
from tests.stages import Branch, Stage
from tests.test_access import sign_in, stage

__all__ = ["stage"]
pytestmark = pytest.mark.slow

# What everybody may name, so that the answer may be that it is stored: campaigns are for all, and a
# branch's people work in any workshop.
FOR_ALL = {"campaigns", "workshops"}


class Sent(NamedTuple):
    """A field of a form, and the text that names a record of the other branch in it."""

    field: str
    text: str
    is_for_all: bool


def texts_of(branch: Branch) -> dict[str, tuple[str, str]]:
    """The id and the code by which forms name the branch's records, by register."""
    records = {name: factories.find(made) for name, made in branch.made.items()}
    return {
        name: (f"#{record.id}", record.reference_code)
        for name, record in records.items()
        if isinstance(record, Nameable)
    }


def references(form: Any, others: dict[str, tuple[str, str]]) -> Iterator[Sent]:
    """Each field of `form` that refers to records, with one of the other branch: by id and code."""
    for name in dir(form):
        unbound = getattr(form, name)
        kind = getattr(unbound, "field_class", None)
        if not isinstance(kind, type) or not issubclass(kind, RefField):
            continue
        target = unbound.kwargs["choices_from"]
        by_id, by_code = others[target]
        for text in (by_code,) if issubclass(kind, RefsField) else (by_id, by_code):
            yield Sent(name, text, target in FOR_ALL)


def forms_of(register: Register, own: Branch) -> list[tuple[str, Any]]:
    """The addresses of a register's forms that carry references."""
    number = own.records[register.name]
    found: list[tuple[str, Any]] = [
        (f"/{register.name}/{number}/edit", register.form),
        (f"/{register.name}/new", register.form),
    ]
    if register.name == "members":
        found.append((f"/members/{number}/move", MoveForm))
        found.append((f"/members/{number}/return", ReturnForm))
        found.append((f"/members/{number}/readmit", ReadmitForm))
    return found


@pytest.mark.parametrize("who", ["branch", "commissar"])
def test_no_form_tells_or_takes_what_is_of_others(app: Flask, stage: Stage, who: str) -> None:
    browser = sign_in(app, who, stage)
    own, other, others = stage.own, stage.other, texts_of(stage.other)
    state, before = State(app), stages.digest()
    sent = 0
    for register in CATALOG.registers:
        right = filled(browser, register, own)
        for address, form in forms_of(register, own):
            for each in references(form, others):
                typed = right | {each.field: each.text}
                response = browser.open("POST", address, typed)
                told = f"{address}: {each.field}={each.text} → {response.status_code}"
                if other.mark not in each.text and not each.is_for_all:
                    assert other.mark not in response.text, told
                if each.is_for_all and response.status_code == 303:
                    state.put_back()
                else:
                    assert response.status_code in (400, 403, 404, 409), told
                    assert stages.digest() == before, told
                sent += response.status_code == 400
    assert sent >= {"branch": 40, "commissar": 2}[who]


def filled(browser: Browser, register: Register, own: Branch) -> dict[str, Any]:
    """The values of the own record's form; none where this person may not open it."""
    address = f"/{register.name}/{own.records[register.name]}/edit"
    if browser.open("GET", address).status_code != 200:
        return {}
    page = browser.shown
    return form_data(page) | {"reason": "x", "day": "2023-06-01"}


@pytest.mark.parametrize("who", ["branch", "commissar"])
def test_a_key_of_others_is_refused_without_their_name(app: Flask, stage: Stage, who: str) -> None:
    """The other branch's key, typed into the own form."""
    browser = sign_in(app, who, stage)
    before = stages.digest()
    for register in CATALOG.registers:
        right = filled(browser, register, stage.own)
        if not right:
            continue
        there = factories.find(stage.other.made[register.name])
        own = f"/{register.name}/{stage.own.records[register.name]}/edit"
        key = {name: str(getattr(there, name)) for name in register.key if name in right}
        texts = {name: text for name, text in key.items() if not hasattr(there, f"{name}_id")}
        for address in (f"/{register.name}/new", own):
            response = browser.open("POST", address, right | texts)
            if not any(stage.other.mark in text for text in texts.values()):
                assert stage.other.mark not in response.text, address
            if response.status_code != 303:
                assert stages.digest() == before, address
                continue
            before = stages.digest()
            right["version"] = str(int(right["version"]) + 1)


def test_the_hidden_keys_of_a_file_tell_nothing(stage: Stage, tmp_path: Path) -> None:
    """The id of a record of the other branch, beside another key and another name."""
    user_id, organization_id = stage.spare_user_id, stage.own.organization.id
    spy = Viewer("Spy", Role.BRANCH_SECRETARY, user_id, organization_id)
    for name in ("members", "vanguard_posts", "teams", "projects"):
        register = CATALOG.by_name[name]
        desk = Desk(tmp_path)
        file = exported(desk, register)
        book = openpyxl.load_workbook(file)
        sheet = book.worksheets[0]
        hidden = [cell.column for cell in sheet[1] if "partyhub:" in str(cell.value)]
        (column,) = (c.column for c in sheet[1] if c.value == "partyhub:id")
        (theirs,) = (
            [cell.value for cell in row]
            for row in sheet.iter_rows(min_row=2)
            if row[column - 1].value == stage.other.records[name]
        )
        sheet.delete_rows(2, sheet.max_row)
        sheet.append([v if at in hidden else f"Z-{at}" for at, v in enumerate(theirs, 1)])
        book.save(file)
        result = desk.as_viewer(spy).preview(file, name)
        told = json.dumps([*warned(result), *said(result)])
        assert "copied from another record" in told
        assert stage.other.mark not in told
