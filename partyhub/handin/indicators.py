"""The indicators of the yearly summary: which figures, in which order, with which numbers."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask_babel import lazy_pgettext

from partyhub.figures import AnyFigure
from partyhub.handin.facts import Facts

SECTIONS = {
    "organization": lazy_pgettext("handin", "I. Organizations and members"),
    "activities": lazy_pgettext("handin", "II. Organizational life"),
    "vanguards": lazy_pgettext("handin", "III. Striving to be first"),
    "commissars": lazy_pgettext("handin", "IV. Workshop commissars"),
    "projects": lazy_pgettext("handin", "V. Key projects led by members"),
    "prosperity": lazy_pgettext("handin", "VI. Common-prosperity workshops"),
    "honors": lazy_pgettext("handin", "VII. Honors"),
}
# Where the figure's own label is long, or says what the line above it says.
LABELS = {
    "activities.committee_meeting": lazy_pgettext("handin label", "Branch committee meetings"),
    "appraisals.graded": lazy_pgettext("handin label", "Graded in the appraisal"),
    "appraisals.not_graded": lazy_pgettext("handin label", "Took part without a grade"),
    "members.college_or_above": lazy_pgettext("handin label", "College or above"),
    "commissars.first_line_workshops": lazy_pgettext("handin label", "First-line workshops"),
    "commissars.coverage": lazy_pgettext("handin label", "Coverage of first-line workshops"),
    "commissars.duties": lazy_pgettext("handin label", "Duties of commissars"),
    "commissars.readings": lazy_pgettext("handin label", "Daily readings"),
    "commissars.meetings": lazy_pgettext("handin label", "Shift, lunch break meetings"),
    "commissars.talks": lazy_pgettext("handin label", "Talks with workers"),
    "commissars.mediations": lazy_pgettext("handin label", "Mediations"),
    "projects.commissar_involved": lazy_pgettext("handin label", "led by commissars"),
    "prosperity.area_sqm": lazy_pgettext("handin label", "Area"),
    "prosperity.staff": lazy_pgettext("handin label", "Staff"),
    "prosperity.low_income_staff": lazy_pgettext("handin label", "Low-income staff"),
    "prosperity.output": lazy_pgettext("handin label", "Output of the workshops"),
    "awards.national": lazy_pgettext("handin label", "National"),
    "awards.provincial": lazy_pgettext("handin label", "Provincial"),
    "awards.prefecture": lazy_pgettext("handin label", "Prefecture"),
    "awards.county": lazy_pgettext("handin label", "County"),
    "awards.township": lazy_pgettext("handin label", "Township"),
    "awards.enterprise": lazy_pgettext("handin label", "Enterprise"),
}
# The page ends before this section, so that the halves are about equally long.
SECOND_HALF = "vanguards"
# These are given in units of 10,000 yuan.
IN_TEN_THOUSANDS = ("projects.benefit", "prosperity.output")
TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class Line:
    """A line of the list of indicators; `sheet` is the key of the one with its records."""

    section: str
    code: str
    level: int
    is_kept: bool
    sheet: str


@dataclass(frozen=True)
class Indicator:
    """One numbered line of the summary."""

    number: int
    line: Line
    figure: AnyFigure

    @property
    def label(self) -> str:
        return str(LABELS.get(self.code, self.figure.label))

    @property
    def code(self) -> str:
        return self.line.code


@cache
def all_lines() -> Sequence[Line]:
    """Return every line of the list."""
    path = Path(__file__).with_name("summary.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Line(row["section"], row["code"], int(row["level"]), bool(row["keep"]), row["sheet"])
            for row in csv.DictReader(file)
        )


def find_indicators(facts: Facts) -> list[Indicator]:
    """Return the lines to print with their numbers.

    Left out are kinds of which there were none in either period, unless the report always speaks of
    them.
    """
    shown = [
        line
        for line in all_lines()
        if line.is_kept or facts.now[line.code].value or facts.before[line.code].value
    ]
    return [
        Indicator(number, line, facts.figure(line.code)) for number, line in enumerate(shown, 1)
    ]
