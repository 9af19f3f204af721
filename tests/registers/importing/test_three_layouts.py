"""The member list of the example, written by hand in three layouts, gives the same figures."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from partyhub.example.tables import RECORDS
from partyhub.periods import Period
from partyhub.reports.calculation import compute, scope_of
from tests.factories import OWNER
from tests.registers.importing.workbooks import Desk, Rows, counts, said

pytestmark = pytest.mark.long

Person = Mapping[str, str]
PERIOD = Period(date(2022, 7, 1), date(2023, 6, 30))  # its last day is the day of every test
# What rests on columns that a layout lacks: who came from elsewhere counts as admitted here.
MOVEMENTS = {
    *("opening", "admitted", "transferred_in", "other_increase"),
    *("transferred_out", "other_decrease"),
}
# Headers of the layout and those of the example, or None for what is no column of ours.
NATIONAL = {
    "序号": None,
    "姓名": "姓名",
    "所在党支部": "所在党支部",
    "公民身份号码": None,
    "性别": "性别",
    "民族": "民族",
    "出生日期": "出生日期",
    "学历": "学历",
    "人员类别": None,
    "加入党组织日期": "入党日期",
    "转为正式党员日期": "转正日期",
    "工作岗位": "工作岗位",
    "手机号": "手机号码",
    "固定电话": None,
    "家庭住址": None,
    "党籍状态": None,
    "是否为失联党员": None,
    "失去联系日期": None,
    "是否为流动党员": "流动党员",
    "外出流向": None,
    "备注": None,
}
OFFICE = {
    "序号": None,
    "姓名": "姓名",
    "性别": "性别",
    "民族": "民族",
    "出生年月": "出生日期",
    "籍贯": "籍贯",
    "学历": "学历",
    "所属支部": "所在党支部",
    "入党时间": "入党日期",
    "转正时间": "转正日期",
    "党龄": None,
    "党内职务": None,
    "工作单位及职务": "工作岗位",
    "联系电话": "手机号码",
    "备注": None,
}


def read(name: str) -> list[Person]:
    with (RECORDS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def people() -> list[Person]:
    """Everybody of the list who is in a branch."""
    return [person for person in read("members") if person["所在党支部"]]


def in_party(person: Person) -> bool:
    return bool(person["入党日期"])


def sheet(rows: list[Person]) -> Rows:
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def day(text: str) -> date | str:
    return date.fromisoformat(text) if text else ""


def national() -> Iterator[tuple[Any, ...]]:
    """The form 党员基本信息采集表: a title, the unit, exact days, the kind of person."""
    yield ("晨港电缆股份有限公司党员基本信息采集表",)
    yield ("填报单位（盖章）：", *[None] * 9, "填报日期：2023年6月30日")
    yield tuple(NATIONAL)
    for at, person in enumerate(filter(in_party, people()), 1):
        known = {header: person[own] for header, own in NATIONAL.items() if own}
        known |= {h: day(known[h]) for h in ("出生日期", "加入党组织日期", "转为正式党员日期")}
        known["人员类别"] = "正式党员" if person["转正日期"] else "预备党员"
        known |= {"序号": at, "党籍状态": "正常", "是否为失联党员": "否"}
        yield tuple(known.get(header) for header in NATIONAL)
    yield ("填表人：陆远航", None, "审核人：", None, "联系电话：")


def office() -> Iterator[tuple[Any, ...]]:
    """A roster of an office: months in three writings, short words, years in the Party, a total."""
    yield ("晨港电缆党委党员花名册（截至2023年6月）",)
    yield tuple(OFFICE)
    listed = list(filter(in_party, people()))
    for at, person in enumerate(listed, 1):
        known: dict[str, Any] = {header: person[own] for header, own in OFFICE.items() if own}
        for number, header in enumerate(("出生年月", "入党时间", "转正时间"), at):
            known[header] = month(known[header], number)
        known |= {"民族": known["民族"].removesuffix("族"), "序号": at}
        known["党龄"] = PERIOD.end.year - date.fromisoformat(person["入党日期"]).year
        known["党内职务"] = "支部书记" if at % 20 == 1 else None
        known["备注"] = None if person["转正日期"] else "预备"
        yield tuple(known[header] for header in OFFICE)
    yield ("合计", f"{len(listed)}人")


def month(text: str, at: int) -> str:
    """One day as the month it lies in, written in one of three ways."""
    if not text:
        return ""
    form = ("{0.year}.{0.month:02}", "{0.year}年{0.month}月", "{0.year}{0.month:02}")[at % 3]
    return form.format(date.fromisoformat(text))


def by_branch() -> Mapping[str, Rows]:
    """A sheet a branch, without the column of the branch, each with its title and total."""
    sheets: dict[str, Rows] = {}
    for branch in dict.fromkeys(person["所在党支部"] for person in people()):
        own = [person for person in people() if person["所在党支部"] == branch]
        headers = [header for header in own[0] if header not in ("编号", "所在党支部")]
        sheets[branch] = [
            (f"{branch}党员名册",),
            headers,
            *([person[header] for header in headers] for person in own),
            ("合计", f"{len(own)}人"),
        ]
    return sheets


def figures() -> dict[str, Any]:
    found = compute(scope_of(OWNER, PERIOD))
    return {
        code.removeprefix("members."): each.value
        for code, each in found.items()
        if code.startswith("members.")
    }


def come_in(desk: Desk, sheets: Mapping[str, Rows], count: int) -> dict[str, Any]:
    """Import the list, which a second time is nothing to do; return the figures."""
    result = desk.apply(desk.book(sheets), "members")
    assert said(result) == []
    assert counts(result)[0] == count
    again = desk.apply(desk.book(sheets), "members")
    assert (said(again), counts(again)) == ([], (0, 0, count, 0, 0))
    return figures()


def found_organizations(desk: Desk) -> None:
    for name in ("organizations", "workshops"):
        desk.take(name, *sheet(read(name)))


@pytest.mark.parametrize(
    ("layout", "lacking"),
    [
        ("national", {"retired", *MOVEMENTS}),
        ("office", {"retired", "floating", *MOVEMENTS}),
        ("by branch", set()),
    ],
)
def test_a_layout_gives_the_figures_of_the_plain_list(
    desk: Desk, layout: str, lacking: set[str], template: Any
) -> None:
    listed = people()
    found_organizations(desk)
    on_the_way = [person for person in listed if not in_party(person)]
    plain = come_in(desk, {"plain": sheet(listed)}, len(listed))
    assert plain["total"] > 150
    template.put_back()
    found_organizations(desk)
    if layout == "by branch":
        found = come_in(desk, by_branch(), len(listed))
    else:
        desk.take("members", *sheet(on_the_way))
        rows = list(national() if layout == "national" else office())
        found = come_in(desk, {"Sheet1": rows}, len(listed) - len(on_the_way))
    assert {code: found[code] for code in plain if code not in lacking} == {
        code: plain[code] for code in plain if code not in lacking
    }
