"""What a team did in a period: the report's figures of service, narrowed to its activities."""

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
from partyhub.registers.values import number_words
from partyhub.vanguards.models import Team

PEOPLE = lazy_gettext("Different members who took part")


@dataclass(frozen=True)
class Told:
    """One number of the panel: what it is, the number in words, its unit."""

    label: Any
    value: str
    unit: Any


@dataclass(frozen=True)
class Service:
    """The numbers, and the list of the activities behind them where the list knows the period."""

    numbers: Sequence[Told]
    url: str | None


def service_of(team: Team, period: Period) -> Service | None:
    """The volunteer service of one team; None where the viewer may not read activities."""
    viewer = current_viewer()
    if not can_read(activities, viewer):
        return None
    reach, as_of = reach_of(viewer), min(period.end, clock.today())
    scope = Scope(reach.organizations, reach.holds_root, period=period, as_of=as_of)
    base = HELD.narrowed(Activity.team_id == team.id)
    figures = [replace(figure, base=base) for figure in SERVICE]
    [tallies] = tally(figures, [scope])
    told = [Told(f.label, in_words(found.value), f.unit) for f, found in tallies.items()]
    people = count_people(figures[0].select(scope))
    unit = lazy_pgettext("unit", "people")
    return Service([*told, Told(PEOPLE, str(people), unit)], list_url(team, period))


def in_words(value: Number) -> str:
    """Hours to a tenth, the others as they are."""
    return number_words(round(Decimal(str(value or 0)), 1), "decimal")


def list_url(team: Team, period: Period) -> str:
    """The list of these activities."""
    asked = {
        "team": team.id,
        "kind": ActivityKind.VOLUNTEER_SERVICE.value,
        "status": ActivityStatus.HELD.value,
        "period": period.key,
    }
    return url_for("activities.list", **asked)  # type: ignore[arg-type]  # a number is written out
