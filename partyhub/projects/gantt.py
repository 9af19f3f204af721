"""A chart of a project's milestones: the position of each day, and the texts."""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import format_date, gettext, ngettext

from partyhub.periods import Period, month_end
from partyhub.projects.models import KeyProject, Milestone
from partyhub.registers.values import format_day

LEFT, WIDTH = 152, 470
LABEL = 20  # the width for a milestone's name in narrow letters; a Chinese one counts as two
MOST_TICKS = 12


@dataclass(frozen=True)
class Progress:
    """The progress of one milestone: the look and text of its state, and the days of delay."""

    milestone: Milestone
    look: str
    words: str
    days_late: int = 0
    is_open: bool = False


@dataclass(frozen=True)
class GanttRow:
    """One milestone in the chart.

    A line goes from the planned day to `until` if the milestone is late. The positions are x
    coordinates.
    """

    label: str
    words: str
    url: str | None
    planned: float
    done: float | None
    until: float | None
    is_open: bool
    note: str

    @property
    def anchor(self) -> str:
        """Return the text anchor.

        Text is right of the last mark if there is room, else left of the first.
        """
        return "start" if self._last < LEFT + WIDTH - 90 else "end"

    @property
    def note_x(self) -> float:
        """Return the x position of the note beside the marks."""
        first = min(self.planned, self.done or self.planned)
        return self._last + 12 if self.anchor == "start" else first - 12

    @property
    def _last(self) -> float:
        return max(self.planned, self.done or 0, self.until or 0)


@dataclass(frozen=True)
class Gantt:
    """The chart: its rows, its labeled months, and the position of today if it is inside."""

    rows: Sequence[GanttRow]
    ticks: Sequence[tuple[float, str]]
    today: float | None


def progress_of(milestone: Milestone, late: Collection[int], today: date) -> Progress:
    """Return the progress of a milestone.

    `late` has the ids of milestones that are late today, by the figure's own condition.
    """
    planned, done = milestone.planned_on, milestone.done_on
    if done is not None and done <= today:
        days = (done - planned).days
        if days <= 0:
            return Progress(milestone, "ok", gettext("on time"))
        words = ngettext("%(num)s day late", "%(num)s days late", days)
        return Progress(milestone, "none", words, days)
    days = (today - planned).days
    if milestone.id in late:
        words = ngettext("overdue by %(num)s day", "overdue by %(num)s days", days)
        return Progress(milestone, "over", words, days, is_open=True)
    if days > 0:
        return Progress(milestone, "none", gettext("not done"))
    if days == 0:
        return Progress(milestone, "due", gettext("due today"))
    return Progress(milestone, "due", ngettext("%(num)s day left", "%(num)s days left", -days))


def gantt_of(
    project: KeyProject, progress: Sequence[Progress], today: date, *, linked: bool
) -> Gantt:
    """Return the chart of a project; with `linked`, its rows link to the milestones."""
    span = _span(project, [item.milestone for item in progress], today)

    def place(day: date) -> float:
        return round(LEFT + WIDTH * (day - span.start).days / span.days, 1)

    def row(item: Progress) -> GanttRow:
        milestone = item.milestone
        last = today if item.is_open else milestone.done_on
        return GanttRow(
            _shorten(milestone.title),
            _words(item),
            url_for("milestones.show", record_id=milestone.id) if linked else None,
            place(milestone.planned_on),
            place(milestone.done_on) if milestone.done_on else None,
            place(last) if last and item.days_late else None,
            item.is_open,
            item.words if item.days_late else "",
        )

    ticks = [(place(day), _tick(day, is_first=day == span.start)) for day in _tick_days(span)]
    inside = place(today) if span.contains(today) else None
    return Gantt([row(item) for item in progress], ticks, inside)


def _span(project: KeyProject, milestones: Sequence[Milestone], today: date) -> Period:
    """Return whole months that cover the project, its milestones, and today if it still runs."""
    days = [project.started_on, project.due_on, project.closed_on or today]
    days += [day for item in milestones for day in (item.planned_on, item.done_on)]
    known = [day for day in days if day is not None]
    return Period(min(known).replace(day=1), month_end(max(known)))


def _tick_days(span: Period) -> list[date]:
    """Return the months that the chart labels: all of them, or every nth in a long project."""
    months = span.months()
    step = next(n for n in (1, 2, 3, 6, 12, len(months)) if len(months) / n <= MOST_TICKS)
    return months[::step]


def _tick(day: date, *, is_first: bool) -> str:
    if is_first or day.month == 1:
        return f"{day:%Y}.{day.month}"
    return str(format_date(day, "LLL"))


def _words(item: Progress) -> str:
    milestone = item.milestone
    words = gettext(
        "%(title)s: planned %(planned)s, %(state)s",
        title=milestone.title,
        planned=format_day(milestone.planned_on),
        state=item.words,
    )
    if milestone.done_on is None:
        return words
    return gettext("%(words)s, done %(done)s", words=words, done=format_day(milestone.done_on))


def _shorten(text: str) -> str:
    wide = 0
    for index, letter in enumerate(text):
        wide += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if wide > LABEL:
            return f"{text[: index - 1].rstrip()}…"
    return text
