"""The differences between SQLite and PostgreSQL; all other SQL here is understood by both.

These rules keep it so: text is compared and sorted by code point on both, so `order_by` needs no
collation, but it does need `.nulls_last()` or `.nulls_first()` where a column may be empty; a
query's columns besides aggregates must be in its `group_by`; a Boolean is counted with
`func.count().filter(…)`, never summed; `x / y` of whole numbers drops the remainder on both.
"""

from partyhub.dialects.answers import remember_answer
from partyhub.dialects.engines import (
    engine_options,
    is_sqlite,
    is_there,
    listen,
    log_is_sound,
    product_of,
    stores_all_text,
)
from partyhub.dialects.expressions import (
    IdList,
    among,
    among_listed,
    as_stored,
    days_since_monday,
    id_lists,
    one_of_each,
    partial_index,
    rows_as_json,
    shifted,
    without_index,
)
from partyhub.dialects.names import ACCESS, POSTGRESQL, SQLITE, Access
from partyhub.dialects.postgresql import (
    copy_rows,
    set_sequences,
    set_up_postgresql,
    take_write_lock,
)
from partyhub.dialects.sqlite import optimize, wal_is_sound

__all__ = [
    "ACCESS",
    "POSTGRESQL",
    "SQLITE",
    "Access",
    "IdList",
    "among",
    "among_listed",
    "as_stored",
    "copy_rows",
    "days_since_monday",
    "engine_options",
    "id_lists",
    "is_sqlite",
    "is_there",
    "listen",
    "log_is_sound",
    "one_of_each",
    "optimize",
    "partial_index",
    "product_of",
    "remember_answer",
    "rows_as_json",
    "set_sequences",
    "set_up_postgresql",
    "shifted",
    "stores_all_text",
    "take_write_lock",
    "wal_is_sound",
    "without_index",
]
