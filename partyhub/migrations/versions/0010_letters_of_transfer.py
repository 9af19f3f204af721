"""Letters of transfer with origin and destination, and what ended when a person left."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COLUMNS = (
    ("origin", sa.String(length=200)),
    ("destination", sa.String(length=200)),
    ("letter_no", sa.String(length=100)),
    ("letter_valid_until", sa.Date()),
    ("receipt_on", sa.Date()),
    ("dues_paid_until", sa.Date()),
    ("ended_too", sa.JSON()),
)


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column("assignment", sa.Column(name, kind, nullable=True))
    op.create_index("ix_assignment_letter_valid_until", "assignment", ["letter_valid_until"])


def downgrade() -> None:
    op.drop_index("ix_assignment_letter_valid_until", "assignment")
    for name, _ in reversed(COLUMNS):
        op.drop_column("assignment", name)
