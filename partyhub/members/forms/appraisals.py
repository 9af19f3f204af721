from datetime import date

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub import clock
from partyhub.forms import (
    DateField,
    EnumField,
    NumberField,
    RecordForm,
    RefField,
    Required,
)
from partyhub.members.models import (
    Grade,
    Member,
)
from partyhub.members.queries import (
    choose_member,
    count_full_members,
    count_graded,
    find_branch,
)
from partyhub.rules.queries import rule_value


class AppraisalForm(RecordForm):
    member = RefField(
        lazy_pgettext("appraisals", "Name"),
        choose_member,
        [Required(lazy_gettext("Choose the person."))],
        choices_from="members",
    )
    for_year = NumberField(
        lazy_pgettext("appraisals", "Year appraised"),
        [Required(lazy_gettext("Enter the year that is appraised."))],
        least=1921,
        most=2199,
    )
    held_on = DateField(
        lazy_pgettext("appraisals", "Held on"),
        [Required(lazy_gettext("Enter the day of the appraisal."))],
    )
    grade = EnumField(
        lazy_pgettext("appraisals", "Grade"), Grade, [Required(lazy_gettext("Choose the grade."))]
    )

    def check(self) -> None:
        member, day = self.member.data, self.held_on.data
        if day and day > clock.today():
            self.refuse("held_on", gettext("This day has not come yet."))
        if not member or not day or self.grade.data in (None, Grade.NOT_GRADED):
            return
        if member.full_on is None or member.full_on > day:
            self.warn("grade", gettext("Probationary members take part but get no grade."))
        elif self.grade.data is Grade.EXCELLENT and self.for_year.data:
            self.check_share(member, day)

    def check_share(self, member: Member, day: date) -> None:
        """As a rule at most a third of a branch's full members are excellent."""
        branch = find_branch(member, day)
        share = rule_value("appraisals.excellent.share", day)
        if branch is None or share is None:
            return
        members = count_full_members(branch, day)
        # The share is kept to four places: rounding makes a third of 135 the 45 that it is.
        most = int(round(members * share, 1))
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
