"""Numbers of attendance stored on each activity, and the indexes that figures read."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NAMES = ("expected_rows", "people_expected", "people_came", "expected_came", "kind_mask")
# As they were numbered when this revision was written.
KINDS = (
    *("general_meeting", "committee_meeting", "group_meeting", "party_lecture", "theme_day"),
    *("org_life_meeting", "democratic_life_meeting", "appraisal_meeting", "study_center_group"),
    *("study", "volunteer_service", "heart_talk", "conference", "forum", "joint_activity", "other"),
)
COUNTED = (
    *("status", "archived_at", "typed_expected", "minutes_long", "study_hours", "guest_count"),
    *NAMES,
)
ARCHIVED = sa.text("archived_at IS NOT NULL")
# (table, its new index, the columns) and the index whose place it takes.
INDEXES = (
    ("activity", "ix_activity_day", ("held_on", "organization_id", *COUNTED)),
    ("activity", "ix_activity_organization", ("organization_id", "held_on", *COUNTED)),
    ("member", "ix_member_admitted_on", ("admitted_on",)),
    ("member", "ix_member_full_on", ("full_on",)),
    (
        "assignment",
        "ix_assignment_member",
        ("member_id", "started_on", "ended_on", "organization_id", "archived_at"),
    ),
    (
        "appraisal",
        "ix_appraisal_year",
        ("for_year", "member_id", "grade", "held_on", "archived_at"),
    ),
    ("duty", "ix_duty_day", ("held_on", "kind", "workshop_id", "commissar_id", "archived_at")),
)
REPLACED = (
    ("activity", "ix_activity_held_on_organization_id", ("held_on", "organization_id")),
    ("activity", "ix_activity_organization_id", ("organization_id",)),
    ("assignment", "ix_assignment_member_id_started_on", ("member_id", "started_on")),
    ("appraisal", "ix_appraisal_for_year_grade", ("for_year", "grade")),
    ("duty", "ix_duty_held_on_kind", ("held_on", "kind")),
)


def upgrade() -> None:
    for name in NAMES:
        op.add_column("activity", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    count_rows()
    for table, name, _ in REPLACED:
        op.drop_index(name, table)
    for table, name, columns in INDEXES:
        op.create_index(name, table, list(columns))
    op.create_index(
        "ix_member_archived", "member", ["id"], sqlite_where=ARCHIVED, postgresql_where=ARCHIVED
    )


def count_rows() -> None:
    """Count what the new columns hold from the rows there are."""
    bits = " ".join(f"WHEN '{kind}' THEN {1 << number}" for number, kind in enumerate(KINDS))
    came = "state IN ('present', 'made_up')"
    op.execute(
        sa.text(
            f"""
            UPDATE activity SET
            (expected_rows, people_expected, people_came, expected_came) = (
                SELECT count(*) FILTER (WHERE is_expected),
                count(*) FILTER (WHERE is_expected AND is_live),
                count(*) FILTER (WHERE {came} AND is_live),
                count(*) FILTER (WHERE is_expected AND {came} AND is_live)
                FROM (
                    SELECT is_expected, state, member_id NOT IN (
                        SELECT id FROM member WHERE archived_at IS NOT NULL
                    ) AS is_live
                    FROM attendance WHERE activity_id = activity.id
                ) AS own
            ),
            kind_mask = (
                SELECT coalesce(sum(CASE kind {bits} ELSE 0 END), 0)
                FROM activity_kind WHERE activity_id = activity.id
            )
            """  # noqa: S608  # of the words above
        )
    )


def downgrade() -> None:
    op.drop_index("ix_member_archived", "member")
    for table, name, _ in reversed(INDEXES):
        op.drop_index(name, table)
    for table, name, columns in REPLACED:
        op.create_index(name, table, list(columns))
    for name in reversed(NAMES):
        op.drop_column("activity", name)
