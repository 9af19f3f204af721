"""One page of a list: its query, its rows, and the addresses of the neighboring pages."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select, tuple_
from werkzeug.utils import cached_property

from partyhub import clock
from partyhub.registers.choices import find_choices
from partyhub.registers.list_places import Count, mark_of, read_count, read_mark
from partyhub.registers.list_query import Query, columns_of, in_tables
from partyhub.registers.plain_records import Plan, make_plain, plan_of, select_plain, stream_plain
from partyhub.registers.register import Column, Filter, Register
from partyhub.registers.rolls import Roll, find_roll, title_of
from partyhub.rendering import address_of
from partyhub.search import contains_text, find_ids
from partyhub.statement_cache import remember
from partyhub.texts import normal_form
from partyhub.viewers import Viewer

PAGE_SIZE = 50
# Counting further would take longer than the page itself; the exact number is a link away.
MOST_COUNTED = 1000


class Listing:
    """The records of `register` that match `query` for `viewer`, one page at a time."""

    def __init__(self, register: Register, viewer: Viewer, query: Query) -> None:
        self.register, self.viewer, self.query = register, viewer, query
        self.day = query.on or clock.today()

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns that this list shows."""
        return columns_of(self.register, self.query.columns, self.roll)

    @cached_property
    def roll(self) -> Roll | None:
        """Return the roll that the list shows, or None for the whole register."""
        return find_roll(self.register, self.query.roll)

    @property
    def title(self) -> str:
        """Return the title of the list and of the sheet that it is exported to."""
        return title_of(self.register, self.roll)

    @cached_property
    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions of the list: rights, the day, search words and filters."""
        register = self.register
        archived_at = register.model.archived_at
        is_listed = archived_at.is_not(None) if self.is_of_voided else archived_at.is_(None)
        found = [is_listed, register.access.readable(self.viewer)]
        if self.roll and self.roll.where:
            found.append(self.roll.where(self.day))
        if self._is_of_day:
            found.append(register.lifetime.as_on(self.day))
        for at, (word, ids) in enumerate(self._words):
            if ids is None:
                found.append(contains_text(register.listing.search, word))
            else:
                found.append(self._id.in_(bindparam(f"found_{at}", ids, expanding=True)))
        found += [item.where(value, self.day) for item, value in self._narrowed]
        return found

    @property
    def is_of_voided(self) -> bool:
        """Return whether the list shows the voided records instead of the others."""
        return self.query.shown == "archived"

    @property
    def _is_of_day(self) -> bool:
        """Return whether the list is limited to records that exist on its day."""
        query = self.query
        return not self.is_of_voided and (
            query.on is not None
            or (self.register.lifetime.kind == "stock" and query.shown == "current")
        )

    @cached_property
    def _words(self) -> list[tuple[str, Sequence[int] | None]]:
        """Return each search word with the ids that it finds; None if the texts are searched."""
        search = self.register.listing.search
        return [(word, find_ids(search, word)) for word in normal_form(self.query.q).split()]

    @cached_property
    def _narrowed(self) -> list[tuple[Filter, str]]:
        """Return (filter, value) pairs of the active filters whose value is among their choices."""
        requested = (
            (each, self.query.values.get(each.key)) for each in self.register.listing.filters
        )
        return [
            (each, value)
            for each, value in requested
            if value and value in dict(self.choices[each.key])
        ]

    @cached_property
    def _visibility_key(self) -> tuple[Hashable, ...]:
        """Return what decides, besides the viewer, which records are visible and offered."""
        return self.register.access.reach(self.viewer), clock.today()

    @cached_property
    def _made_of(self) -> tuple[Hashable, ...]:
        """Return all that the conditions depend on, except the ids found by words."""
        return (
            self.register,
            self.viewer,
            *self._visibility_key,
            self.day,
            self.roll,
            self._is_of_day,
            self.is_of_voided,
            tuple(word if ids is None else None for word, ids in self._words),
            tuple((each.key, value, each.made_of(self.day)) for each, value in self._narrowed),
        )

    @property
    def _found(self) -> dict[str, Any]:
        """Return the ids found by search words, keyed by bind parameter."""
        return {f"found_{at}": ids for at, (_, ids) in enumerate(self._words) if ids is not None}

    @cached_property
    def choices(self) -> dict[str, Sequence[tuple[str, str]]]:
        """Return (value, label) pairs by filter key.

        A valid requested value that the filter doesn't offer is added in front.
        """
        filters = self.register.listing.filters
        of_records = [item for item in filters if item.records]
        wanted = [item.records for item in of_records if item.records]
        found = find_choices(wanted, self.viewer, self._visibility_key)
        by_key = dict(zip((item.key for item in of_records), found, strict=True))
        return {item.key: self._offered(item, by_key.get(item.key)) for item in filters}

    def _offered(
        self, item: Filter, known: Sequence[tuple[str, str]] | None
    ) -> Sequence[tuple[str, str]]:
        value = self.query.values.get(item.key, "")
        if known is None:
            known = item.choices(self.viewer)
        if self.roll and item.key in self.roll.offers:
            offered = self.roll.offers[item.key]
            known = [choice for choice in known if choice[0] in offered]
        label = item.name(value) if value and value not in dict(known) else None
        return known if label is None else [(value, label), *known]

    def select(self) -> Select[Any]:
        """Return the query for all matching records in the requested order."""
        key = self._sort_key()
        order = [key.desc(), self._id.desc()] if self.descending else [key, self._id]
        return self.register.load().where(*self.conditions).order_by(*order)

    def records(self) -> Iterator[Any]:
        """Yield every record as a plain row, read in portions so that memory use stays flat."""
        return stream_plain(self.register, self.select(), self.columns)

    @cached_property
    def count(self) -> Count:
        """Return the number of records: exact up to MOST_COUNTED, beyond that only on request."""
        is_whole = not (self.query.after or self.query.before)
        if self.page and is_whole and not self._has_more:
            return Count(len(self.page), is_exact=True)
        return self._counted

    @cached_property
    def _counted(self) -> Count:
        most = None if self.query.exact else MOST_COUNTED + 1
        query = remember((*self._made_of, "count", most), lambda: self._select_count(most))
        found = read_count(query, self._found)
        return Count(MOST_COUNTED, is_exact=False) if found == most else Count(found, is_exact=True)

    def _select_count(self, most: int | None) -> Select[Any]:
        plain = self.register.load().where(*self.conditions)
        counted = plain.with_only_columns(self._id).order_by(None).limit(most).subquery()
        return select(func.count()).select_from(counted)

    @cached_property
    def page(self) -> list[tuple[Any, Any]]:
        """Return (plain record, sort key) pairs of this page.

        One more row is read to find out whether there is a next page.
        """
        plan, query = self._prepare_page()
        found = make_plain(plan, query, self._found | self._place, extra=1)
        self._has_more = len(found) > PAGE_SIZE
        rows = [(row[0], row[1]) for row in found[:PAGE_SIZE]]
        return rows[::-1] if self._backwards else rows

    def page_query(self) -> Select[Any]:
        """Return the query for this page and one more record, in reading direction."""
        key = self._sort_key()
        query = self.register.load().where(*self.conditions)
        down = self.descending != self._backwards
        if self._place:
            here = tuple_(key, self._id)
            there = tuple_(
                bindparam("place", self._place["place"], key.type),
                bindparam("place_id", self._place["place_id"]),
            )
            query = query.where(here < there if down else here > there)
        order = [key.desc(), self._id.desc()] if down else [key, self._id]
        return query.order_by(*order).limit(PAGE_SIZE + 1)

    def _prepare_page(self) -> tuple[Plan, Select[Any]]:
        """Return the plan of what is read of each record, and the statement of the page."""
        plan = plan_of(self.register, in_tables(self.columns))
        sorted_by = (self.sort_column.key if self.sort_column else "", self.descending)
        made_of = (*self._made_of, sorted_by, plan, PAGE_SIZE, self._backwards, bool(self._place))
        return plan, remember(
            made_of, lambda: select_plain(plan, self.page_query(), self._sort_key())
        )

    @property
    def next_url(self) -> str | None:
        """Return the address of the next page, or None on the last one."""
        there = bool(self.page) and (self._backwards or self._has_more)
        return self._neighbor(after=mark_of(self.page[-1])) if there else None

    @property
    def previous_url(self) -> str | None:
        """Return the address of the previous page, or None on the first one."""
        there = bool(self.page) and (self._has_more if self._backwards else bool(self.query.after))
        return self._neighbor(before=mark_of(self.page[0])) if there else None

    def _neighbor(self, **place: str) -> str:
        """Return a neighboring page's address, with the order if their number decides on it."""
        is_of_few = bool(self.register.listing.order_of_few)
        return self.url(sort=self.query.sort or (self._usual_order if is_of_few else ""), **place)

    @property
    def first_url(self) -> str | None:
        """Return the address of the first page, or None if this is it."""
        return self.url() if self.query.after or self.query.before else None

    @property
    def exact_url(self) -> str:
        """Return the address of the same page with the exact number of records."""
        return self.url(count="exact", after=self.query.after, before=self.query.before)

    def url(self, **changes: Any) -> str:
        """Return the address of the list after `changes` of its arguments."""
        return self.query.url(self.address, **changes)

    @cached_property
    def address(self) -> str:
        """Return the list's own address; a page uses it dozens of times with other arguments."""
        return address_of(f"{self.register.name}.list")

    @property
    def _backwards(self) -> bool:
        return bool(self.query.before)

    @property
    def _id(self) -> Any:
        return self.register.model.id

    @property
    def sort_column(self) -> Column | None:
        """Return the column that the list is sorted by, or None if it is sorted by id."""
        return self._sort[0]

    @property
    def descending(self) -> bool:
        """Return whether the list is sorted from the last to the first."""
        return self._sort[1]

    @cached_property
    def _sort(self) -> tuple[Column | None, bool]:
        return self._sort_by(self.query.sort) or self._sort_by(self._usual_order) or (None, False)

    def _sort_by(self, requested: str) -> tuple[Column, bool] | None:
        column = self.register.column(requested.removeprefix("-"))
        if column is None or column.sort is None:
            return None
        return column, requested.startswith("-")

    @property
    def _usual_order(self) -> str:
        """Return the order that nobody asked for: of few records it may be a costlier one."""
        listing = self.register.listing
        is_few = bool(listing.order_of_few) and self._counted.number < MOST_COUNTED
        return listing.order_of_few if is_few else listing.order

    def _sort_key(self) -> Any:
        column = self.sort_column
        if column is None:
            return self._id
        return remember((self.register, column.key, self.day), lambda: column.sort_on(self.day))

    @cached_property
    def _place(self) -> dict[str, Any]:
        """Return the place given in the address as query parameters; empty if there is none."""
        mark = self.query.before if self._backwards else self.query.after
        return read_mark(mark, self._sort_key().type)
