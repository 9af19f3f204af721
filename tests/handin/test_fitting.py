"""Texts without room take smaller letters, then more lines, then higher rows."""

from partyhub.spreadsheets import Box, PrintedSheet, Style
from partyhub.spreadsheets.printing import LEAST_SIZE, Paper

LINE = Style("body", 10.5, wraps=False)


def sheet_of(*widths: float) -> PrintedSheet:
    return PrintedSheet(
        "Table", widths, Paper(landscape=True, margins=(10, 10, 14, 12)), len(widths)
    )


def only(sheet: PrintedSheet) -> Box:
    return sheet.rows[-1].boxes[0].box


def test_a_text_with_room_stays_as_it_is() -> None:
    sheet = sheet_of(40.0)
    sheet.add(Box("党支部", LINE), height=20)
    assert only(sheet).style == LINE
    assert sheet.rows[0].height == 20


def test_a_text_a_little_too_wide_takes_smaller_letters() -> None:
    sheet = sheet_of(30.0)
    sheet.add(Box("中共一分厂党支部", LINE), height=20)
    assert LEAST_SIZE <= only(sheet).style.size < LINE.size
    assert not only(sheet).style.wraps


def test_a_text_far_too_wide_takes_lines_and_makes_the_row_higher() -> None:
    sheet = sheet_of(20.0)
    sheet.add(Box("单元格为当月次数，缺为应开未开", LINE), height=14)
    assert only(sheet).style.wraps
    assert sheet.rows[0].height >= 3 * LEAST_SIZE
    assert sheet.rows[0].tight == sheet.rows[0].height


def test_a_word_is_not_broken_where_smaller_letters_help() -> None:
    sheet = sheet_of(20.0)
    sheet.add(Box("Attendance", Style("heading", 10.5)), height=20)
    assert only(sheet).style.size < 10.5


def test_a_heading_over_two_rows_makes_the_second_higher() -> None:
    sheet = sheet_of(11.0, 40.0)
    head = Style("heading", 9.5)
    sheet.add(Box("Organizational-life meeting", head, down=2), Box("Year", head), height=16)
    sheet.add(1, Box("Month", head), height=16)
    assert sheet.rows[0].height == 16
    assert sheet.rows[1].height > 16


def test_what_is_not_printed_makes_no_row_higher() -> None:
    sheet = PrintedSheet("Table", [40.0, 12.0], Paper(), 1)
    sheet.add(Box("党支部", LINE), Box("返回目录，不打印", Style("body", 10.5)), height=14)
    assert sheet.rows[0].height == 14
