"""The rules how often meetings are held, and the hours of study, are rules."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BRANCHES = "中国共产党支部工作条例（试行）（2018年）"
LECTURES = "地方惯例：党课每季度一次，全国性规定未定次数，填0表示不要求"
EDUCATION = "中国共产党党员教育管理工作条例（2019年）"
PLAN = "2019－2023年全国党员教育培训工作规划"
AFTER_PLAN = "地方惯例：2024年起暂按上一规划的学时执行，请以新规划为准"
IN_2018, IN_2019 = date(2018, 10, 28), date(2019, 5, 6)
PLANNED, NEXT_PLAN = date(2019, 11, 11), date(2024, 1, 1)
# Key, number, source, clause, first day in force, first day no longer in force.
RULES = (
    ("meetings.general_meeting.per_quarter", 1, BRANCHES, "第十一条", IN_2018, None),
    ("meetings.committee_meeting.per_month", 1, BRANCHES, "第十二条", IN_2018, None),
    ("meetings.group_meeting.per_month", 1, BRANCHES, "第十三条", IN_2018, None),
    ("meetings.party_lecture.per_quarter", 1, LECTURES, "", IN_2018, None),
    ("meetings.theme_day.per_month", 1, BRANCHES, "第十六条", IN_2018, None),
    ("meetings.org_life_meeting.per_year", 1, BRANCHES, "第十七条", IN_2018, None),
    ("meetings.appraisal_meeting.per_year", 1, BRANCHES, "第十八条", IN_2018, None),
    ("meetings.heart_talk.per_year", 1, BRANCHES, "第十九条", IN_2018, None),
    ("study.members.hours", 32, EDUCATION, "第二十条", IN_2019, None),
    ("study.leaders.hours", 56, PLAN, "", PLANNED, NEXT_PLAN),
    ("study.leaders.hours", 56, AFTER_PLAN, "", NEXT_PLAN, None),
)
SCALE = 10_000  # numbers of rules are stored in ten-thousandths


def upgrade() -> None:
    """Add the rules, unless they are there already."""
    rules = sa.table(
        "rule",
        sa.column("key", sa.String),
        sa.column("value", sa.BigInteger),
        sa.column("is_exclusive", sa.Boolean),
        sa.column("version", sa.Integer),
        sa.column("source", sa.Text),
        sa.column("clause", sa.String),
        sa.column("effective_from", sa.Date),
        sa.column("effective_to", sa.Date),
    )
    known = set(op.get_bind().execute(sa.select(rules.c.key)).scalars())
    op.bulk_insert(
        rules,
        [
            {
                "key": key,
                "value": number * SCALE,
                "is_exclusive": False,
                "version": 1,
                "source": source,
                "clause": clause,
                "effective_from": since,
                "effective_to": until,
            }
            for key, number, source, clause, since, until in RULES
            if key not in known
        ],
    )
    # An instance that was taken back to before there were clauses has lost them.
    for key, number, source, clause, since, _ in RULES:
        own = (rules.c.key == key, rules.c.value == number * SCALE, rules.c.source == source)
        lost = sa.update(rules).where(*own, rules.c.effective_from == since, rules.c.clause == "")
        op.execute(lost.values(clause=clause))


def downgrade() -> None:
    """Let the rules stand: a committee may have changed them."""
