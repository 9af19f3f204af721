"""Words for what is mapped: of a cell, and of a table with a row a branch."""

from collections.abc import Sequence

from flask_babel import gettext, ngettext

from partyhub.organizations.hierarchy import find_hierarchy
from partyhub.registers import current_catalog
from partyhub.spreadsheets import Loss, column_letter
from partyhub.spreadsheets.sentences import loss_name
from partyhub.superior_forms.mapping import BranchTable, Source, Text, Unit, Value


def source_words(source: Source) -> str:
    """Return what goes into a cell, such as 党员总数（上期，万元）."""
    if source.text:
        return Text(source.text).label
    figure = current_catalog().figures_by_code.get(source.code)
    label = str(figure.label) if figure else source.code
    notes = [] if source.value == Value.NOW else [Value(source.value).label]
    if source.scale != 1:
        notes.append(gettext("in units of 10,000"))
    if source.unit != Unit.ASKED:
        notes.append(unit_words(source.unit))
    return (
        gettext("%(label)s (%(notes)s)", label=label, notes=gettext(", ").join(notes))
        if notes
        else label
    )


def unit_words(unit: int | str) -> str:
    """Return the name of a row's unit."""
    if not isinstance(unit, int):
        return Unit(unit).label
    return find_hierarchy().names.get(unit) or gettext("an organization that is gone")


def table_words(table: BranchTable) -> str:
    """Return what a table with a row a branch takes."""
    rows = ngettext("%(num)d row", "%(num)d rows", len(table.rows))
    columns = gettext("; ").join(
        f"{column_letter(at - 1)} {source_words(source)}"
        for at, source in sorted(table.columns.items())
    )
    return gettext("%(rows)s: %(columns)s", rows=rows, columns=columns)


def loss_names(losses: Sequence[str]) -> list[str]:
    """Return the names of what the filled form will lack."""
    return [loss_name(Loss(each)) for each in losses]
