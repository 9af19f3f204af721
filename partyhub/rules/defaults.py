"""The rules of a new instance; the committee may change each one on its page.

Each is a version of one rule: key, value, source, first day in force, clause. A text counts from
the day on which it came into force; what is older than the first version has no rule. See domain.md
2 for how certain each one is: of the rules for the development of members as revised in 2026, the
numbers are those that both sources agree on.
"""

from datetime import date
from typing import NamedTuple


class Default(NamedTuple):
    """One version of a rule as a new instance has it."""

    key: str
    value: str
    source: str
    since: date
    clause: str = ""


TERMS = "关于党的基层组织任期的意见（2018年）"
BRANCHES = "中国共产党支部工作条例（试行）（2018年）"
ELECTIONS = "中国共产党基层组织选举工作条例（2020年）"
DEVELOPMENT = "中国共产党发展党员工作细则（2014年）"
REVISED = "中国共产党发展党员工作细则（2026年5月修订）"
ENTERPRISES = "国有企业基层组织工作条例（试行）（2019年），非公有制企业参照"
EDUCATION = "中国共产党党员教育管理工作条例（2019年）"
PLAN = "2019－2023年全国党员教育培训工作规划"
AFTER_PLAN = "地方惯例：2024年起暂按上一规划的学时执行，请以新规划为准"
LECTURES = "地方惯例：党课每季度一次，全国性规定未定次数，填0表示不要求"
PARTY = "中国共产党章程"
PROMPT = "本系统的录入提示，可按本单位实际调整"
SINCE_TERMS = date(2018, 7, 12)
SINCE_BRANCHES = date(2018, 10, 28)
SINCE_DEVELOPMENT = date(2014, 5, 28)
SINCE_REVISED = date(2026, 5, 11)
SINCE_ELECTIONS = date(2020, 7, 13)
SINCE_EDUCATION = date(2019, 5, 6)
SINCE_PLAN = date(2019, 11, 11)
SINCE_ENTERPRISES = date(2019, 12, 30)
SINCE_PROMPT = date(2000, 1, 1)

# Shares that must be exceeded; the others need only be reached.
EXCLUSIVE = frozenset(
    {
        "quorum.admission",
        "votes.majority",
        "votes.majority.committee",
        "votes.majority.election",
    }
)


def _development(key: str, value: str, clause: str) -> tuple[Default, Default]:
    """Return the versions of 2014 and of 2026, which have the same number."""
    return (
        Default(key, value, DEVELOPMENT, SINCE_DEVELOPMENT, clause),
        Default(key, value, REVISED, SINCE_REVISED, clause),
    )


DEFAULTS = (
    Default("terms.years.committee", "5", TERMS, SINCE_TERMS, "第一条"),
    Default("terms.years.branch", "3", TERMS, SINCE_TERMS, "第一条"),
    Default("terms.extension.months", "12", TERMS, SINCE_TERMS, "第二条"),
    Default("terms.extension.months", "12", ELECTIONS, SINCE_ELECTIONS, "第三条"),
    Default("terms.reminder.months", "6", "地方惯例：届满前六个月提醒", SINCE_TERMS),
    Default("quorum.ordinary", "0.5", BRANCHES, SINCE_BRANCHES, "第十一条、第十二条"),
    *_development("quorum.admission", "0.5", "第二十二条"),
    Default("quorum.election", "0.8", ELECTIONS, SINCE_ELECTIONS),
    *_development("votes.majority", "0.5", "第二十二条"),
    Default(
        "votes.majority.committee",
        "0.5",
        "地方惯例：赞成人数超过应到会委员的半数",
        SINCE_BRANCHES,
    ),
    Default("votes.majority.election", "0.5", ELECTIONS, SINCE_ELECTIONS),
    Default("members.age.least", "18", f"{PARTY}（1982年）", date(1982, 9, 6), "第一条"),
    *_development("members.age.least", "18", "第五条"),
    Default(
        "members.probation.months", "12", f"{PARTY}（1956年）：预备期为一年", date(1956, 9, 26)
    ),
    Default(
        "members.probation.months", "0", f"{PARTY}（1969年、1973年）：没有预备期", date(1969, 4, 24)
    ),
    Default(
        "members.probation.months", "12", f"{PARTY}（1977年）：预备期为一年", date(1977, 8, 18)
    ),
    *_development("members.probation.months", "12", "第三十一条"),
    *_development("members.extension.months.least", "6", "第三十二条"),
    *_development("members.extension.months.most", "12", "第三十二条"),
    *_development("members.target.months", "12", "第十三条"),
    Default("branches.members.least", "3", BRANCHES, SINCE_BRANCHES, "第四条"),
    Default("branches.members.most", "50", BRANCHES, SINCE_BRANCHES, "第四条"),
    Default("branches.committee.members", "7", BRANCHES, SINCE_BRANCHES, "第六章"),
    Default("committees.members.least", "3", BRANCHES, SINCE_BRANCHES, "第六章"),
    Default("committees.members.most", "7", BRANCHES, SINCE_BRANCHES, "第六章"),
    Default("organizations.general_branch.members", "50", ENTERPRISES, SINCE_ENTERPRISES, "第四条"),
    Default(
        "organizations.party_committee.members", "100", ENTERPRISES, SINCE_ENTERPRISES, "第四条"
    ),
    Default("congresses.delegates.members", "500", ELECTIONS, SINCE_ELECTIONS, "第四条"),
    Default("meetings.general_meeting.per_quarter", "1", BRANCHES, SINCE_BRANCHES, "第十一条"),
    Default("meetings.committee_meeting.per_month", "1", BRANCHES, SINCE_BRANCHES, "第十二条"),
    Default("meetings.group_meeting.per_month", "1", BRANCHES, SINCE_BRANCHES, "第十三条"),
    Default("meetings.party_lecture.per_quarter", "1", LECTURES, SINCE_BRANCHES),
    Default("meetings.theme_day.per_month", "1", BRANCHES, SINCE_BRANCHES, "第十六条"),
    Default("meetings.org_life_meeting.per_year", "1", BRANCHES, SINCE_BRANCHES, "第十七条"),
    Default("meetings.appraisal_meeting.per_year", "1", BRANCHES, SINCE_BRANCHES, "第十八条"),
    Default("meetings.heart_talk.per_year", "1", BRANCHES, SINCE_BRANCHES, "第十九条"),
    Default("study.members.hours", "32", EDUCATION, SINCE_EDUCATION, "第二十条"),
    Default("study.leaders.hours", "56", PLAN, SINCE_PLAN),
    Default("study.leaders.hours", "56", AFTER_PLAN, date(2024, 1, 1)),
    Default("vanguards.review.months", "12", "地方惯例：先锋岗每年至少考评一次", SINCE_EDUCATION),
    Default(
        "appraisals.excellent.share",
        "0.3333",
        "年度民主评议通知：优秀等次不超过三分之一",
        SINCE_BRANCHES,
    ),
    Default("members.party_life.months", "6", EDUCATION, SINCE_EDUCATION, "第三十一条"),
    Default("members.suspension.months", "24", EDUCATION, SINCE_EDUCATION, "第二十四条"),
    Default("members.floating.months", "6", EDUCATION, SINCE_EDUCATION, "第二十五条"),
    Default("assignments.letter.days", "90", "地方惯例：介绍信有效期不超过九十天", SINCE_EDUCATION),
    Default("activities.minutes.days", "14", PROMPT, SINCE_PROMPT),
    Default("figures.moved.share", "0.3", PROMPT, SINCE_PROMPT),
    Default("figures.moved.least", "3", PROMPT, SINCE_PROMPT),
    Default("amounts.output.least", "10000", PROMPT, SINCE_PROMPT),
    Default("amounts.benefit.least", "10000", PROMPT, SINCE_PROMPT),
)
