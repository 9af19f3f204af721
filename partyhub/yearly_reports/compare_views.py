"""The pages that compare: all figures that differ, and all records behind one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from partyhub.organizations.list_filters import organization_choices
from partyhub.organizations.models import Organization
from partyhub.organizations.queries import find_choosable, reach_of
from partyhub.registers import current_catalog
from partyhub.reports.calculation import Computed
from partyhub.reports.report_request import organization_from_request
from partyhub.reports.wording import format_change, format_figure, format_precisely
from partyhub.viewers import Viewer
from partyhub.yearly_reports.comparing import (
    Difference,
    Kind,
    RecordChange,
    compare_sides,
    compare_values,
    count_equal,
    differing_figures,
)
from partyhub.yearly_reports.found import page_number, reading_viewer
from partyhub.yearly_reports.queries import unit_or_all
from partyhub.yearly_reports.record_words import RecordWords, Shown
from partyhub.yearly_reports.sides import Choices, Side, find_side
from partyhub.yearly_reports.wording import words_of_change

# Records of one figure on the page of all, and on the page of its own.
MOST_SHOWN, MOST_ON_PAGE = 5, 100


@dataclass(frozen=True)
class Row:
    """A figure that differs, in words, with some of its records."""

    code: str
    label: str
    unit: str
    before: str
    after: str
    change: str
    counts: Mapping[str, int]
    records: Sequence[Shown]
    rest: int
    url: str


@dataclass(frozen=True)
class Comparison:
    """The comparison that an address asks for."""

    viewer: Viewer
    unit: Organization | None
    choices: Choices
    first: Side
    second: Side

    @classmethod
    def parse(cls) -> "Comparison":
        """Return what is asked for; aborts with 404 for what isn't there or is out of reach."""
        viewer = reading_viewer()
        unit = _unit(viewer)
        choices = Choices.of(viewer, unit)
        sides = [
            find_side(viewer, unit, request.args.get(name) or default)
            for name, default in (("first", choices.first), ("second", choices.second))
        ]
        if None in sides:
            abort(404)
        first, second = sides
        assert first is not None
        assert second is not None
        return cls(viewer, unit, choices, first, second)

    def url(self, endpoint: str, **values: Any) -> str:
        """Return an address that keeps what is compared."""
        unit = str(self.unit.id) if self.unit else ""
        kept = {"organization": unit, "first": self.first.key, "second": self.second.key}
        return url_for(endpoint, **(kept | values))

    @property
    def span(self) -> tuple[int, int | None] | None:
        """Return the entries of the history between the sides; None for two of today."""
        ends = [each.frozen.last_entry_id for each in (self.first, self.second) if each.frozen]
        if not ends:
            return None
        return min(ends), (max(ends) if len(ends) > 1 else None)


def _unit(viewer: Viewer) -> Organization | None:
    chosen = organization_from_request()
    if chosen is None and not reach_of(viewer).contains_root:
        chosen = viewer.organization_id
    if chosen is None:
        return None
    unit = find_choosable(viewer, chosen)
    if unit is None:
        abort(404)
    return unit_or_all(unit)


@dataclass(frozen=True)
class Compared:
    """The figures that differ, each with some records, and how many records there are in all.

    Two periods have few records in common: `has_records` is then false.
    """

    rows: Sequence[Row]
    records: int
    has_records: bool

    @classmethod
    def of(cls, comparison: Comparison, most: int) -> "Compared":
        """Compare what is asked for, with at most so many records of each figure."""
        figures = differing_figures(comparison.first, comparison.second)
        has_records = comparison.first.period == comparison.second.period
        find = compare_sides if has_records else compare_values
        found = find(comparison.first, comparison.second, figures)
        changes = {change[1:] for each in found for change in each.changes}
        return cls(_rows(comparison, found, most), len(changes), has_records)


def compare() -> ResponseReturnValue:
    """Show the figures that differ between two sides, each with some of its records.

    Two periods have few records in common: of them the page shows none, and leads to all.
    """
    comparison = Comparison.parse()
    compared = Compared.of(comparison, MOST_SHOWN)
    rows = compared.rows
    people = {entry.who for row in rows for s in row.records for entry in s.entries}
    return render_template(
        "yearly_reports/compare.html",
        comparison=comparison,
        rows=rows,
        equal=count_equal(comparison.first, comparison.second),
        records=compared.records,
        people=len(people) if not any(row.rest for row in rows) else 0,
        has_records=compared.has_records,
        organizations=organization_choices(comparison.viewer),
    )


def compare_figure(code: str) -> ResponseReturnValue:
    """Show the records that make one figure differ, page by page."""
    comparison = Comparison.parse()
    figure = current_catalog().figures_by_code.get(code)
    if (
        figure is None
        or not {code} <= comparison.first.values.keys() & comparison.second.values.keys()
    ):
        abort(404)
    page = page_number()
    start = (page - 1) * MOST_ON_PAGE
    found = compare_sides(comparison.first, comparison.second, [figure])
    [row] = _rows(comparison, found, MOST_ON_PAGE, start)
    place = {"code": code}
    endpoint = "yearly_reports.compare_figure"
    return render_template(
        "yearly_reports/compare_figure.html",
        comparison=comparison,
        row=row,
        older=comparison.url(endpoint, **place, page=page + 1) if row.rest else None,
        newest=comparison.url(endpoint, **place) if start else None,
    )


def _rows(
    comparison: Comparison, found: Sequence[Difference], most: int, start: int = 0
) -> list[Row]:
    shown = {id(each): each.changes[start : start + most] for each in found}
    changes = [change for own in shown.values() for change in own]
    words = RecordWords.of(comparison.viewer, changes, comparison.span, comparison.second.scope)
    return [_row(comparison, each, shown[id(each)], words, start) for each in found]


def _row(
    comparison: Comparison,
    each: Difference,
    shown: Sequence[RecordChange],
    words: RecordWords,
    start: int,
) -> Row:
    figure = each.figure
    before, after = (format_figure(figure, value) or "—" for value in (each.before, each.after))
    if before == after:
        before, after = (format_precisely(figure, v) or "—" for v in (each.before, each.after))
    was, now = (
        Computed(figure, v, 0, comparison.second.scope.as_of) for v in (each.before, each.after)
    )
    return Row(
        figure.code,
        str(figure.label),
        "" if after.endswith("%") or before.endswith("%") else str(figure.unit),
        before,
        after,
        words_of_change(format_change(now, was)) or "—",
        {kind.value: each.count(kind) for kind in Kind},
        [words.shown(change) for change in shown],
        max(len(each.changes) - start - len(shown), 0),
        comparison.url("yearly_reports.compare_figure", code=figure.code),
    )
