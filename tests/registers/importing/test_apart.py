"""A file judged on a private copy does the same as one judged on the records themselves."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from partyhub.campaigns.models import Campaign
from partyhub.clock import now
from partyhub.database import db
from partyhub.history.models import Action, HistoryEntry, ImportRun
from partyhub.history.operations import log
from partyhub.organizations.models import Organization
from partyhub.registers.importing.isolation import replay, service
from partyhub.registers.importing.isolation.service import (
    ContentionError,
    Upload,
    import_apart,
    judge_apart,
    store,
)
from partyhub.registers.importing.web.stored_uploads import hash_of
from partyhub.roles import Role
from partyhub.rules.models import Rule
from tests import factories, stages
from tests.instances import State, somebody_writing
from tests.registers.importing.workbooks import Desk, register
from tests.registers.samples import stored

pytestmark = pytest.mark.long

DAY = date(2022, 6, 29)
EARLIER = date(2022, 6, 1)
HEAD = ("编码", "名称", "开始日期", "目标")
CAMPAIGNS = [HEAD, *[(f"C{n}", f"Name {n}", DAY, "Goal") for n in range(250)]]
MEMBERS = [
    ("编号", "姓名", "所在党支部", "入党日期"),
    ("A1", "One", "First", DAY),
    ("A2", "Two", "First", DAY),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "apart"
    made.mkdir()
    return made


def upload(file: Path, name: str | None) -> Upload:
    return Upload(factories.OWNER, file, register(name), file.name, hash_of(file))


def store_upload(group: ImportRun) -> None:
    group.stored_as = "kept.xlsx"
    db.session.commit()


def rows_without_times() -> dict[str, list[Any]]:
    """All rows of all tables, but for the moments at which they were written."""
    found = {}
    for table in db.metadata.sorted_tables:
        columns = [c for c in table.columns if not str(c.type).startswith("DATETIME")]
        found[table.name] = sorted(map(repr, db.session.execute(select(*columns))))
    db.session.rollback()
    return found


def test_it_writes_what_judging_in_place_writes(app: Flask, desk: Desk, folder: Path) -> None:
    """New rows and changed ones, dated rows, a row twice, history, images and the group."""
    branch = factories.make_branch(name="First")
    factories.make_member(
        organization=branch, number="A1", name="One", admitted_on=EARLIER, full_on=None
    )
    factories.make_campaign(code="C7", name="Name 7", started_on=DAY)
    file = desk.book({"campaigns": CAMPAIGNS, "members": MEMBERS})
    state = State(app)
    before = rows_without_times()

    assert desk.apply(file, None).errors == []
    db.session.get_one(ImportRun, 1).stored_as = "kept.xlsx"
    db.session.commit()
    in_place = rows_without_times()
    state.put_back()
    assert rows_without_times() == before

    judged = import_apart(upload(file, None), folder, store_upload)

    assert (judged.is_stored, judged.result.group_id) == (True, 1)
    assert rows_without_times() == in_place
    assert in_place != before


def test_judging_apart_holds_no_lock_and_writes_nothing(
    app: Flask, desk: Desk, folder: Path
) -> None:
    file = desk.sheet("campaigns", CAMPAIGNS)
    before, met = stages.digest(without=()), []

    def save(rows: int) -> None:
        """Somebody else saves while the file is judged."""
        with somebody_writing(app, patience=0.1):
            met.append(rows)

    judged = judge_apart(upload(file, "campaigns"), folder, save)

    assert met == [200, 250]
    assert (len(judged.result.rows), judged.result.is_applicable) == (250, True)
    assert stages.digest(without=()) == before
    assert [path.name for path in folder.iterdir()] == [service.CHANGES]


def test_what_was_judged_is_written_as_of_now(desk: Desk, folder: Path) -> None:
    file = upload(desk.sheet("campaigns", CAMPAIGNS), "campaigns")
    judged = judge_apart(file, folder)
    assert judged.changes is not None
    assert judged.stamp is not None
    between = now()
    assert store(file, judged.changes, judged.stamp, judged.result.group_id or 0, store_upload)
    assert stored(Campaign) == 250
    for moment in db.session.scalars(select(HistoryEntry.at)):
        assert moment >= between
    assert db.session.get_one(ImportRun, 1).at >= between
    assert min(db.session.scalars(select(Campaign.created_at))) >= between
    assert now() - between < timedelta(hours=1)


@pytest.mark.parametrize("change", ["record", "new", "rule", "rights"])
def test_what_changed_since_is_noticed(desk: Desk, folder: Path, change: str) -> None:
    campaign_id = factories.make_campaign(code="Z1").id
    file = upload(desk.sheet("campaigns", CAMPAIGNS), "campaigns")
    judged = judge_apart(file, folder)
    assert judged.changes is not None
    assert judged.stamp is not None
    if change == "record":
        factories.change(db.session.get_one(Campaign, campaign_id), goal="Since")
    elif change == "new":
        factories.make_campaign(code="Z2")
    elif change == "rule":
        rule = db.session.scalars(select(Rule)).first()
        assert rule is not None
        rule.source += " changed"
        db.session.commit()
    else:
        file = replace(file, viewer=replace(file.viewer, organization_id=7))
    before = stages.digest()
    assert not store(file, judged.changes, judged.stamp, judged.result.group_id or 0, store_upload)
    assert stages.digest() == before


def test_a_file_of_changes_that_is_cut_off_writes_nothing(desk: Desk, folder: Path) -> None:
    file = upload(desk.sheet("campaigns", CAMPAIGNS), "campaigns")
    judged = judge_apart(file, folder)
    assert judged.changes is not None
    assert judged.stamp is not None
    lines = judged.changes.read_text(encoding="utf-8").splitlines(keepends=True)
    judged.changes.write_text("".join(lines[:-2]), encoding="utf-8")
    before = stages.digest()
    assert not store(file, judged.changes, judged.stamp, judged.result.group_id or 0, store_upload)
    assert stages.digest() == before


def never_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody always changes something that the file rests on."""
    monkeypatch.setattr(replay, "is_current", lambda stamp, viewer: False)


def test_whoever_saves_all_the_time_waits_for_a_small_file(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    never_at_rest(monkeypatch)
    file = upload(desk.sheet("campaigns", CAMPAIGNS[:3]), "campaigns")
    assert import_apart(file, folder, store_upload).is_stored
    assert stored(Campaign) == 2


def test_a_large_file_lets_others_finish(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    never_at_rest(monkeypatch)
    monkeypatch.setattr(service, "MOST_ROWS", 100)
    before = stages.digest()
    with pytest.raises(ContentionError):
        import_apart(upload(desk.sheet("campaigns", CAMPAIGNS), "campaigns"), folder, store_upload)
    assert stages.digest() == before


def test_what_others_save_beside_it_does_not_matter(desk: Desk, folder: Path) -> None:
    """A person of another register, an export, a sign-in."""
    branch_id = factories.make_branch(name="First").id
    file = upload(desk.sheet("campaigns", CAMPAIGNS), "campaigns")
    judged = judge_apart(file, folder)
    assert judged.changes is not None
    assert judged.stamp is not None
    factories.make_member(organization=db.session.get_one(Organization, branch_id))
    log(factories.OWNER, "campaigns", None, Action.EXPORTED)
    factories.make_user(Role.REVIEWER, username="spare")
    db.session.commit()
    assert store(file, judged.changes, judged.stamp, judged.result.group_id or 0, store_upload)
    assert stored(Campaign) == 250


@pytest.mark.sqlite(reason="the disk of PostgreSQL is its server's, who says so itself")
def test_without_room_on_the_disk_it_says_so(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(folder)._replace(free=1_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    file = upload(desk.sheet("campaigns", CAMPAIGNS), "campaigns")
    with pytest.raises(OSError, match="No space left"):
        judge_apart(file, folder)
    assert list(folder.iterdir()) == []
