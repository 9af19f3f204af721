"""The parameters in the address of a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from partyhub.registers.register import Column, Register
from partyhub.registers.rolls import Roll, find_roll
from partyhub.texts import clean_text, parse_date


@dataclass(frozen=True)
class Query:
    """The parsed parameters of a list's address; unreadable ones are treated as missing."""

    roll: str = ""
    q: str = ""
    on: date | None = None
    shown: str = "current"
    sort: str = ""
    columns: str = ""
    exact: bool = False
    after: str = ""
    before: str = ""
    values: Mapping[str, str] = field(default_factory=dict, hash=False)

    @classmethod
    def parse(cls, register: Register, args: Mapping[str, str]) -> "Query":
        """Return the query in `args`; unknown filters are ignored and long texts are cut."""
        known = {
            key: clean_text(args.get(key, ""))[:200] for key in ("q", "shown", "sort", "columns")
        }
        values = {
            item.key: clean_text(args[item.key])[:200]
            for item in register.listing.filters
            if args.get(item.key)
        }
        return cls(
            roll=_roll(register, args.get("roll", ""), values),
            q=known["q"],
            on=_day(args.get("on", "")),
            shown=known["shown"] if known["shown"] in ("all", "archived") else "current",
            sort=known["sort"],
            columns="all" if known["columns"] == "all" else "",
            exact=args.get("count", "") == "exact",
            after=args.get("after", "")[:400],
            before=args.get("before", "")[:400],
            values=values,
        )

    def args(self, **changes: Any) -> dict[str, Any]:
        """Return the arguments of the address after `changes`.

        The place in the list is left out, so that a changed query starts on the first page.
        """
        now = {"roll": self.roll, "q": self.q, **self.values}
        now |= {"on": self.on.isoformat() if self.on else ""}
        now |= {"shown": "" if self.shown == "current" else self.shown}
        now |= {"sort": self.sort, "columns": self.columns}
        now |= {"count": "exact" if self.exact else ""}
        return {key: str(value) for key, value in (now | changes).items() if value}

    def url(self, address: str, **changes: Any) -> str:
        """Return `address` with the arguments of this query after `changes`."""
        args = urlencode(self.args(**changes))
        return f"{address}?{args}" if args else address


def _roll(register: Register, name: str, values: Mapping[str, str]) -> str:
    """Return the name of the requested roll, or of the first one that offers these values."""
    if name and find_roll(register, name):
        return name
    return next((roll.name for roll in register.rolls if roll.takes(values)), "")


def columns_of(register: Register, shown: str = "", roll: Roll | None = None) -> list[Column]:
    """Return the columns that a list shows: those of its roll, or every column for "all"."""
    if shown == "all":
        return list(register.columns)
    keys = (roll and roll.columns) or register.listing.columns
    found = (register.column(key) for key in keys)
    return [column for column in found if column]


def in_tables(columns: Sequence[Column]) -> list[Column]:
    """Return the columns for which a table on a page reads the records themselves."""
    return [column for column in columns if column.find is None]


def _day(text: str) -> date | None:
    try:
        return parse_date(clean_text(text)) if text else None
    except ValueError:
        return None
