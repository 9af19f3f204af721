"""Rules about the days of a person's Party life, the same for the form of a member and a step.

Each one is judged by the version of the rule that was in force on the day itself. What is on record
already is not judged again.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext

from partyhub.forms import Notice, RecordForm
from partyhub.known_dates import earliest, latest
from partyhub.members.models import STAGE_DAYS, Member
from partyhub.periods import add_months, add_years
from partyhub.registers.values import format_day
from partyhub.rules.queries import find_rule, rule_number

# The days of the stages in their order, the earliest first.
IN_ORDER = tuple(STAGE_DAYS.values())[::-1]
TARGET = "members.target.months"


class PartyLife:
    """A person's days as a form has them, those that are new in it, and where it shows each one.

    `dates` are the days by their keys; `shown_at` names the field of a key where that differs.
    """

    def __init__(
        self,
        form: RecordForm,
        dates: Mapping[str, date | None],
        new: Collection[str],
        shown_at: Mapping[str, str] | None = None,
    ) -> None:
        self.form, self.dates, self.new = form, dates, new
        self.shown_at = shown_at or {}

    @classmethod
    def of_step(cls, form: RecordForm, member: Member, key: str, day: date) -> "PartyLife":
        """Return the days of a member who takes a step on `day`, which becomes the one of `key`."""
        keys = (*IN_ORDER, "birth_date", "probation_extended_until")
        dates = {each: _date_of(member, each) for each in keys}
        return cls(form, {**dates, key: day}, {key}, {key: "day"})

    def check(self) -> None:
        """Check age, stages, their distances and probation."""
        self.check_age("applied_on")
        self.check_age("admitted_on")
        self.check_target()
        self.check_probation()
        self.check_extended()
        self.check_extension()
        self.check_stages()

    def field(self, key: str) -> str:
        return self.shown_at.get(key, key)

    def is_new(self, *keys: str) -> bool:
        return any(key in self.new for key in keys)

    def check_age(self, key: str) -> None:
        """Refuse an application, or an admission, below the least age."""
        born, day = self.dates.get("birth_date"), self.dates.get(key)
        age = rule_number("members.age.least", day) if born and day else None
        if not born or not day or age is None or not self.is_new("birth_date", key):
            return
        if latest(day) >= add_years(earliest(born), age):
            return
        if key == "applied_on":
            self.form.refuse(
                self.field(key),
                gettext("The person was under %(age)s on the day of application.", age=age),
            )
        else:
            self.form.refuse(
                self.field(key),
                gettext("The person was under %(age)s on the day of admission.", age=age),
            )

    def check_stages(self) -> None:
        """Warn of earlier stages without a day, before one that the rules date.

        An import says it once of all such people, since most rosters have the admission alone.
        """
        reached = [key for key in IN_ORDER if self.dates.get(key)]
        known = [key for key in reached if key not in self.new]
        last = reached[-1] if reached else ""
        day = self.dates.get(last)
        if day is None or last in known or not find_rule(TARGET, day):
            return
        # What lay before a stage on record was judged with that one.
        first = IN_ORDER.index(known[-1]) if known else 0
        labels = {key: stage.label for stage, key in STAGE_DAYS.items()}
        between = IN_ORDER[first : IN_ORDER.index(last)]
        missing = [labels[key] for key in between if not self.dates.get(key)]
        if missing and self.form.context.asks_reason:
            sentence = gettext(
                "Earlier stages have no day: %(stages)s. Enter those days.",
                stages="、".join(missing),
            )
            self.form.warn(self.field(last), sentence)
        elif missing:
            self.form.notice(self.field(last), WITHOUT_STAGES)

    def check_target(self) -> None:
        """Warn of a development target who wasn't an activist long enough."""
        activist, target = self.dates.get("activist_on"), self.dates.get("target_on")
        months = rule_number(TARGET, target) if activist and target else None
        if not activist or not target or not months or not self.is_new("activist_on", "target_on"):
            return
        if latest(target) < add_months(earliest(activist), months):
            self.form.warn(
                self.field("target_on"),
                gettext(
                    "An activist becomes a development target after %(months)s months at the"
                    " earliest.",
                    months=months,
                ),
            )

    def check_probation(self) -> None:
        """Warn of a probation that was too short, or longer than its longest extension."""
        admitted, full = self.dates.get("admitted_on"), self.dates.get("full_on")
        months = rule_number("members.probation.months", admitted) if admitted and full else None
        if not admitted or not full or months is None or not self.is_new("admitted_on", "full_on"):
            return
        longest = rule_number("members.extension.months.most", full)
        first = add_months(earliest(admitted), months)
        last = add_months(latest(admitted), months + longest) if longest is not None else None
        if latest(full) < first:
            self.form.warn(
                self.field("full_on"), gettext("Probation lasts %(months)s months.", months=months)
            )
        elif longest is not None and last and earliest(full) > last:
            self.form.warn(
                self.field("full_on"),
                gettext(
                    "Probation lasts %(months)s months at most, with its extension.",
                    months=months + longest,
                ),
            )

    def check_extended(self) -> None:
        """Warn of a full membership that begins before the end of the extended probation."""
        full, until = self.dates.get("full_on"), self.dates.get("probation_extended_until")
        if not full or not until or not self.is_new("full_on", "probation_extended_until"):
            return
        if latest(full) < until:
            sentence = gettext(
                "Probation was extended until %(day)s; a full member from that day on at the"
                " earliest.",
                day=format_day(until),
            )
            self.form.warn(self.field("full_on"), sentence)

    def check_extension(self) -> None:
        """Warn of an extension that is too short or too long."""
        key = "probation_extended_until"
        admitted, until = self.dates.get("admitted_on"), self.dates.get(key)
        months = rule_number("members.probation.months", admitted) if admitted and until else None
        if not admitted or not until or months is None or not self.is_new("admitted_on", key):
            return
        ends = add_months(admitted, months)
        least = rule_number("members.extension.months.least", ends)
        most = rule_number("members.extension.months.most", ends)
        if least is None or most is None:
            return
        first = add_months(earliest(admitted), months + least)
        last = add_months(latest(admitted), months + most)
        if not first <= until <= last:
            sentence = gettext(
                "Probation is extended by %(least)s to %(most)s months.", least=least, most=most
            )
            self.form.warn(self.field(key), sentence)


def without_stages(count: int) -> str:
    return ngettext(
        "%(num)d person has no day for a stage before the one that the rules date.",
        "%(num)d people have no day for a stage before the one that the rules date.",
        count,
    )


WITHOUT_STAGES = Notice(without_stages)


def check_second_extension(form: Any) -> None:
    """Warn of another extension than the one on record: there is only one."""
    field = form.probation_extended_until
    if form.is_change and field.stored and field.data and field.data > field.stored:
        form.warn(
            field.name,
            gettext(
                "Probation was extended already, and is extended once only. Save it only if the"
                " day on record was a mistake."
            ),
        )


def check_year_of_admission(form: Any) -> None:
    """Warn of another day of admission by which the admissions of two years change.

    An admission counts only if the person was in one of the organizations here that day.
    """
    member, field = form.edited, form.admitted_on
    old, new = field.stored, field.data
    if not isinstance(member, Member) or old is None or (new and old.year == new.year):
        return
    years = {day.year for day in (old, new) if day and member.assignment_on(day)}
    if years:
        sentence = gettext(
            "The change of “%(date)s” changes “%(figure)s” of %(years)s. Check the day.",
            date=field.label.text,
            figure=gettext("Members admitted"),
            years="、".join(map(str, sorted(years))),
        )
        form.warn(field.name, sentence)


def _date_of(member: Member, key: str) -> date | None:
    day: date | None = member.probation_extended_until
    return day if key == "probation_extended_until" else member.date_of(key)
