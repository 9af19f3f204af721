"""Attachments of records, and the categories of volunteer service."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KEY = "service.kinds"
WORDS = (
    "理论宣讲",
    "帮困慰问",
    "助老助残",
    "助学支教",
    "生态环保",
    "文明劝导",
    "社区服务",
    "应急救援",
    "技术服务",
    "其他",
)


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("thumbnail_digest", sa.String(length=64), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_by", sa.String(length=60), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["user.id"], name=op.f("fk_attachment_added_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(
        "ix_attachment_register_record_id_id", "attachment", ["register", "record_id", "id"]
    )
    op.add_column("activity", sa.Column("service_kind", sa.String(length=60), nullable=True))
    add_words()


def add_words() -> None:
    """Add the categories, unless the committee has some already."""
    words = sa.table("listed_word", sa.column("key"), sa.column("word"))
    known = op.get_bind().execute(sa.select(words.c.word).where(words.c.key == KEY)).all()
    if not known:
        op.bulk_insert(words, [{"key": KEY, "word": word} for word in WORDS])


def downgrade() -> None:
    op.drop_column("activity", "service_kind")
    op.drop_table("attachment")
    op.execute(f"DELETE FROM listed_word WHERE key = '{KEY}'")  # noqa: S608  # a constant
