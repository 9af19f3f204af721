"""What openpyxl reads of a workbook: every cell with its look, and every setting of each sheet."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import openpyxl

Facts = dict[tuple[str, str], Any]


def facts_of(source: Path | IO[bytes]) -> Facts:
    """All that two workbooks must have in common; stored results of formulas are left out."""
    workbook: Any = openpyxl.load_workbook(source)
    found: Facts = {("", "properties"): {p.name: p.value for p in workbook.custom_doc_props.props}}
    for sheet in workbook:
        found.update(((sheet.title, what), fact) for what, fact in _facts_of_sheet(sheet))
    with zipfile.ZipFile(source) as archive:
        for name in archive.namelist():
            if any(part in name for part in ("chart", "drawing", "comments")):
                found["", name] = archive.read(name)
    return found


def _facts_of_sheet(sheet: Any) -> Iterator[tuple[str, Any]]:
    looks: dict[tuple[int, ...], Any] = {}
    for row in sheet.iter_rows():
        for cell in row:
            style = tuple(cell._style or ())
            if style not in looks:
                looks[style] = _look(cell)
            yield cell.coordinate, (cell.data_type, _value(cell), looks[style], *_hanging(cell))
    yield "rows", {n: (row.height, row.hidden) for n, row in sheet.row_dimensions.items()}
    yield (
        "columns",
        {
            n: (column.width, column.hidden, column.number_format, column.min, column.max)
            for n, column in sheet.column_dimensions.items()
        },
    )
    yield "merged", sorted(map(str, sheet.merged_cells.ranges))
    yield "printed", (sheet.print_area, sheet.print_title_rows, sheet.print_title_cols)
    yield "page", (repr(sheet.page_setup), repr(sheet.page_margins), sheet.oddFooter.center.text)
    yield "view", (sheet.freeze_panes, sheet.auto_filter.ref, sheet.sheet_state)
    yield "breaks", [each.id for each in sheet.row_breaks.brk]
    yield "offers", sorted(repr(rule) for rule in sheet.data_validations.dataValidation)
    yield (
        "flags",
        [
            (str(area.sqref), [(rule.operator, rule.formula, repr(rule.dxf)) for rule in rules])
            for area, rules in sheet.conditional_formatting._cf_rules.items()
        ],
    )


def _value(cell: Any) -> Any:
    """What stands in a cell; openpyxl undoes its escapes in shared texts only."""
    return cell.value.replace("x005F_", "") if isinstance(cell.value, str) else cell.value


def _look(cell: Any) -> tuple[Any, ...]:
    return tuple(
        repr(part)
        for part in (cell.number_format, cell.font, cell.fill, cell.border, cell.alignment)
    )


def _hanging(cell: Any) -> tuple[Any, ...]:
    link, note = cell.hyperlink, cell.comment
    return (
        link and (link.ref, link.location, link.target),
        note and (note.text, note.width, note.height),
    )
