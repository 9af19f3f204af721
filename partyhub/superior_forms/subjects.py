"""The history's subject of the forms, which is also the register of their files."""

from flask_babel import lazy_gettext

from partyhub.attachments.operations import FIELD

FORMS = "superior_forms"
SUBJECTS = {
    FORMS: lazy_gettext("Forms of the superior office"),
    f"{FORMS}.{FIELD}": lazy_gettext("File"),
    f"{FORMS}.name": lazy_gettext("Name"),
}
