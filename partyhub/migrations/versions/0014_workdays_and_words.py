"""Workdays, filled from the official calendar, and the lists of words that figures read."""

import sqlalchemy as sa
from alembic import op
from chinese_calendar.constants import holidays, workdays

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WORDS = {
    "education.college": ("大专", "专科", "本科", "大学", "研究生", "硕士", "博士"),
    "ethnicity.majority": ("汉", "汉族"),
}
SATURDAY = 6


def upgrade() -> None:
    day = op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("official", sa.Boolean(), nullable=True),
        sa.Column("own", sa.Boolean(), nullable=True),
        sa.Column("note", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    word = op.create_table(
        "listed_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("word", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listed_word")),
        sa.UniqueConstraint("key", "word", name=op.f("uq_listed_word_key_word")),
    )
    off = {each: False for each in holidays if each.isoweekday() < SATURDAY}
    found = off | {each: True for each in workdays if each.isoweekday() >= SATURDAY}
    rows = [{"day": each, "official": found[each], "note": ""} for each in sorted(found)]
    op.bulk_insert(day, rows)
    op.bulk_insert(word, [{"key": key, "word": each} for key, own in WORDS.items() for each in own])


def downgrade() -> None:
    op.drop_table("listed_word")
    op.drop_table("calendar_day")
