"""Narrative reports and their templates."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

REPORTS, TEMPLATES = "narrative", "narrative_template"


def upgrade() -> None:
    op.create_table(
        REPORTS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=24), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=f"fk_{REPORTS}_organization_id"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{REPORTS}"),
        sa.UniqueConstraint(
            "organization_id",
            "period",
            "language",
            name=f"uq_{REPORTS}_organization_id_period_language",
        ),
    )
    op.create_table(
        TEMPLATES,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TEMPLATES}"),
        sa.UniqueConstraint("language", "section", name=f"uq_{TEMPLATES}_language_section"),
    )


def downgrade() -> None:
    op.drop_table(TEMPLATES)
    op.drop_table(REPORTS)
