"""The period or day that an address requests, and the links to others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort, request, url_for
from flask_babel import gettext

from partyhub import clock
from partyhub.periods import Kind, Period, PeriodError, presets
from partyhub.texts import clean_text, parse_date


@dataclass(frozen=True)
class RequestedPeriod:
    """The period that a page shows, those offered beside it, and an invalid entry with an error."""

    period: Period
    offered: Sequence[Period]
    typed: str = ""
    error: str = ""

    @property
    def options(self) -> list[tuple[str, str]]:
        """Return (key, label) of each period offered, including the one shown."""
        own = [] if self.period in self.offered else [self.period]
        return [(period.key, period.label()) for period in (*own, *self.offered)]

    @property
    def status(self) -> int:
        """Return the HTTP status: 400 if there is an error."""
        return 400 if self.error else 200

    @property
    def menu(self) -> "PeriodsMenu":
        """Return the menu at the top of the page: links to the same page for other periods."""
        others = {
            key: value for key, value in request.args.items() if key not in ("period", "days")
        }
        arguments = others | (request.view_args or {})
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
    """One link of the menu of periods."""

    label: str
    url: str


@dataclass(frozen=True)
class PeriodsMenu:
    """The menu of periods: a short label of the current one, and links to the others."""

    current_label: str
    items: Sequence[MenuItem]


def period_from_request() -> RequestedPeriod:
    """Return the period in the address, by default the Party year; an invalid one aborts with 404.

    `days` is a period that a person typed instead of choosing one; its error is shown at the field.
    """
    offered = presets(clock.today())
    typed = clean_text(request.values.get("days", ""))[:60]
    try:
        chosen = Period.parse(request.values.get("period") or offered[0].key)
    except PeriodError:
        abort(404)
    if not typed:
        return RequestedPeriod(chosen, offered)
    try:
        return RequestedPeriod(Period.parse(typed), offered)
    except PeriodError:
        error = gettext(
            "“%(text)s” is no period. Write it like 2023-01-01..2023-03-31.", text=typed
        )
        return RequestedPeriod(chosen, offered, typed, error)


@dataclass(frozen=True)
class RequestedDay:
    """The day that a page shows, and an invalid entry with its error."""

    day: date
    typed: str = ""
    error: str = ""

    @property
    def shown(self) -> str:
        """Return the text in the field."""
        return self.typed or self.day.isoformat()

    @property
    def status(self) -> int:
        """Return the HTTP status: 400 if there is an error."""
        return 400 if self.error else 200


def day_from_request() -> RequestedDay:
    """Return the day in the address (`on`), by default today, or an error for the field."""
    typed = clean_text(request.args.get("on", ""))[:60]
    try:
        return RequestedDay((parse_date(typed) if typed else None) or clock.today())
    except ValueError:
        error = gettext("“%(text)s” is not a day. Write it like 2023-06-29.", text=typed)
        return RequestedDay(clock.today(), typed, error)


def short_label(period: Period) -> str:
    """Return a short label of the period for the bar at the top: 2022.7–2023.6."""
    if period.kind is Kind.PARTY_YEAR:
        first, last = period.start, period.end
        return f"{first.year}.{first.month}–{last.year}.{last.month}"
    if period.kind is Kind.CUSTOM:
        return f"{period.start:%Y.%m.%d}–{period.end:%Y.%m.%d}"
    return period.label()
