"""The form of a pause of the right to vote."""

from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext

from partyhub.forms import DateField, RecordForm, Required
from partyhub.forms.common_fields import W3
from partyhub.members.form_fields import member_field
from partyhub.members.voting_pauses.queries import has_other_pause


class VotingPauseForm(RecordForm):
    """The form of a pause of the right to vote; it asks no reason."""

    exists_on = "started_on"

    member = member_field(
        lazy_pgettext("voting_pauses", "Name"), [Required(lazy_gettext("Choose the person."))]
    )
    started_on = DateField(
        lazy_pgettext("voting_pauses", "From"),
        [Required(lazy_gettext("Enter the first day."))],
        render_kw=W3,
    )
    ended_on = DateField(
        lazy_pgettext("voting_pauses", "To"),
        description=lazy_gettext("The first day on which the person may vote again."),
        render_kw=W3,
    )

    def check(self) -> None:
        self.check_span("started_on", "ended_on")
        edited: Any = self.edited
        member, started, ended = self.member.data, self.started_on.data, self.ended_on.data
        if has_other_pause(member, started, ended, edited):
            self.refuse(
                "started_on",
                gettext("The right is paused on these days already. Change that record instead."),
            )
