"""Which period an address asks for, and the links to others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort, request, url_for
from flask_babel import gettext

from partyhub import clock
from partyhub.periods import Kind, Period, PeriodError, presets
from partyhub.texts import clean_text, parse_date


@dataclass(frozen=True)
class AskedPeriod:
    """The period that is shown, those offered beside it, and what was typed in place of them."""

    period: Period
    offered: Sequence[Period]
    typed: str = ""
    error: str = ""

    @property
    def options(self) -> list[tuple[str, str]]:
        """Key and name of each period offered; the one that is shown is among them."""
        own = [] if self.period in self.offered else [self.period]
        return [(period.key, period.label()) for period in (*own, *self.offered)]

    @property
    def status(self) -> int:
        return 400 if self.error else 200

    @property
    def menu(self) -> "PeriodsMenu":
        """The menu at the top of the page: the same page, of another period."""
        kept = {key: value for key, value in request.args.items() if key not in ("period", "days")}
        arguments = kept | (request.view_args or {})
        return PeriodsMenu(
            short_label(self.period),
            [
                MenuItem(
                    period.label(),
                    url_for(str(request.endpoint), **(arguments | {"period": period.key})),
                )
                for period in self.offered
            ],
        )


@dataclass(frozen=True)
class MenuItem:
    label: str
    url: str


@dataclass(frozen=True)
class PeriodsMenu:
    current_label: str
    items: Sequence[MenuItem]


def asked_period() -> AskedPeriod:
    """The period in the address, by default the Party year; 404 for what is none.

    `days` is what a person typed in place of choosing: a mistake there is said at the field.
    """
    offered = presets(clock.today())
    typed = clean_text(request.values.get("days", ""))[:60]
    try:
        chosen = Period.parse(request.values.get("period") or offered[0].key)
    except PeriodError:
        abort(404)
    if not typed:
        return AskedPeriod(chosen, offered)
    try:
        return AskedPeriod(Period.parse(typed), offered)
    except PeriodError:
        error = gettext(
            "“%(text)s” is no period. Write it like 2023-01-01..2023-03-31.", text=typed
        )
        return AskedPeriod(chosen, offered, typed, error)


@dataclass(frozen=True)
class AskedDay:
    """The day that a page shows, and what was typed in its place where that is none."""

    day: date
    typed: str = ""
    error: str = ""

    @property
    def shown(self) -> str:
        """What stands in the field."""
        return self.typed or self.day.isoformat()

    @property
    def status(self) -> int:
        return 400 if self.error else 200


def asked_day() -> AskedDay:
    """The day in the address (`on`), by default today; what can't be read is said at the field."""
    typed = clean_text(request.args.get("on", ""))[:60]
    try:
        return AskedDay((parse_date(typed) if typed else None) or clock.today())
    except ValueError:
        error = gettext("“%(text)s” is not a day. Write it like 2023-06-29.", text=typed)
        return AskedDay(clock.today(), typed, error)


def short_label(period: Period) -> str:
    """The period in few signs, for the bar at the top: 2022.7–2023.6."""
    if period.kind is Kind.PARTY_YEAR:
        first, last = period.start, period.end
        return f"{first.year}.{first.month}–{last.year}.{last.month}"
    if period.kind is Kind.CUSTOM:
        return f"{period.start:%Y.%m.%d}–{period.end:%Y.%m.%d}"
    return period.label()
