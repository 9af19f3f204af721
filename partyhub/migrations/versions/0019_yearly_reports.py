"""Yearly reports are made, signed and frozen."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

REPORT, SIGNATURE, FROZEN = "yearly_report", "report_signature", "frozen_report"
RECORDS = "frozen_records"
INDEXES = {
    REPORT: (["organization_id", "period"],),
    SIGNATURE: (["report_id"],),
    FROZEN: (["organization_id", "ends_on"], ["report_id"]),
    RECORDS: (["frozen_id"], ["register", "portion", "frozen_id"]),
}


def upgrade() -> None:
    op.create_table(
        REPORT,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("opening_note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.String(length=60), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_by", sa.String(length=60), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        *_keys(
            REPORT,
            organization_id="organization.id",
            created_by_id="user.id",
            submitted_by_id="user.id",
        ),
    )
    op.create_table(
        SIGNATURE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=60), nullable=False),
        sa.Column("withdrawn_why", sa.Text(), nullable=False),
        *_keys(
            SIGNATURE,
            report_id="yearly_report.id",
            user_id="user.id",
            withdrawn_by_id="user.id",
        ),
    )
    _create_frozen()
    for table, groups in INDEXES.items():
        for columns in groups:
            op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def _create_frozen() -> None:
    op.create_table(
        FROZEN,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(length=24), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("last_entry_id", sa.Integer(), nullable=False),
        sa.Column("opening", sa.Integer(), nullable=False),
        sa.Column("closing", sa.Integer(), nullable=False),
        sa.Column("opening_note", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        *_keys(FROZEN, report_id="yearly_report.id", organization_id="organization.id"),
    )
    op.create_table(
        RECORDS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("frozen_id", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("portion", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        *_keys(RECORDS, frozen_id="frozen_report.id"),
    )


def _keys(table: str, **references: str) -> list[sa.Constraint]:
    """Return the key of a table and its references, named as the models name them."""
    own = sa.PrimaryKeyConstraint("id", name=f"pk_{table}")
    return [
        own,
        *(
            sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}")
            for column, target in references.items()
        ),
    ]


def downgrade() -> None:
    for table in (RECORDS, FROZEN, SIGNATURE, REPORT):
        op.drop_table(table)
