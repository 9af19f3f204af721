"""The organizations, terms, workshops and campaigns of the example, and when they change."""

from dataclasses import dataclass
from datetime import date

COMPANY = "晨港电缆股份有限公司"
COMMITTEE = "中共晨港电缆股份有限公司委员会"
SUPERIOR = "中共临港镇委员会"
ROOT, GENERAL, PROJECT = "DW", "ZZ01", "LS01"


@dataclass(frozen=True)
class Unit:
    """One organization. `members` is how many Party members it had when the program was taken up.

    `day` is the day of the month kept for its theme day.
    """

    code: str
    name: str
    short: str
    kind: str
    parent: str
    since: date
    has_committee: bool = False
    workshop: str = ""
    members: int = 0
    day: int = 0
    until: date = date.max

    def exists_on(self, day: date) -> bool:
        return self.since <= day < self.until


def _branch(number: int, short: str, since: str, members: int, day: int, **more: object) -> Unit:
    given = {"kind": "branch", "parent": ROOT, "has_committee": True} | more
    return Unit(
        f"ZB{number:02}",
        f"{short}党支部",
        short,
        since=date.fromisoformat(since),
        members=members,
        day=day,
        **given,  # type: ignore[arg-type]  # the facts of one row below
    )


def _group(branch: str, number: int, name: str) -> Unit:
    return Unit(f"{branch}-{number}", name, name, "party_group", branch, date(2015, 7, 1))


BRANCHES = (
    _branch(1, "一分厂", "2004-06-28", 27, 10, parent=GENERAL, workshop="一分厂"),
    _branch(2, "二分厂", "2004-06-28", 20, 13, parent=GENERAL, workshop="二分厂"),
    _branch(3, "三分厂", "2006-06-22", 18, 15, parent=GENERAL, workshop="三分厂"),
    _branch(4, "四分厂", "2008-09-16", 16, 16, workshop="四分厂"),
    _branch(5, "五分厂", "2012-05-10", 6, 17, workshop="五分厂", has_committee=False),
    _branch(6, "六分厂", "2014-03-25", 15, 18, workshop="六分厂"),
    _branch(7, "营销", "2006-06-22", 14, 20),
    _branch(8, "技术质量", "2008-09-16", 22, 22),
    _branch(9, "机关联合", "2004-06-28", 12, 24, kind="joint_branch"),
    _branch(10, "设备动力", "2010-11-18", 6, 11, has_committee=False, until=date(2022, 1, 4)),
)
TEMPORARY = Unit(
    PROJECT,
    "海上风电项目临时党支部",
    "海上风电项目",
    "temporary_branch",
    ROOT,
    date(2022, 3, 8),
    day=21,
    until=date(2022, 11, 30),
)
GROUPS = (
    _group("ZB01", 1, "一分厂拉丝绞线党小组"),
    _group("ZB01", 2, "一分厂挤出成缆党小组"),
    _group("ZB01", 3, "一分厂综合党小组"),
    _group("ZB08", 1, "技术中心党小组"),
    _group("ZB08", 2, "质量检测党小组"),
)
TOP = (
    Unit(ROOT, COMMITTEE, "公司党委", "party_committee", "", date(2004, 5, 18), True),
    Unit(
        GENERAL,
        "生产党总支",
        "生产总支",
        "general_branch",
        ROOT,
        date(2004, 6, 1),
        until=date(2022, 12, 30),
    ),
)
UNITS = {unit.code: unit for unit in (*TOP, *BRANCHES, TEMPORARY, *GROUPS)}

WORKSHOPS = (
    ("W01", "一分厂", "1", "2003-03-18", "", "ZB01"),
    ("W02", "二分厂", "1", "2003-03-18", "", "ZB02"),
    ("W03", "三分厂", "1", "2005-10-08", "", "ZB03"),
    ("W04", "四分厂", "1", "2008-01-15", "", "ZB04"),
    ("W05", "五分厂", "1", "2011-12-20", "", "ZB05"),
    ("W06", "六分厂", "1", "2013-11-06", "", "ZB06"),
    ("W07", "检测中心", "0", "2009-05-12", "", "ZB08"),
    ("W08", "老厂拉丝车间", "1", "1998-04-26", "2022-08-01", "ZB01"),
)

# Organization, number, first day, day of the re-election, extended until.
TERMS = (
    (ROOT, 3, "2011-12-16", "2016-12-20", ""),
    (ROOT, 4, "2016-12-20", "2021-12-15", ""),
    (ROOT, 5, "2021-12-15", "", ""),
    (GENERAL, 6, "2020-01-08", "", ""),
    ("ZB01", 5, "2018-10-26", "2021-10-26", ""),
    ("ZB01", 6, "2021-10-26", "", ""),
    ("ZB02", 5, "2019-04-12", "2022-09-20", "2022-10-12"),
    ("ZB02", 6, "2022-09-20", "", ""),
    ("ZB03", 5, "2020-03-20", "2023-03-20", ""),
    ("ZB03", 6, "2023-03-20", "", ""),
    ("ZB04", 4, "2020-09-18", "", ""),
    ("ZB05", 3, "2021-04-16", "", ""),
    ("ZB06", 3, "2020-06-22", "", ""),
    ("ZB07", 5, "2019-11-15", "2022-11-15", ""),
    ("ZB07", 6, "2022-11-15", "", ""),
    ("ZB08", 4, "2019-03-22", "2022-03-22", ""),
    ("ZB08", 5, "2022-03-22", "", ""),
    ("ZB09", 6, "2021-05-21", "", ""),
    ("ZB10", 4, "2019-03-15", "", ""),
)
EXTENDED_ON = date(2022, 4, 7)  # the reply of the committee to the branch that asked for time

CAMPAIGNS = (
    (
        "ZX01",
        "三先工程",
        "2021-03-01",
        "",
        "战疫情、促发展、当先锋，把党员作用发挥到生产经营最前沿。",
    ),
    ("ZX02", "三亮三比", "2021-07-05", "", "亮身份、亮职责、亮承诺，比业绩、比作风、比服务。"),
    (
        "ZX03",
        "疫情防控",
        "2022-03-10",
        "2023-01-09",
        "党员带头守好厂门、车间门、宿舍门，保人员安全、保生产不断线。",
    ),
    (
        "ZX04",
        "二十大精神天天读",
        "2022-10-17",
        "",
        "利用早班会、午休时间，每天读一段党的二十大报告原文。",
    ),
)
