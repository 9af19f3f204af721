"""One page of a list: what the address asks for, the query that answers it, and its neighbors."""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import url_for
from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Enum,
    Select,
    func,
    literal,
    select,
    tuple_,
)

from partyhub import clock
from partyhub.database import db
from partyhub.registers.choices import find_choices
from partyhub.registers.plain_rows import read_plain, stream_plain
from partyhub.registers.register import Column, Filter, Register
from partyhub.search import is_found
from partyhub.texts import clean_text, normal_form, parse_date
from partyhub.viewers import Viewer

PAGE_SIZE = 50
# Counting on would take longer than the page itself; the exact number is there for who asks.
MOST_COUNTED = 1000


class Count(NamedTuple):
    """A number of records, or that there are more than this number."""

    number: int
    is_exact: bool


@dataclass(frozen=True)
class Query:
    """What the address of a list asks for; what can't be read is as if it weren't there."""

    q: str = ""
    on: date | None = None
    shown: str = "current"
    sort: str = ""
    columns: str = ""
    exact: bool = False
    after: str = ""
    before: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, register: Register, args: Mapping[str, str]) -> "Query":
        known = {
            key: clean_text(args.get(key, ""))[:200] for key in ("q", "shown", "sort", "columns")
        }
        return cls(
            q=known["q"],
            on=_day(args.get("on", "")),
            shown="all" if known["shown"] == "all" else "current",
            sort=known["sort"],
            columns="all" if known["columns"] == "all" else "",
            exact=args.get("count", "") == "exact",
            after=args.get("after", "")[:400],
            before=args.get("before", "")[:400],
            values={
                item.key: clean_text(args[item.key])
                for item in register.listing.filters
                if args.get(item.key)
            },
        )

    def args(self, **changes: Any) -> dict[str, Any]:
        """The address's arguments after `changes`; a changed question starts at the first page."""
        now = {"q": self.q, "on": self.on.isoformat() if self.on else "", **self.values}
        now |= {"shown": "" if self.shown == "current" else self.shown}
        now |= {"sort": self.sort, "columns": self.columns}
        now |= {"count": "exact" if self.exact else ""}
        return {key: str(value) for key, value in (now | changes).items() if value}


class Listing:
    """The records of `register` that `viewer` asks for by `query`, a page at a time."""

    def __init__(self, register: Register, viewer: Viewer, query: Query) -> None:
        self.register, self.viewer, self.query = register, viewer, query
        self.day = query.on or clock.today()
        self.sort_column, self.descending = self._sort()

    @property
    def dated(self) -> str:
        return self.register.lifetime.kind

    @cached_property
    def columns(self) -> list[Column]:
        if self.query.columns == "all":
            return list(self.register.columns)
        found = (self.register.column(key) for key in self.register.listing.columns)
        return [column for column in found if column]

    @cached_property
    def conditions(self) -> list[ColumnElement[bool]]:
        register, query = self.register, self.query
        found = [register.model.archived_at.is_(None), register.access.seen(self.viewer)]
        if query.on or (self.dated == "stock" and query.shown == "current"):
            found.append(register.lifetime.as_on(self.day))
        words = normal_form(query.q).split()
        found += [is_found(register.listing.search, word) for word in words]
        for item in register.listing.filters:
            value = query.values.get(item.key, "")
            if value and value in dict(self.choices[item.key]):
                found.append(item.where(value, self.day))
        return found

    @cached_property
    def choices(self) -> dict[str, Sequence[tuple[str, str]]]:
        """By filter: what it offers, as (value, label), with the value asked for if it is right."""
        filters = self.register.listing.filters
        of_records = [item for item in filters if item.records]
        found = find_choices([item.records for item in of_records if item.records], self.viewer)
        by_key = dict(zip((item.key for item in of_records), found, strict=True))
        return {item.key: self._offered(item, by_key.get(item.key)) for item in filters}

    def _offered(
        self, item: Filter, known: Sequence[tuple[str, str]] | None
    ) -> Sequence[tuple[str, str]]:
        value = self.query.values.get(item.key, "")
        if known is None:
            known = [(each, str(label)) for each, label in item.choices(self.viewer)]
        label = item.name(value) if value and value not in dict(known) else None
        return known if label is None else [(value, label), *known]

    def select(self) -> Select[Any]:
        """Every record that is asked for, in the order that is asked for."""
        key = self._sort_key()
        order = [key.desc(), self._id.desc()] if self.descending else [key, self._id]
        return self.register.load().where(*self.conditions).order_by(*order)

    def records(self) -> Iterator[Any]:
        """Every record as a plain row, in portions: memory stays flat however many there are."""
        return stream_plain(self.register, self.select(), self.columns)

    @cached_property
    def count(self) -> Count:
        """How many records there are: exactly up to MOST_COUNTED, above that only where asked."""
        is_whole = not (self.query.after or self.query.before)
        if self.page and is_whole and not self._has_more:
            return Count(len(self.page), is_exact=True)
        most = None if self.query.exact else MOST_COUNTED + 1
        plain = self.register.load().where(*self.conditions)
        counted = plain.with_only_columns(self._id).order_by(None).limit(most).subquery()
        found = db.session.scalar(select(func.count()).select_from(counted)) or 0
        return Count(MOST_COUNTED, is_exact=False) if found == most else Count(found, is_exact=True)

    @cached_property
    def page(self) -> list[tuple[Any, Any]]:
        """The records of this page as plain rows, each with its sort key.

        One more is read, to know whether there is a next page.
        """
        found = read_plain(self.register, self.page_query(), self.columns, self._sort_key())
        self._has_more = len(found) > PAGE_SIZE
        rows = [(row[0], row[1]) for row in found[:PAGE_SIZE]]
        return rows[::-1] if self._backwards else rows

    def page_query(self) -> Select[Any]:
        key = self._sort_key()
        query = self.register.load().where(*self.conditions)
        down = self.descending != self._backwards
        cursor = self._cursor(self.query.before if self._backwards else self.query.after)
        if cursor is not None:
            place = tuple_(key, self._id)
            query = query.where(place < cursor if down else place > cursor)
        order = [key.desc(), self._id.desc()] if down else [key, self._id]
        return query.order_by(*order).limit(PAGE_SIZE + 1)

    @property
    def next_url(self) -> str | None:
        there = bool(self.page) and (self._backwards or self._has_more)
        return self.url(after=self._mark(self.page[-1])) if there else None

    @property
    def previous_url(self) -> str | None:
        there = bool(self.page) and (self._has_more if self._backwards else bool(self.query.after))
        return self.url(before=self._mark(self.page[0])) if there else None

    @property
    def first_url(self) -> str | None:
        return self.url() if self.query.after or self.query.before else None

    @property
    def exact_url(self) -> str:
        """The same page with the exact number of records."""
        return self.url(count="exact", after=self.query.after, before=self.query.before)

    def url(self, **changes: Any) -> str:
        args = urlencode(self.query.args(**changes))
        return f"{self.address}?{args}" if args else self.address

    @cached_property
    def address(self) -> str:
        """The list's own address, which a page names some dozen times with other arguments."""
        return url_for(f"{self.register.name}.list")

    @property
    def _backwards(self) -> bool:
        return bool(self.query.before)

    @property
    def _id(self) -> Any:
        return self.register.model.id

    def _sort(self) -> tuple[Column | None, bool]:
        for asked in (self.query.sort, self.register.listing.order):
            column = self.register.column(asked.removeprefix("-"))
            if column and column.sort_on(self.day) is not None:
                return column, asked.startswith("-")
        return None, False

    def _sort_key(self) -> ColumnElement[Any]:
        key = self.sort_column.sort_on(self.day) if self.sort_column else None
        return self._id if key is None else key

    def _cursor(self, mark: str) -> Any:
        """Return the place that a page's address names, or None when it names none."""
        try:
            value, record_id = json.loads(base64.urlsafe_b64decode(mark.encode()))
            return self._place(value, record_id) if mark else None
        except (ValueError, TypeError):
            return None

    def _place(self, value: Any, record_id: Any) -> Any:
        kind = self._sort_key().type
        if isinstance(kind, Date):
            value = date.fromisoformat(value)
        elif isinstance(kind, Enum) and kind.enum_class is not None:
            value = kind.enum_class(value)
        elif not isinstance(value, kind.python_type) or isinstance(kind, DateTime):
            raise TypeError("another sort's place")
        str(value).encode()  # half a surrogate pair, which no database takes, is a ValueError
        if not isinstance(record_id, int) or not 0 < record_id < 2**31:
            raise TypeError("no id")
        return tuple_(literal(value, kind), literal(record_id))

    def _mark(self, row: tuple[Any, Any]) -> str:
        record, key = row
        value = key.isoformat() if isinstance(key, date | datetime) else key
        return base64.urlsafe_b64encode(json.dumps([value, record.id]).encode()).decode()


def _day(text: str) -> date | None:
    try:
        return parse_date(clean_text(text)) if text else None
    except ValueError:
        return None
