from flask_babel import lazy_gettext, lazy_pgettext

from partyhub.forms import DateField, RecordForm, Required, TextField


class CampaignForm(RecordForm):
    code = TextField(
        lazy_pgettext("campaigns", "Code"),
        [Required(lazy_gettext("Enter a code."))],
        longest=60,
        example="ZX-01",
    )
    name = TextField(
        lazy_pgettext("campaigns", "Name"),
        [Required(lazy_gettext("Enter a name."))],
        longest=60,
        example=lazy_pgettext("example", "Three Firsts"),
    )
    started_on = DateField(
        lazy_pgettext("campaigns", "Started on"),
        [Required(lazy_gettext("Enter the first day."))],
    )
    ended_on = DateField(lazy_pgettext("campaigns", "Ended on"))
    goal = TextField(
        lazy_pgettext("campaigns", "Goal"),
        longest=2000,
        lines=4,
        example=lazy_pgettext("example", "A vanguard post in each workshop"),
    )

    def check(self) -> None:
        self.check_span("started_on", "ended_on")
