"""The history's subject of papers that are about several records."""

from flask_babel import lazy_gettext

# Under this word history keeps who took them.
IN_HISTORY = "papers"
SUBJECTS = {IN_HISTORY: lazy_gettext("Papers for print")}
