"""Reasons of problems are kept, and the numbers that problems are judged by are rules."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLE = "problem_reason"
BRANCHES = "中国共产党支部工作条例（试行）（2018年）"
EDUCATION = "中国共产党党员教育管理工作条例（2019年）"
PROMPT = "本系统的录入提示，可按本单位实际调整"
LETTERS = "地方惯例：介绍信有效期不超过九十天"
IN_2018, IN_2019, PROMPTED = date(2018, 10, 28), date(2019, 5, 6), date(2000, 1, 1)
# Key, value in ten-thousandths, source, clause, first day in force.
RULES = (
    ("committees.members.least", 30_000, BRANCHES, "第六章", IN_2018),
    ("committees.members.most", 70_000, BRANCHES, "第六章", IN_2018),
    ("members.party_life.months", 60_000, EDUCATION, "第三十一条", IN_2019),
    ("members.suspension.months", 240_000, EDUCATION, "第二十四条", IN_2019),
    ("members.floating.months", 60_000, EDUCATION, "第二十五条", IN_2019),
    ("assignments.letter.days", 900_000, LETTERS, "", IN_2019),
    ("activities.minutes.days", 140_000, PROMPT, "", PROMPTED),
    ("figures.moved.share", 3_000, PROMPT, "", PROMPTED),
)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.String(length=60), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("period", sa.String(length=24), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("covered", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="fk_problem_reason_organization_id"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_problem_reason_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_problem_reason"),
    )
    op.create_index(
        "ix_problem_reason_period_organization_id", TABLE, ["period", "organization_id"]
    )
    add_rules()


def add_rules() -> None:
    """Add the rules, unless they are there already."""
    rules = sa.table(
        "rule",
        sa.column("version", sa.Integer()),
        sa.column("key", sa.String()),
        sa.column("value", sa.BigInteger()),
        sa.column("is_exclusive", sa.Boolean()),
        sa.column("source", sa.Text()),
        sa.column("clause", sa.String()),
        sa.column("effective_from", sa.Date()),
    )
    known = set(op.get_bind().execute(sa.select(rules.c.key)).scalars())
    names = ("key", "value", "source", "clause", "effective_from")
    rows = [dict(zip(names, each, strict=True)) for each in RULES if each[0] not in known]
    op.bulk_insert(rules, [{**row, "version": 1, "is_exclusive": False} for row in rows])
    for key, value, source, clause, since in RULES:
        own = (rules.c.key == key, rules.c.value == value, rules.c.source == source)
        # An earlier revision, taken back and made anew, leaves no clause.
        lost = sa.update(rules).where(*own, rules.c.effective_from == since, rules.c.clause == "")
        op.execute(lost.values(clause=clause))


def downgrade() -> None:
    """Let the rules stand: a committee may have changed them."""
    op.drop_table(TABLE)
