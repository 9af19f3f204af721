"""Changes of figures of past periods are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLE = "past_figure_change"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.String(length=60), nullable=False),
        sa.Column("via", sa.String(length=40), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("record_title", sa.String(length=300), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("period", sa.String(length=24), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["import_group.id"], name="fk_past_figure_change_group_id"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_past_figure_change_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_past_figure_change"),
    )
    for columns in (["at"], ["group_id"], ["register", "record_id"]):
        name = f"ix_{TABLE}_{'_'.join(columns)}"
        op.create_index(name, TABLE, columns)


def downgrade() -> None:
    op.drop_table(TABLE)
