"""Indexes that figures read alone, without the rows."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0023"
branch_labels = None
depends_on = None


ORGANIZATION = "ix_activity_organization"
COLUMNS = (
    *("organization_id", "held_on", "status", "archived_at", "typed_expected", "minutes_long"),
    *("study_hours", "guest_count", "expected_rows", "people_expected", "people_came"),
    *("expected_came", "kind_mask", "typed_present"),
)


def upgrade() -> None:
    """Index degrees, missing birthdays, what figures need of appraisals, the year of meetings."""
    op.create_index("ix_member_education", "member", ["education"])
    missing = sa.text("birth_date IS NULL")
    op.create_index(
        "ix_member_birthday_lacks",
        "member",
        ["id"],
        sqlite_where=missing,
        postgresql_where=missing,
    )
    op.create_index(
        "ix_appraisal_day", "appraisal", ["held_on", "member_id", "grade", "archived_at"]
    )
    op.drop_index("ix_appraisal_held_on", "appraisal")
    op.drop_index(ORGANIZATION, "activity")
    op.create_index(ORGANIZATION, "activity", [*COLUMNS, "for_year"])


def downgrade() -> None:
    """Make the indexes of before."""
    op.drop_index(ORGANIZATION, "activity")
    op.create_index(ORGANIZATION, "activity", COLUMNS)
    op.create_index("ix_appraisal_held_on", "appraisal", ["held_on"])
    op.drop_index("ix_appraisal_day", "appraisal")
    op.drop_index("ix_member_birthday_lacks", "member")
    op.drop_index("ix_member_education", "member")
