"""A rule for the number of members from which delegates may meet as a congress."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

KEY, VALUE = "congresses.delegates.members", 5_000_000
SOURCE, CLAUSE = "中国共产党基层组织选举工作条例（2020年）", "第四条"
SINCE = date(2020, 7, 13)


def upgrade() -> None:
    """Add the rule, unless it is there already; its clause in any case."""
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
    query = sa.select(rules.c.key).where(rules.c.key == KEY)
    if op.get_bind().execute(query).first() is None:
        row = {"key": KEY, "value": VALUE, "source": SOURCE, "clause": CLAUSE}
        op.bulk_insert(
            rules, [{**row, "version": 1, "is_exclusive": False, "effective_from": SINCE}]
        )
    # A revision without clauses may have been returned to in the meantime.
    own = sa.update(rules).where(rules.c.key == KEY, rules.c.source == SOURCE, rules.c.clause == "")
    op.execute(own.values(clause=CLAUSE))


def downgrade() -> None:
    """Let the rule stand: a committee may have changed it."""
