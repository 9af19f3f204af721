"""The history's subject of packs of evidence."""

from flask_babel import lazy_gettext

# Under this word history keeps who took one.
IN_HISTORY = "inspection_packs"
SUBJECTS = {IN_HISTORY: lazy_gettext("Evidence for inspection")}
