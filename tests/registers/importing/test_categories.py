"""Honors that are named like a category, in a file that gives none: one question for all."""

import pytest

from partyhub.awards.categories import BY_TITLE, DECISION
from partyhub.awards.models import Award, AwardCategory
from partyhub.database import db
from tests import factories
from tests.registers.importing.workbooks import Desk, said, warned

pytestmark = pytest.mark.long

HEAD = ["荣誉名称", "级别", "授予单位", "授予日期", "获奖类别", "获奖者", "荣誉类别"]


@pytest.mark.parametrize("decision", ["", "other", BY_TITLE])
def test_a_person_decides_about_all_together(desk: Desk, decision: str) -> None:
    factories.make_member(name="陆远航", organization=factories.make_branch())
    given = ["县级", "县委组织部", "2023-05-04", "个人", "陆远航"]
    rows = [
        HEAD,
        ["优秀共产党员", *given, None],
        ["优秀党务工作者", *given, None],
        ["劳动模范", *given, None],
        ["优秀共产党员提名", *given, "其他"],
    ]
    file = desk.sheet("awards", rows)
    preview = desk.preview(file, "awards")
    [question] = preview.choices
    assert (question.name, len(warned(preview))) == (DECISION, 1)
    assert question.sentence.startswith("2 honors are named like a category")
    result = desk.apply(file, "awards", {DECISION: decision} if decision else {})
    assert said(result) == []
    found = {award.title: award.category for award in db.session.query(Award)}
    other = AwardCategory.OTHER
    is_taken = decision == BY_TITLE
    assert found == {
        "优秀共产党员": AwardCategory.OUTSTANDING_MEMBER if is_taken else other,
        "优秀党务工作者": AwardCategory.OUTSTANDING_PARTY_WORKER if is_taken else other,
        "劳动模范": other,
        "优秀共产党员提名": other,
    }
    again = desk.judge("awards", *rows)
    assert (again.does_nothing, again.choices) == (True, [])
