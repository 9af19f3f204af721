"""Figures of the meetings that rules ask for."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import true

from partyhub.activities.frequencies.queries import select_required
from partyhub.figures import AnyFigure, Base, Figure, FigureKind, Group, Measure, Ratio, Row
from partyhub.organizations.models import Organization

# A group's place in the tree bears upon the branch above it.
REQUIRED = Base(
    Organization, select_required, fenced=True, traces={Organization: lambda _ids: true()}
)


def _figure(code: str, label: Any, definition: Any, number: Callable[[Row], Any]) -> Figure:
    return Figure(
        f"meetings.{code}",
        label,
        lazy_pgettext("meetings", "spans"),
        FigureKind.FLOW,
        definition,
        group=Group.MEETINGS,
        base=REQUIRED,
        where=lambda row: number(row) > 0,
        measure=Measure(code, number),
        part_of=None if code == "required" else "meetings.required",
    )


figures: tuple[AnyFigure, ...] = (
    _figure(
        "required",
        lazy_gettext("Meetings that rules ask for"),
        lazy_gettext(
            "For each branch and kind of meeting, the months, quarters or years that ended in the"
            " period and for which a rule in force asked for one. Left out are temporary branches,"
            " spans in which the branch was founded or dissolved, committee meetings without a"
            " committee and group meetings without Party groups."
        ),
        lambda row: row.required,
    ),
    _figure(
        "fulfilled",
        lazy_gettext("Meetings held as rules ask"),
        lazy_gettext("Of these, spans with as many held meetings as the rule asked for."),
        lambda row: row.fulfilled,
    ),
    _figure(
        "overdue",
        lazy_gettext("Meetings not held as rules ask"),
        lazy_gettext("Of these, spans over without as many held meetings as the rule asked for."),
        lambda row: row.overdue,
    ),
    Ratio(
        "meetings.rate",
        lazy_gettext("Rate of meetings held as rules ask"),
        lazy_gettext("ratio"),
        FigureKind.FLOW,
        lazy_gettext("Spans with the meetings held divided by those for which rules asked for."),
        group=Group.MEETINGS,
        parts=("meetings.fulfilled", "meetings.required"),
    ),
)
