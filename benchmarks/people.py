"""A workbook of invented people, the same in every run: 20 columns of the roll of members."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

BRANCHES, GROUPS, WORKSHOPS = 12, 24, 10
LONG_AGO = "1950-01-01"
COMMITTEE = "DW", "示例线缆公司党委"
COLUMNS = {
    "number": "编号",
    "name": "姓名",
    "sex": "性别",
    "birth_date": "出生日期",
    "ethnicity": "民族",
    "native_place": "籍贯",
    "education": "学历",
    "organization": "所在党支部",
    "party_group": "党小组",
    "workshop": "分厂车间",
    "job": "工作岗位",
    "applied_on": "申请入党日期",
    "activist_on": "确定积极分子日期",
    "target_on": "确定发展对象日期",
    "admitted_on": "入党日期",
    "full_on": "转正日期",
    "employment": "在岗状态",
    "is_floating": "流动党员",
    "phone": "手机号码",
    "remark": "备注",
}
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国海波晓红志文斌宇"
ETHNICITIES = ("汉族", "汉族", "汉族", "畲族", "回族", "苗族")
PLACES = ("浙江诸暨", "浙江绍兴", "安徽阜阳", "江西上饶", "河南信阳", "贵州毕节")
EDUCATION = ("初中", "高中", "中专", "大专", "本科")
JOBS = ("拉丝工", "绞线工", "交联工", "护套工", "质检员", "班组长", "叉车工", "技术员")
EMPLOYMENT = ("在岗", "在岗", "在岗", "退休")
INPUT_HELP = (
    "{0:%Y-%m-%d}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}年{0.month}月{0.day}日",
    "{0:%Y%m%d}",
)


def branches() -> list[tuple[str, str]]:
    return [(f"ZB{n:02}", f"第{n}党支部") for n in range(1, BRANCHES + 1)]


def groups() -> list[tuple[str, str]]:
    return [(f"XZ{n:02}", f"第{n}党小组") for n in range(1, GROUPS + 1)]


def workshops() -> list[tuple[str, str]]:
    return [(f"CJ{n:02}", f"第{n}车间") for n in range(1, WORKSHOPS + 1)]


def write_workbook(path: Path, count: int) -> None:
    book = Workbook()  # not write_only: the other side needs the dimension that this mode writes
    sheet = book.worksheets[0]
    sheet.title = "党员花名册"
    sheet.append(list(COLUMNS.values()))
    for person in people(count):
        sheet.append([person[key] for key in COLUMNS])
    book.save(path)


def write_committee(path: Path) -> None:
    """Write the people's organizations and workshops, as sheets for an import of all registers."""
    book = Workbook()
    organizations = book.worksheets[0]
    organizations.title = "党组织"
    organizations.append(["编码", "名称", "类别", "上级", "成立日期"])
    code, name = COMMITTEE
    organizations.append([code, name, "党委", None, LONG_AGO])
    for code, name in branches():
        organizations.append([code, name, "党支部", COMMITTEE[1], LONG_AGO])
    for code, name in groups():
        organizations.append([code, name, "党小组", branches()[0][1], LONG_AGO])
    sheet = book.create_sheet("分厂车间")
    sheet.append(["编码", "名称", "一线车间", "启用日期"])
    for code, name in workshops():
        sheet.append([code, name, "是", LONG_AGO])
    book.save(path)


def people(count: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(2023)  # noqa: S311  # people who don't exist, the same each time
    for number in range(1, count + 1):
        yield {"number": f"{number:06}", **_person(chance), **_way(chance)}


def _person(chance: random.Random) -> dict[str, Any]:
    return {
        "name": chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2)))),
        "sex": chance.choice(("男", "女")),
        "ethnicity": chance.choice(ETHNICITIES),
        "native_place": chance.choice(PLACES),
        "education": chance.choice(EDUCATION),
        "organization": chance.choice(branches())[1],
        "party_group": chance.choice(groups())[1],
        "workshop": chance.choice(workshops())[1],
        "job": chance.choice(JOBS),
        "employment": chance.choice(EMPLOYMENT),
        "is_floating": chance.choice(("否", "否", "否", "是")),
        "phone": f"138{chance.randrange(10**8):08}",
        "remark": chance.choice((None, None, "由第二支部转来", "曾任车间团支部书记")),
    }


def _way(chance: random.Random) -> dict[str, Any]:
    """Return birth and the five days of the way into the Party, in order; one in four as texts."""
    born = date(1960, 1, 1) + timedelta(days=chance.randrange(13_000))
    applied = born + timedelta(days=chance.randrange(7_000, 9_000))
    activist = applied + timedelta(days=chance.randrange(180, 400))
    target = activist + timedelta(days=chance.randrange(400, 700))
    admitted = target + timedelta(days=chance.randrange(60, 200))
    days = {
        "birth_date": born,
        "applied_on": applied,
        "activist_on": activist,
        "target_on": target,
        "admitted_on": admitted,
        "full_on": admitted + timedelta(days=chance.randrange(367, 400)),
    }
    if chance.randrange(4):
        return days
    return {key: chance.choice(INPUT_HELP).format(day) for key, day in days.items()}
