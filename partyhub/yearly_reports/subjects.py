"""The history's subject of yearly reports, and its words for their fields."""

from flask_babel import lazy_gettext, lazy_pgettext

# Under this word history keeps what was done to reports.
IN_HISTORY = "yearly_reports"
SUBJECTS = {
    IN_HISTORY: lazy_gettext("Yearly reports"),
    f"{IN_HISTORY}.title": lazy_pgettext("report", "Title"),
    f"{IN_HISTORY}.language": lazy_pgettext("report", "Language"),
    f"{IN_HISTORY}.opening_note": lazy_gettext("Why the opening differs"),
}
