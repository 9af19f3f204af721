"""The yearly workbook: what was counted, every record that was, and formulas that prove it."""

from flask_babel import lazy_gettext

from partyhub.history.models import SUBJECTS
from partyhub.reports.workbook.yearly import write_yearly

__all__ = ["IN_HISTORY", "write_yearly"]

# Under this word history keeps who took it.
IN_HISTORY = "figures"
SUBJECTS[IN_HISTORY] = lazy_gettext("Yearly workbook")
