"""Honors that a draft names: on record, of another level, of an earlier time, or on no record."""

import pytest

from partyhub.drafts.checking import Material, check_draft
from tests.drafts.example import verdicts


@pytest.mark.parametrize(
    "text",
    [
        "企业荣获“全国模范劳动关系和谐企业”称号。",
        "公司获得浙江省文明单位称号。",
        "企业获浙江省五一劳动奖状。",
        "公司党委书记被授予“浙江省优秀党务工作者”称号。",
        "先锋队捧回东屿市“青年文明号”奖牌。",
        "公司党委荣获全国先进基层党组织。",
        "二分厂党支部荣获东屿市先进基层党组织。",
        "The company was recognized as a Civilized Unit of Zhejiang Province.",
        "Our team was awarded the title of National Worker Pioneer.",
        "The Party committee was named a National Advanced Grass-roots Party Organization.",
        "The vanguard team brought home the city's Youth Civilization award.",
    ],
)
def test_an_honor_on_no_record_differs(text: str, material: Material) -> None:
    assert verdicts(text, material) == ["differs"]
    [found] = check_draft(text, material)
    assert str(found.judgment.figure).startswith("awards.")


@pytest.mark.parametrize(
    "text",
    [
        "2015年公司荣获全国文明单位称号。",
        "公司历年来荣获省级文明单位、市级先进企业等荣誉。",
        "公司申报的项目获评全国优秀案例。",
        "隔壁企业荣获“青年文明号”称号。",
        "海宏电缆荣获全国文明单位称号。",
        "全市12家单位荣获省级文明单位称号。",
        "公司获得国家专利，入选省级企业技术中心。",
        "公司获得省级补助，获评好评。",
        "In 2015 the company won the title of National Civilized Unit.",
        "The town committee won the title of National Civilized Unit.",
        "Our sister company won the title of National Civilized Unit.",
        "The company received a provincial grant and won a national patent award.",
    ],
)
def test_what_may_be_no_honor_of_ours_never_differs(text: str, material: Material) -> None:
    assert "differs" not in verdicts(text, material)


@pytest.mark.parametrize(
    "text",
    [
        "企业获评浙江省劳动关系和谐企业。",
        "公司入选省和谐劳动关系企业名单。",
        "六分厂共富工坊被东屿市总工会评为十佳美丽车间。",
        "六分厂共富工坊捧回了十佳美丽车间的奖牌。",
        "公司党委获评镇级先进基层党组织，职工满意度不断提升。",
        "The province named us a harmonious labor relations enterprise, the first in the city.",
        "It was rated as a harmonious labor relations enterprise of the province.",
        "The workshop was voted one of the top ten beautiful workshops of Dongyu City.",
        "The town honored us with the title of Advanced Grass-roots Party Organization.",
    ],
)
def test_an_honor_on_record_matches(text: str, material: Material) -> None:
    found = verdicts(text, material)
    assert "matches" in found
    assert "differs" not in found


def test_each_honor_of_a_list_is_looked_for(material: Material) -> None:
    text = "公司先后荣获浙江省和谐劳动关系企业、全国文明单位等殊荣。"
    assert verdicts(text, material) == ["matches", "differs"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("公司党委获评澜州市先进基层党组织。", "unknown"),
        ("今年公司党委获评澜州市先进基层党组织。", "differs"),
        ("公司获评浙江省专精特新中小企业。", "unknown"),
    ],
)
def test_an_honor_of_an_earlier_time_is_one_of_the_period_only_where_it_says_so(
    text: str, wanted: str, material: Material
) -> None:
    assert verdicts(text, material) == [wanted]
