"""The form of the reason for a problem."""

from flask_babel import gettext, lazy_gettext

from partyhub.forms import RecordForm, Required, TextField
from partyhub.viewers import Viewer


class ReasonForm(RecordForm):
    """The reason why some records may break a rule; `token` stands for the records as shown."""

    why = TextField(
        lazy_gettext("Reason"),
        [Required(lazy_gettext("Say why it is so. It is printed with the report."))],
        longest=400,
        lines=3,
        description=lazy_gettext("It is printed with the report, beside the problem."),
        render_kw={"data-width": "w8"},
    )

    def __init__(self, viewer: Viewer, token: str) -> None:
        self.token = token
        super().__init__(viewer, values={"version": token})

    @property
    def knows_records(self) -> bool:
        """Return whether the form was made for the records that there are now."""
        return bool(self.version.data == self.token)

    def refuse_without_records(self) -> None:
        """Refuse a reason that is given for no record."""
        self.form_errors.append(gettext("Choose at least one record that the reason is for."))
