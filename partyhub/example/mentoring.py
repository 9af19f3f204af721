"""The mentoring pairs: few apprentices are on record, most are no Party members and only named."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from partyhub.example.days import SETTLED, Agenda
from partyhub.example.entering import Office
from partyhub.example.people import Person
from partyhub.example.tables import rows

# Mentor, apprentice by name or by key, skill, first day, day of finishing, result.
PAIRS = """
ZB01.10 | 余小东 | 大拉机操作和换模 | 2021-03-15 | 2022-03-15 | 理论92分、实操95分，独立上机
ZB01.18 | ZB01.n.2020-09-16 | 绞线工艺和质量控制 | 2021-04-06 | 2022-04-06 | 优秀，获评公司技术能手
ZB01.2 | 贺文博 | 拉丝设备机械维修 | 2021-07-19 | 2022-07-19 | 合格，能处理常见故障
ZB01.15 | 黎志成 | 拉丝配模和工艺编制 | 2022-03-07 | 2023-03-07 | 良好，独立编制工艺卡五份
ZB01.12 | 尹小峰 | 行车操作和吊具点检 | 2022-09-05 | |
ZB01.19 | ZB01.a1 | 导体检验和仪器使用 | 2022-10-10 | |
ZB01.10 | 龙国梁 | 大拉机操作和换模 | 2023-03-06 | |
ZB02.14 | 苗建华 | 中压交联线操作 | 2021-05-10 | 2022-05-10 | 合格，取得上岗证
ZB02.5 | ZB02.n.2021-12-09 | 交联工艺编制 | 2021-07-19 | 2022-07-19 | 优秀，主持一项工艺改进
ZB02.18 | 柏小勇 | 挤出机头调偏 | 2022-03-07 | 2023-03-07 | 良好
ZB02.4 | 韦金凤 | 护套挤塑和印字 | 2022-09-05 | |
ZB02.14 | ZB02.a1 | 内外屏蔽挤出 | 2022-11-07 | |
ZB02.6 | 岑志伟 | 交联线电气维修 | 2023-03-06 | |
ZB03.4 | 谭家宝 | 护套挤出 | 2021-07-19 | 2022-07-19 | 合格
ZB03.13 | 古丽·艾合买提 | 成缆和装铠辅助操作 | 2021-09-13 | 2022-09-13 | 良好，能独立顶岗
ZB03.5 | 买买提江·吐尔逊 | 班组管理和普通话 | 2022-03-07 | 2023-03-07 | 优秀，提拔为副班长
ZB03.12 | ZB03.n.2021-12-16 | 成缆工艺和外径控制 | 2022-09-05 | |
ZB03.6 | 麻小军 | 成缆机操作 | 2023-03-06 | |
ZB04.3 | 詹世豪 | 立塔交联操作 | 2021-07-19 | 2022-07-19 | 优秀，参与长段生产
ZB04.14 | 席永强 | 铝护套焊接 | 2022-03-07 | 2023-03-07 | 良好，焊缝一次合格率九成八
ZB04.8 | ZB04.a0 | 净化间管理 | 2022-09-05 | |
ZB04.6 | 符晓燕 | 局放试验配合和记录 | 2023-03-06 | |
ZB05.3 | 向小龙 | 铝合金拉丝和时效 | 2022-03-07 | 2023-03-07 | 合格
ZB05.1 | 阮佳慧 | 换型工艺 | 2022-09-05 | |
ZB06.4 | 蓝明亮 | 辐照装置操作 | 2021-07-19 | 2022-07-19 | 合格，持证上岗
ZB06.14 | 祝水英 | 布电线成圈和包装 | 2022-07-11 | |
ZB06.6 | 骆小芳 | 小拉机操作和放线 | 2022-07-11 | |
ZB06.11 | 丁海波 | 特种电缆挤出 | 2023-03-06 | |
ZB08.4 | 齐雨辰 | 局放和耐压试验 | 2021-07-19 | 2022-07-19 | 优秀，取得检测员证
ZB08.12 | ZB08.n.2020-12-23 | 结构设计和材料定额 | 2022-03-07 | 2023-03-07 | 优秀，完成两项新品设计
ZB08.6 | 尚思远 | 护套料配方试验 | 2022-09-05 | |
ZB08.19 | ZB08.n.2022-12-14 | 质量问题分析方法 | 2023-03-06 | |
ZB07.5 | 凌峰 | 投标文件编制 | 2022-03-07 | 2023-03-07 | 良好，独立投标十一次
ZB07.9 | ZB07.a0 | 电缆附件安装和客户服务 | 2022-09-05 | |
"""


def plan_mentoring(agenda: Agenda, people: Mapping[str, Person]) -> None:
    for mentor, apprentice, skill, since, until, result in rows(PAIRS, 6):
        key, ended = f"{mentor}/{since}", date.fromisoformat(until) if until else None
        learner = people.get(apprentice)
        typed = {
            "mentor": people[mentor].reference,
            "apprentice": f"{learner.name}（{learner.number}）" if learner else apprentice,
            "skill": skill,
            "started_on": since,
        }
        agenda.add(max(date.fromisoformat(since), SETTLED), partial(_enter, key, typed), 6)
        if ended:
            agenda.add(ended, partial(_finish, key, ended, result), 6)


def _enter(key: str, typed: Mapping[str, str], office: Office) -> None:
    office.enter("clerk", "mentorships", key, **typed)


def _finish(key: str, day: date, result: str, office: Office) -> None:
    office.change("clerk", "mentorships", key, ended_on=day, result=result)
