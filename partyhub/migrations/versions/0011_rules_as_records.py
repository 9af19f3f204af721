"""Versions of rules with their clauses and days in force; the reason of a missing grade."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TERMS = "关于党的基层组织任期的意见（2018年）"
BRANCHES = "中国共产党支部工作条例（试行）（2018年）"
ELECTIONS = "中国共产党基层组织选举工作条例（2020年）"
DEVELOPMENT = "中国共产党发展党员工作细则（2014年）"
REVISED = "中国共产党发展党员工作细则（2026年5月修订）"
ENTERPRISES = "国有企业基层组织工作条例（试行）（2019年），非公有制企业参照"
PARTY = "中国共产党章程"
PROMPT = "本系统的录入提示，可按本单位实际调整"
OLD_TERMS = "关于党的基层组织任期的意见（2018年7月12日）第一条"
OLD_BRANCHES = "中国共产党支部工作条例（试行）（2018年）第十一条、第十二条：半数以上"
OLD_DEVELOPMENT = "中国共产党发展党员工作细则第{}条"
WITHOUT = f"{PARTY}（1969年、1973年）：没有预备期"
WITH = f"{PARTY}（1977年）：预备期为一年"
FIRST = date(1921, 7, 1)
IN_2014, IN_2026 = date(2014, 5, 28), date(2026, 5, 11)
IN_2018, ELECTED = date(2018, 10, 28), date(2020, 7, 13)
OFFICE, FIRMS, PROMPTED = date(2018, 7, 12), date(2019, 12, 30), date(2000, 1, 1)

# The versions of this revision: key, value in ten-thousandths, source, clause, first day in force.
# Versions that an instance has from before, and nobody changed, take the words and the day of the
# first one of their key.
NEW = (
    ("terms.years.committee", 50_000, TERMS, "第一条", OFFICE),
    ("terms.years.branch", 30_000, TERMS, "第一条", OFFICE),
    ("terms.extension.months", 120_000, TERMS, "第二条", OFFICE),
    ("terms.extension.months", 120_000, ELECTIONS, "第三条", ELECTED),
    ("terms.reminder.months", 60_000, "地方惯例：届满前六个月提醒", "", OFFICE),
    ("quorum.ordinary", 5_000, BRANCHES, "第十一条、第十二条", IN_2018),
    ("quorum.admission", 5_000, DEVELOPMENT, "第二十二条", IN_2014),
    ("quorum.admission", 5_000, REVISED, "第二十二条", IN_2026),
    ("quorum.election", 8_000, ELECTIONS, "", ELECTED),
    ("members.age.least", 180_000, f"{PARTY}（1982年）", "第一条", date(1982, 9, 6)),
    ("members.age.least", 180_000, DEVELOPMENT, "第五条", IN_2014),
    ("members.age.least", 180_000, REVISED, "第五条", IN_2026),
    (
        "members.probation.months",
        120_000,
        f"{PARTY}（1956年）：预备期为一年",
        "",
        date(1956, 9, 26),
    ),
    ("members.probation.months", 0, WITHOUT, "", date(1969, 4, 24)),
    ("members.probation.months", 120_000, WITH, "", date(1977, 8, 18)),
    ("members.probation.months", 120_000, DEVELOPMENT, "第三十一条", IN_2014),
    ("members.probation.months", 120_000, REVISED, "第三十一条", IN_2026),
    ("members.extension.months.least", 60_000, DEVELOPMENT, "第三十二条", IN_2014),
    ("members.extension.months.least", 60_000, REVISED, "第三十二条", IN_2026),
    ("members.extension.months.most", 120_000, DEVELOPMENT, "第三十二条", IN_2014),
    ("members.extension.months.most", 120_000, REVISED, "第三十二条", IN_2026),
    ("members.target.months", 120_000, DEVELOPMENT, "第十三条", IN_2014),
    ("members.target.months", 120_000, REVISED, "第十三条", IN_2026),
    ("branches.members.least", 30_000, BRANCHES, "第四条", IN_2018),
    ("branches.members.most", 500_000, BRANCHES, "第四条", IN_2018),
    ("branches.committee.members", 70_000, BRANCHES, "第六章", IN_2018),
    ("organizations.general_branch.members", 500_000, ENTERPRISES, "第四条", FIRMS),
    ("organizations.party_committee.members", 1_000_000, ENTERPRISES, "第四条", FIRMS),
    (
        "vanguards.review.months",
        120_000,
        "地方惯例：先锋岗每年至少考评一次",
        "",
        date(2019, 5, 6),
    ),
    (
        "appraisals.excellent.share",
        3_333,
        "年度民主评议通知：优秀等次不超过三分之一",
        "",
        IN_2018,
    ),
    ("amounts.output.least", 100_000_000, PROMPT, "", PROMPTED),
    ("amounts.benefit.least", 100_000_000, PROMPT, "", PROMPTED),
)
EXCLUSIVE = {"quorum.admission"}
# The versions that instances made before this revision have: key, value, source, first day.
OLD = {
    ("terms.years.committee", 50_000, OLD_TERMS, FIRST),
    ("terms.years.branch", 30_000, OLD_TERMS, FIRST),
    ("terms.reminder.months", 60_000, "地方惯例：届满前六个月提醒", FIRST),
    ("quorum.ordinary", 5_000, OLD_BRANCHES, FIRST),
    ("quorum.admission", 5_000, f"{OLD_DEVELOPMENT.format('二十二')}：超过半数", FIRST),
    ("quorum.election", 8_000, f"{ELECTIONS}：不少于五分之四", FIRST),
    ("members.age.least", 180_000, OLD_DEVELOPMENT.format("五"), FIRST),
    ("members.probation.months", 120_000, OLD_DEVELOPMENT.format("三十一"), FIRST),
    ("members.probation.months", 0, WITHOUT, date(1969, 4, 24)),
    ("members.probation.months", 120_000, WITH, date(1977, 8, 18)),
    ("members.extension.months.least", 60_000, OLD_DEVELOPMENT.format("三十二"), FIRST),
    ("members.extension.months.most", 120_000, OLD_DEVELOPMENT.format("三十二"), FIRST),
    ("members.target.months", 120_000, OLD_DEVELOPMENT.format("十三"), IN_2014),
    ("vanguards.review.months", 120_000, "地方惯例：先锋岗每年至少考评一次", FIRST),
    ("appraisals.excellent.share", 3_333, "年度民主评议通知：优秀等次不超过三分之一", FIRST),
}

rule = sa.table(
    "rule",
    sa.column("id", sa.Integer()),
    sa.column("version", sa.Integer()),
    sa.column("key", sa.String()),
    sa.column("value", sa.BigInteger()),
    sa.column("is_exclusive", sa.Boolean()),
    sa.column("source", sa.Text()),
    sa.column("clause", sa.String()),
    sa.column("effective_from", sa.Date()),
    sa.column("effective_to", sa.Date()),
)


def upgrade() -> None:
    op.add_column("appraisal", sa.Column("grade_reason", sa.Text(), nullable=True))
    for column in (
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("clause", sa.String(60), nullable=False, server_default=""),
    ):
        op.add_column("rule", column)
        if op.get_bind().dialect.name != "sqlite":  # which would have to copy the table
            op.alter_column("rule", column.name, server_default=None)
    for key in dict.fromkeys(key for key, *_ in NEW):
        store_versions(key)


def store_versions(key: str) -> None:
    """Date the versions of a rule by their texts; what the committee entered stays as it is."""
    connection = op.get_bind()
    order = rule.c.effective_from
    rows = connection.execute(sa.select(rule).where(rule.c.key == key).order_by(order)).all()
    own = [row.effective_from for row in rows if not is_untouched(row)]
    untouched = [row for row in rows if is_untouched(row)]
    name_clauses(rows)
    # An own version that begins before the text does would leave nothing of an untouched one.
    first = min(since for *_, since in versions_of(key))
    if untouched and any(since <= first for since in own):
        return
    for row in untouched:
        connection.execute(sa.delete(rule).where(rule.c.id == row.id))
    # A later text doesn't end what the committee has set for its own.
    wanted = [each for each in versions_of(key) if not any(day <= each[-1] for day in own)]
    op.bulk_insert(rule, [as_row(*each) for each in wanted])
    join_versions(key)


def name_clauses(rows: Sequence[sa.Row[Any]]) -> None:
    """Give the versions of an instance that was taken back their clauses again."""
    clauses = {(*each[:3], each[-1]): each[3] for each in NEW}
    for row in rows:
        clause = clauses.get((row.key, row.value, row.source, row.effective_from))
        if clause and not is_untouched(row):
            change = sa.update(rule).where(rule.c.id == row.id).values(clause=clause)
            op.get_bind().execute(change)


def is_untouched(row: sa.Row[Any]) -> bool:
    return (row.key, row.value, row.source, row.effective_from) in OLD


def versions_of(key: str) -> Iterator[tuple[str, int, str, str, date]]:
    return (each for each in NEW if each[0] == key)


def as_row(key: str, value: int, source: str, clause: str, since: date) -> dict[str, object]:
    return {
        "version": 1,
        "key": key,
        "value": value,
        "is_exclusive": key in EXCLUSIVE,
        "source": source,
        "clause": clause,
        "effective_from": since,
        "effective_to": None,
    }


def join_versions(key: str) -> None:
    """Let each version end on the day on which the next one begins."""
    connection, following = op.get_bind(), None
    order = rule.c.effective_from.desc()
    for row in connection.execute(sa.select(rule).where(rule.c.key == key).order_by(order)).all():
        connection.execute(
            sa.update(rule).where(rule.c.id == row.id).values(effective_to=following)
        )
        following = row.effective_from


def downgrade() -> None:
    """Take the columns away; the rules stand, as a committee may have changed them."""
    op.drop_column("rule", "clause")
    op.drop_column("rule", "version")
    op.drop_column("appraisal", "grade_reason")
