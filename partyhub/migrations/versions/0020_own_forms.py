"""Forms of the superior office."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLE = "superior_form"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("sheets", sa.JSON(), nullable=False),
        sa.Column("losses", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("pending_id", sa.Integer(), nullable=True),
        sa.Column("pending_sheets", sa.JSON(), nullable=False),
        sa.Column("pending_losses", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["attachment.id"], name=f"fk_{TABLE}_file_id"),
        sa.ForeignKeyConstraint(["pending_id"], ["attachment.id"], name=f"fk_{TABLE}_pending_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        sa.UniqueConstraint("name", name=f"uq_{TABLE}_name"),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
