"""The history's subject of checked drafts: what was exported is on record, no text is."""

from flask_babel import lazy_gettext

IN_HISTORY = "drafts"
SUBJECTS = {IN_HISTORY: lazy_gettext("Check of a draft")}
