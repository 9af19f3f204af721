"""Contexts of the pages of a report: its way, its figures, its problems and what is against it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext

from partyhub.periods import Period
from partyhub.registers import pages as kernel_pages
from partyhub.registers.values import format_moment
from partyhub.roles import Role
from partyhub.viewers import Viewer
from partyhub.yearly_reports.editions import EDITIONS, edition_name
from partyhub.yearly_reports.figure_lines import Line, charts_of, lines_of, sections_of
from partyhub.yearly_reports.frozen_figures import read_figures
from partyhub.yearly_reports.looks import Look
from partyhub.yearly_reports.models import (
    FrozenReport,
    ReportSignature,
    ReportState,
    YearlyReport,
)
from partyhub.yearly_reports.problem_list import Shown
from partyhub.yearly_reports.queries import (
    OPEN_STATES,
    find_acts,
    find_frozen,
    find_withdrawn,
    is_secretary,
    may_make,
    may_sign,
)
from partyhub.yearly_reports.related_pages import related_pages

INCREASES = ("members.admitted", "members.transferred_in", "members.other_increase")
DECREASES = ("members.transferred_out", "members.other_decrease")


@dataclass(frozen=True)
class Step:
    """One step of the way of a report: done, the present one, or to come."""

    label: str
    note: str
    is_done: bool
    is_current: bool = False


@dataclass(frozen=True)
class Balance:
    """The sum that the members of a period make: opening, increases, decreases, closing."""

    opening: Any
    increases: Any
    decreases: Any
    closing: Any

    @classmethod
    def of(cls, lines: Mapping[str, Line]) -> "Balance":
        """Return the sum of the figures on the page."""

        def value(code: str) -> Any:
            return lines[code].figure.value or 0

        return cls(
            value("members.opening"),
            sum(map(value, INCREASES)),
            sum(map(value, DECREASES)),
            value("members.total"),
        )

    @property
    def agrees(self) -> bool:
        return bool(self.opening + self.increases - self.decreases == self.closing)


@dataclass(frozen=True)
class Offers:
    """The steps that a page offers to its viewer; the views check again."""

    edit: bool
    submit: bool
    sign: bool
    withdraw: bool

    @classmethod
    def of(cls, viewer: Viewer, report: YearlyReport) -> "Offers":
        makes = may_make(viewer, report.organization_id)
        signs = may_sign(viewer, report)
        state = report.state
        return cls(
            makes and state in OPEN_STATES,
            makes and state is ReportState.DRAFT,
            signs and state in (ReportState.SUBMITTED, ReportState.SIGNED),
            may_withdraw(viewer, report),
        )


def may_withdraw(viewer: Viewer, report: YearlyReport) -> bool:
    """Return whether the viewer may take the last step back: signatures are the committee's.

    A draft that was ever signed stays, since its signatures stay visible.
    """
    if report.state in OPEN_STATES:
        is_new = report.state is ReportState.SUBMITTED or not report.signatures
        return is_new and may_make(viewer, report.organization_id)
    return may_sign(viewer, report)


def page_of(viewer: Viewer, report: YearlyReport) -> dict[str, Any]:
    """Return everything that the page of a report shows."""
    frozen = find_frozen(report) if report.state is ReportState.FROZEN else None
    look = Look.at(viewer, report, with_problems=frozen is None)
    lines = lines_of(look, read_figures(frozen.figures) if frozen else None)
    problems = [Shown.read(each) for each in frozen.problems] if frozen else look.problems
    kinds, levels = charts_of(lines)
    return {
        "report": report,
        "period": report.days,
        "frozen": frozen,
        "look": look,
        "way": way_of(report),
        "balance": Balance.of(lines),
        "sections": sections_of(lines),
        "live_differs": sum(bool(each.live) for each in lines.values()),
        "kinds": kinds,
        "levels": levels,
        "problems": problems,
        "files": _named(frozen.files if frozen else EDITIONS),
        "offers": Offers.of(viewer, report),
        "acts": kernel_pages.entries(find_acts(report)),
        "withdrawn": [(each, _named(each.files)) for each in find_withdrawn(report)],
        "compare_url": compare_url(report, frozen),
        "branches_url": page_of_unit(report, "reports.branches"),
        "problems_url": page_of_unit(report, "problems.show"),
        "related": related_pages(viewer, report, frozen),
    }


def _named(keys: Iterable[str]) -> list[tuple[str, str]]:
    """Return (edition, its name)."""
    return [(edition, edition_name(edition)) for edition in keys]


def compare_url(report: YearlyReport, frozen: FrozenReport | None) -> str:
    """Return the address that compares the report with today's data, or with the period before."""
    first = f"signed-{frozen.id}" if frozen else report.days.before.key
    unit = str(report.organization_id or "")
    return url_for("yearly_reports.compare", organization=unit, first=first, second=report.period)


def page_of_unit(report: YearlyReport, endpoint: str) -> str:
    """Return the address of another page about the report's unit and period."""
    unit = str(report.organization_id or "")
    return url_for(endpoint, period=report.period, organization=unit)


def way_of(report: YearlyReport) -> list[Step]:
    """Return the steps of a report with who took each, and when."""
    state, valid = report.state, report.valid_signatures
    first, second = (*valid, None, None)[:2]
    is_open = state in OPEN_STATES
    return [
        Step(gettext("Draft"), _by(report.created_by, report.created_at), is_done=True),
        Step(
            gettext("Submitting"),
            _by(report.submitted_by, report.submitted_at),
            state is not ReportState.DRAFT,
            state is ReportState.DRAFT,
        ),
        _signing(first, gettext("First signature"), is_open and state is ReportState.SUBMITTED),
        _signing(second, _second(first), state is ReportState.SIGNED),
        Step(
            gettext("Frozen"),
            "" if second else gettext("by itself when two have signed"),
            state is ReportState.FROZEN,
        ),
    ]


def _signing(signature: ReportSignature | None, pending: str, is_current: bool) -> Step:
    if signature is None:
        return Step(pending, gettext("one of the committee"), is_done=False, is_current=is_current)
    label = gettext("Signed: %(role)s", role=role_label(signature.role))
    return Step(label, _by(signature.user_name, signature.at), is_done=True)


def _second(first: ReportSignature | None) -> str:
    if first is not None and not is_secretary(first.role):
        return gettext("Signature of the secretary")
    return gettext("Second signature")


def role_label(role: str) -> str:
    """Return the name of a stored role."""
    return Role(role).label if role else ""


def _by(name: str, moment: Any) -> str:
    return f"{name} {format_moment(moment)}" if moment else ""


def proposed_title(period: Period) -> str:
    """Return the title that a new report gets unless another one is typed."""
    return gettext("Report on Party work, %(period)s", period=period.label())
