"""The honors of the two years: many in the first, and in the second exactly those of the report."""

from datetime import date
from functools import partial

from partyhub.example.days import Agenda, entered_after
from partyhub.example.entering import Office
from partyhub.example.people import Person
from partyhub.example.tree import COMMITTEE, COMPANY, SUPERIOR, UNITS

ORGANIZATION, MEMBER, WORKSHOP, FIRM = "organization", "member", "workshop", "company"
ADVANCED, OUTSTANDING, WORKER = (
    "advanced_organization",
    "outstanding_member",
    "outstanding_party_worker",
)

# Title, level, granted by, day, kind of recipient, recipient (the example's key), category, number.
AWARDS = (
    (
        "临港镇先进基层党组织",
        "township",
        SUPERIOR,
        "2021-06-28",
        ORGANIZATION,
        "ZB02",
        ADVANCED,
        "临委〔2021〕31号",
    ),
    (
        "东屿市优秀共产党员",
        "county",
        "中共东屿市委员会",
        "2021-06-29",
        MEMBER,
        "ZB04.0",
        OUTSTANDING,
        "东委发〔2021〕18号",
    ),
    (
        "公司先进党支部",
        "enterprise",
        COMMITTEE,
        "2021-07-01",
        ORGANIZATION,
        "ZB01",
        ADVANCED,
        "晨港党〔2021〕12号",
    ),
    (
        "公司先进党支部",
        "enterprise",
        COMMITTEE,
        "2021-07-01",
        ORGANIZATION,
        "ZB08",
        ADVANCED,
        "晨港党〔2021〕12号",
    ),
    (
        "公司优秀共产党员",
        "enterprise",
        COMMITTEE,
        "2021-07-01",
        MEMBER,
        "ZB01.12",
        OUTSTANDING,
        "晨港党〔2021〕12号",
    ),
    (
        "公司优秀共产党员",
        "enterprise",
        COMMITTEE,
        "2021-07-01",
        MEMBER,
        "ZB03.5",
        OUTSTANDING,
        "晨港党〔2021〕12号",
    ),
    (
        "公司优秀共产党员",
        "enterprise",
        COMMITTEE,
        "2021-07-01",
        MEMBER,
        "ZB06.3",
        OUTSTANDING,
        "晨港党〔2021〕12号",
    ),
    (
        "公司优秀党务工作者",
        "enterprise",
        COMMITTEE,
        "2021-07-01",
        MEMBER,
        "ZB09.2",
        WORKER,
        "晨港党〔2021〕12号",
    ),
    ("光荣在党50年纪念章", "national", "中共中央", "2021-07-01", MEMBER, "ZB01.21", "other", ""),
    (
        "澜州市工人先锋号",
        "prefecture",
        "澜州市总工会",
        "2021-09-10",
        WORKSHOP,
        "W04",
        "other",
        "澜总工〔2021〕44号",
    ),
    (
        "浙江省专精特新中小企业",
        "provincial",
        "浙江省经济和信息化厅",
        "2021-12-31",
        FIRM,
        "",
        "other",
        "",
    ),
    (
        "临港镇疫情防控先进集体",
        "township",
        SUPERIOR,
        "2022-05-20",
        ORGANIZATION,
        "ZB09",
        "other",
        "临委〔2022〕22号",
    ),
    (
        "东屿市五一劳动奖章",
        "county",
        "东屿市总工会",
        "2022-04-29",
        MEMBER,
        "ZB04.3",
        "other",
        "东总工〔2022〕15号",
    ),
    (
        "澜州市工匠",
        "prefecture",
        "澜州市总工会",
        "2022-04-28",
        MEMBER,
        "ZB08.4",
        "other",
        "澜总工〔2022〕19号",
    ),
    (
        "澜州市先进基层党组织",
        "prefecture",
        "中共澜州市委员会",
        "2022-06-27",
        ORGANIZATION,
        "DW",
        ADVANCED,
        "澜委〔2022〕17号",
    ),
    (
        "公司先进党支部",
        "enterprise",
        COMMITTEE,
        "2022-06-28",
        ORGANIZATION,
        "ZB03",
        ADVANCED,
        "晨港党〔2022〕14号",
    ),
    (
        "公司优秀共产党员",
        "enterprise",
        COMMITTEE,
        "2022-06-28",
        MEMBER,
        "ZB02.8",
        OUTSTANDING,
        "晨港党〔2022〕14号",
    ),
    (
        "公司优秀共产党员",
        "enterprise",
        COMMITTEE,
        "2022-06-28",
        MEMBER,
        "ZB07.9",
        OUTSTANDING,
        "晨港党〔2022〕14号",
    ),
    (
        "公司优秀党务工作者",
        "enterprise",
        COMMITTEE,
        "2022-06-28",
        MEMBER,
        "ZB01.0",
        WORKER,
        "晨港党〔2022〕14号",
    ),
    # The three of the report's year: these and no other.
    (
        "浙江省和谐劳动关系企业",
        "provincial",
        "浙江省协调劳动关系三方委员会",
        "2022-12-28",
        FIRM,
        "",
        "other",
        "浙协调〔2022〕9号",
    ),
    (
        "十佳美丽车间",
        "county",
        "东屿市总工会",
        "2023-04-26",
        WORKSHOP,
        "W06",
        "other",
        "东总工〔2023〕12号",
    ),
    (
        "先进基层党组织",
        "township",
        SUPERIOR,
        "2023-06-29",
        ORGANIZATION,
        "DW",
        ADVANCED,
        "临委〔2023〕35号",
    ),
)
VALID_UNTIL = {"浙江省专精特新中小企业": "2024-12-31"}
WORKSHOP_NAMES = {"W04": "四分厂", "W06": "六分厂"}


def plan_awards(agenda: Agenda, people: dict[str, Person]) -> None:
    for row in AWARDS:
        agenda.add(
            entered_after(date.fromisoformat(row[3]), 1),
            partial(_enter, row, _recipient(row, people)),
            8,
        )


def _recipient(row: tuple[str, ...], people: dict[str, Person]) -> str:
    kind, key = row[4], row[5]
    if kind == MEMBER:
        return people[key].reference
    names = {
        ORGANIZATION: UNITS[key].name if key in UNITS else "",
        WORKSHOP: WORKSHOP_NAMES.get(key, ""),
    }
    return names.get(kind, COMPANY)


def _enter(row: tuple[str, ...], recipient: str, office: Office) -> None:
    title, level, body, day, kind, _, category, document = row
    office.enter(
        "clerk",
        "awards",
        title=title,
        level=level,
        granting_body=body,
        awarded_on=day,
        recipient_kind=kind,
        recipient=recipient,
        category=category,
        document_no=document or None,
        valid_until=VALID_UNTIL.get(title),
    )
