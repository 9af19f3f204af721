"""The committee that an imported workbook refers to, entered in this process."""

from typing import Any

from werkzeug.datastructures import MultiDict

from benchmarks import people
from partyhub.database import db
from partyhub.registers import current_catalog, saving
from partyhub.viewers import Viewer

OWNER = Viewer("Benchmark")


def found_committee() -> None:
    """Enter the organizations and workshops of `people` as the owner, and commit."""
    since: dict[str, Any] = {"established_on": people.LONG_AGO}
    code, name = people.COMMITTEE
    enter("organizations", code=code, name=name, kind="party_committee", **since)
    for code, name in people.branches():
        enter("organizations", code=code, name=name, kind="branch", parent="DW", **since)
    for code, name in people.groups():
        enter("organizations", code=code, name=name, kind="party_group", parent="ZB01", **since)
    for code, name in people.workshops():
        enter("workshops", code=code, name=name, is_first_line="1", opened_on=people.LONG_AGO)
    db.session.commit()
    db.session.remove()


def enter(register_name: str, **typed: Any) -> None:
    register = current_catalog().by_name[register_name]
    form = register.form(OWNER, formdata=MultiDict(typed), meta={"csrf": False})
    form.asks_reason = False
    assert form.validate(), form.errors
    saving.save(register, None, form)
