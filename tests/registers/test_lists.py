"""What every list does: search, sort, pages, export of exactly what it shows, nonsense asked."""

import base64
import json
from datetime import date, datetime, time
from itertools import count
from typing import Any

import pytest
from babel.dates import format_date
from sqlalchemy import text as sql

from partyhub.database import db
from partyhub.registers import Column, Register, listing
from tests import factories
from tests.browser import Browser, cells, text
from tests.contract import CONTRACTS
from tests.page_rules import Page, words
from tests.registers.samples import each_register, export, make, registers


@each_register
def test_search_finds_by_name_pinyin_and_initials(register: Register, browser: Browser) -> None:
    make(register)
    wanted = CONTRACTS[register.name].make_searched()
    for question in CONTRACTS[register.name].searched:
        found = ids_on(browser.get(f"{register.name}.list", q=question, shown="all"), register)
        assert found == [wanted.id], f"“{question}” finds {found}"
    assert not ids_on(browser.get(f"{register.name}.list", q="nobody at all"), register)


@pytest.mark.slow
@each_register
def test_pages_show_every_record_once(
    register: Register, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """120 records, many of them alike, by every column that sorts, there and back."""
    make_many(register, 120)
    monkeypatch.setattr(listing, "PAGE_SIZE", 25)
    for column in register.columns:
        if column.sort_on(date(2023, 6, 30)) is None:
            continue
        there = walk(browser, register, column.key)
        back = walk(browser, register, f"-{column.key}")
        assert len(there) >= 120
        assert len(set(there)) == len(there), f"by {column.key} some show twice"
        assert there == back[::-1], f"{column.key} down isn't {column.key} up reversed"


def walk(browser: Browser, register: Register, sort: str) -> list[int]:
    """Follow “next” to the end, then “previous” to the beginning; both see the same."""
    rolls = {"roll": "all"} if register.name == "members" else {}
    address = browser.url(f"{register.name}.list", sort=sort, shown="all", **rolls)
    forward = pages_from(browser, register, address, "Next page")
    total = forward[0][1]
    backward = pages_from(browser, register, forward[-1][2], "Previous page")
    assert [ids for ids, *_ in backward[::-1]] == [ids for ids, *_ in forward]
    found = [record_id for ids, *_ in forward for record_id in ids]
    assert total.startswith(f"{len(found)} record")
    return found


def pages_from(
    browser: Browser, register: Register, address: str, label: str
) -> list[tuple[list[int], str, str]]:
    """(ids, the note, the address) of each page from `address` on."""
    found = []
    while address:
        assert browser.open("GET", address).status_code == 200
        page = browser.tree
        note = page.xpath("//*[contains(concat(' ', @class, ' '), ' note ')]")[0]
        found.append((row_ids(page, register), words(note), address))
        links = [a for a in page.iterfind(".//nav//a") if words(a) == label]
        address = str(links[0].get("href")) if links else ""
        assert len(found) < 40, "The pages never end."
    return found


def make_many(register: Register, how_many: int) -> None:
    """Enter records with few different values, so that the id decides within equal ones."""
    factories.make_branch()
    numbers = count()
    while next(numbers) < how_many:
        record = make(register)
        if record.id % 7 == 0 and register.name == "members":
            factories.change(record, admitted_on="", full_on="", reason="Entered by mistake")
    db.session.expire_all()


def ids_on(page: Any, register: Register) -> list[int]:
    """The ids of the records in the order of the page."""
    rows = page.select("table.ledger tbody tr")
    return [own_id([a["href"] for a in row.select("a[href]")], register) for row in rows]


def row_ids(page: Page, register: Register) -> list[int]:
    """The same of a page that is read quickly."""
    rows = page.iterfind(".//table//tbody//tr")
    links = ([str(a.get("href")) for a in row.iterfind(".//a[@href]")] for row in rows)
    return [own_id(each, register) for each in links]


def own_id(addresses: list[str], register: Register) -> int:
    """The id of the record that a row leads to first."""
    own = [
        part[2]
        for address in addresses
        if len(part := address.split("/")) == 3 and part[1] == register.name and part[2].isdigit()
    ]
    assert own, f"{register.name}: a row leads to no record"
    return int(own[0])


@pytest.mark.slow
@each_register
def test_the_export_is_the_list(register: Register, browser: Browser) -> None:
    CONTRACTS[register.name].make_searched()
    for _ in range(3):
        make(register)
    for query in queries_for(register):
        page = browser.page(browser.url(f"{register.name}.list", **query))
        exported = export(browser, register, **query)
        assert exported.ids == ids_on(page, register), query
        headings = [text(th) for th in page.select("table.ledger thead th")]
        assert exported.headers == headings or not exported.ids
        kinds = [register.kind(c) for c in listed(register, query)]
        rows = [map(written, row, kinds) for row in exported.rows]
        assert [list(row) for row in rows] == cells(page)


def listed(register: Register, query: dict[str, str]) -> list[Column]:
    if query.get("columns") == "all":
        return list(register.columns)
    found = (register.column(key) for key in register.listing.columns)
    return [column for column in found if column]


def queries_for(register: Register) -> list[dict[str, str]]:
    sorts = [c.key for c in register.columns if c.sort_on(date(2023, 6, 30)) is not None]
    found = [{}, {"shown": "all"}, {"q": CONTRACTS[register.name].searched[0]}, {"q": "nothing"}]
    found += [{"sort": key} for key in sorts] + [{"sort": f"-{key}"} for key in sorts]
    for item in register.listing.filters:
        found += [{item.key: value} for value, _ in item.choices(factories.OWNER)[:2]]
    return found


def written(value: Any, kind: str) -> str:
    """A cell of a sheet as the English page writes it."""
    if value is None:
        return ""
    if kind == "money":
        return f"{value:,.2f}"
    if kind == "month":
        return format_date(value, "MMMM y", locale="en")
    if isinstance(value, datetime | date):
        return format_date(value, "d MMMM y", locale="en")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


@each_register
def test_as_on_a_day_shows_what_stood_then(register: Register, browser: Browser) -> None:
    record = make(register)
    assert record.id in ids_on(
        browser.get(f"{register.name}.list", on="2023-06-30", shown="all"), register
    ) or (
        register.name == "terms"  # re-elected before that day
    )
    assert ids_on(browser.get(f"{register.name}.list", on="2000-01-01"), register) == []


def hostile_values() -> list[str]:
    """Sixty texts that no form sends."""
    cursors = [
        [None, 1],
        ["x", "y"],
        [1],
        [1, 2, 3],
        {"a": 1},
        [[], 1],
        [True, 1],
        ["2023-01-01", 2**70],
        ["2023-13-01", 1],
        ["2023-01-01T00:00:00+00:00", 1],
        [1e308, 1],
        [10**30, 1],
        ["a", -1],
        ["\ud800", 1],
        ["\x00", 1],
        [{"x": 1}, 1],
    ]
    marks = [base64.urlsafe_b64encode(json.dumps(c).encode()).decode() for c in cursors]
    return [
        "__class__",
        "-__class__",
        "--name",
        "name;drop table member",
        "' or 1=1 --",
        '"',
        "`",
        "%",
        "%%",
        "_",
        "\\",
        "\\%",
        "%_%\\",
        "\x00",
        "a\x00b",
        "\x1b[31m",
        "\u202e",
        "\ufeff",
        "\ud7ff",
        "\U0010ffff",
        "x" * 10_000,
        "单" * 3_000,
        "0",
        "-1",
        "1e999",
        "NaN",
        "Infinity",
        "1" * 400,
        str(2**31),
        str(2**63),
        str(10**20),
        "-" + str(10**20),
        "null",
        "true",
        "[]",
        "{}",
        "2023",
        "2023-02-30",
        "0000-00-00",
        "9999-12-31",
        "10000-01-01",
        "١٢٣",
        "１２３",
        "²",
        "=1+1",
        *marks,
    ]


def test_there_are_sixty_hostile_texts() -> None:
    assert len(hostile_values()) >= 60


@pytest.mark.slow
@each_register
def test_a_hostile_address_is_answered(register: Register, browser: Browser) -> None:
    record = make(register)
    keys = ["q", "on", "shown", "sort", "columns", "after", "before"]
    keys += [item.key for item in register.listing.filters]
    for number, value in enumerate(hostile_values()):
        key = keys[number % len(keys)]
        page = browser.page(browser.url(f"{register.name}.list", **{"shown": "all", key: value}))
        if key in ("sort", "columns"):
            assert record.id in ids_on(page, register)
        browser.page(browser.url(f"{register.name}.list", **dict.fromkeys(keys, value)))
        if number % 10 == 0:
            browser.download(f"{register.name}.export", **{"shown": "all", key: value})


@pytest.mark.slow
@each_register
def test_hostile_numbers_in_an_address_are_missing(register: Register, browser: Browser) -> None:
    make(register)
    for number in ("0", "-1", str(2**31), str(10**20), "1.5", "x", "%00", "1%20"):
        for tail in ("", "/edit", "/history", "/archive"):
            address = f"/{register.name}/{number}{tail}"
            assert browser.open("GET", address).status_code in (404, 308), address


@pytest.mark.slow
@registers("activities", "members")
def test_the_next_page_is_read_from_an_index(register: Register, browser: Browser) -> None:
    """The plan of the second page in the default order: an index, and no sorting of the rows."""
    make_many(register, 60)
    db.session.execute(sql("ANALYZE"))
    order = register.listing.order
    first = listing.Listing(register, factories.OWNER, listing.Query(sort=order))
    with browser.app.test_request_context():
        address = first.next_url
    assert address is not None
    mark = address.split("after=")[1].split("&")[0].replace("%3D", "=")
    second = listing.Listing(register, factories.OWNER, listing.Query(sort=order, after=mark))
    assert second.page
    assert not {r.id for r, _ in second.page} & {r.id for r, _ in first.page}

    compiled = second.page_query().compile(db.engine, compile_kwargs={"literal_binds": True})
    rows = db.session.execute(sql("EXPLAIN QUERY PLAN " + str(compiled).replace(":", "\\:")))
    plan = "\n".join(str(row[-1]) for row in rows)
    assert "USING INDEX" in plan or "USING COVERING INDEX" in plan, plan
    assert "USE TEMP B-TREE" not in plan, plan
