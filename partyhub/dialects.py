"""How SQLite and PostgreSQL differ; everything else here is SQL that both understand."""

from contextlib import suppress

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

SQLITE = "sqlite"
# What a connection to SQLite keeps of the file in memory; its own 2 MiB hold no index of a ledger.
CACHE_KIB = 32 * 1024
# Rows that SQLite looks at in each index to learn how its values are spread.
ROWS_TO_ANALYZE = 400


def optimize(engine: Engine) -> None:
    """Let SQLite learn anew how its tables have grown, for its plans; for commands, never a page.

    It writes a little: while somebody else writes for long, it is left for the next time. Other
    databases do this by themselves.
    """
    if engine.dialect.name != SQLITE:
        return
    with suppress(OperationalError), engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA analysis_limit={ROWS_TO_ANALYZE}")
        connection.exec_driver_sql("PRAGMA optimize=0x10002")  # every table, also unasked ones
        connection.commit()
