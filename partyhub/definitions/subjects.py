"""The history's subjects of the calendar and the lists of words."""

from flask_babel import lazy_gettext

# Under these words history keeps who changed what.
DAYS, WORDS = "calendar_days", "listed_words"
SUBJECTS = {DAYS: lazy_gettext("Workdays"), WORDS: lazy_gettext("Lists of words")}
