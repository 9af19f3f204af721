"""Votes of meetings, pauses of the right to vote, hosts of meetings, and activities known by name.

The title of an activity becomes the name by which votes refer to it.
"""

from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

from partyhub.pinyin import pinyin_of

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

DEVELOPMENT = "中国共产党发展党员工作细则（2014年）"
REVISED = "中国共产党发展党员工作细则（2026年5月修订）"
OF_COMMITTEE = "地方惯例：赞成人数超过应到会委员的半数"
OF_ELECTION = "中国共产党基层组织选举工作条例（2020年）"
CLAUSE = "第二十二条"
# The rules of votes: key, source, clause, first day in force, first day no longer in force.
RULES = (
    ("votes.majority", DEVELOPMENT, CLAUSE, date(2014, 5, 28), date(2026, 5, 11)),
    ("votes.majority", REVISED, CLAUSE, date(2026, 5, 11), None),
    ("votes.majority.committee", OF_COMMITTEE, "", date(2018, 10, 28), None),
    ("votes.majority.election", OF_ELECTION, "", date(2020, 7, 13), None),
)


def upgrade() -> None:
    op.execute("ALTER TABLE activity RENAME COLUMN title TO name")
    op.add_column(
        "activity", sa.Column("pinyin", sa.String(length=2000), nullable=False, server_default="")
    )
    op.add_column("activity", sa.Column("external_host", sa.String(length=200), nullable=True))
    op.create_index("ix_activity_name", "activity", ["name"])
    spell_names()
    make_pauses()
    make_votes()
    add_rules()


def spell_names() -> None:
    """Spell the names in pinyin, by which pickers put them in order."""
    connection = op.get_bind()
    activity = sa.table("activity", sa.column("id"), sa.column("name"), sa.column("pinyin"))
    found = connection.execute(sa.select(activity.c.id, activity.c.name)).all()
    if found:
        statement = sa.update(activity).where(activity.c.id == sa.bindparam("own"))
        spelled = [{"own": each.id, "pinyin": pinyin_of(each.name)} for each in found]
        connection.execute(statement.values(pinyin=sa.bindparam("pinyin")), spelled)


def common() -> list[sa.Column[Any]]:
    """Return the columns of every record."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
    ]


def make_pauses() -> None:
    op.create_table(
        "voting_pause",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        *common(),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on > started_on", name=op.f("ck_voting_pause_days")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_voting_pause_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_pause")),
    )
    op.create_index(
        op.f("ix_voting_pause_member_id_started_on_ended_on"),
        "voting_pause",
        ["member_id", "started_on", "ended_on"],
    )


def make_votes() -> None:
    numbers = (
        *("expected_voting", "present_voting", "written_opinions"),
        *("in_favor", "against", "abstained"),
    )
    op.create_table(
        "vote",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in numbers),
        sa.Column("result", sa.String(length=40), nullable=True),
        *common(),
        sa.CheckConstraint(
            "in_favor >= 0 AND against >= 0 AND abstained >= 0 AND written_opinions >= 0",
            name=op.f("ck_vote_counts"),
        ),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_vote_activity_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_vote_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
    )
    op.create_index(op.f("ix_vote_member_id"), "vote", ["member_id"])
    op.create_index(
        op.f("ix_vote_activity_id_kind_result_archived_at"),
        "vote",
        ["activity_id", "kind", "result", "archived_at"],
    )


def add_rules() -> None:
    """Add what a majority is, unless it is there already."""
    rules = sa.table(
        "rule",
        sa.column("key", sa.String),
        sa.column("value", sa.Integer),
        sa.column("is_exclusive", sa.Boolean),
        sa.column("version", sa.Integer),
        sa.column("source", sa.Text),
        sa.column("clause", sa.String),
        sa.column("effective_from", sa.Date),
        sa.column("effective_to", sa.Date),
    )
    known = set(op.get_bind().execute(sa.select(rules.c.key)).scalars())
    for key, source, clause, *_ in RULES:  # a revision that was taken back has dropped the clauses
        is_same = (rules.c.key == key) & (rules.c.source == source)
        op.execute(sa.update(rules).where(is_same).values(clause=clause))
    half = 5000  # in ten thousandths, as shares are stored
    op.bulk_insert(
        rules,
        [
            {
                "key": key,
                "value": half,
                "is_exclusive": True,
                "version": 1,
                "source": source,
                "clause": clause,
                "effective_from": since,
                "effective_to": until,
            }
            for key, source, clause, since, until in RULES
            if key not in known
        ],
    )


def downgrade() -> None:
    """Let the rules stand: a committee may have changed them."""
    op.drop_table("vote")
    op.drop_table("voting_pause")
    op.drop_index("ix_activity_name", "activity")
    op.drop_column("activity", "external_host")
    op.drop_column("activity", "pinyin")
    op.execute("ALTER TABLE activity RENAME COLUMN name TO title")
