"""Every header and label that a version ever wrote is read for good, as the same column or key.

The list beside is frozen: words are added to it when they change, and none is ever taken out.
"""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from partyhub.awards.models import Award, AwardLevel, RecipientKind
from partyhub.commissars.models import CommissarDuty, DutyKind
from partyhub.database import LabeledEnum, db
from partyhub.forms.readings.words import find_members
from partyhub.members.models import Assignment, InReason, OutReason
from partyhub.organizations.models import Organization, Term
from partyhub.prosperity.models import ProsperityWorkshop
from partyhub.registers.importing.reading.layout import find_meaning, names_of
from tests import factories
from tests.catalog import CATALOG
from tests.registers.importing.workbooks import Desk, desk

__all__ = ["desk"]
with Path(__file__).with_name("accepted_words.csv").open(encoding="utf-8", newline="") as stream:
    WORDS = [tuple(row.values()) for row in csv.DictReader(stream)]
HEADERS = [(of, key, word) for kind, of, key, word in WORDS if kind == "header"]
LABELS = [(of, key, word) for kind, of, key, word in WORDS if kind == "label"]
DAY = date(2023, 3, 1)


def enums() -> dict[str, type[LabeledEnum]]:
    found = {}
    for register in CATALOG.registers:
        for column in register.columns:
            field = register.field(column)
            if field is not None and field.members:
                found[field.members.__name__] = field.members
    return found


def test_every_header_that_was_ever_written_is_read(app: Flask, database_of_test: None) -> None:
    names = {register.name: names_of(register) for register in CATALOG.registers}
    for name, key, word in HEADERS:
        meant = find_meaning(names[name], word)
        assert meant is not None, (name, word)
        assert meant.key == key, (name, word)


def test_every_label_that_was_ever_written_is_read(app: Flask, database_of_test: None) -> None:
    members = enums()
    for name, key, word in LABELS:
        assert [each.value for each in find_members(members[name], word)] == [key], (name, word)


def test_every_header_and_label_of_today_is_on_the_list(app: Flask, database_of_test: None) -> None:
    """Who changes a word finds the former one here, and has to keep it readable."""
    with force_locale("zh_Hans_CN"):
        headers = {
            (register.name, column.key, register.header(column))
            for register in CATALOG.registers
            for column in register.columns
        }
        labels = {(n, each.value, each.label) for n, own in enums().items() for each in own}
    assert headers <= set(HEADERS)
    assert labels <= set(LABELS)


@pytest.mark.long
def test_files_with_the_former_words_are_imported(desk: Desk) -> None:
    committee = factories.committee()
    branch = factories.make_branch(name="First")
    member = factories.make_member(organization=branch, name="Zhang", number="A1")
    workshop = factories.make_workshop(name="Wire", code="W1")
    factories.make_commissar(member=member, workshop=workshop, started_on=date(2022, 1, 1))
    desk.take(
        "organizations",
        ("编码", "名称", "类别", "上级", "成立日期"),
        ("Z9", "Second", "党支部", "Committee", DAY),
    )
    desk.take("terms", ("党组织", "届数", "任期开始"), ("First", 2, DAY))
    desk.take(
        "awards",
        ("荣誉名称", "级别", "授予单位", "授予日期", "获奖类别", "获奖者"),
        ("Honor", "市级", "City", DAY, "党组织", "First"),
    )
    desk.take(
        "prosperity_workshops",
        ("编号", "名称", "供应项目", "设立日期"),
        ("G1", "Village", "Grid", DAY),
    )
    desk.take("duties", ("政委", "分厂车间", "日期", "履职类型"), ("Zhang", "Wire", DAY, "谈心"))
    stay = ("姓名", "党组织", "开始日期", "增加原因", "结束日期", "减少原因")
    first = date(2015, 1, 1)
    desk.take("assignments", stay, ("Zhang", "First", first, "发展", date(2023, 4, 1), "开除"))
    desk.take("assignments", stay, ("Zhang", "First", date(2023, 5, 1), "恢复", "", ""))
    assert of(Organization, Organization.code == "Z9").parent_on(DAY).id == committee.id
    assert of(Term, Term.number == 2).organization_id == branch.id
    award = of(Award, Award.title == "Honor")
    assert (award.level, award.recipient_kind) == (
        AwardLevel.PREFECTURE,
        RecipientKind.ORGANIZATION,
    )
    assert of(ProsperityWorkshop, ProsperityWorkshop.code == "G1").supplied_to == "Grid"
    assert of(CommissarDuty, CommissarDuty.held_on == DAY).kind is DutyKind.HEART_TALK
    before, after = db.session.scalars(
        select(Assignment).where(Assignment.member_id == member.id).order_by(Assignment.started_on)
    )
    assert (before.out_reason, after.in_reason) == (OutReason.EXPELLED, InReason.RESTORED)


def of(model: type[Any], condition: Any) -> Any:
    return factories.find(db.session.scalars(select(model).where(condition)).one())
