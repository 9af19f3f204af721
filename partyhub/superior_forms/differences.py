"""The differences between the form that is mapped and a newer file of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from partyhub.superior_forms.grids import TEXT, Grid
from partyhub.superior_forms.labels import bare_form
from partyhub.superior_forms.mapping import BranchTable, FormMapping, Place, Source
from partyhub.superior_forms.proposals import Proposer

Labels = tuple[tuple[str, ...], tuple[str, ...]]


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
class Difference:
    """A newer file beside the one that is mapped.

    `tables` are the tables with a row a branch, each with itself as it would be in the newer file,
    None if it isn't there. `gone` and `added` are labels that only one of the files has.
    """

    cells: Sequence[Moved]
    tables: Sequence[tuple[BranchTable, BranchTable | None]]
    gone: Sequence[str]
    added: Sequence[str]

    @property
    def is_none(self) -> bool:
        """Return whether everything that is mapped lies where it lay."""
        is_same = all(one == other for one, other in self.tables)
        return is_same and all(each.is_same for each in self.cells) and not self.gone


def compare(
    old: Mapping[str, Grid], new: Mapping[str, Grid], mapping: FormMapping, proposer: Proposer
) -> Difference:
    """Return how the newer file differs, as far as the mapping and the labels tell."""
    titles = match_titles(list(old), list(new))
    places = {title: _by_labels(grid) for title, grid in new.items()}
    cells, proposed = [], proposer.propose().cells
    for place, source in sorted(mapping.cells.items()):
        grid, title = old.get(place.sheet), titles.get(place.sheet, "")
        found = _find(grid, place, title, places.get(title, {}))
        found = found or _find_meant(source, title, proposed)
        labels = " · ".join(label_words(grid, place)) if grid else ""
        cells.append(Moved(place, source, labels, found))
    one, other = (_all_labels(grids) for grids in (old, new))
    return Difference(
        cells,
        _tables(mapping, old, new, proposer),
        [text for text in one if text not in other],
        [text for text in other if text not in one],
    )


def match_titles(old: Sequence[str], new: Sequence[str]) -> dict[str, str]:
    """Return the newer file's sheet for each before: by its title, else the one in its place."""
    rest_old = [title for title in old if title not in new]
    rest_new = [title for title in new if title not in old]
    same = {title: title for title in old if title in new}
    return same | dict(zip(rest_old, rest_new, strict=False))


def labels_at(grid: Grid, row: int, column: int) -> Labels:
    """Return the labels by which a cell is found again, without numbering and marks.

    A label that takes a text itself is found by its own.
    """
    content = grid.content(row, column)
    left, above = grid.labels_left(row, column), grid.labels_above(row, column)
    if content is not None and content.kind == TEXT:
        return (_key([content.text.split("：")[0].split(":")[0]]), ())
    return _key(left), _key(above[:2])


def _key(texts: Sequence[str]) -> tuple[str, ...]:
    """Return labels without numbering, marks and digits: a year in them changes every year."""
    bare = ("".join(c for c in bare_form(text) if not c.isdecimal()) for text in texts)
    return tuple(text for text in bare if text)


def _by_labels(grid: Grid) -> Mapping[Labels, Sequence[tuple[int, int]]]:
    found: dict[Labels, list[tuple[int, int]]] = {}
    for row, column in grid.places():
        found.setdefault(labels_at(grid, row, column), []).append((row, column))
    return found


def _find(
    grid: Grid | None, place: Place, title: str, places: Mapping[Labels, Sequence[tuple[int, int]]]
) -> Place | None:
    """Return where the cell's labels are in the newer file, best at the same place."""
    if grid is None:
        return None
    found = places.get(labels_at(grid, place.row, place.column), ())
    if (place.row, place.column) in found:
        return Place(title, place.row, place.column)
    return Place(title, *found[0]) if len(found) == 1 else None


def label_words(grid: Grid, place: Place) -> list[str]:
    """Return the labels of a cell in reading order, for people."""
    content = grid.content(place.row, place.column)
    if content is not None and content.kind == TEXT:
        return [content.text]
    left = grid.labels_left(place.row, place.column)
    above = grid.labels_above(place.row, place.column)
    return [*left[:2][::-1], *above[:2][::-1]]


def _find_meant(source: Source, title: str, proposed: Mapping[Place, Source]) -> Place | None:
    """Return the one cell whose labels, though others, speak for the same figure or text."""
    found = [
        place
        for place, each in proposed.items()
        if place.sheet == title and meaning_of(each) == meaning_of(source)
    ]
    return found[0] if len(found) == 1 else None


def meaning_of(source: Source) -> tuple[str, str, str]:
    """Return what a source is about, whatever its unit."""
    return source.code, source.value, source.text


def _all_labels(grids: Mapping[str, Grid]) -> list[str]:
    texts = [
        content.text.strip()
        for grid in grids.values()
        for _, content in sorted(grid.cells.items())
        if content.kind == TEXT
    ]
    return list(dict.fromkeys(texts))


def _tables(
    mapping: FormMapping,
    old: Mapping[str, Grid],
    new: Mapping[str, Grid],
    proposer: Proposer,
) -> list[tuple[BranchTable, BranchTable | None]]:
    """Return each table beside itself as it would be in the newer file; None if it isn't there."""
    titles = match_titles(list(old), list(new))
    found: list[tuple[BranchTable, BranchTable | None]] = []
    for table in mapping.tables:
        before, grid = old.get(table.sheet), new.get(titles.get(table.sheet, ""))
        moved_to = _moved_table(table, before, grid, proposer) if before and grid else None
        found.append((table, moved_to))
    return found


def _moved_table(
    table: BranchTable, before: Grid, grid: Grid, proposer: Proposer
) -> BranchTable | None:
    """Return the table as it is in the newer sheet, whose rows and columns are found by labels."""
    first = min(table.rows)
    names = _find_column(before, first, table.column, grid) or table.column
    rows = proposer.rows_of(grid, names) | _rows_by_text(table, before, grid, names)
    if not rows:
        return None
    meant = {
        meaning_of(source): column
        for column, source in proposer.columns_of(grid, names, min(rows), rows).items()
    }
    columns: dict[int, Source] = {}
    for column, source in table.columns.items():
        new = _find_column(before, first, column, grid) or meant.get(meaning_of(source))
        if new is not None:
            columns[new] = source
    return BranchTable(grid.title, names, dict(sorted(rows.items())), columns) if columns else None


def _rows_by_text(table: BranchTable, before: Grid, grid: Grid, names: int) -> dict[int, int | str]:
    """Return the rows of the newer sheet whose name is that of a row before, with its unit."""
    units = {
        bare_form(content.text): unit
        for row, unit in table.rows.items()
        if (content := before.content(row, table.column)) is not None
    }
    found: dict[int, int | str] = {}
    for row in range(1, grid.rows + 1):
        content = grid.content(row, names)
        if content is not None and (text := bare_form(content.text)) in units:
            found[row] = units[text]
    return found


def _find_column(before: Grid, row: int, column: int, grid: Grid) -> int | None:
    """Return the column of the newer sheet under the same headings, or None.

    Of several the nearest is taken.
    """
    headings = _key(before.labels_above(row, column)[:2])
    if not headings:
        return column if column <= grid.columns else None
    found = [
        at
        for at in range(1, grid.columns + 1)
        if any(
            _key(grid.labels_above(under, at)[:2]) == headings
            for under in range(2, grid.rows + 1)
            if _ends_heading(grid, under, at)
        )
    ]
    return min(found, key=lambda at: abs(at - column)) if found else None


def _ends_heading(grid: Grid, row: int, column: int) -> bool:
    """Return whether a text ends just above the cell."""
    content = grid.content(row - 1, column)
    return content is not None and content.kind == TEXT and grid.content(row, column) != content


def moved(difference: Difference, chosen: Mapping[Place, Place | None]) -> FormMapping:
    """Return the mapping of the newer file, each cell at the place that was chosen for it."""
    cells = {
        new: each.source for each in difference.cells if (new := chosen.get(each.place)) is not None
    }
    return FormMapping(cells, [new for _, new in difference.tables if new is not None])
