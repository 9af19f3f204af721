"""Vanguard posts and teams, commissars, projects, mentoring and prosperity workshops."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

RECIPIENT = "(recipient_kind = 'company') = (company IS NOT NULL) AND (recipient_kind = 'organization') = (organization_id IS NOT NULL) AND (recipient_kind = 'member') = (member_id IS NOT NULL) AND (recipient_kind = 'workshop') = (workshop_id IS NOT NULL)"
NEW_RECIPIENT = "(recipient_kind = 'company') = (company IS NOT NULL) AND (recipient_kind = 'organization') = (organization_id IS NOT NULL) AND (recipient_kind = 'member') = (member_id IS NOT NULL) AND (recipient_kind = 'workshop') = (workshop_id IS NOT NULL) AND (recipient_kind = 'team') = (team_id IS NOT NULL) AND (recipient_kind = 'post') = (post_id IS NOT NULL) AND (recipient_kind = 'project') = (project_id IS NOT NULL) AND (recipient_kind = 'prosperity_workshop') = (prosperity_workshop_id IS NOT NULL)"
NEW_KINDS = ("team", "post", "project", "prosperity_workshop")

# The first number of the review cycle: key, value in ten-thousandths, source, first day in force.
REVIEWS = ("vanguards.review.months", 120000, "地方惯例：先锋岗每年至少考评一次", date(1921, 7, 1))

rule = sa.table(
    "rule",
    sa.column("key", sa.String()),
    sa.column("value", sa.BigInteger()),
    sa.column("source", sa.Text()),
    sa.column("effective_from", sa.Date()),
    sa.column("is_exclusive", sa.Boolean()),
)


def upgrade() -> None:
    op.create_table(
        "heading_name",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_heading_name")),
    )
    op.create_table(
        "team",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("others_count", sa.Integer(), nullable=True),
        sa.Column("established_on", sa.Date(), nullable=False),
        sa.Column("disbanded_on", sa.Date(), nullable=True),
        sa.Column("task", sa.Text(), nullable=True),
        sa.Column("achievements", sa.Text(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("pinyin", sa.String(length=400), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "disbanded_on IS NULL OR disbanded_on > established_on", name=op.f("ck_team_days")
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_team_campaign_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_team_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
    )
    op.create_index(op.f("ix_team_campaign_id"), "team", ["campaign_id"])
    op.create_index(op.f("ix_team_code"), "team", ["code"])
    op.create_index(op.f("ix_team_name"), "team", ["name"])
    op.create_index(
        op.f("ix_team_organization_id_established_on_disbanded_on"),
        "team",
        ["organization_id", "established_on", "disbanded_on"],
    )

    op.create_table(
        "project",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("pinyin", sa.String(length=1000), nullable=False),
        sa.Column("plan_year", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("baseline", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("benefit_cny", sa.BigInteger(), nullable=True),
        sa.Column("customer", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "closed_on IS NULL OR closed_on > started_on", name=op.f("ck_project_days")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_project_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_project_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_project_workshop_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
    )
    op.create_index(op.f("ix_project_campaign_id"), "project", ["campaign_id"])
    op.create_index(op.f("ix_project_code"), "project", ["code"])
    op.create_index(op.f("ix_project_name"), "project", ["name"])
    op.create_index(
        op.f("ix_project_organization_id_started_on_closed_on"),
        "project",
        ["organization_id", "started_on", "closed_on"],
    )
    op.create_index(op.f("ix_project_plan_year_status"), "project", ["plan_year", "status"])
    op.create_index(op.f("ix_project_workshop_id"), "project", ["workshop_id"])

    op.create_table(
        "prosperity_workshop",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=True),
        sa.Column("workshop_id", sa.Integer(), nullable=True),
        sa.Column("area_sqm", sa.BigInteger(), nullable=True),
        sa.Column("products", sa.Text(), nullable=True),
        sa.Column("supplied_to", sa.Text(), nullable=True),
        sa.Column("set_up_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("pinyin", sa.String(length=400), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "closed_on IS NULL OR closed_on > set_up_on", name=op.f("ck_prosperity_workshop_days")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_prosperity_workshop_workshop_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prosperity_workshop")),
    )
    op.create_index(op.f("ix_prosperity_workshop_code"), "prosperity_workshop", ["code"])
    op.create_index(op.f("ix_prosperity_workshop_name"), "prosperity_workshop", ["name"])
    op.create_index(
        op.f("ix_prosperity_workshop_workshop_id"), "prosperity_workshop", ["workshop_id"]
    )

    op.create_table(
        "vanguard_post",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=True),
        sa.Column("department", sa.String(length=60), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("show_identity", sa.Text(), nullable=True),
        sa.Column("show_duty", sa.Text(), nullable=True),
        sa.Column("show_commitment", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("established_on", sa.Date(), nullable=False),
        sa.Column("named_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("pinyin", sa.String(length=400), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "closed_on IS NULL OR closed_on > established_on", name=op.f("ck_vanguard_post_days")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_vanguard_post_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_vanguard_post_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_vanguard_post_workshop_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanguard_post")),
    )
    op.create_index(op.f("ix_vanguard_post_campaign_id"), "vanguard_post", ["campaign_id"])
    op.create_index(op.f("ix_vanguard_post_code"), "vanguard_post", ["code"])
    op.create_index(op.f("ix_vanguard_post_name"), "vanguard_post", ["name"])
    op.create_index(
        op.f("ix_vanguard_post_organization_id_named_on_closed_on"),
        "vanguard_post",
        ["organization_id", "named_on", "closed_on"],
    )
    op.create_index(op.f("ix_vanguard_post_workshop_id"), "vanguard_post", ["workshop_id"])

    op.create_table(
        "commissar",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("document_no", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on > started_on", name=op.f("ck_commissar_days")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_commissar_member_id")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_commissar_workshop_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commissar")),
    )
    op.create_index(
        op.f("ix_commissar_member_id_started_on"), "commissar", ["member_id", "started_on"]
    )
    op.create_index(
        op.f("ix_commissar_workshop_id_started_on_ended_on"),
        "commissar",
        ["workshop_id", "started_on", "ended_on"],
    )

    op.create_table(
        "duty",
        sa.Column("commissar_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint("headcount >= 0", name=op.f("ck_duty_headcount")),
        sa.ForeignKeyConstraint(["commissar_id"], ["member.id"], name=op.f("fk_duty_commissar_id")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_duty_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
    )
    op.create_index(op.f("ix_duty_commissar_id_held_on"), "duty", ["commissar_id", "held_on"])
    op.create_index(op.f("ix_duty_held_on_kind"), "duty", ["held_on", "kind"])
    op.create_index(op.f("ix_duty_workshop_id_held_on"), "duty", ["workshop_id", "held_on"])

    op.create_table(
        "mentorship",
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("apprentice_id", sa.Integer(), nullable=True),
        sa.Column("apprentice_name", sa.String(length=120), nullable=True),
        sa.Column("skill", sa.Text(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(apprentice_id IS NULL) <> (apprentice_name IS NULL)",
            name=op.f("ck_mentorship_apprentice"),
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on > started_on", name=op.f("ck_mentorship_days")
        ),
        sa.ForeignKeyConstraint(
            ["apprentice_id"], ["member.id"], name=op.f("fk_mentorship_apprentice_id")
        ),
        sa.ForeignKeyConstraint(["mentor_id"], ["member.id"], name=op.f("fk_mentorship_mentor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship")),
    )
    op.create_index(op.f("ix_mentorship_apprentice_id"), "mentorship", ["apprentice_id"])
    op.create_index(op.f("ix_mentorship_mentor_id"), "mentorship", ["mentor_id"])
    op.create_index(op.f("ix_mentorship_started_on"), "mentorship", ["started_on"])

    op.create_table(
        "milestone",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("delay_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_milestone_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    op.create_index(op.f("ix_milestone_planned_on"), "milestone", ["planned_on"])
    op.create_index(op.f("ix_milestone_project_id"), "milestone", ["project_id"])

    op.create_table(
        "post_review",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("performance", sa.Integer(), nullable=True),
        sa.Column("style", sa.Integer(), nullable=True),
        sa.Column("service", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["vanguard_post.id"], name=op.f("fk_post_review_post_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_review")),
    )
    op.create_index(op.f("ix_post_review_post_id"), "post_review", ["post_id"])
    op.create_index(op.f("ix_post_review_reviewed_on"), "post_review", ["reviewed_on"])

    op.create_table(
        "project_person",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_project_person_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_project_person_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_person")),
    )
    op.create_index(op.f("ix_project_person_member_id"), "project_person", ["member_id"])
    op.create_index(op.f("ix_project_person_project_id"), "project_person", ["project_id"])

    op.create_table(
        "prosperity_return",
        sa.Column("prosperity_workshop_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=True),
        sa.Column("welfare_staff", sa.Integer(), nullable=True),
        sa.Column("low_income_staff", sa.Integer(), nullable=True),
        sa.Column("avg_monthly_income_cny", sa.BigInteger(), nullable=True),
        sa.Column("output_cny", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "low_income_staff <= staff", name=op.f("ck_prosperity_return_low_income")
        ),
        sa.CheckConstraint("welfare_staff <= staff", name=op.f("ck_prosperity_return_welfare")),
        sa.ForeignKeyConstraint(
            ["prosperity_workshop_id"],
            ["prosperity_workshop.id"],
            name=op.f("fk_prosperity_return_prosperity_workshop_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prosperity_return")),
    )
    op.create_index(op.f("ix_prosperity_return_month"), "prosperity_return", ["month"])
    op.create_index(
        op.f("ix_prosperity_return_prosperity_workshop_id_month"),
        "prosperity_return",
        ["prosperity_workshop_id", "month"],
    )

    op.create_table(
        "team_person",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_team_person_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_team_person_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_person")),
    )
    op.create_index(op.f("ix_team_person_member_id"), "team_person", ["member_id"])
    op.create_index(op.f("ix_team_person_team_id"), "team_person", ["team_id"])

    op.create_table(
        "vanguard_post_person",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_vanguard_post_person_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["vanguard_post.id"],
            name=op.f("fk_vanguard_post_person_post_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vanguard_post_person")),
    )
    op.create_index(
        op.f("ix_vanguard_post_person_member_id"), "vanguard_post_person", ["member_id"]
    )
    op.create_index(op.f("ix_vanguard_post_person_post_id"), "vanguard_post_person", ["post_id"])

    with op.batch_alter_table("activity") as batch_op:
        batch_op.add_column(sa.Column("team_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_activity_team_id"), ["team_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_activity_team_id"), "team", ["team_id"], ["id"])

    with op.batch_alter_table("award") as batch_op:
        batch_op.drop_constraint(op.f("ck_award_recipient"), type_="check")
        batch_op.add_column(sa.Column("team_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("post_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("project_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("prosperity_workshop_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_award_post_id"), ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_award_project_id"), ["project_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_award_prosperity_workshop_id"), ["prosperity_workshop_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_award_team_id"), ["team_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_award_team_id"), "team", ["team_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_award_prosperity_workshop_id"),
            "prosperity_workshop",
            ["prosperity_workshop_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_award_project_id"), "project", ["project_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_award_post_id"), "vanguard_post", ["post_id"], ["id"]
        )
        batch_op.create_check_constraint(op.f("ck_award_recipient"), NEW_RECIPIENT)
    add_rule()


def downgrade() -> None:
    # The tables of their recipients go with this revision.
    kind = sa.column("recipient_kind", sa.String())
    op.execute(sa.delete(sa.table("award", kind)).where(kind.in_(NEW_KINDS)))
    with op.batch_alter_table("award") as batch_op:
        batch_op.drop_constraint(op.f("ck_award_recipient"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_award_post_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_award_project_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_award_prosperity_workshop_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_award_team_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_award_team_id"))
        batch_op.drop_index(batch_op.f("ix_award_prosperity_workshop_id"))
        batch_op.drop_index(batch_op.f("ix_award_project_id"))
        batch_op.drop_index(batch_op.f("ix_award_post_id"))
        batch_op.drop_column("prosperity_workshop_id")
        batch_op.drop_column("project_id")
        batch_op.drop_column("post_id")
        batch_op.drop_column("team_id")
        batch_op.create_check_constraint(op.f("ck_award_recipient"), RECIPIENT)
    with op.batch_alter_table("activity") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_activity_team_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_activity_team_id"))
        batch_op.drop_column("team_id")
    op.drop_table("vanguard_post_person")
    op.drop_table("team_person")
    op.drop_table("prosperity_return")
    op.drop_table("project_person")
    op.drop_table("post_review")
    op.drop_table("milestone")
    op.drop_table("mentorship")
    op.drop_table("duty")
    op.drop_table("commissar")
    op.drop_table("vanguard_post")
    op.drop_table("prosperity_workshop")
    op.drop_table("project")
    op.drop_table("team")
    op.drop_table("heading_name")


def add_rule() -> None:
    names = [column.name for column in rule.columns]
    row = dict(zip(names, (*REVIEWS, False), strict=True))
    known = op.get_bind().execute(sa.select(rule.c.key).where(rule.c.key == row["key"]))
    if known.first() is None:
        op.bulk_insert(rule, [row])
