"""The honors of the two years: many in the first, and in the second exactly those of the report."""

from datetime import date
from functools import partial

from partyhub.example.days import Agenda, entered_after
from partyhub.example.entering import Office
from partyhub.example.people import Person
from partyhub.example.tables import rows
from partyhub.example.tree import COMMITTEE, COMPANY, SUPERIOR, UNITS, WORKSHOPS

# Day, title, level, granted by, kind of recipient, recipient by name or key, number, category.
BEFORE = """
2021-06-28 | 临港镇先进基层党组织 | township | 镇党委 | organization | ZB02 | 临委〔2021〕31号
  | advanced_organization
2021-06-29 | 东屿市优秀共产党员 | county | 中共东屿市委员会 | member | ZB04.0 | 东委发〔2021〕18号
  | outstanding_member
2021-07-01 | 公司先进党支部 | enterprise | 公司党委 | organization | ZB01 | 晨港党〔2021〕12号
  | advanced_organization
2021-07-01 | 公司先进党支部 | enterprise | 公司党委 | organization | ZB08 | 晨港党〔2021〕12号
  | advanced_organization
2021-07-01 | 公司优秀共产党员 | enterprise | 公司党委 | member | ZB01.12 | 晨港党〔2021〕12号
  | outstanding_member
2021-07-01 | 公司优秀共产党员 | enterprise | 公司党委 | member | ZB03.5 | 晨港党〔2021〕12号
  | outstanding_member
2021-07-01 | 公司优秀共产党员 | enterprise | 公司党委 | member | ZB06.3 | 晨港党〔2021〕12号
  | outstanding_member
2021-07-01 | 公司优秀党务工作者 | enterprise | 公司党委 | member | ZB09.2 | 晨港党〔2021〕12号
  | outstanding_party_worker
2021-07-01 | 光荣在党50年纪念章 | national | 中共中央 | member | ZB01.21
2021-09-10 | 澜州市工人先锋号 | prefecture | 澜州市总工会 | workshop | W04 | 澜总工〔2021〕44号
2021-12-31 | 浙江省专精特新中小企业 | provincial | 浙江省经济和信息化厅 | company
2022-05-20 | 临港镇疫情防控先进集体 | township | 镇党委 | organization | ZB09 | 临委〔2022〕22号
2022-04-29 | 东屿市五一劳动奖章 | county | 东屿市总工会 | member | ZB04.3 | 东总工〔2022〕15号
2022-04-28 | 澜州市工匠 | prefecture | 澜州市总工会 | member | ZB08.4 | 澜总工〔2022〕19号
2022-06-27 | 澜州市先进基层党组织 | prefecture | 中共澜州市委员会 | organization | DW
  | 澜委〔2022〕17号 | advanced_organization
2022-06-28 | 公司先进党支部 | enterprise | 公司党委 | organization | ZB03 | 晨港党〔2022〕14号
  | advanced_organization
2022-06-28 | 公司优秀共产党员 | enterprise | 公司党委 | member | ZB02.8 | 晨港党〔2022〕14号
  | outstanding_member
2022-06-28 | 公司优秀共产党员 | enterprise | 公司党委 | member | ZB07.9 | 晨港党〔2022〕14号
  | outstanding_member
2022-06-28 | 公司优秀党务工作者 | enterprise | 公司党委 | member | ZB01.0 | 晨港党〔2022〕14号
  | outstanding_party_worker
2022-06-28 | 公司红旗党员先锋岗 | enterprise | 公司党委 | post | 四分厂立塔交联党员先锋岗
  | 晨港党〔2022〕14号
2022-06-28 | 公司红旗党员先锋队 | enterprise | 公司党委 | team | 二分厂交联提效党员先锋队
  | 晨港党〔2022〕14号
2022-06-28 | 公司优秀党员领办项目 | enterprise | 公司党委 | project | 35kV交联线开机废料降低
  | 晨港党〔2022〕14号
"""
# The three of the report's year: these and no other.
OF_THE_REPORT = """
2022-12-28 | 浙江省和谐劳动关系企业 | provincial | 浙江省协调劳动关系三方委员会 | company
  | | 浙协调〔2022〕9号
2023-04-26 | 十佳美丽车间 | county | 东屿市总工会 | prosperity_workshop | 六分厂共富工坊
  | 东总工〔2023〕12号
2023-06-29 | 先进基层党组织 | township | 镇党委 | organization | DW | 临委〔2023〕35号
  | advanced_organization
"""
GRANTING = {"公司党委": COMMITTEE, "镇党委": SUPERIOR}
VALID_UNTIL = {"浙江省专精特新中小企业": "2024-12-31"}


def plan_awards(agenda: Agenda, people: dict[str, Person]) -> None:
    for cells in rows(BEFORE + OF_THE_REPORT.lstrip(), 8):
        day = entered_after(date.fromisoformat(cells[0]), 1)
        agenda.add(day, partial(_enter, cells, _recipient(cells[4], cells[5], people)), 8)


def _recipient(kind: str, key: str, people: dict[str, Person]) -> str:
    if kind == "member":
        return people[key].reference
    if kind == "organization":
        return UNITS[key].name
    if kind == "workshop":
        return next(row[1] for row in WORKSHOPS if row[0] == key)
    return key or COMPANY


def _enter(cells: list[str], recipient: str, office: Office) -> None:
    day, title, level, body, kind, _, document, category = cells
    office.enter(
        "clerk",
        "awards",
        title=title,
        level=level,
        granting_body=GRANTING.get(body, body),
        awarded_on=day,
        recipient_kind=kind,
        recipient=recipient,
        category=category or "other",
        document_no=document or None,
        valid_until=VALID_UNTIL.get(title),
    )
