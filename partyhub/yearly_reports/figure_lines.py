"""Lines of a report's page: each figure as it is, or as it was frozen, with the way behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext

from partyhub.activities.models import ActivityKind
from partyhub.figures import Number
from partyhub.registers import current_catalog
from partyhub.reports.calculation import Computed
from partyhub.reports.groups import grouped
from partyhub.reports.wording import format_value
from partyhub.yearly_reports.frozen_figures import FrozenFigure
from partyhub.yearly_reports.frozen_records import as_json
from partyhub.yearly_reports.looks import Look
from partyhub.yearly_reports.models import YearlyReport

MOST_BARS = 8


@dataclass(frozen=True)
class Line:
    """One figure on the page; `live` is what it comes to today where that differs.

    A figure of a signed report that nothing counts any more has no `url`.
    """

    figure: FrozenFigure
    is_part: bool
    url: str
    live: str = ""


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: this period, the one before, and the records behind it."""

    label: str
    now: Number
    was: Number
    url: str


def lines_of(look: Look, frozen: Mapping[str, FrozenFigure] | None = None) -> dict[str, Line]:
    """Return the lines by code: the live figures, or the frozen ones with what differs today."""
    if frozen is None:
        found = {
            code: FrozenFigure.of(look.now[code], look.before[code], look.scope)
            for code in look.now
        }
        return {code: _line(look.report, each) for code, each in found.items()}
    return {
        code: _line(look.report, each, _live(each, look.now.get(code)))
        for code, each in frozen.items()
    }


def _line(report: YearlyReport, figure: FrozenFigure, live: str = "") -> Line:
    known = current_catalog().figures_by_code.get(figure.code)
    if known is None:
        return Line(figure, is_part=False, url="")
    return Line(figure, known.part_of is not None, records_url(report, figure.code), live)


def _live(frozen: FrozenFigure, now: Computed | None) -> str:
    if now is None or as_json(now.value) == frozen.value:
        return ""
    return format_value(now) or "—"


def records_url(report: YearlyReport, code: str) -> str:
    """Return the address of the records behind a figure, as they are now."""
    values: dict[str, Any] = {"code": code, "period": report.period}
    if report.organization_id is not None:
        values["organization"] = str(report.organization_id)
    return url_for("reports.counted", **values)


def sections_of(lines: Mapping[str, Line]) -> list[tuple[str, list[Line]]]:
    """Return (heading, lines) in the order of the report, without what only explains others.

    What nothing counts any more comes last.
    """
    by_code = current_catalog().figures_by_code
    shown = [code for code in lines if code in by_code and by_code[code].in_summary]
    found = [(heading, [lines[code] for code in codes]) for heading, codes in grouped(shown)]
    gone = [line for code, line in lines.items() if code not in by_code]
    return [*found, (gettext("Figures that are no longer counted"), gone)] if gone else found


def bars_of(lines: Mapping[str, Line], codes: Iterable[str]) -> Sequence[Bar]:
    """Return a bar for each of the figures that counted something, the longest first."""
    found = [lines[code] for code in codes if code in lines]
    bars = [
        Bar(each.figure.label, each.figure.value, each.figure.before, each.url)
        for each in found
        if each.figure.value or each.figure.before
    ]
    return sorted(bars, key=lambda bar: -(bar.now or 0))[:MOST_BARS]


def charts_of(lines: Mapping[str, Line]) -> Sequence[Sequence[Bar]]:
    """Return the bars of activities by kind, and of honors by level."""
    kinds = [f"activities.{kind.value}" for kind in ActivityKind]
    levels = [
        figure.code
        for figure in current_catalog().figures
        if figure.group.value == "honors_by_level"
    ]
    return bars_of(lines, kinds), bars_of(lines, levels)
