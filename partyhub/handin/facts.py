"""The facts that every sheet of the edition reads: unit, period, figures, names of the sheets."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext, pgettext
from werkzeug.utils import cached_property

from partyhub.activities.frequencies.statuses import Status, find_statuses
from partyhub.figures import AnyFigure, Figure, Number, Scope
from partyhub.members.models import Member
from partyhub.organizations.models import Organization
from partyhub.periods import Kind, Period
from partyhub.registers import current_catalog
from partyhub.registers.values import format_day, format_month
from partyhub.reports.branches import find_requested
from partyhub.reports.calculation import Computed, compute_each, scope_of
from partyhub.reports.workbook.cover import Cover, cover_of
from partyhub.reports.workbook.readers import reader_of, seen_by
from partyhub.spreadsheets import sheet_title
from partyhub.viewers import Viewer

# The most months that stand side by side on a page.
MOST_MONTHS = 12


@dataclass(frozen=True)
class Facts:
    """The figures of the period and of the one before, and what their heads say."""

    cover: Cover
    earlier: Scope
    organization: Organization | None
    now: Mapping[str, Computed]
    before: Mapping[str, Computed]
    titles: Mapping[str, str]

    @property
    def viewer(self) -> Viewer:
        return self.cover.viewer

    @property
    def scope(self) -> Scope:
        return self.cover.scope

    @property
    def period(self) -> Period:
        return self.cover.period

    @property
    def as_of(self) -> date:
        return self.scope.as_of

    @property
    def unit(self) -> str:
        return self.cover.unit

    def value(self, code: str) -> Number:
        return self.now[code].value

    def count(self, code: str) -> int:
        """Return the value of a figure that counts, 0 for none."""
        return int(self.now[code].value or 0)

    def figure(self, code: str) -> AnyFigure:
        return current_catalog().figures_by_code[code]

    @cached_property
    def _named(self) -> Container[int] | None:
        """Return the ids of the people whom the reader may see by name; None for everybody."""
        figures = (each.figure for each in self.now.values())
        own = [each for each in figures if isinstance(each, Figure) and each.model is Member]
        return seen_by(self.cover.reader, Member, own)

    def name_of(self, person_id: int, name: str) -> str:
        """Return the name of a person, or words in its place for one out of the reader's reach."""
        is_named = self._named is None or person_id in self._named
        return name if is_named else gettext("Out of reach")

    @cached_property
    def months(self) -> list[Period]:
        """Return the months of the period, none where they are too many for a page."""
        found = self.period.by_month()
        return found if len(found) <= MOST_MONTHS else []

    @cached_property
    def statuses(self) -> Sequence[Status]:
        """Return the meetings that the rules asked for in spans that are over."""
        scope = self.scope
        if not scope.has_begun:
            return ()
        return find_statuses(scope, Period(scope.start, scope.end), scope.end)

    @cached_property
    def span(self) -> str:
        """Return the period by its months, or by its days where it doesn't consist of months."""
        start, end = self.period.start, self.period.end
        if self.period.kind is Kind.CUSTOM:
            return f"{format_day(start)}—{format_day(end)}"
        if self.period.kind is Kind.YEAR:
            return self.period.label()
        if (start.year, start.month) == (end.year, end.month):
            return format_month(start)
        return f"{format_month(start)}—{format_month(end)}"

    @cached_property
    def days(self) -> str:
        return gettext(
            "%(start)s to %(end)s",
            start=format_day(self.period.start),
            end=format_day(self.period.end),
        )


def find_facts(
    viewer: Viewer,
    period: Period,
    organization: Organization | None,
    reader: Viewer | None = None,
) -> Facts:
    """Return the facts; the figures of both periods are read together."""
    scope = scope_of(viewer, period, organization)
    earlier = scope_of(viewer, period.before, organization)
    now, before = compute_each((scope, earlier), apart=True)
    cover = cover_of(viewer, scope, organization)
    cover = replace(cover, reader=reader_of(reader or viewer, scope, organization))
    organization = find_requested(viewer, scope, organization)
    return Facts(cover, earlier, organization, now, before, _titles())


def _titles() -> dict[str, str]:
    """Return the names of the sheets by their keys, in order."""
    names = {
        "cover": pgettext("handin", "Cover"),
        "contents": pgettext("handin", "Contents"),
        "summary": pgettext("handin", "Yearly summary"),
        "branches": pgettext("handin", "Branches"),
        "structure": pgettext("handin", "Structure and movements"),
        "meetings": pgettext("handin", "Meetings held"),
        "posts": pgettext("handin", "Vanguard posts"),
        "teams": pgettext("handin", "Teams"),
        "commissars": pgettext("handin", "Workshop commissars"),
        "running": pgettext("handin", "Projects under way"),
        "closed": pgettext("handin", "Projects ended"),
        "prosperity": pgettext("handin", "Prosperity and honors"),
        "charts": pgettext("handin", "Charts"),
        "definitions": pgettext("handin", "Definitions"),
    }
    found = dict[str, str]()
    for key, name in names.items():
        found[key] = sheet_title(name, found.values())
    return found
