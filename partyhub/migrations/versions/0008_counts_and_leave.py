"""The number present as entered, where nobody is named, and the kind of a leave."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COUNTED = (
    *("status", "archived_at", "typed_expected", "minutes_long", "study_hours", "guest_count"),
    *("expected_rows", "people_expected", "people_came", "expected_came", "kind_mask"),
)
# Both indexes hold all that the figures read, so that they need not look at the table.
INDEXES = (
    ("ix_activity_day", ("held_on", "organization_id")),
    ("ix_activity_organization", ("organization_id", "held_on")),
)


def upgrade() -> None:
    op.add_column("activity", sa.Column("typed_present", sa.Integer(), nullable=True))
    op.add_column("attendance", sa.Column("leave_kind", sa.String(length=40), nullable=True))
    make_indexes(*COUNTED, "typed_present")


def make_indexes(*counted: str) -> None:
    for name, first in INDEXES:
        op.drop_index(name, "activity")
        op.create_index(name, "activity", [*first, *counted])


def downgrade() -> None:
    make_indexes(*COUNTED)
    op.drop_column("attendance", "leave_kind")
    op.drop_column("activity", "typed_present")
