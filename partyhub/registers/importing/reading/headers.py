"""Headers in several rows: a group over its leaves becomes one header for each column."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

from partyhub.texts import clean_text

# A merged range: first row and last row from 1, first column and last column from 0.
Area: TypeAlias = tuple[int, int, int, int]
MOST_LEVELS = 3


class SheetRow(NamedTuple):
    """A row of a file as it is read: its number from 1, and its cells from the first column on."""

    number: int
    cells: Sequence[Any]
    is_hidden: bool = False


class Headers(NamedTuple):
    """A row that may hold the headers, and the rows of the file that it was joined from."""

    row: SheetRow
    rows: Sequence[SheetRow]


def find_headers(
    head: Sequence[SheetRow], merged: Sequence[Area], is_known: Callable[[str], bool]
) -> Iterator[Headers]:
    """Yield what may be the headers: each row of `head`, and last, rows that may be so together.

    Merged cells say that rows belong together; these rows are then no headers by themselves.
    `is_known` tells whether a text is the header of a column.
    """
    single, inside = [], 0
    for at, row in enumerate(head):
        if row.number <= inside:
            continue
        rows = head[at : at + _count_levels(head[at : at + MOST_LEVELS], merged)]
        joined = _join(rows, merged, is_known)
        inside = rows[-1].number if joined else row.number
        if joined is None:
            single.append(at)
        yield Headers(joined, rows) if joined else Headers(row, [row])
    for rows in (head[at : at + 2] for at in single):
        joined = _join(rows, merged, is_known) if _may_be_headers(rows, is_known) else None
        if joined is not None:
            yield Headers(joined, rows)


def _count_levels(rows: Sequence[SheetRow], merged: Sequence[Area]) -> int:
    """Return how many of the rows merged cells bind together, 1 if they don't."""
    top = rows[0].number
    spans = [(bottom, right - left) for first, left, bottom, right in merged if first == top]
    last = max((bottom for bottom, _ in spans), default=top)
    if last > top:
        return len([row for row in rows if row.number <= last])
    if len(rows) == 1 or not any(width for _, width in spans):
        return 1
    # One cell over the entire table is its title.
    return 2 if len([cell for cell in rows[0].cells if cell is not None]) > 1 else 1


def _may_be_headers(rows: Sequence[SheetRow], is_known: Callable[[str], bool]) -> bool:
    """Return whether the last of several rows holds a header: a cell that differs from above."""
    *above, last = rows
    return bool(above) and any(
        is_known(cell)
        for at, cell in enumerate(last.cells)
        if isinstance(cell, str) and all(_cell(row, at) != cell for row in above)
    )


def _join(
    rows: Sequence[SheetRow], merged: Sequence[Area], is_known: Callable[[str], bool]
) -> SheetRow | None:
    """Return the rows as one, or None if they can't be headers of the same table."""
    numbers = [row.number for row in rows]
    is_all_text = all(cell is None or isinstance(cell, str) for row in rows for cell in row.cells)
    if len(rows) < 2 or not is_all_text or numbers[-1] - numbers[0] != len(rows) - 1:
        return None
    width = max(len(row.cells) for row in rows)
    paths = [_find_path(rows, merged, column) for column in range(width)]
    leaves = Counter(path[-1] for path in paths if path)
    return SheetRow(numbers[-1], [_name(path, leaves, is_known) for path in paths])


def _find_path(rows: Sequence[SheetRow], merged: Sequence[Area], column: int) -> list[str]:
    """Return the texts over a column, the outermost group first, the leaf last."""
    path: list[str] = []
    for at, row in enumerate(rows):
        text = _cell(row, column)
        below = rows[at + 1] if at + 1 < len(rows) else None
        if not text and below is not None and _cell(below, column):
            text = _find_group(row, below, merged, column)
        if text and text not in path[-1:]:
            path.append(text)
    return path


def _find_group(row: SheetRow, below: SheetRow, merged: Sequence[Area], column: int) -> str:
    """Return the group that a blank cell above a header belongs to, "" if to none."""
    for top, left, bottom, right in merged:
        if top <= row.number <= bottom and left <= column <= right:
            return _cell(row, left)
    if any(top <= row.number <= bottom for top, _, bottom, _ in merged):
        return ""
    start = next((at for at in range(column, -1, -1) if _cell(row, at)), None)
    # A header with nothing below it is no group.
    return _cell(row, start) if start is not None and _cell(below, start) else ""


def _name(path: Sequence[str], leaves: Counter[str], is_known: Callable[[str], bool]) -> str | None:
    """Return the header of a column: its leaf, with its groups where these tell it apart."""
    if not path:
        return None
    # A line such as “填报单位：…” above the headers is no group.
    groups = [text for text in path[:-1] if not text.endswith(("：", ":"))]
    in_full = " ".join([*groups, path[-1]])
    return in_full if is_known(in_full) or leaves[path[-1]] > 1 else path[-1]


def _cell(row: SheetRow, column: int) -> str:
    return _text(row.cells[column]) if column < len(row.cells) else ""


def _text(cell: Any) -> str:
    return " ".join(clean_text(cell).split()) if isinstance(cell, str) else ""
