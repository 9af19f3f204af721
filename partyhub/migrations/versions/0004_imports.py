"""Imports: what each one did, and what stood before it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.String(length=60), nullable=False),
        sa.Column("registers", sa.Text(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("stored_as", sa.String(length=60), nullable=False),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("changed_count", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_import_group_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_group")),
    )
    with op.batch_alter_table("import_group") as batch_op:
        batch_op.create_index(batch_op.f("ix_import_group_at"), ["at"], unique=False)

    op.create_table(
        "import_image",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["import_group.id"], name=op.f("fk_import_image_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_image")),
    )
    with op.batch_alter_table("import_image") as batch_op:
        batch_op.create_index(batch_op.f("ix_import_image_group_id"), ["group_id"], unique=False)

    with op.batch_alter_table("history_entry") as batch_op:
        batch_op.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_history_entry_group_id"), ["group_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_history_entry_group_id"), "import_group", ["group_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("history_entry") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_history_entry_group_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_history_entry_group_id"))
        batch_op.drop_column("group_id")

    with op.batch_alter_table("import_image") as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_image_group_id"))

    op.drop_table("import_image")
    with op.batch_alter_table("import_group") as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_group_at"))

    op.drop_table("import_group")
