"""Indexes in which appraisals of one day and grade stand together."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

YEAR, DAY = "ix_appraisal_year", "ix_appraisal_day"
BEFORE = {
    YEAR: ("for_year", "member_id", "grade", "held_on", "archived_at"),
    DAY: ("held_on", "member_id", "grade", "archived_at"),
}
NOW = {
    YEAR: ("for_year", "held_on", "grade", "member_id", "archived_at"),
    DAY: ("held_on", "grade", "member_id", "archived_at"),
}


def upgrade() -> None:
    make(NOW)


def downgrade() -> None:
    make(BEFORE)


def make(indexes: dict[str, tuple[str, ...]]) -> None:
    """Make the indexes of these names anew."""
    for name, columns in indexes.items():
        op.drop_index(name, "appraisal")
        op.create_index(name, "appraisal", columns)
