"""The table of figures by branch: a row for each entry, and below them the sums that must agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from partyhub.figures import AnyFigure, Number, Ratio, Scope, divide
from partyhub.organizations.models import Organization
from partyhub.reports.branch_columns import Band, figures_of
from partyhub.reports.branches import Entry, find_branches
from partyhub.reports.calculation import Computed, compute
from partyhub.reports.wording import remark_of

# Sums of hours differ in their last digits when they are added in another order.
PLACES = 6
Values = Mapping[str, Computed]


@dataclass(frozen=True)
class Row:
    """One line: what it is about, and the values by code; None stands for no value.

    `is_own` is what is of the asked organization itself, `is_whole` all that was asked for, and
    `is_difference` by how much the whole differs from its parts.
    """

    label: str
    values: Mapping[str, Number]
    organization: Organization | None = None
    note: str = ""
    is_own: bool = False
    is_sum: bool = False
    is_whole: bool = False
    is_difference: bool = False


@dataclass(frozen=True)
class BranchTable:
    """The rows of the organizations below the asked one, the rows of sums, and (label, remark).

    The remarks are those of the whole.
    """

    bands: Sequence[Band]
    rows: Sequence[Row]
    sums: Sequence[Row]
    remarks: Sequence[tuple[str, str]] = ()


def table_of(
    scope: Scope,
    unit: Organization,
    bands: Sequence[Band],
    *,
    computed: Values | None = None,
    apart: bool = False,
) -> BranchTable:
    """Return the table of the bands' figures.

    The sums are those of the rows, what is of the asked organization itself, what moved between the
    rows and is no movement of the whole, and the whole. That one may be
    given as `computed`. `apart` is that of `tally_blocks`.
    """
    figures = figures_of(bands)
    computed = compute(scope, figures) if computed is None else computed
    whole = _values(computed)
    (of_itself, own), *others = find_branches(scope, unit, figures, apart=apart)
    rows = [_row(entry, values) for entry, values in others]
    together = {f.code: _sum(f, [values for _, values in others]) for f in figures}
    rest = _differences(figures, whole, together, _values(own))
    all_words = gettext("All of %(name)s", name=_short(unit))
    sums = [
        Row(gettext("Organizations together"), together, is_sum=True),
        Row(gettext("%(name)s itself", name=_short(unit)), _values(own), unit, is_own=True),
        Row(gettext("Moves between them"), rest, is_difference=True),
        Row(all_words, whole, unit, is_sum=True, is_whole=True),
    ]
    assert of_itself.is_own
    return BranchTable(bands, rows, sums if rows else sums[-1:], _remarks(bands, computed, scope))


def _remarks(bands: Sequence[Band], computed: Values, scope: Scope) -> list[tuple[str, str]]:
    return [
        (column.label, remark)
        for band in bands
        for column in band.columns
        if (remark := remark_of(computed[column.figure.code], scope))
    ]


def _row(entry: Entry, values: Values) -> Row:
    note = ""
    if entry.has_moved:
        note = gettext("moved elsewhere, where it is counted")
    elif entry.dissolved_on:
        note = gettext("dissolved")
    return Row(_short(entry.organization), _values(values), entry.organization, note=note)


def _short(organization: Organization) -> str:
    return organization.short_name or organization.name


def _values(computed: Values) -> dict[str, Number]:
    return {code: each.value for code, each in computed.items()}


def _sum(figure: AnyFigure, found: Sequence[Values]) -> Number:
    """Return the sum of a figure, of a ratio the quotient of its parts' sums."""
    if isinstance(figure, Ratio):
        first, second = ([own[code].value for own in found] for code in figure.parts)
        return divide(_added(first), _added(second))
    return _added([own[figure.code].value for own in found])


def _added(values: Sequence[Number]) -> Number:
    """Return the sum of the numbers, None where there is none."""
    numbers = [value for value in values if value is not None]
    return sum(numbers) if numbers else None


def _differences(
    figures: Sequence[AnyFigure],
    whole: Mapping[str, Number],
    together: Mapping[str, Number],
    own: Mapping[str, Number],
) -> dict[str, Number]:
    """Return by how much the whole differs from its parts, None where it doesn't."""
    found: dict[str, Number] = {}
    for figure in figures:
        code = figure.code
        parts = float(together[code] or 0) + float(own[code] or 0)
        rest = round(float(whole[code] or 0) - parts, PLACES)
        found[code] = rest if rest and not isinstance(figure, Ratio) else None
    return found
