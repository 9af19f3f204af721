"""Precision of the dates of members, and the years in which there was no probation."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DATES = (
    *("birth_date", "applied_on", "activist_on", "target_on", "admitted_on", "full_on"),
    "joined_on",
)
INDEXES = {"ix_member_month": "month", "ix_member_estimated": "estimated"}

PROBATION = "members.probation.months"
ABOLISHED, BACK = date(1969, 4, 24), date(1977, 8, 18)
WITHOUT = "中国共产党章程（1969年、1973年）：没有预备期"
WITH = "中国共产党章程（1977年）：预备期为一年"
rule = sa.table(
    "rule",
    sa.column("id", sa.Integer()),
    sa.column("key", sa.String()),
    sa.column("value", sa.BigInteger()),
    sa.column("is_exclusive", sa.Boolean()),
    sa.column("source", sa.Text()),
    sa.column("effective_from", sa.Date()),
    sa.column("effective_to", sa.Date()),
)


def upgrade() -> None:
    for key in DATES:
        # What is on record was entered as a day.
        column = sa.Column(f"{key}_known", sa.String(40), nullable=False, server_default="day")
        op.add_column("member", column)
        if op.get_bind().dialect.name != "sqlite":  # which would have to copy the table
            op.alter_column("member", f"{key}_known", server_default=None)
    for name, known in INDEXES.items():
        where = sa.text(f"({' OR '.join(f'{key}_known = {known!r}' for key in DATES)})")
        op.create_index(name, "member", ["id"], sqlite_where=where, postgresql_where=where)
    add_years_without_probation()


def add_years_without_probation() -> None:
    """Divide the rule that covers these years, unless the committee has a rule of its own there."""
    connection = op.get_bind()
    found = connection.execute(sa.select(rule).where(rule.c.key == PROBATION)).all()
    if any(ABOLISHED <= each.effective_from <= BACK for each in found):
        return
    for each in found:
        ends_later = each.effective_to is None or each.effective_to > BACK
        if each.effective_from < ABOLISHED and ends_later:
            connection.execute(
                sa.update(rule).where(rule.c.id == each.id).values(effective_to=ABOLISHED)
            )
            shared = {"key": PROBATION, "is_exclusive": each.is_exclusive}
            years = {"value": 0, "source": WITHOUT, "effective_from": ABOLISHED}
            after = {"value": each.value, "source": WITH, "effective_from": BACK}
            op.bulk_insert(
                rule,
                [
                    {**shared, **years, "effective_to": BACK},
                    {**shared, **after, "effective_to": each.effective_to},
                ],
            )


def downgrade() -> None:
    """Take the columns away; the rules stand, as a committee may have changed them."""
    for name in INDEXES:
        op.drop_index(name, "member")
    for key in reversed(DATES):
        op.drop_column("member", f"{key}_known")
