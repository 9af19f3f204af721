"""What each file of `files/` must come to, written down before the program could do it.

The files lie as offices have them; their people are invented. Each is imported into an instance
with the organizations, workshops and members of `files/base`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

# A row by a column and its value, and what its other columns must hold.
Found: TypeAlias = tuple[str, str, Mapping[str, Any]]
# A row of the file, the header, and a part of the sentence.
Remark: TypeAlias = tuple[int, str, str]


@dataclass(frozen=True)
class Outcome:
    """The outcome of one file.

    `asks` are columns that the file alone leaves uncertain: without `maps` it is refused with one
    error for each. `errors`, `warnings` and `left_out` are compared by row and header, and the
    sentence must contain the text; warnings may be more than these.
    """

    register: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    maps: Sequence[str] = ()
    asks: Sequence[str] = ()
    errors: Sequence[Remark] = ()
    conflicts: Sequence[tuple[int, str]] = ()
    warnings: Sequence[Remark] = ()
    left_out: Sequence[int] = ()
    not_taken: Sequence[str] = ()
    values: Sequence[Found] = ()
    options: Sequence[str] = field(default_factory=tuple)


MONTH, ESTIMATED, DAY = "month", "estimated", "day"

OUTCOMES: Mapping[str, Outcome] = {
    "a1-info-form-roster": Outcome(
        "members",
        new=2,
        not_taken=("序号", "公民身份号码", "固定电话", "家庭住址", "党籍状态", "外出流向"),
        values=(
            ("name", "阮鹤鸣", {"number": "DY0001", "admitted_on": "2010-07-01", "stage": "full"}),
            ("name", "凌霜月", {"number": "DY0002", "is_floating": True, "stage": "probationary"}),
        ),
    ),
    "a2-office-roster": Outcome(
        "members",
        new=2,
        not_taken=("序号", "党龄", "党内职务"),
        values=(
            (
                "name",
                "阮鹤鸣",
                {
                    "number": "DY0001",
                    "birth_date": "1985-03-01",
                    "birth_date_known": MONTH,
                    "full_on": "2011-07-01",
                    "full_on_known": MONTH,
                    "job": "技术部经理",
                },
            ),
            (
                "name",
                "凌霜月",
                {
                    "organization": "第二党支部",
                    "admitted_on": "2026-05-01",
                    "stage": "probationary",
                },
            ),
        ),
    ),
    "a2b-office-roster-with-number": Outcome(
        "members",
        new=2,
        not_taken=("党龄", "党内职务"),
        values=(
            ("number", "N1", {"birth_date": "1985-03-01", "birth_date_known": MONTH}),
            ("number", "N2", {"organization": "第二党支部", "admitted_on_known": MONTH}),
        ),
    ),
    "a2c-values": Outcome(
        "members",
        errors=(
            (3, "入党日期", "入党时未满 18 周岁"),  # born in 1992, admitted in 2010
            (4, "所在党支部", "第一党支部"),
            (5, "出生日期", "85.11.1"),
            (5, "在岗状态", "内退"),
            (6, "性别", "“1”"),
            (7, "出生日期", "1990-2-30"),
        ),
    ),
    "a3-info-form-with-number": Outcome(
        "members",
        new=2,
        not_taken=("公民身份号码", "党籍状态"),
        values=(
            ("number", "B001", {"stage": "full", "full_on": "2011-07-01"}),
            ("number", "B002", {"stage": "probationary", "is_floating": True}),
        ),
    ),
    "b1-three-meetings-ledger": Outcome(
        "activities",
        new=3,
        not_taken=("序号", "计划会议时间", "请假人数", "出勤率"),
        values=(
            (
                "title",
                "一季度党员大会",
                {
                    "held_on": "2026-03-12",
                    "starts_at": "14:30",
                    "expected_count": 2,
                    "present_count": 1,
                    "present": [],
                },
            ),
            ("title", "三月支委会", {"kinds": ["committee_meeting"], "minutes_long": 45}),
            (
                "title",
                "学习党章",
                {"held_on": "2026-03-20", "kinds": ["party_lecture", "theme_day"]},
            ),
        ),
    ),
    "b1b-meetings-our-headers": Outcome(
        "activities",
        new=4,
        values=(
            ("title", "一季度党员大会", {"kinds": ["general_meeting"], "on_leave": ["卜向阳"]}),
            ("title", "三月支委会", {"on_leave": [], "present_count": 2}),
            ("title", "植树", {"kinds": ["theme_day"], "present_count": 2}),
        ),
    ),
    "b2-development-roster": Outcome(
        "members",
        new=2,
        maps=("联系党支部=所在党支部",),
        asks=("联系党支部",),
        not_taken=("培养联系人",),
        values=(
            ("number", "D1", {"target_on": "2025-10-09", "stage": "target"}),
            ("number", "D2", {"activist_on": "2025-10-20", "stage": "activist"}),
        ),
    ),
    "b3-awards-ledger": Outcome(
        "awards",
        not_taken=("序号", "备注"),
        errors=((3, "级别", "县级市"), (4, "获奖时间", "2026.5")),
    ),
    "b3b-awards-our-headers": Outcome(
        "awards",
        new=4,
        values=(
            ("title", "先进基层党组织", {"level": "township", "recipient_kind": "organization"}),
            ("title", "优秀共产党员", {"level": "county", "for_year": 2026}),
            ("title", "五一劳动奖章", {"level": "provincial", "recipient_kind": "member"}),
            ("title", "文明单位", {"level": "prefecture", "recipient_kind": "company"}),
        ),
    ),
    "b4-projects-ledger": Outcome("projects", errors=((3, "", "结束日期"),)),
    "b4b-projects-our-headers": Outcome(
        "projects",
        new=2,
        warnings=((2, "经济效益（元）", "125,000.00"),),
        values=(
            ("code", "P1", {"benefit_cny": 125000, "plan_year": 2026, "status": "running"}),
            ("code", "P1", {"team": ["卜向阳", "戚文澜"]}),
            ("code", "P2", {"benefit_cny": 80000, "lead": "苗知秋", "status": "accepted"}),
        ),
    ),
    "b5-vanguard-ledger": Outcome(
        "vanguard_posts",
        not_taken=("序号", "考评结果", "备注"),
        errors=((1, "", "编号"),),
    ),
    "b5b-vanguard-our-headers": Outcome(
        "vanguard_posts",
        errors=((3, "所在分厂车间", "总装分厂"),),
    ),
    "d3-same-person-new-number": Outcome("members", new=1, warnings=((2, "编号", "A001"),)),
    "e1-dispimg": Outcome(
        "members",
        new=1,
        not_taken=("照片",),
        warnings=((2, "备注", "图片"),),
        values=(("number", "E1", {"remark": None, "full_on": "2011-07-01"}),),
    ),
    "e4b-two-level-header": Outcome(
        "members",
        new=1,
        values=(("number", "E1", {"admitted_on": "2010-07-01", "full_on": "2011-07-01"}),),
    ),
    "e5-total-row-and-foot": Outcome("members", new=2, left_out=(4, 5, 6)),
    "f5-copied-row-with-hidden-id": Outcome(
        "members",
        new=1,
        unchanged=6,
        warnings=((8, "手机号码", "星号"),),
        values=(("number", "A099", {"name": "新来人", "phone": None}),),
    ),
    "h1-key-variants": Outcome("members", unchanged=6),
    "h10b-typed-expected": Outcome(
        "activities",
        new=2,
        warnings=((2, "应到人数", "2"), (3, "日期", "成立")),
    ),
    "k1-six-digit-dates": Outcome(
        "projects",
        errors=((2, "计划完成日期", "121231"), (3, "计划完成日期", "191231")),
    ),
    "k4-levels": Outcome(
        "awards",
        new=12,
        values=(
            ("title", "奖1", {"level": "county"}),
            ("title", "奖6", {"level": "township"}),
            ("title", "奖10", {"level": "provincial"}),
        ),
    ),
    "k5-money": Outcome(
        "projects",
        errors=(
            (7, "经济效益（元）", "(500)"),
            (8, "经济效益（元）", "1.2E3"),
            (12, "经济效益（元）", "约1200"),
            (13, "经济效益（元）", ""),
            (14, "经济效益（元）", ""),
        ),
        warnings=(
            (6, "经济效益（元）", "125,000.00"),
            (10, "经济效益（元）", ""),
            (11, "经济效益（元）", ""),
        ),
    ),
    "p3-header-note-drops-full-date": Outcome(
        "members", new=1, values=(("number", "Y1", {"full_on": "2011-07-01", "stage": "full"}),)
    ),
    "p5-doubled-header": Outcome(
        "members",
        new=1,
        maps=("备注#2=备注",),
        asks=("备注#2",),
        values=(("number", "Y1", {"remark": "转业军人"}),),
    ),
    "p6-example-row": Outcome("members", new=1, left_out=(2,)),
    "p8-branch-section-rows": Outcome(
        "members",
        new=2,
        values=(
            ("number", "Y1", {"organization": "第一党支部"}),
            ("number", "Y2", {"organization": "第二党支部"}),
        ),
    ),
    "t2-times": Outcome(
        "activities",
        new=10,
        values=(
            ("title", "会0", {"starts_at": "14:00"}),
            ("title", "会2", {"starts_at": "14:30", "minutes_long": 90}),
            ("title", "会7", {"starts_at": "14:30"}),
        ),
    ),
    "t3-appraisals": Outcome("appraisals", errors=((4, "等次", "称职"),)),
    "t4-date-texts": Outcome(
        "members",
        errors=(
            (3, "入党日期", "7/1/2010"),
            (11, "入党日期", "1-Jul-10"),
            (15, "入党日期", "上旬"),
            (16, "入党日期", "O2010-07-01"),
            (17, "入党日期", "10.7.1"),
            (22, "入党日期", "2010-07-01~2011-07-01"),
        ),
    ),
}
# Files that belong elsewhere: exit 2, with a sentence that says where.
ELSEWHERE = {"h4-attendance-matrix": "考勤", "h4b-sign-in-sheet": "签到"}
