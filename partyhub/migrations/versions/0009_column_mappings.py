"""Mappings of columns that were confirmed for a layout, proposed for the next such file."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "column_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.String(length=60), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["import_group.id"], name=op.f("fk_column_mapping_group_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_column_mapping_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mapping")),
        sa.UniqueConstraint(
            "register", "signature", name=op.f("uq_column_mapping_register_signature")
        ),
    )
    with op.batch_alter_table("column_mapping") as batch_op:
        batch_op.create_index(batch_op.f("ix_column_mapping_group_id"), ["group_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("column_mapping") as batch_op:
        batch_op.drop_index(batch_op.f("ix_column_mapping_group_id"))
    op.drop_table("column_mapping")
