"""What the history calls the yearly workbook; the workbook itself is loaded when one is written."""

from flask_babel import lazy_gettext

from partyhub.history.models import SUBJECTS

# Under this word history keeps who took it.
IN_HISTORY = "figures"
SUBJECTS[IN_HISTORY] = lazy_gettext("Yearly workbook")
