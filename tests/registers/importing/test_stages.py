"""党员类别 beside the dates of a roster: compared, never stored; missing days are estimated."""

from datetime import date

import pytest

from partyhub.database import db
from partyhub.known_dates import Known
from partyhub.members.forms.stages import DECISION
from partyhub.members.models import Member, Stage
from partyhub.registers.importing.results import Result
from tests import factories
from tests.registers.importing.workbooks import Desk, changes, counts, one, said, warned

pytestmark = pytest.mark.long

HEAD = ["编号", "姓名", "所在党支部", "入党日期", "转正日期", "党员类别"]


def judge(desk: Desk, *people: tuple[str, str, str]) -> Result:
    """Judge a roster of new people with (入党日期, 转正日期, 党员类别)."""
    branch = factories.make_branch()
    rows = [[f"A{at}", f"陆远{at}", branch.name, *days] for at, days in enumerate(people)]
    return desk.judge("members", HEAD, *rows)


@pytest.mark.parametrize("header", ["党员类别", "发展阶段", "人员类别", "党内情况", "Stage"])
def test_a_full_member_gets_an_estimated_day(desk: Desk, header: str) -> None:
    branch = factories.make_branch()
    rows = [
        [*HEAD[:-1], header],
        ["A1", "陆远航", branch.name, "2010年7月", None, "正式党员"],
        ["A2", "卜向阳", branch.name, "2010-07-15", None, "正式党员"],
        ["A3", "苗知秋", branch.name, "2010-07-15", "2011-07-15", "正式党员"],
    ]
    result = desk.apply(desk.sheet("members", rows), "members")
    assert said(result) == []
    [(row, column, sentence)] = warned(result)
    assert (row, column) == (1, "转正日期")
    assert sentence.startswith("2 full members have no day of full membership")
    found = {each.number: each for each in db.session.query(Member)}
    assert (found["A1"].full_on, found["A1"].full_on_known) == (date(2011, 7, 1), Known.ESTIMATED)
    assert (found["A2"].full_on, found["A2"].full_on_known) == (date(2011, 7, 15), Known.ESTIMATED)
    assert (found["A3"].full_on, found["A3"].full_on_known) == (date(2011, 7, 15), Known.DAY)


@pytest.mark.parametrize(
    ("admitted", "full"),
    [
        ("1969-04-23", date(1970, 4, 23)),
        ("1969-04-24", date(1969, 4, 24)),
        ("1973-06", date(1973, 6, 1)),
        ("1977-08-17", date(1977, 8, 17)),
        ("1977-08-18", date(1978, 8, 18)),
    ],
)
def test_there_were_years_without_probation(desk: Desk, admitted: str, full: date) -> None:
    branch = factories.make_branch()
    desk.apply(
        desk.sheet("members", [HEAD, ["A1", "陆远航", branch.name, admitted, None, "正式党员"]]),
        "members",
    )
    member = db.session.query(Member).one()
    assert (member.full_on, member.full_on_known) == (full, Known.ESTIMATED)


@pytest.mark.parametrize(
    ("days", "header", "sentence"),
    [
        (("", "", "正式党员"), "党员类别", "“Full member” needs “Full member since”. Enter it."),
        (("", "", "预备党员"), "党员类别", "“Probationary member” needs “Admitted on”. Enter it."),
        (
            ("2010-07-01", "2011-07-01", "预备党员"),
            "党员类别",
            "“Full member since” makes this person “Full member”. Correct",
        ),
        (
            ("2022-07-01", "", "发展对象"),
            "党员类别",
            "“Admitted on” makes this person “Probationary member”. Correct",
        ),
        (
            ("2023-05-01", "", "正式党员"),
            "党员类别",
            "Probation lasts until 1 May 2024, which has not come yet.",
        ),
    ],
)
def test_a_stage_has_to_rest_on_its_date(
    desk: Desk, days: tuple[str, str, str], header: str, sentence: str
) -> None:
    row, column, found = one(judge(desk, days))
    assert (row, column) == (2, header)
    assert found.startswith(sentence)


def test_on_record_it_is_only_compared(desk: Desk) -> None:
    member = factories.make_member(admitted_on="2022-06-01", full_on=None)
    head = ["编号", "姓名", "党员类别", "转正日期"]
    same = desk.judge("members", head, [member.number, member.name, "预备党员", None])
    assert (said(same), same.does_nothing) == ([], True)
    other = desk.judge("members", head, [member.number, member.name, "正式党员", None])
    row, header, sentence = one(other)
    assert (row, header) == (2, "党员类别")
    assert "Make a full member" in sentence
    both = desk.judge("members", head, [member.number, member.name, "正式党员", "2023-06-10"])
    assert (said(both), counts(both)) == ([], (0, 1, 0, 0, 0))
    assert ("Full member since", "", "10 June 2023") in changes(both)


@pytest.mark.parametrize("decision", ["", "probationary", "full"])
def test_a_person_decides_about_all_who_were_admitted_long_ago(desk: Desk, decision: str) -> None:
    branch = factories.make_branch()
    rows = [
        HEAD[:-1],
        ["A1", "陆远航", branch.name, "2010年7月", None],
        ["A2", "卜向阳", branch.name, "2021-06-30", None],
        ["A3", "苗知秋", branch.name, "2021-07-01", None],
    ]
    file = desk.sheet("members", rows)
    preview = desk.preview(file, "members")
    [question] = preview.choices
    assert question.name == DECISION
    assert [value for value, _ in question.options] == ["probationary", "full"]
    assert question.sentence.startswith("2 people were admitted two years ago or earlier")
    without = "2 people have no day for a stage before the one that the rules date."
    assert [sentence for *_, sentence in warned(preview)] == [without, question.sentence]
    result = desk.apply(file, "members", {DECISION: decision} if decision else {})
    assert (said(result), result.digest) == ([], preview.digest)
    stages = {each.number: each.stage_on(date(2023, 6, 30)) for each in db.session.query(Member)}
    expected = Stage.FULL if decision == "full" else Stage.PROBATIONARY
    assert stages == {"A1": expected, "A2": expected, "A3": Stage.PROBATIONARY}
    assert (len(warned(result)) > len(warned(preview))) == (decision == "full")
