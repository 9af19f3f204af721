"""The history's subject of the reasons given for problems."""

from flask_babel import lazy_gettext

# Under this word history keeps who gave which reason.
IN_HISTORY = "problems"
SUBJECTS = {IN_HISTORY: lazy_gettext("Reasons of problems")}
