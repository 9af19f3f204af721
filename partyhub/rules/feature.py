"""Numbers that regulations set."""

from flask_babel import lazy_gettext

from partyhub.registers import Feature

# What the history says of rules, which are no register: the word for them, and for their fields.
SUBJECTS = {
    "rules": lazy_gettext("Rules and their sources"),
    "rules.value": lazy_gettext("Number"),
    "rules.is_exclusive": lazy_gettext("Must be exceeded"),
    "rules.source": lazy_gettext("Source"),
    "rules.clause": lazy_gettext("Clause"),
    "rules.effective_from": lazy_gettext("In force from"),
}

feature = Feature(views="partyhub.rules.views", subjects=SUBJECTS)
