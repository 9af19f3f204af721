"""The teams: vanguard teams, volunteers, commandos, tackling groups, and who changed in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from partyhub.example.days import SETTLED, Agenda, entered_after
from partyhub.example.entering import Office
from partyhub.example.people import Person
from partyhub.example.tables import key_of, named, rows
from partyhub.example.tree import UNITS

# Branch, name, leader, members, others, since, until, task, campaign, what it achieved.
VANGUARD = """
ZB01 | 一分厂拉丝降耗党员先锋队 | 10 | 17 18 15 | 4 | 2021-07-12 | | 降低铜丝断头和拉丝能耗
  | 三亮三比
  | 2022年断头率下降三成，吨铜电耗下降百分之四
ZB01 | 一分厂夜班保产党员先锋队 | 1 | 23 26 12 | 6 | 2021-11-15 | | 夜班安全、质量和设备保障
  | 三亮三比
  | 夜班停机时间由月均九小时降到五小时
ZB02 | 二分厂交联提效党员先锋队 | 17 | 14 16 18 | 5 | 2021-07-12 | | 压缩交联线开机废料和换型时间
  | 三亮三比 | 开机废料由四十五米降到二十八米
ZB02 | 二分厂急单交付党员先锋队 | 8 | 4 7 13 | 8 | 2022-04-18 | | 承接国网、风电急单排产交付
  | 三先工程
  | 封闭生产期间十七个急单全部按期发出
ZB03 | 三分厂成缆精控党员先锋队 | 4 | 6 1 12 | 5 | 2021-07-12 | | 控制成缆外径，减少填充浪费
  | 三亮三比
  | 成缆外径合格率由百分之九十六提高到九十九
ZB03 | 三分厂民族团结互助党员先锋队 | 5 | 7 10 n.2021-06-10 | 9 | 2022-01-10 |
  | 帮带少数民族和外地职工
  | 三先工程 | 结对二十一人，全部通过上岗考核
ZB04 | 四分厂高压长段党员先锋队 | 10 | 3 4 6 9 | 6 | 2021-11-15 | | 高压电缆大长度连续生产
  | 三先工程
  | 单根连续生产由六百米提高到一千二百米
ZB05 | 五分厂铝合金稳质党员先锋队 | 0 | 1 3 4 | 4 | 2021-11-15 | | 铝合金导体性能稳定 | 三亮三比
  | 导体批次一次合格率保持百分之九十九以上
ZB06 | 六分厂辐照提速党员先锋队 | 0 | 4 11 7 | 5 | 2021-11-15 | | 提高辐照线速度和剂量均匀性
  | 三亮三比
  | 单机日产提高百分之十二
ZB07 | 营销市场开拓党员先锋队 | 0 | 5 6 10 | 7 | 2021-09-06 | | 长三角和海上风电市场开拓 | 三亮三比
  | 2022年新增重点客户二十三家
ZB08 | 技术中心新品攻坚党员先锋队 | 12 | 6 8 15 | 6 | 2021-07-12 | | 高压、特种电缆新品研发
  | 三先工程
  | 两年完成新品鉴定五项
ZB08 | 检测中心快检党员先锋队 | 4 | 10 2 | 3 | 2022-03-28 | | 试验排队时间压缩，急单优先 | 三先工程
  | 局放试验平均等待由三天降到一天半
ZB09 | 设备动力抢修党员先锋队 | ZB10.1 | ZB10.2 ZB10.3 ZB10.5 | 5 | 2022-02-14 |
  | 全厂设备抢修和备件保障
  | 三先工程 | 重大故障平均恢复时间缩短到四小时
LS01 | 海上风电项目现场党员先锋队 | ZB08.13 | ZB01.14 ZB02.12 ZB07.8 ZB08.16 | 11 | 2022-03-10
  | 2022-11-30
  | 海缆敷设配合和接头制作 | 三先工程 | 三十六个接头一次试验合格
ZB02 | 二分厂阻燃新品党员先锋队 | 5 | 11 18 | 4 | 2023-02-20 | | B1级阻燃电缆批量生产 | 三先工程 |
ZB04 | 四分厂铝护套焊接党员先锋队 | 14 | 7 8 12 | 5 | 2022-09-19 | | 平滑铝护套焊接工艺固化
  | 三先工程
  | 焊缝返修率由千分之六降到千分之二
ZB06 | 六分厂共富带教党员先锋队 | 6 | 8 14 3 | 6 | 2022-09-19 | | 共富工坊新职工技能带教 | 三亮三比
  | 带教新职工三十五人，全部独立上岗
"""
VOLUNTEER = """
ZB09 | 厂门值守党员志愿服务队 | 5 | 3 6 7 11 ZB07.7 | 8 | 2021-07-08 |
  | 进出人员车辆行程查验、交通劝导
  | 疫情防控 | 2022年春季查验车辆四千余辆次
ZB08 | 健康守护党员志愿服务队 | 1 | 2 3 4 10 19 | 6 | 2021-07-08 | | 测温验码、健康监测、献血组织
  | 疫情防控 | 全员测温登记无遗漏
ZB07 | 流动宣讲党员志愿服务队 | 1 | 4 5 9 10 | 5 | 2021-07-08 | | 政策和安全用电宣讲，流动喇叭进车间
  | 疫情防控 | 累计宣讲一百余场
ZB02 | 环境卫士党员志愿服务队 | 4 | 6 7 11 18 | 10 | 2021-07-08 | | 环境消杀、厂区整治、防汛防台
  | 疫情防控 | 公共区域消杀实现每日全覆盖
ZB01 | 暖心关爱党员志愿服务队 | 2 | 4 17 18 19 26 | 9 | 2021-07-08 |
  | 物资配送、困难职工和老党员关爱
  | 疫情防控 | 驻厂职工三餐和日用品按时送达
ZB03 | 支援社区党员志愿服务队 | 2 | 6 8 12 15 | 7 | 2022-03-14 | 2022-09-01
  | 支援海塘社区核酸采样和物资转运
  | 疫情防控 | 支援社区核酸采样十一轮
"""
COMMANDO = """
ZB02 | 封闭生产党员突击队 | 0 | 4 8 14 ZB01.10 ZB03.4 | 20 | 2022-03-14 | 2022-05-10
  | 闭环期间保交付
  | 疫情防控 | 驻厂四十二天，订单交付率百分之九十七
ZB04 | 迎峰度夏党员突击队 | 0 | 3 6 9 | 15 | 2022-06-06 | 2022-09-30 | 高温时段错峰生产保交付
  | 三先工程
  | 高温期间产量不减、无中暑事故
ZB01 | 防汛防台党员突击队 | 0 | 6 7 10 23 | 12 | 2022-06-10 | | 汛期台风抢险和物资转移 | 三先工程
  | 台风“梅花”期间厂区无积水受损
ZB04 | 夏季重点订单党员突击队 | 0 | 3 8 10 | 12 | 2023-06-01 | | 国网夏季集中供货 | 三先工程 |
ZB09 | 应急抢修党员突击队 | ZB10.0 | ZB10.2 ZB10.5 | 6 | 2022-12-12 | | 寒潮和停电应急抢修
  | 三先工程
  | 寒潮期间抢修十四次
"""
TACKLING = """
ZB04 | 110kV平滑铝套电缆攻关组 | 10 | 3 14 4 ZB08.12 ZB08.6 | 4 | 2022-03-10 |
  | 无缝平滑铝套挤出和大长度生产
  | 三先工程 | 实现单根一千二百米连续挤出
ZB02 | 交联废料党员攻关组 | 5 | 14 16 | 3 | 2022-07-11 | 2023-03-31 | 交联线换型废料成因和对策
  | 三先工程
  | 换型废料下降百分之三十五
ZB08 | 充电桩电缆党员攻关组 | 12 | 19 8 | 4 | 2023-02-20 | | 液冷大功率充电桩电缆 | 三先工程 |
"""
KINDS = (
    ("vanguard", "XFD", VANGUARD),
    ("volunteer", "ZYD", VOLUNTEER),
    ("commando", "TJD", COMMANDO),
    ("tackling", "GGZ", TACKLING),
)
EPIDEMIC, EPIDEMIC_FROM = "疫情防控", date(2022, 3, 14)  # then the standing teams were called up
YEAR_END = date(2023, 1, 11)
# Team, day, leader, members: who left was followed by another.
CHANGED = (
    ("二分厂交联提效党员先锋队", date(2022, 8, 15), "14", "16 18 11"),
    ("设备动力抢修党员先锋队", date(2023, 2, 6), "ZB10.1", "ZB10.2 ZB10.3 ZB10.4"),
)


@dataclass(frozen=True)
class Team:
    code: str
    kind: str
    branch: str
    name: str
    leader: str
    members: str
    others: str
    since: date
    until: date | None
    task: str
    campaign: str
    achievements: str

    @property
    def is_called_up(self) -> bool:
        """Whether it was there before the epidemic weeks in which it served."""
        return self.campaign == EPIDEMIC and self.since < EPIDEMIC_FROM

    @property
    def keys(self) -> list[str]:
        """The keys of its people, the leader first."""
        return [key_of(self.branch, short) for short in (self.leader, *self.members.split())]


def _teams() -> Iterator[Team]:
    for kind, prefix, table in KINDS:
        found = sorted(rows(table, 10), key=lambda cells: cells[5])
        for number, cells in enumerate(found, start=1):
            branch, name, leader, members, others, since, until, task, campaign, achieved = cells
            yield Team(
                f"{prefix}{number:02}",
                kind,
                branch,
                name,
                leader,
                members,
                others,
                date.fromisoformat(since),
                date.fromisoformat(until) if until else None,
                task,
                campaign,
                achieved,
            )


TEAMS = tuple(_teams())


def plan_teams(agenda: Agenda, people: Mapping[str, Person]) -> None:
    for team in TEAMS:
        agenda.add(max(team.since, SETTLED), partial(_enter, team, people), 6)
        if team.is_called_up:
            agenda.add(EPIDEMIC_FROM, partial(_call, team), 6)
        if team.achievements:
            agenda.add(team.until or YEAR_END, partial(_note, team), 3)
    for name, day, leader, members in CHANGED:
        agenda.add(entered_after(day, 1), partial(_change, name, day, leader, members, people))


def _enter(team: Team, people: Mapping[str, Person], office: Office) -> None:
    office.enter(
        "clerk",
        "teams",
        team.name,
        code=team.code,
        name=team.name,
        kind=team.kind,
        organization=UNITS[team.branch].name,
        leader=named(people, team.branch, team.leader),
        members=named(people, team.branch, team.members),
        others_count=team.others,
        established_on=team.since,
        task=team.task,
        campaign=None
        if team.since < EPIDEMIC_FROM and team.campaign == EPIDEMIC
        else team.campaign,
    )


def _call(team: Team, office: Office) -> None:
    office.change("clerk", "teams", team.name, campaign=EPIDEMIC)


def _note(team: Team, office: Office) -> None:
    """What it achieved is written down at the end of the year, or when it is disbanded."""
    office.change(
        "clerk", "teams", team.name, achievements=team.achievements, disbanded_on=team.until
    )


def _change(
    name: str, day: date, leader: str, members: str, people: Mapping[str, Person], office: Office
) -> None:
    branch = next(team.branch for team in TEAMS if team.name == name)
    office.change(
        "clerk",
        "teams",
        name,
        leader=named(people, branch, leader),
        members=named(people, branch, members),
        people_since=day,
    )
