"""PartyHub's side, in a process of its own: FOLDER WORKBOOK. It answers with JSON on stdout."""

import sys
from pathlib import Path
from typing import Any

from flask_babel import force_locale
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from benchmarks import people
from benchmarks.measures import Measures
from partyhub import catalog, clock
from partyhub.app import create_app
from partyhub.database import db, writing
from partyhub.history.models import HistoryEntry
from partyhub.members.models import Member
from partyhub.members.registers import members
from partyhub.migrations import upgrade
from partyhub.registers import saving
from partyhub.registers.exporting import write_records
from partyhub.registers.importing import acting, keeping
from partyhub.registers.importing.outcomes import Result, State
from partyhub.viewers import Viewer

OWNER = Viewer("Benchmark")
LONG_AGO = "1950-01-01"


def main(folder: Path, workbook: Path) -> str:
    folder.mkdir(mode=0o700)
    app = create_app(folder)
    upgrade(app)
    with app.app_context(), force_locale("zh_Hans_CN"), writing():
        found_committee()
        return measure(folder, workbook)


def measure(folder: Path, workbook: Path) -> str:
    measures, exported = Measures(), folder / "export.xlsx"
    with measures.step("preview"):
        expect(acting.preview(OWNER, workbook, members), State.NEW)
    with measures.step("apply"):
        digest = keeping.hash_of(workbook)
        expect(acting.apply(OWNER, workbook, members, workbook.name, digest), State.NEW)
        db.session.commit()
    count = db.session.scalar(select(func.count(Member.id)))
    logged = db.session.scalar(select(func.count(HistoryEntry.id)))
    export(exported)
    db.session.remove()
    with measures.step("again"):
        expect(acting.preview(OWNER, exported, members), State.UNCHANGED)
    return measures.report(rows=count, logged=logged)


def expect(result: Result, state: State) -> None:
    assert result.is_applicable, result.errors[:3]
    assert result.count(state) == len(result.rows), (state, result.as_json()["errors"][:3])


def export(path: Path) -> None:
    query = members.load().order_by(Member.number)
    write_records(members, members.columns, db.session.scalars(query), clock.today(), path)


def found_committee() -> None:
    code, name = people.COMMITTEE
    since: dict[str, Any] = {"established_on": LONG_AGO}
    enter("organizations", code=code, name=name, kind="party_committee", **since)
    for code, name in people.branches():
        enter("organizations", code=code, name=name, kind="branch", parent="DW", **since)
    for code, name in people.groups():
        enter("organizations", code=code, name=name, kind="party_group", parent="ZB01", **since)
    for code, name in people.workshops():
        enter("workshops", code=code, name=name, is_first_line="1", opened_on=LONG_AGO)
    db.session.commit()
    db.session.remove()


def enter(register_name: str, **typed: Any) -> None:
    register = catalog.registers_by_name()[register_name]
    form = register.form(OWNER, formdata=MultiDict(typed), meta={"csrf": False})
    form.asks_reason = False
    assert form.validate(), form.errors
    saving.save(register, None, form)


if __name__ == "__main__":
    sys.stdout.write(main(Path(sys.argv[1]), Path(sys.argv[2])) + "\n")
