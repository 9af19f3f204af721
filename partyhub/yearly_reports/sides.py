"""The sides of a comparison: a signed report as it was frozen, or a period's data as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from werkzeug.utils import cached_property

from partyhub import clock
from partyhub.database import db
from partyhub.figures import Figure, Scope
from partyhub.organizations.models import Organization
from partyhub.periods import Period, PeriodError, presets
from partyhub.registers import Register
from partyhub.registers.values import format_day
from partyhub.reports.calculation import compute, scope_of, within
from partyhub.viewers import Viewer
from partyhub.yearly_reports.frozen_figures import read_figures, values_of
from partyhub.yearly_reports.frozen_records import Counted, find_counted, unpack
from partyhub.yearly_reports.models import FrozenReport
from partyhub.yearly_reports.queries import (
    find_frozen_by_id,
    find_records,
    select_frozen,
    unit_or_all,
)

SIGNED = "signed-"


@dataclass(frozen=True)
class Side:
    """One side; `frozen` is the signed report, without which the data are those of today."""

    key: str
    scope: Scope
    frozen: FrozenReport | None = None

    @property
    def period(self) -> Period:
        return self.scope.period

    @property
    def label(self) -> str:
        """Return the words by which a person chooses the side."""
        period = self.period.label()
        if self.frozen is None:
            return gettext("Data of today: %(period)s", period=period)
        return _signed_label(self.frozen, period)

    def head(self, other: "Side") -> str:
        """Return the heading of the side's column: when it was so, or its period."""
        if self.period != other.period:
            return self.period.label()
        return gettext("Now") if self.frozen is None else gettext("When signed")

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """Return the values of the figures by code."""
        if self.frozen is None:
            return values_of(compute(self.scope))
        figures = read_figures(self.frozen.figures)
        return {code: each.value for code, each in figures.items()}

    def counted(self, register: Register, figures: Sequence[Figure]) -> dict[int, Counted]:
        """Return the records of a register that one of the figures counts, by id."""
        if self.frozen is None:
            return find_counted(register, figures, self.scope)
        contents = find_records(self.frozen, [register.name])
        return unpack(content for _, content in contents)


def _signed_label(frozen: FrozenReport, period: str) -> str:
    day = format_day(frozen.at.astimezone(clock.ZONE).date())
    if frozen.withdrawn_at is not None:
        return gettext(
            "Signed and withdrawn: %(period)s (signed on %(day)s)", period=period, day=day
        )
    return gettext("Signed report: %(period)s (signed on %(day)s)", period=period, day=day)


def find_side(viewer: Viewer, unit: Organization | None, key: str) -> Side | None:
    """Return the side that a key names; None for what the viewer can't compare for this unit."""
    if key.startswith(SIGNED):
        number = key.removeprefix(SIGNED)
        is_number = number.isascii() and number.isdigit() and len(number) < 10
        frozen = find_frozen_by_id(viewer, int(number)) if is_number else None
        if frozen is None or not _is_of(frozen, unit):
            return None
        return Side(key, scope_of(within(viewer, unit), frozen.days, unit), frozen)
    try:
        period = Period.parse(key)
    except PeriodError:
        return None
    return Side(period.key, scope_of(within(viewer, unit), period, unit))


def _is_of(frozen: FrozenReport, unit: Organization | None) -> bool:
    if frozen.organization_id is None:
        return unit is None
    own = unit_or_all(db.session.get(Organization, frozen.organization_id))
    return own is unit


@dataclass(frozen=True)
class Choices:
    """The sides that are offered for a unit: (key, label), signed reports first."""

    options: Sequence[tuple[str, str]]
    first: str
    second: str

    @classmethod
    def of(cls, viewer: Viewer, unit: Organization | None) -> "Choices":
        """Return what may be compared, and what is unless something else is asked for."""
        signed = db.session.scalars(select_frozen(viewer, unit).limit(20)).all()
        periods = list(dict.fromkeys([*(each.days for each in signed), *presets(clock.today())]))
        options = [
            *((f"{SIGNED}{each.id}", _signed_label(each, each.days.label())) for each in signed),
            *(
                (each.key, gettext("Data of today: %(period)s", period=each.label()))
                for each in periods
            ),
        ]
        second = periods[0]
        first = f"{SIGNED}{signed[0].id}" if signed else second.before.key
        return cls(options, first, second.key)

    def with_side(self, side: Side) -> list[tuple[str, str]]:
        """Return the options, with a side that was asked for and isn't among them."""
        known = {key for key, _ in self.options}
        return [*self.options, *([] if side.key in known else [(side.key, side.label)])]
