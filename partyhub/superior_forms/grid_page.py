"""The page of a form: a sheet as a grid, what is mapped in it, and the cell that is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request, url_for
from werkzeug.utils import cached_property

from partyhub.figures import Group
from partyhub.organizations.list_filters import organization_choices
from partyhub.registers import current_catalog
from partyhub.superior_forms.differences import label_words
from partyhub.superior_forms.grids import (
    FORMULA,
    TEXT,
    Content,
    Grid,
    address_of,
    grids_of,
    parse_address,
)
from partyhub.superior_forms.mapping import (
    FormMapping,
    Place,
    Source,
    Text,
    Unit,
    Value,
    from_json,
)
from partyhub.superior_forms.models import SuperiorForm
from partyhub.superior_forms.proposals import Proposer, without_known
from partyhub.superior_forms.words import loss_names, source_words, table_words
from partyhub.viewers import Viewer

# The most cells that a page draws; what lies beyond is mapped by its address.
MOST_CELLS = 4_000


@dataclass(frozen=True)
class ShownCell:
    """One cell of the grid as the page draws it."""

    address: str
    text: str
    look: str
    row_span: int
    column_span: int
    is_chosen: bool


@dataclass(frozen=True)
class FormPage:
    """A form with one of its sheets, and the mapping of that form."""

    form: SuperiorForm
    viewer: Viewer
    grids: Mapping[str, Grid]
    sheet: int
    mapping: FormMapping

    @cached_property
    def proposed(self) -> FormMapping:
        """Return the proposals for what isn't mapped yet; to make them takes long."""
        return without_known(Proposer(self.grids, self.viewer).propose(), self.mapping)

    @property
    def grid(self) -> Grid:
        return list(self.grids.values())[self.sheet]

    def url(self, **values: Any) -> str:
        """Return the address of the page, of this sheet unless another is named."""
        return url_for(
            "superior_forms.show", form_id=self.form.id, **{"sheet": self.sheet, **values}
        )

    def place_of(self, text: str) -> Place | None:
        """Return the place of an address on the sheet, or None for none that was read."""
        found = parse_address(text)
        if found is None or found[0] > self.grid.rows or found[1] > self.grid.columns:
            return None
        return Place(self.grid.title, *self.grid.area(*found)[:2])


def page_of(form: SuperiorForm, viewer: Viewer) -> FormPage:
    """Return the page of the sheet in the address, the first by default; 404 for no sheet."""
    grids = grids_of(form.sheets)
    text = request.values.get("sheet", "0")
    sheet = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1
    if not 0 <= sheet < len(grids):
        abort(404)
    return FormPage(form, viewer, grids, sheet, from_json(form.mapping))


def render_page(page: FormPage, error: str = "") -> str:
    """Render the grid, with the panel of the chosen cell if the address names one."""
    typed = request.values.get("cell", "")[:12]
    chosen = page.place_of(typed) if typed else None
    return render_template(
        "superior_forms/show.html",
        page=page,
        form=page.form,
        rows=rows_of(page, chosen),
        letters=[address_of(1, at)[:-1] for at in range(1, page.grid.columns + 1)],
        is_cut=page.grid.is_cut or page.grid.rows > most_rows(page.grid),
        mapped=[(each, labels_of(page, each), source_words(s)) for each, s in _own(page)],
        tables=[(table, table_words(table)) for table in page.mapping.tables],
        table_columns=table_columns(page),
        losses=loss_names(page.form.losses),
        proposals=len(page.proposed.cells) + len(page.proposed.tables),
        chosen=chosen,
        typed=typed,
        panel=panel_of(page, chosen) if chosen else None,
        error=error,
    )


def _own(page: FormPage) -> list[tuple[Place, Source]]:
    """Return the single cells of the sheet that are mapped, in reading order."""
    return sorted(each for each in page.mapping.cells.items() if each[0].sheet == page.grid.title)


def labels_of(page: FormPage, place: Place) -> str:
    """Return the labels of a cell in one line."""
    grid = page.grids.get(place.sheet)
    return " · ".join(label_words(grid, place)) if grid else ""


def most_rows(grid: Grid) -> int:
    """Return how many rows of a sheet the page draws."""
    return MOST_CELLS // max(grid.columns, 1)


def rows_of(page: FormPage, chosen: Place | None) -> list[list[ShownCell]]:
    """Return the rows of the grid, each with the cells that are shown in it."""
    grid, sources, proposed = page.grid, page.mapping.sources(), page.proposed.sources()
    rows: list[list[ShownCell]] = []
    for row in range(1, min(grid.rows, most_rows(grid)) + 1):
        cells = []
        for column in range(1, grid.columns + 1):
            if grid.is_first(row, column):
                place = Place(grid.title, row, column)
                source, proposal = sources.get(place), proposed.get(place)
                cells.append(_shown(grid, place, source, proposal, is_chosen=place == chosen))
        rows.append(cells)
    return rows


def _shown(
    grid: Grid, place: Place, source: Source | None, proposal: Source | None, *, is_chosen: bool
) -> ShownCell:
    content = grid.content(place.row, place.column)
    area = grid.area(place.row, place.column)
    text, look = _text_and_look(content, source, proposal)
    last_row = min(area.last_row, grid.rows, most_rows(grid))
    spans = last_row - area.row + 1, min(area.last_column, grid.columns) - area.column + 1
    return ShownCell(address_of(place.row, place.column), text, look, *spans, is_chosen)


def _text_and_look(
    content: Content | None, source: Source | None, proposal: Source | None
) -> tuple[str, str]:
    """Return what a cell shows: what is mapped, what is proposed, or what it holds."""
    own = content.text if content else ""
    is_label = content is not None and content.kind == TEXT
    is_formula = content is not None and content.kind == FORMULA
    if source is not None and not (is_formula and not source.replaces):
        words = source_words(source)
        return (f"{own} 〔{words}〕" if is_label else words), "mapped"
    if proposal is not None:
        words = source_words(proposal)
        return (f"{own} 〔{words}〕" if is_label else words), "proposed"
    return own, "label" if is_label else "formula" if is_formula else "free"


def table_columns(page: FormPage) -> list[tuple[str, int, bool]]:
    """Return (letter, column, whether it is mapped) of the columns that name organizations."""
    own = {t.column: True for t in page.mapping.tables if t.sheet == page.grid.title}
    new = {t.column: False for t in page.proposed.tables if t.sheet == page.grid.title}
    found = sorted((new | own).items())
    return [(address_of(1, at)[:-1], at, is_mapped) for at, is_mapped in found]


def panel_of(page: FormPage, chosen: Place) -> dict[str, Any]:
    """Return what the panel of a cell shows: its labels, and what it may take."""
    content = page.grid.content(chosen.row, chosen.column)
    own = page.mapping.cells.get(chosen)
    sources = page.mapping.sources()
    proposed = page.proposed.sources().get(chosen)
    source = own or sources.get(chosen) or proposed or Source()
    return {
        "address": address_of(chosen.row, chosen.column),
        "labels": labels_of(page, chosen),
        "content": content,
        "is_formula": content is not None and content.kind == FORMULA,
        "is_label": content is not None and content.kind == TEXT,
        "source": source,
        "is_own": own is not None,
        "is_of_table": own is None and chosen in sources,
        "is_proposed": own is None and chosen not in sources and proposed is not None,
        "key": key_of(source),
        "texts": [(f"text:{each.value}", each.label) for each in Text],
        "figures": figure_choices(),
        "value_choices": [(each.value, each.label) for each in Value],
        "units": unit_choices(page.viewer),
    }


def key_of(source: Source) -> str:
    """Return the choice that stands for a source; empty for none."""
    return f"text:{source.text}" if source.text else source.code


def figure_choices() -> list[tuple[str, Sequence[tuple[str, str]]]]:
    """Return (heading, [(code, label)]) of all figures."""
    figures = current_catalog().figures
    found = [
        (group.label, [(each.code, str(each.label)) for each in figures if each.group is group])
        for group in Group
    ]
    return [(label, own) for label, own in found if own]


def unit_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """Return (key, label) of the units that a row or a cell may be about."""
    return [*((each.value, each.label) for each in Unit), *organization_choices(viewer)]
