"""The rules that an instance begins with, as they stood in version 0.1.0."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Key, value in ten-thousandths, whether it must be exceeded, source, first day in force.
RULES = (
    (
        "terms.years.committee",
        50000,
        False,
        "关于党的基层组织任期的意见（2018年7月12日）第一条",
        date(1921, 7, 1),
    ),
    (
        "terms.years.branch",
        30000,
        False,
        "关于党的基层组织任期的意见（2018年7月12日）第一条",
        date(1921, 7, 1),
    ),
    ("terms.reminder.months", 60000, False, "地方惯例：届满前六个月提醒", date(1921, 7, 1)),
    (
        "quorum.ordinary",
        5000,
        False,
        "中国共产党支部工作条例（试行）（2018年）第十一条、第十二条：半数以上",
        date(1921, 7, 1),
    ),
    (
        "quorum.admission",
        5000,
        True,
        "中国共产党发展党员工作细则第二十二条：超过半数",
        date(1921, 7, 1),
    ),
    (
        "quorum.election",
        8000,
        False,
        "中国共产党基层组织选举工作条例（2020年）：不少于五分之四",
        date(1921, 7, 1),
    ),
    ("members.age.least", 180000, False, "中国共产党发展党员工作细则第五条", date(1921, 7, 1)),
    (
        "members.probation.months",
        120000,
        False,
        "中国共产党发展党员工作细则第三十一条",
        date(1921, 7, 1),
    ),
    (
        "members.extension.months.least",
        60000,
        False,
        "中国共产党发展党员工作细则第三十二条",
        date(1921, 7, 1),
    ),
    (
        "members.extension.months.most",
        120000,
        False,
        "中国共产党发展党员工作细则第三十二条",
        date(1921, 7, 1),
    ),
    (
        "members.target.months",
        120000,
        False,
        "中国共产党发展党员工作细则第十三条",
        date(2014, 5, 28),
    ),
    (
        "appraisals.excellent.share",
        3333,
        False,
        "年度民主评议通知：优秀等次不超过三分之一",
        date(1921, 7, 1),
    ),
)

rule = sa.table(
    "rule",
    sa.column("key", sa.String()),
    sa.column("value", sa.BigInteger()),
    sa.column("is_exclusive", sa.Boolean()),
    sa.column("source", sa.Text()),
    sa.column("effective_from", sa.Date()),
)


def upgrade() -> None:
    known = set(op.get_bind().execute(sa.select(rule.c.key)).scalars())
    names = [column.name for column in rule.columns]
    rows = [dict(zip(names, row, strict=True)) for row in RULES]
    op.bulk_insert(rule, [row for row in rows if row["key"] not in known])


def downgrade() -> None:
    """Let the rules stand: a committee may have changed them."""
