"""The rules that a new instance begins with; the committee may change each one on its page.

Each is (key, value, source, first day in force); domain.md 2 says how sure each one is.
"""

from datetime import date

TERMS = "关于党的基层组织任期的意见（2018年7月12日）第一条"
BRANCHES = "中国共产党支部工作条例（试行）（2018年）第十一条、第十二条"
DEVELOPMENT = "中国共产党发展党员工作细则"
SINCE_TERMS = date(2018, 7, 12)
SINCE_BRANCHES = date(2018, 10, 28)
SINCE_DEVELOPMENT = date(2014, 5, 28)
EARLIEST = date(1921, 7, 1)

# Shares that must be exceeded, where the others need only be reached.
EXCLUSIVE = frozenset({"quorum.admission"})

DEFAULTS = (
    ("terms.years.committee", "5", TERMS, EARLIEST),
    ("terms.years.branch", "3", TERMS, EARLIEST),
    ("terms.reminder.months", "6", "地方惯例：届满前六个月提醒", EARLIEST),
    ("quorum.ordinary", "0.5", f"{BRANCHES}：半数以上", EARLIEST),
    ("quorum.admission", "0.5", f"{DEVELOPMENT}第二十二条：超过半数", EARLIEST),
    (
        "quorum.election",
        "0.8",
        "中国共产党基层组织选举工作条例（2020年）：不少于五分之四",
        EARLIEST,
    ),
    ("members.age.least", "18", f"{DEVELOPMENT}第五条", EARLIEST),
    ("members.probation.months", "12", f"{DEVELOPMENT}第三十一条", EARLIEST),
    ("members.extension.months.least", "6", f"{DEVELOPMENT}第三十二条", EARLIEST),
    ("members.extension.months.most", "12", f"{DEVELOPMENT}第三十二条", EARLIEST),
    ("members.target.months", "12", f"{DEVELOPMENT}第十三条", SINCE_DEVELOPMENT),
    ("vanguards.review.months", "12", "地方惯例：先锋岗每年至少考评一次", EARLIEST),
    ("appraisals.excellent.share", "0.3333", "年度民主评议通知：优秀等次不超过三分之一", EARLIEST),
)
