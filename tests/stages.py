"""A committee with two branches, a record of every register in each, and a mark in every text."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from partyhub.database import db
from partyhub.organizations.models import Organization
from partyhub.roles import Role
from tests import factories
from tests.contract import CONTRACTS
from tests.narratives.making import make_narrative
from tests.superior_forms.making import make_form


@dataclass
class Branch:
    """One branch, the mark that its texts carry, and a record of each register."""

    organization: Organization
    mark: str
    made: dict[str, Any] = field(default_factory=dict)
    records: dict[str, int] = field(default_factory=dict)
    # A photo of each record, by the register's name.
    attachments: dict[str, int] = field(default_factory=dict)

    @property
    def member_id(self) -> int:
        return self.records["members"]


@dataclass
class Stage:
    """What the tests of access play on."""

    own: Branch
    other: Branch
    spare_user_id: int


def build() -> Stage:
    stage = Stage(
        fill(factories.make_branch(name="Own 7OWN7", short_name="7OWN7"), "7OWN7"),
        fill(factories.make_branch(name="Other 8OTHER8", short_name="8OTHER8"), "8OTHER8"),
        factories.make_user(Role.REVIEWER, username="spare").id,
    )
    add_shared(stage, "superior_forms", make_form().id)
    for branch in (stage.own, stage.other):
        narrative = make_narrative(branch.organization, f"Text {branch.mark}")
        branch.records["narratives"] = narrative.id
    return stage


def add_shared(stage: Stage, name: str, record_id: int) -> None:
    """Add a record of the whole committee, which is in no register."""
    for branch in (stage.own, stage.other):
        branch.records[name] = record_id


def fill(organization: Organization, mark: str) -> Branch:
    branch = Branch(organization, mark)
    for name, contract in CONTRACTS.items():
        branch.made[name] = contract.make_staged(branch)
    branch.records |= {name: record.id for name, record in branch.made.items()}
    branch.records["yearly_reports"] = factories.make_report(organization, f"Report {mark}").id
    for name, record in branch.made.items():
        # What is everybody's carries no mark, and a photo is of its record.
        mark = "" if CONTRACTS[name].is_everybodys else branch.mark
        branch.attachments[name] = factories.attach(record, f"Photo {mark}", f"{mark} {name}").id
    return branch


def digest(*, without: tuple[str, ...] = ("user_session",)) -> dict[str, str]:
    """A digest of the rows of each table; whoever looks has a session that is noted to be used."""
    db.session.rollback()
    found = {}
    for table in db.metadata.sorted_tables:
        if table.name not in without:
            rows = db.session.execute(text(f'SELECT * FROM "{table.name}" ORDER BY 1, 2')).all()  # noqa: S608
            found[table.name] = hashlib.sha256(repr(rows).encode()).hexdigest()
    db.session.rollback()
    return found
