"""Shares of the noun beside them, changes with their per cent, and what others or rules say."""

import pytest

from partyhub.drafts.checking import Material
from tests.drafts.example import verdicts


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("公司党委有党员171人，其中女党员占23.4%，大专以上学历的占68.4%。", ["matches"] * 3),
        ("公司党委有党员171人，其中女党员占33.4%。", ["matches", "differs"]),
        ("女党员占党员总数的比例为23.4%。", ["matches"]),
        ("女党员占党员总数的比例为43.4%。", ["differs"]),
        ("It has 171 members, 23.4% of whom are women.", ["matches", "matches"]),
        ("It has 171 members, 43.4% of whom are women.", ["matches", "differs"]),
        ("党员较上年增加7名，增幅4.3%。", ["matches", "matches"]),
        ("党员较上年增加9名，增幅4.3%。", ["differs", "matches"]),
        ("党员较上年增加7名，增幅9.3%。", ["matches", "differs"]),
        ("志愿服务从66次减到30次，减少36次。", ["matches"] * 3),
        ("志愿服务从66次减到33次，减少36次。", ["matches", "differs", "matches"]),
        ("Key projects accepted in the year: 14 (previous year: 4).", ["matches", "matches"]),
        ("Twelve key projects passed acceptance.", ["differs"]),
        ("与上一年度的164名相比，党员总数净增7名。", ["matches", "matches"]),
        ("与上一年度的172名相比，党员总数净增7名。", ["differs", "matches"]),
        ("Compared with 66 the year before, volunteer services fell by 36.", ["matches"] * 2),
        (
            "Compared with 84 last year, volunteer services fell by 36.",
            ["differs", "matches"],
        ),
        ("具有大专以上文化程度的党员占比68.4%。", ["matches"]),
        ("具有大专以上文化程度的党员占比58.4%。", ["differs"]),
        ("In the prosperity workshop 35 workers draw wire.", ["matches"]),
        ("In the prosperity workshop 39 workers draw wire.", ["differs"]),
        ("There are 163 full members; 40 of the total are women.", ["matches", "matches"]),
        ("There are 163 full members; 27 of the total are women.", ["matches", "differs"]),
        ("Four Party members transferred in from other organizations.", ["matches"]),
        ("Fourteen Party members transferred in from other organizations.", ["differs"]),
        ("Fourteen key projects passed acceptance.", ["matches"]),
        ("The share of women is 23.4%.", ["matches"]),
        ("The share of women is 33.4%.", ["differs"]),
        ("23.4% of members are women.", ["matches"]),
        ("33.4% of members are women.", ["differs"]),
        (
            "Members aged 35 or younger make up 22.2% of the membership, and women 23.4%.",
            ["matches"] * 2,
        ),
        (
            "Members aged 35 or younger make up 22.2% of the membership, and women 33.4%.",
            ["matches", "differs"],
        ),
        (
            "The share of members with a college education has reached 68.4%, or 117 people.",
            ["matches"] * 2,
        ),
        (
            "The share of members with a college education has reached 68.4%, or 107 people.",
            ["matches", "differs"],
        ),
        ("统计显示：全体党员中35岁及以下的占33.5%。", ["differs"]),
        ("Membership grew by nine, or 4.3%.", ["differs", "matches"]),
        ("The number of vanguard posts has grown to 54 from 49.", ["matches", "differs"]),
        (
            "There are 54 vanguard posts, 10 more than a year earlier, up 32.7%.",
            ["matches", "matches", "differs"],
        ),
    ],
)
def test_a_share_and_a_change_are_of_the_noun_beside_them(
    text: str, wanted: list[str], material: Material
) -> None:
    assert verdicts(text, material) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "中共平川县委员会现有党员8600名。",
        "根据章程，正式党员超过7人的支部应当设立支委会。",
        "党章规定，正式党员三人以上的，都应当成立党的基层组织。",
        "去年同期开工的5个重点项目已经停止。",
        "递交入党申请书、尚未列为积极分子的有五人。",
        "Under the rules, a branch with more than seven full members elects a committee.",
        "A branch is formed wherever there are three or more full members.",
        "The Party branch of Workshop No. 3 has 22 members and eight vanguard posts.",
        "Three commissars of a neighbouring plant shared their experience.",
        "Fifteen commissars from another enterprise in the zone came to visit.",
        "Across the county, 210 prosperity workshops are open.",
        "Twenty-five members attended a training course.",
        "职工中有300人参加了歌唱比赛。",
        "我们又有3个岗位挂上了党员先锋岗标牌。",
        "The share of women among new members is 62.5%.",
        "40% of women members are engineers.",
        "Ten persons became members of the trade union.",
        "Of the projects, three are running late.",
        "Party lectures were given to 200 people.",
        "Key projects in 3 workshops are under way.",
        "The percentage of excellent posts reached 20%.",
        "这支先锋队有党员12名。",
        "Women make up 23.4%, or 12 of every 50.",
        "Workers were visited 12 times by the union together with commissars.",
        "In all 12 branches of the 60 in the park completed their re-election.",
    ],
)
def test_what_rules_and_others_say_never_differs(text: str, material: Material) -> None:
    assert "differs" not in verdicts(text, material)


@pytest.mark.parametrize(
    "text",
    [
        "一年间，公司党组织和企业共获得各类荣誉三项。",
        "Three projects were carried over from the year before.",
        "It approved the transfer of six probationary members to full membership.",
        "党委由各支部节约和创造效益533.3万元。",
        "政委履职记录1174条。",
    ],
)
def test_a_noun_is_read_with_all_that_belongs_to_it(text: str, material: Material) -> None:
    assert verdicts(text, material) == ["matches"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Our 6 workshop commissars performed their duties 1,174 times.", ["matches"] * 2),
        ("Six commissars led 4 projects.", ["matches"] * 2),
        ("Six commissars serve in 9 first-line workshops.", ["matches", "differs"]),
        ("They held 62 talks with workers and settled 25 disputes.", ["matches", "differs"]),
        ("All branches: nine; - activists: 19.", ["matches", "differs"]),
        ("早班会宣讲政策277场。", ["differs"]),
        ("“二十大精神、车间政委天天读”专栏开展每日一读1400多次。", ["differs"]),
    ],
)
def test_what_is_counted_is_told_from_who_did_it(
    text: str, wanted: list[str], material: Material
) -> None:
    assert verdicts(text, material) == wanted
