"""The index behind the search boxes, filled with what is on record."""

from alembic import op

from partyhub import search

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    for statement in search.CREATE[connection.dialect.name]:
        connection.exec_driver_sql(statement)
    search.rebuild(connection)


def downgrade() -> None:
    op.get_bind().exec_driver_sql(f"DROP TABLE {search.NAME}")
