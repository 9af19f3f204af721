"""Signed reports keep the name of their unit as it was."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLE = "frozen_report"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("unit", sa.Text(), nullable=True))
    op.execute(
        "UPDATE frozen_report SET unit = (SELECT organization.name FROM organization"
        " WHERE organization.id = frozen_report.organization_id)"
    )


def downgrade() -> None:
    op.drop_column(TABLE, "unit")
