"""The decisions that the preview page takes one by one; the file is judged anew by all of them."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from partyhub.accounts import current_viewer
from partyhub.database import reading
from partyhub.registers.catalog import current_catalog
from partyhub.registers.importing.judging.corrections import correction_name
from partyhub.registers.importing.questions import OTHER, RENAME, SAME, SKIP
from partyhub.registers.importing.web import tasks
from partyhub.registers.importing.web.corrections import name_of
from partyhub.registers.importing.web.stored_uploads import StoredUpload
from partyhub.registers.importing.web.views import find_upload, refusal_page, run_task

LONGEST = 500


def decide(token: str) -> ResponseReturnValue:
    """Take one decision or withdraw it, and judge the file anew; answer a redirect to its preview.

    What changes no decision leaves the preview as it is.
    “accept” takes the proposals of all equal errors, “withdraw” a decision back; “question” gets
    the answer “answer”; otherwise “key” and “old” name the cells of a register that get the text
    “new”; without one they stay as they are. “at” is the place on the page to come back to.
    """
    stored = find_upload(token)
    page = stored.result
    if page is None and tasks.find_outcome(stored).is_running:  # it was pressed twice
        return redirect(url_for("imports.preview", token=stored.token), 303)
    if page is None or not stored.is_intact():
        abort(404)
    before = stored.decisions
    decisions = _changed(before, page, request.form)
    if decisions == before:  # the preview is by them already
        return _to_preview(stored)
    stored.write_decisions(decisions)
    with reading():
        outcome = run_task(stored, current_viewer())
        if outcome.state in tasks.REFUSED:
            return refusal_page(stored, outcome), 400
    return _to_preview(stored)


def _to_preview(stored: StoredUpload) -> ResponseReturnValue:
    return redirect(url_for("imports.preview", token=stored.token, _anchor=_place()), 303)


def _place() -> str:
    """Return the place on the page that a form stands at, by its id."""
    place = request.form.get("at", "errors")
    return place if re.fullmatch(r"[a-z]+(-\d+)?", place, re.ASCII) else "errors"


def _answer(page: Mapping[str, Any], question: str, answer: str | None) -> str:
    """Return the answer if the page asks the question and offers it; aborts with 400 otherwise."""
    offered: dict[str, Collection[str]] = {}
    for each in page["questions"]:
        offered |= {each["name"]: each["answers"], each["for_all"]: (RENAME, SAME, OTHER, SKIP)}
    for each in page["choices"]:
        values = [option["value"] for option in each["options"]]
        offered |= dict.fromkeys([each["name"], *(row["name"] for row in each["rows"])], values)
    if answer is None or answer not in offered.get(question, ()):
        abort(400)
    return answer


def _changed(
    decisions: Mapping[str, str], page: Mapping[str, Any], form: Mapping[str, str]
) -> dict[str, str]:
    """Return the decisions after what the form asks for."""
    if "withdraw" in form:
        return {name: value for name, value in decisions.items() if name != form["withdraw"]}
    if "accept" in form:
        groups = (group for group in page["error_groups"] if group["proposal"] and group["key"])
        return {**decisions, **{name_of(group): group["proposal"] for group in groups}}
    if "question" in form:
        return {**decisions, form["question"]: _answer(page, form["question"], form.get("answer"))}
    register, key = form.get("register", ""), form.get("key", "")
    known = current_catalog().by_name.get(register)
    if known is None or known.column(key) is None or not form.get("old"):
        abort(400)
    name, new = correction_name(register, key, form["old"]), form.get("new", "")[:LONGEST].strip()
    others = {each: value for each, value in decisions.items() if each != name}
    return {**others, name: new} if new else others
