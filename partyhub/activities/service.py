"""Volunteer service of a team in a period: the report's figures for the team's activities."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.accounts import current_viewer
from partyhub.activities.figures import HELD, SERVICE
from partyhub.activities.models import Activity, ActivityKind, ActivityStatus
from partyhub.activities.queries import count_people
from partyhub.activities.registers import activities
from partyhub.figures import Number, Scope, tally
from partyhub.organizations.queries import reach_of
from partyhub.periods import Period
from partyhub.registers.rights import can_read
from partyhub.registers.values import format_number
from partyhub.vanguards.models import Team

PEOPLE = lazy_gettext("Different members who took part")


@dataclass(frozen=True)
class ServiceFigure:
    """One number of the panel: its label, its formatted value and its unit."""

    label: Any
    value: str
    unit: Any


@dataclass(frozen=True)
class Service:
    """The numbers of the panel, with the URL of the list of the activities counted.

    A None URL means that the list doesn't know the period.
    """

    numbers: Sequence[ServiceFigure]
    url: str | None


def service_of(team: Team, period: Period) -> Service | None:
    """Return the volunteer service of one team, or None if the viewer may not read activities."""
    viewer = current_viewer()
    if not can_read(activities, viewer):
        return None
    reach, as_of = reach_of(viewer), min(period.end, clock.today())
    scope = Scope(reach.organizations, reach.contains_root, period=period, as_of=as_of)
    base = HELD.narrowed(Activity.team_id == team.id)
    figures = [replace(figure, base=base) for figure in SERVICE]
    [tallies] = tally(figures, [scope])
    lines = [ServiceFigure(f.label, in_words(found.value), f.unit) for f, found in tallies.items()]
    people = count_people(figures[0].select(scope))
    unit = lazy_pgettext("unit", "people")
    return Service([*lines, ServiceFigure(PEOPLE, str(people), unit)], list_url(team, period))


def in_words(value: Number) -> str:
    """Return the value as text, rounded to a tenth, which only hours need."""
    return format_number(round(Decimal(str(value or 0)), 1), "decimal")


def list_url(team: Team, period: Period) -> str:
    """Return the URL of the list of these activities."""
    requested = {
        "team": team.id,
        "kind": ActivityKind.VOLUNTEER_SERVICE.value,
        "status": ActivityStatus.HELD.value,
        "period": period.key,
    }
    return url_for("activities.list", **requested)  # type: ignore[arg-type]  # a number is written out
