"""The form of an appraisal."""

from datetime import date

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.forms import (
    DateField,
    EnumField,
    RecordForm,
    Required,
    TextField,
    YearField,
)
from partyhub.members.excellence import most_excellent
from partyhub.members.form_fields import member_field
from partyhub.members.models import (
    Grade,
    Member,
    Stage,
)
from partyhub.members.queries import (
    count_full_members,
    count_graded,
    find_branch,
)


class AppraisalForm(RecordForm):
    """The form of an appraisal."""

    exists_on = "held_on"

    member = member_field(
        lazy_pgettext("appraisals", "Name"), [Required(lazy_gettext("Choose the person."))]
    )
    for_year = YearField(
        lazy_pgettext("appraisals", "Year appraised"),
        [Required(lazy_gettext("Enter the year that is appraised."))],
    )
    held_on = DateField(
        lazy_pgettext("appraisals", "Held on"),
        [Required(lazy_gettext("Enter the day of the appraisal."))],
    )
    grade = EnumField(
        lazy_pgettext("appraisals", "Grade"), Grade, [Required(lazy_gettext("Choose the grade."))]
    )

    grade_reason = TextField(
        lazy_pgettext("appraisals", "Reason of the grade"),
        longest=2000,
        lines=2,
        description=lazy_gettext("Needed where a full member gets no grade."),
    )

    def check(self) -> None:
        member, day = self.member.data, self.held_on.data
        if day and day > clock.today():
            self.refuse("held_on", gettext("This day has not come yet."))
        if not member or not day:
            return
        if self.is_new("for_year", "held_on"):
            self.check_year(day)
        if self.is_new("member", "held_on", "grade", "grade_reason"):
            self.check_grade(member, day)
        if self.grade.data is Grade.EXCELLENT and member.stage_on(day) is Stage.FULL:
            self.check_share(member, day)

    def is_new(self, *names: str) -> bool:
        """Return whether one of these values isn't on record as it is."""
        return any(self[name].data != self[name].stored for name in names)

    def check_year(self, day: date) -> None:
        """Warn of a year that is not over: it is appraised after its end."""
        year = self.for_year.data
        if year and day.year <= year:
            self.warn(
                "for_year",
                gettext("The year %(year)s was not over on that day. Check both.", year=year),
            )

    def check_grade(self, member: Member, day: date) -> None:
        """Warn of a person who isn't appraised, or gets no grade, and of a grade left out."""
        stage, grade = member.stage_on(day), self.grade.data
        if stage not in (Stage.FULL, Stage.PROBATIONARY):
            self.warn("member", gettext("Only Party members are appraised."))
        elif stage is Stage.PROBATIONARY and grade is not Grade.NOT_GRADED:
            self.warn("grade", gettext("Probationary members take part but get no grade."))
        elif stage is Stage.FULL and grade is Grade.NOT_GRADED and not self.grade_reason.data:
            self.warn("grade_reason", gettext("Say why there is no grade."))

    def check_share(self, member: Member, day: date) -> None:
        """Warn if more than the allowed share of a branch's full members are excellent.

        As a rule, the share is a third.
        """
        branch = find_branch(member, day)
        if branch is None:
            return
        members = count_full_members(branch, day)
        most = most_excellent(members, day)
        if most is None:
            return
        others = count_graded(branch, self.for_year.data, Grade.EXCELLENT, but=member)
        if others + 1 > most:
            self.warn(
                "grade",
                gettext(
                    "More excellent grades than the rule allows: %(most)s of %(members)s full"
                    " members of the branch.",
                    most=most,
                    members=members,
                ),
            )
