"""The form of a campaign."""

from flask_babel import lazy_gettext, lazy_pgettext

from partyhub.forms import DateField, RecordForm, Required, TextField
from partyhub.forms.common_fields import code_field, name_field


class CampaignForm(RecordForm):
    """The form of a campaign."""

    code = code_field(lazy_pgettext("campaigns", "Code"))
    name = name_field(lazy_pgettext("campaigns", "Name"))
    started_on = DateField(
        lazy_pgettext("campaigns", "Started on"),
        [Required(lazy_gettext("Enter the first day."))],
    )
    ended_on = DateField(lazy_pgettext("campaigns", "Ended on"))
    goal = TextField(
        lazy_pgettext("campaigns", "Goal"),
        longest=2000,
        lines=4,
    )

    def check(self) -> None:
        self.check_span("started_on", "ended_on")
