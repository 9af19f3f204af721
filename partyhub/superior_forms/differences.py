"""The differences between the form that is mapped and a newer file of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from partyhub.superior_forms.grids import TEXT, Grid
from partyhub.superior_forms.labels import bare_form
from partyhub.superior_forms.mapping import BranchTable, FormMapping, Place, Source
from partyhub.superior_forms.matching import At, Finder
from partyhub.superior_forms.proposals import Proposer


@dataclass(frozen=True)
class Moved:
    """One mapped cell and its place in the newer file; None where none has its labels."""

    place: Place
    source: Source
    labels: str
    new: Place | None

    @property
    def is_same(self) -> bool:
        return self.new == self.place


@dataclass(frozen=True)
class MovedTable:
    """A table with a row a branch as it would be in the newer file; None if it isn't there.

    `rows` name organizations that the older file didn't name; they are taken if somebody says so.
    """

    table: BranchTable
    new: BranchTable | None
    rows: Mapping[int, int | str]

    @property
    def is_same(self) -> bool:
        return self.new == self.table and not self.rows


@dataclass(frozen=True)
class Difference:
    """A newer file beside the one that is mapped.

    `gone` and `added` are labels that only one of the files has.
    """

    cells: Sequence[Moved]
    tables: Sequence[MovedTable]
    gone: Sequence[str]
    added: Sequence[str]

    @property
    def is_none(self) -> bool:
        """Return whether everything that is mapped lies where it lay."""
        is_same = all(each.is_same for each in self.cells)
        return is_same and all(each.is_same for each in self.tables) and not self.gone


def compare(
    old: Mapping[str, Grid], new: Mapping[str, Grid], mapping: FormMapping, proposer: Proposer
) -> Difference:
    """Return how the newer file differs, as far as the mapping and the labels tell."""
    finders = _finders(old, new)
    cells, proposed = [], proposer.propose().cells
    for place, source in sorted(mapping.cells.items()):
        grid, finder = old.get(place.sheet), finders.get(place.sheet)
        at = _find(source, place, finder, proposer) if finder else None
        at = at or _find_meant(source, finder.new.title if finder else "", proposed)
        labels = " · ".join(label_words(grid, place)) if grid else ""
        cells.append(Moved(place, source, labels, at))
    one, other = (_all_labels(grids) for grids in (old, new))
    return Difference(
        cells,
        [_moved_table(table, finders.get(table.sheet), proposer) for table in mapping.tables],
        [text for text in one if text not in other],
        [text for text in other if text not in one],
    )


def _find(source: Source, place: Place, finder: Finder, proposer: Proposer) -> Place | None:
    """Return the place of a cell's labels, unless they are of another unit of money by now."""
    before = (place.row, place.column)
    now = finder.find(*before)
    if now is None or not _is_same_unit(source, finder, before, now, proposer):
        return None
    return Place(finder.new.title, *now)


def _is_same_unit(source: Source, finder: Finder, before: At, now: At, proposer: Proposer) -> bool:
    one = proposer.scale(finder.old, *before, source.code)
    return one == proposer.scale(finder.new, *now, source.code)


def _finders(old: Mapping[str, Grid], new: Mapping[str, Grid]) -> dict[str, Finder]:
    """Return what finds the cells of each sheet that the newer file has, too."""
    titles = match_titles(list(old), list(new))
    return {title: Finder(old[title], new[other]) for title, other in titles.items()}


def match_titles(old: Sequence[str], new: Sequence[str]) -> dict[str, str]:
    """Return the newer file's sheet for each before: by its title, else the one in its place."""
    rest_old = [title for title in old if title not in new]
    rest_new = [title for title in new if title not in old]
    same = {title: title for title in old if title in new}
    return same | dict(zip(rest_old, rest_new, strict=False))


def label_words(grid: Grid, place: Place) -> list[str]:
    """Return the labels of a cell in reading order, for people."""
    content = grid.content(place.row, place.column)
    if content is not None and content.kind == TEXT:
        return [content.text]
    left = grid.labels_left(place.row, place.column)
    above = grid.labels_above(place.row, place.column)
    return [*left[:2][::-1], *above[:2][::-1]]


def _find_meant(source: Source, title: str, proposed: Mapping[Place, Source]) -> Place | None:
    """Return the one cell whose labels, though others, speak for the same figure or text.

    In another unit of money it isn't the same.
    """
    found = [
        place
        for place, each in proposed.items()
        if place.sheet == title
        and (meaning_of(each), each.scale) == (meaning_of(source), source.scale)
    ]
    return found[0] if len(found) == 1 else None


def meaning_of(source: Source) -> tuple[str, str, str]:
    """Return what a source is about, whatever its unit."""
    return source.code, source.value, source.text


def _all_labels(grids: Mapping[str, Grid]) -> dict[str, None]:
    """Return the texts of all sheets in order, as keys."""
    return {
        content.text.strip(): None
        for grid in grids.values()
        for _, content in sorted(grid.cells.items())
        if content.kind == TEXT
    }


def _moved_table(table: BranchTable, finder: Finder | None, proposer: Proposer) -> MovedTable:
    """Return the table as it is in the newer sheet, whose rows and columns are found by labels."""
    if finder is None:
        return MovedTable(table, None, {})
    grid, first = finder.new, min(table.rows)
    names = finder.find_column(first, table.column) or table.column
    named = proposer.rows_of(grid, names)
    rows = _known_rows(table, finder.old, grid, names, named)
    if not rows:
        return MovedTable(table, None, {})
    columns = _moved_columns(table, finder, proposer, names, rows)
    if not columns:
        return MovedTable(table, None, {})
    old = _rows_by_name(finder.old, table.column)
    added = {row: unit for row, unit in named.items() if _name(grid, row, names) not in old}
    return MovedTable(
        table,
        BranchTable(grid.title, names, dict(sorted(rows.items())), columns),
        {row: unit for row, unit in added.items() if row not in rows},
    )


def _moved_columns(
    table: BranchTable,
    finder: Finder,
    proposer: Proposer,
    names: int,
    rows: Mapping[int, int | str],
) -> dict[int, Source]:
    """Return what the columns of the newer sheet take, found by headings, else by meaning."""
    before, now = min(table.rows), min(rows)
    meant = {
        (meaning_of(source), source.scale): column
        for column, source in proposer.columns_of(finder.new, names, now, rows).items()
    }
    columns: dict[int, Source] = {}
    for column, source in table.columns.items():
        new = finder.find_column(before, column)
        if new and not _is_same_unit(source, finder, (before, column), (now, new), proposer):
            new = None
        new = new or meant.get((meaning_of(source), source.scale))
        if new is not None:
            columns[new] = source
    return columns


def _known_rows(
    table: BranchTable, before: Grid, grid: Grid, names: int, named: Mapping[int, int | str]
) -> dict[int, int | str]:
    """Return the rows of the newer sheet that stand for a row before, by its name or its unit.

    A row that was taken out of the table stays out.
    """
    old, new = _rows_by_name(before, table.column), _rows_by_name(grid, names)
    found: dict[int, int | str] = {}
    for name, rows in old.items():
        now = new.get(name, ())
        if len(rows) == len(now):
            found |= {
                at: table.rows[row] for row, at in zip(rows, now, strict=True) if row in table.rows
            }
    missing = set(table.rows.values()) - set(found.values())
    return found | {
        row: unit
        for row, unit in named.items()
        if unit in missing and _name(grid, row, names) not in old
    }


def _rows_by_name(grid: Grid, column: int) -> dict[str, list[int]]:
    """Return the rows in which each name stands in a column."""
    found: dict[str, list[int]] = {}
    for row in range(1, grid.rows + 1):
        if (name := _name(grid, row, column)) and grid.is_first(row, column):
            found.setdefault(name, []).append(row)
    return found


def _name(grid: Grid, row: int, column: int) -> str:
    content = grid.content(row, column)
    return bare_form(content.text) if content is not None else ""


def moved(
    difference: Difference, chosen: Mapping[Place, Place | None], with_rows: Collection[int] = ()
) -> FormMapping:
    """Return the mapping of the newer file, each cell at the place that was chosen for it.

    `with_rows` are the numbers of the tables whose added rows are taken.
    """
    cells = {
        new: each.source for each in difference.cells if (new := chosen.get(each.place)) is not None
    }
    tables = [
        replace(each.new, rows={**each.new.rows, **(each.rows if number in with_rows else {})})
        for number, each in enumerate(difference.tables)
        if each.new is not None
    ]
    return FormMapping(cells, tables)
