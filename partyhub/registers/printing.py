"""The page of a list that is printed: all its rows, with its filters and how many there are."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from partyhub.registers import pages
from partyhub.registers.list_parts import headings_of
from partyhub.registers.list_query import Query, in_tables
from partyhub.registers.listing import Listing
from partyhub.registers.plain_records import stream_plain
from partyhub.registers.register import Register
from partyhub.registers.rights import can_export, reader
from partyhub.registers.values import format_day

# More rows are a workbook's task: some sixty sheets.
MOST_PRINTED = 2000


def print_records(register: Register) -> ResponseReturnValue:
    """Show all rows of the list that the address asks for, in its order, to be printed.

    Where there are too many of them the page offers the list as a workbook instead.
    """
    viewer = reader(register)
    listing = Listing(register, viewer, Query.parse(register, request.args))
    query = listing.select().limit(MOST_PRINTED + 1)
    records = list(stream_plain(register, query, in_tables(listing.columns)))
    has_room = len(records) <= MOST_PRINTED
    headings = headings_of(register, listing.columns)
    args = listing.query.args()
    return pages.render(
        register,
        "print.html",
        listing=listing,
        headings=headings,
        rows=_rows(listing, records, headings) if has_room and records else None,
        count=len(records),
        has_room=has_room,
        most=MOST_PRINTED,
        filters=filter_words(listing),
        back_url=listing.url(),
        export_url=url_for(f"{register.name}.export", **args)
        if can_export(register, viewer)
        else None,
    )


def _rows(listing: Listing, records: list[Any], headings: Any) -> Any:
    return pages.ledger_of(listing.register, records, listing.columns, headings, listing.day)


def filter_words(listing: Listing) -> list[str]:
    """Return in words what narrows the list: the search, the filters, the day."""
    query = listing.query
    found = [gettext("Search: %(words)s", words=query.q)] if query.q else []
    for each in listing.register.listing.filters:
        label = dict(listing.choices[each.key]).get(query.values.get(each.key, ""))
        if label:
            found.append(gettext("%(label)s: %(value)s", label=each.label, value=label))
    if listing.is_of_voided:
        found.append(gettext("Voided records"))
    elif listing.register.lifetime.kind == "stock" and query.shown == "all" and not query.on:
        found.append(gettext("With what has ended"))
    elif listing.register.lifetime.kind == "stock" or query.on:
        found.append(gettext("As on %(day)s", day=format_day(listing.day)))
    return found
