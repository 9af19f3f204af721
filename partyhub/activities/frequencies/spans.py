"""The spans of months for which rules ask for meetings, as a table that queries join."""

from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    Boolean,
    Integer,
    Select,
    cast,
    extract,
    literal_column,
    select,
    type_coerce,
    union_all,
)

from partyhub.activities.frequencies.kinds import FREQUENCIES, Frequency
from partyhub.activities.models import KIND_BITS, ActivityKindRow
from partyhub.dialects import shifted
from partyhub.periods import on_day
from partyhub.rules.models import PLACES, Rule


def select_spans(start: Any, end: Any) -> CTE:
    """Return the spans of every kind whose last day is in the period, and what was asked for them.

    Without a word SQLite would compute them again for each branch.
    """
    month, wanted = _months(start, end), _frequencies()
    last_day = shifted(month.c.day, 1, -1)
    number = cast(extract("month", month.c.day), Integer)
    days = (
        select(
            *(wanted.c.kind, wanted.c.key, wanted.c.mask, wanted.c.of_year),
            shifted(month.c.day, 1 - wanted.c.months, 0).label("first_day"),
            last_day.label("last_day"),
        )
        .join_from(month, wanted, number % wanted.c.every == wanted.c.rest)
        .where(last_day <= end)
        .cte()
        .prefix_with("MATERIALIZED")
    )
    required = select(*days.c, _required(days.c).label("required"))
    return required.cte().prefix_with("MATERIALIZED")


def _months(start: Any, end: Any) -> CTE:
    """Return the first days of the months from that of `start` to that of `end`."""
    to_first = 1 - cast(extract("day", start), Integer)
    months = select(shifted(start, 0, to_first).label("day")).cte(recursive=True)
    following = shifted(months.c.day, 1, 0)
    return months.union_all(select(following).where(following <= end))


def _frequencies() -> CTE:
    return union_all(*map(_constants, FREQUENCIES)).cte()


def _constants(frequency: Frequency) -> Select[Any]:
    """Select a frequency as constants, which take less to send than parameters do."""
    kind = literal_column(f"'{frequency.kind.value}'", ActivityKindRow.kind.type)
    numbers = {
        "mask": KIND_BITS[frequency.kind],
        "months": frequency.months,
        "every": frequency.every,
        "rest": frequency.rest,
    }
    return select(
        kind.label("kind"),
        literal_column(f"'{frequency.key}'", Rule.key.type).label("key"),
        *(literal_column(str(n), Integer).label(name) for name, n in numbers.items()),
        literal_column(str(frequency.of_year).upper(), Boolean).label("of_year"),
    )


def _required(span: Any) -> Any:
    """Return the number that the rule in force on the first day of the span asks for."""
    return (
        select(type_coerce(Rule.value, BigInteger) // 10**PLACES)
        .where(Rule.key == span.key, on_day(span.first_day, Rule.effective_from, Rule.effective_to))
        .correlate_except(Rule)
        .scalar_subquery()
    )
