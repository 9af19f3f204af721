"""Former values of columns of organizations, workshops and members, each up to a day.

What stands in the columns today counts from the beginning until somebody dates it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OWNERS = ("organization", "workshop", "member")


def upgrade() -> None:
    for owner in OWNERS:
        table = f"{owner}_former_value"
        op.create_table(
            table,
            sa.Column(f"{owner}_id", sa.Integer(), nullable=False),
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("key", sa.String(length=40), nullable=False),
            sa.Column("value", sa.String(length=60), nullable=True),
            sa.Column("ended_on", sa.Date(), nullable=False),
            sa.ForeignKeyConstraint(
                [f"{owner}_id"],
                [f"{owner}.id"],
                name=op.f(f"fk_{table}_{owner}_id"),
                ondelete="CASCADE",
            ),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
        op.create_index(op.f(f"ix_{table}_{owner}_id"), table, [f"{owner}_id"])


def downgrade() -> None:
    for owner in OWNERS:
        table = f"{owner}_former_value"
        op.drop_index(op.f(f"ix_{table}_{owner}_id"), table)
        op.drop_table(table)
