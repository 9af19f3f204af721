"""The page on which the columns of an uploaded file are mapped to those of the register."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub.accounts import current_viewer
from partyhub.database import reading
from partyhub.registers.catalog import current_catalog
from partyhub.registers.importing.column_proposals import (
    COLUMN_DECISION,
    Certainty,
    column_decision,
)
from partyhub.registers.importing.reading.guessing import keys_of, targets_of
from partyhub.registers.importing.reading.mapping import find_clash
from partyhub.registers.importing.web.stored_uploads import StoredUpload
from partyhub.registers.importing.web.views import find_upload, register_of, run_task
from partyhub.registers.register import Register

# What a select sends for a column that is left out; nothing is sent while nothing is chosen.
LEAVE_OUT = "-"


class SheetForm(NamedTuple):
    """The columns of one sheet, what each may be, and what is chosen, by the names of fields."""

    sheet: str
    register: Register
    targets: Mapping[str, str]
    groups: Sequence[tuple[Certainty, Sequence[Mapping[str, Any]]]]
    chosen: Mapping[str, str]

    def count(self, certainty: Certainty) -> int:
        """Return the number of columns that are mapped so."""
        return sum(len(columns) for each, columns in self.groups if each == certainty)

    @property
    def missing(self) -> list[str]:
        """Return the headers of required columns that no column of the file is."""
        taken = {key for target in self.chosen.values() for key in keys_of(target)}
        required = (
            column
            for column in self.register.columns
            if (field := self.register.field(column)) and field.flags.required
        )
        return [self.register.header(each) for each in required if each.key not in taken]


def columns(token: str) -> ResponseReturnValue:
    """Show how the columns are mapped, or take how they are to be mapped and judge the file."""
    with reading():  # a preview writes no record, so it needs no lock
        stored = find_upload(token)
        page = stored.result
        if page is None or not page["columns"] or not stored.is_intact():
            abort(404)
        if request.method == "GET":
            return _page(stored, page)
        return _take(stored, page)


def _take(stored: StoredUpload, page: Mapping[str, Any]) -> ResponseReturnValue:
    answers = [_answers(sheet) for sheet in page["columns"]]
    for sheet, found in zip(page["columns"], answers, strict=True):
        if error := _objection(sheet, found):
            return _page(stored, page, error), 400
    decisions = {
        column["name"]: found[column["name"]] or ""
        for sheet, found in zip(page["columns"], answers, strict=True)
        for column in sheet["columns"]
    }
    remembered = [
        {
            "register": sheet["register"],
            "signature": sheet["signature"],
            "columns": _by_name(sheet["register"], found),
        }
        for sheet, found in zip(page["columns"], answers, strict=True)
        if "remember" in request.form
    ]
    others = {
        name: value
        for name, value in stored.decisions.items()
        if not name.startswith(COLUMN_DECISION)
    }
    stored.write_decisions(others | decisions)
    stored.write_remembered(remembered)
    run_task(stored, current_viewer())
    return redirect(url_for("imports.preview", token=stored.token), 303)


def _answers(sheet: Mapping[str, Any]) -> dict[str, str | None]:
    """Return the chosen target of each column of a sheet, None where nothing valid is chosen."""
    valid = targets_of(current_catalog().by_name[sheet["register"]]) | {LEAVE_OUT: ""}
    sent = {column["name"]: request.form.get(column["name"], "") for column in sheet["columns"]}
    return {
        name: (None if target not in valid else "" if target == LEAVE_OUT else target)
        for name, target in sent.items()
    }


def _objection(sheet: Mapping[str, Any], answers: Mapping[str, str | None]) -> str:
    """Return the sentence about a column without an answer or two with the same one, or none."""
    for column in sheet["columns"]:
        if answers[column["name"]] is None:
            return gettext(
                "Say what the column “%(header)s” is, or leave it out.", header=column["header"]
            )
    key = find_clash(target or "" for target in answers.values())
    if not key:
        return ""
    return gettext(
        "Two columns are mapped to “%(column)s”. Give it to one of them.",
        column=targets_of(current_catalog().by_name[sheet["register"]])[key],
    )


def _by_name(register: str, answers: Mapping[str, str | None]) -> dict[str, str]:
    start = column_decision(register, "")
    return {name.removeprefix(start): target or "" for name, target in answers.items()}


def _page(stored: StoredUpload, page: Mapping[str, Any], error: str = "") -> str:
    return render_template(
        "import/columns.html",
        token=stored.token,
        about=stored.about,
        register=register_of(stored),
        forms=[_form(sheet) for sheet in page["columns"]],
        error=error,
        leave_out=LEAVE_OUT,
    )


def _form(sheet: Mapping[str, Any]) -> SheetForm:
    register = current_catalog().by_name[sheet["register"]]
    order = (Certainty.ASKED, Certainty.CERTAIN, Certainty.LEFT_OUT)
    groups = [
        (each, [column for column in sheet["columns"] if column["certainty"] == each])
        for each in order
    ]
    chosen = {column["name"]: _proposed(column) for column in sheet["columns"]}
    chosen |= {name: sent for name in chosen if (sent := request.form.get(name))}
    shown = [(each, found) for each, found in groups if found]
    return SheetForm(sheet["sheet"], register, targets_of(register), shown, chosen)


def _proposed(column: Mapping[str, Any]) -> str:
    """Return the option that is chosen at first: none where a question has no proposal."""
    is_open = column["certainty"] == Certainty.ASKED and not column["is_remembered"]
    return str(column["target"]) if column["target"] or is_open else LEAVE_OUT
