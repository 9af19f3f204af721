"""What is found to differ, and what isn't because it is about something else."""

import pytest

from partyhub.database import db, reading
from partyhub.drafts import checking
from partyhub.drafts.checking import Finding, Material, check_draft
from partyhub.drafts.material import gather
from partyhub.narratives.models import Language
from partyhub.narratives.queries import find_sections
from partyhub.narratives.rendering import Renderer
from partyhub.organizations.queries import find_root
from partyhub.periods import Period
from partyhub.reports.calculation import scope_of
from partyhub.viewers import Viewer
from tests import factories
from tests.drafts.example import verdicts
from tests.example_instance import Built


@pytest.mark.parametrize(
    "text",
    [
        "The commissars smoothed over 20 quarrels.",
        "We visited 7 branches.",
        "Our vanguard teams finished 37 repairs.",
        "Two vanguard posts, 3 vanguard teams and 11 members were commended by the company.",
        "In the first half of the year we held 19 general meetings and 48 committee meetings.",
        "Branch No. 3 held 12 committee meetings and 13 theme days.",
        "Next year we will set up 60 vanguard posts and 20 vanguard teams.",
        "Since 2019 a total of 38 members have been admitted.",
        "In June alone the commissars gave 72 readings and settled 3 disputes.",
        "Members' average age is 43.",
        "Attendance was 0.93.",
        "New vanguard posts: 12.",
        "生产一线党员102名。",
        "党员中有15人获评公司先进个人。",
        "工坊首批20名员工来自附近村庄。",
        "上半年召开党员大会19次、支委会48次。",
        "二支部有党员27名、先锋岗4个。",
        "成缆车间党支部现有党员31名，先锋岗7个。",
        "明年计划建立先锋岗60个、先锋队20支。",
        "6月份政委领读72次、调解纠纷3起。",
        "2019年以来累计发展党员38名，完成重点项目45个。",
        "下年度目标是建立先锋岗60个。",
        "年度目标60个先锋岗。",
        "将目标定为建立先锋岗60个。",
        "计划建立先锋岗60个、先锋队20支。",
        "规划到2025年建立先锋岗60个。",
        "全镇共有基层党组织60个。",
        "东海电缆公司党委有党员320名。",
        "截至2021年底，先锋岗30个。",
        "会上，预备党员5名宣誓。",
        "每个支部至少召开党员大会4次、支委会12次。",
        "表现突出的先锋岗9个受到表彰。",
        "各支部平均有党员19名。",
        "A neighbouring company has 320 Party members.",
        "Across the county there are 30 common-prosperity workshops.",
        "As of the end of 2021 there were 30 vanguard posts.",
        "The three-day course had 6 Party lectures.",
        "Key projects under the leadership of Party members total 16.",
        "60 Party members from 8 branches took part in the contest.",
        "Only 3 of the vanguard posts were renewed.",
        "The average age of members is 43.",
    ],
)
def test_what_is_about_something_else_is_not_accused(text: str, material: Material) -> None:
    assert "differs" not in verdicts(text, material)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The number of activists fell by 10 compared with last year.", "matches"),
        ("Compared with last year, committee meetings declined by 2.", "matches"),
        ("The number of activists rose by 10 compared with last year.", "differs"),
        ("Vanguard posts: 54. New vanguard posts: 10.", "matches"),
        ("Last year saw 40 Party lectures and 115 theme days.", "matches"),
        ("上年先锋岗44个、先锋队14支。", "matches"),
        ("上年先锋岗44个、先锋队15支。", "differs"),
        ("新增先锋岗10个、先锋队2支。", "matches"),
        ("净增党员7名。", "matches"),
        ("净增党员8名。", "differs"),
        ("大专以上学历的党员117人，占68.4%。", "matches"),
        ("大专以上学历的党员117人，占86.4%。", "differs"),
        ("大专以上学历的党员117人，占公司职工的8.4%。", "unknown"),
        ("到会率为93.1%，比上年提高0.1个百分点。", "matches"),
        ("到会率为93.1%，比上年提高3.1个百分点。", "differs"),
        ("We added 10 vanguard posts over the previous year.", "matches"),
        ("We added 12 vanguard posts over the previous year.", "differs"),
        ("Members took part in activities organized by 5 volunteer teams.", "matches"),
        ("Key projects rose from 14 to 16, an increase of 14.3%.", "matches"),
        ("Key projects rose from 14 to 16, an increase of 26.3%.", "differs"),
        ("党小组会形式多样，全年共开展59次。", "differs"),
        ("先锋岗建到55个。", "differs"),
        ("Vanguard posts have been extended to 55.", "differs"),
        ("晨港电缆党委有先锋岗55个。", "differs"),
        ("围绕年度目标任务，建立先锋岗55个。", "differs"),
        ("围绕年度目标任务，建立先锋岗54个。", "matches"),
        ("按照年度工作计划，建立先锋岗55个。", "differs"),
        ("围绕“十四五”规划，建立先锋岗55个。", "differs"),
        ("为实现党建目标，建立先锋岗55个。", "differs"),
        ("制定年度计划，建立先锋岗55个。", "differs"),
        ("In line with the annual plan, we set up 55 vanguard posts.", "differs"),
    ],
)
def test_changes_and_the_period_before(text: str, wanted: str, material: Material) -> None:
    assert verdicts(text, material)[-1] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "6月30日荣获“先进基层党组织”称号。",
        "6月30日被授予“先进基层党组织”称号。",
        "上半年获评“先进基层党组织”。",
        "6月份，公司党委获评“先进基层党组织”。",
    ],
)
def test_an_honor_is_received_on_a_day(text: str, material: Material) -> None:
    assert "matches" in verdicts(text, material)


@pytest.mark.parametrize(
    "text",
    [
        "未获得“先进基层党组织”称号。",
        "争取获评“先进基层党组织”。",
        "明年获评“先进基层党组织”。",
        "目标是获评“先进基层党组织”。",
        "兄弟单位获评“先进基层党组织”。",
    ],
)
def test_an_honor_that_is_denied_planned_or_of_others_is_none(
    text: str, material: Material
) -> None:
    assert "matches" in verdicts("公司党委荣获“先进基层党组织”称号。", material)
    assert "matches" not in verdicts(text, material)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("公司党委被中共中央授予“先进基层党组织”称号。", "differs"),
        ("公司党委荣获“全国先进基层党组织”称号。", "differs"),
        ("省委授予公司党委“先进基层党组织”称号。", "differs"),
        ("公司党委被临港镇党委授予“先进基层党组织”称号。", "matches"),
        ("六分厂获东屿市“十佳美丽车间”称号。", "matches"),
        ("The company won the title “National Harmonious Labor Relations Enterprise”.", "differs"),
        ("It was named “Advanced Party Organization” by the provincial committee.", "differs"),
        ("It was named “Advanced Party Organization” by the township committee.", "matches"),
    ],
)
def test_an_honor_is_of_the_level_on_record(text: str, wanted: str, material: Material) -> None:
    assert wanted in verdicts(text, material)


def test_full_coverage_is_of_what_its_clause_names(material: Material) -> None:
    covered = "commissars.coverage"

    def figures(text: str) -> set[str | None]:
        return {found.judgment.figure for found in check_draft(text, material)}

    assert covered in figures("聘任车间政委6名，实现一线车间全覆盖。")
    assert covered in figures("配备车间政委6名，实现全覆盖。")
    assert covered not in figures("实现党课全覆盖，车间政委6名。")


def test_no_more_numbers_are_compared_than_a_reader_looks_at(
    material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "MOST_NUMBERS", 3)
    assert len(check_draft("党员先锋岗54个。" * 5, material)) == 3


def own_narrative(period: str, language: str) -> list[Finding]:
    viewer, asked = Viewer("Test"), Period.parse(period)
    root = find_root()
    assert root is not None
    renderer = Renderer(viewer, root, asked, language)
    sections = renderer.render([each._asdict() for each in find_sections(Language(language))])
    text = "\n".join("".join(p.text for p in line) for s in sections for line in s.paragraphs)
    scopes = [scope_of(viewer, each, root) for each in (asked, asked.before)]
    return check_draft(text, gather(scopes[0], scopes[1], root))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("period", ["2022", "party-year-2023", "2023"])
def test_the_program_does_not_accuse_its_own_narrative(
    period: str, language: str, example_committee: Built
) -> None:
    with example_committee.app.test_request_context("/"), reading():
        found = own_narrative(period, language)
        db.session.rollback()
    assert [each.quote for each in found if each.verdict.value == "differs"] == []
    unknown = [each.quote for each in found if each.verdict.value == "unknown"]
    # Numbers that records have in their own words are named in lists.
    assert len(unknown) <= len(found) * 0.2, unknown


def test_the_unit_of_a_branch_secretary_is_the_whole(app: object, database_of_test: None) -> None:
    branch = factories.make_branch(name="Cable Branch")
    viewer = Viewer("Secretary", organization_id=branch.id)
    period = Period.parse("2023")
    scope = scope_of(viewer, period, None)
    assert "Cable Branch" not in gather(scope, scope, None, branch.id).names
