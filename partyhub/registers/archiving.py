"""Archiving what others refer to is refused: the page lists them, and says what to do instead."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from partyhub.registers.dependents import find_dependents
from partyhub.registers.pages import render
from partyhub.registers.register import Register
from partyhub.registers.rights import find_record, writer
from partyhub.registers.views import archive_record


def archive_unreferred(
    register: Register, record_id: int, why: str, instead: tuple[str, str] | None
) -> ResponseReturnValue:
    """Archive a record that nothing refers to; else say `why` not, and what to do `instead`.

    The latter are the words of a link and its address.
    """
    viewer = writer(register)
    record = find_record(register, viewer, record_id, writes=True)
    dependents = find_dependents(record, viewer)
    if not dependents:
        return archive_record(register, record_id)
    return render_kept(register, record, why=why, dependents=dependents, instead=instead)


def render_kept(register: Register, record: Any, **context: Any) -> ResponseReturnValue:
    """Say why the record isn't archived, when it is asked and when it is done."""
    given = {"record": record, "record_title": record.caption, "dependents": (), "instead": None}
    page = render(register, "kept.html", **(given | context))
    return page, 400 if request.method == "POST" else 200
