"""The room that rows have beyond their texts is given up where that saves a page."""

from partyhub.spreadsheets import Box, PrintedSheet, Style
from partyhub.spreadsheets.printing import Paper

PAPER = Paper(landscape=True, margins=(10, 10, 14, 12))


def sheet_of(rows: int) -> PrintedSheet:
    sheet = PrintedSheet("Table", [90.0, 90.0], PAPER, 2)
    for number in range(rows):
        sheet.add(Box(number, Style(size=10)), Box("text", Style(size=10)), least=26)
    sheet.add_gap(8)
    sheet.add(Box("note", Style(size=10)), 1, height=20, tight=16)
    return sheet


def test_a_sheet_on_one_page_stays_as_it_is() -> None:
    sheet = sheet_of(10)
    before = [row.height for row in sheet.rows]
    sheet.tighten()
    assert [row.height for row in sheet.rows] == before


def test_a_sheet_that_is_a_little_too_long_takes_one_page_less() -> None:
    sheet = sheet_of(21)
    assert sheet.pages() == 2
    sheet.tighten()
    assert sheet.pages() == 1
    # No lower than a quarter of the room at a time asks for, and never below the texts.
    assert 15 < sheet.rows[0].height < 26
    assert all(row.height >= row.tight for row in sheet.rows)


def test_a_sheet_that_is_far_too_long_stays_as_it_is() -> None:
    sheet = sheet_of(40)
    before = [row.height for row in sheet.rows]
    sheet.tighten()
    assert sheet.pages() > 1
    assert [row.height for row in sheet.rows] == before
