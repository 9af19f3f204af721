"""Rosters as offices have them: headers of their own, and columns that they don't have."""

from datetime import date

import pytest

from partyhub.database import db
from partyhub.members.models import Member
from partyhub.registers.importing.reading.layout import folded, names_of, read_aliases
from tests import factories
from tests.catalog import CATALOG
from tests.registers.importing.workbooks import Desk, counts, said

pytestmark = pytest.mark.usefixtures("database_of_test")


def test_every_alias_names_a_column_and_is_no_header() -> None:
    for name, aliases in read_aliases().items():
        register = CATALOG.by_name[name]
        assert all(register.column(key) for key, _ in aliases), name
        meanings = {}
        for key, alias in aliases:
            assert meanings.setdefault(folded(alias), key) == key, f"{name}: {alias}"


def test_an_alias_leads_to_its_column(app: object) -> None:
    for name, aliases in read_aliases().items():
        names = names_of(CATALOG.by_name[name])
        for key, alias in aliases:
            assert names[folded(alias)].key == key, (
                f"{name}: {alias} is the header of another column"
            )


def test_headers_of_an_office_are_understood(desk: Desk) -> None:
    branch = factories.make_branch()
    head = ["工号", "党员姓名", "所在支部", "入党时间", "转正时间", "联系电话"]
    rows = [["A1", "陆远航", branch.name, "2010-07-01", "2011-07-01", "13800000001"]]
    result = desk.apply(desk.sheet("members", [head, *rows]), "members")
    assert (counts(result), said(result)) == ((1, 0, 0, 0, 0), [])
    assert result.notes == []
    member = db.session.query(Member).filter_by(number="A1").one()
    assert (member.admitted_on, member.full_on) == (date(2010, 7, 1), date(2011, 7, 1))


def test_a_required_column_that_is_missing_is_one_sentence(desk: Desk) -> None:
    rows = [["编号", "姓名"], *([f"A{number}", f"陆远{number}"] for number in range(200))]
    result = desk.preview(desk.sheet("members", rows), "members")
    [(row, header, sentence)] = said(result)
    assert (row, header) == (1, "")
    assert sentence.startswith(
        "There is no column “Branch”, which 200 rows need. Choose the branch."
    )
    assert counts(result) == (0, 0, 0, 200, 0)


def test_what_is_wrong_with_a_cell_is_said_beside_it(desk: Desk) -> None:
    rows = [["编号", "姓名", "性别"], ["A1", "陆远航", "x"], ["A2", "卜向阳", "男"]]
    errors = said(desk.preview(desk.sheet("members", rows), "members"))
    assert [(row, header) for row, header, _ in errors] == [(1, ""), (2, "性别")]


def test_a_change_needs_no_column_that_it_leaves_out(desk: Desk) -> None:
    member = factories.make_member()
    rows = [["编号", "姓名", "工作岗位"], [member.number, member.name, "质检"]]
    result = desk.preview(desk.sheet("members", rows), "members")
    assert (counts(result), said(result)) == ((0, 1, 0, 0, 0), [])
