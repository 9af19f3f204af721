"""The history's subject of the yearly workbook.

The workbook's code is loaded when one is written.
"""

from flask_babel import lazy_gettext

# Under this word history keeps who took it.
IN_HISTORY = "figures"
SUBJECTS = {IN_HISTORY: lazy_gettext("Yearly workbook")}
