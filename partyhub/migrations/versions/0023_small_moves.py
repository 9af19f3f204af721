"""The smallest change of a figure that is asked about is a rule."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KEY, VALUE, SOURCE = "figures.moved.least", 30_000, "本系统的录入提示，可按本单位实际调整"


def upgrade() -> None:
    """Add the rule, unless it is there already."""
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
        row = {"key": KEY, "value": VALUE, "source": SOURCE, "effective_from": date(2000, 1, 1)}
        op.bulk_insert(rules, [{**row, "version": 1, "is_exclusive": False, "clause": ""}])


def downgrade() -> None:
    """Let the rule stand: a committee may have changed it."""
