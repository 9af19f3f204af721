"""The history's subjects of the narrative reports and their templates."""

from flask_babel import lazy_gettext, lazy_pgettext

NARRATIVES, TEMPLATES = "narratives", "narrative_templates"
SUBJECTS = {
    NARRATIVES: lazy_gettext("Narrative reports"),
    TEMPLATES: lazy_gettext("Templates of narrative reports"),
    f"{NARRATIVES}.left_out": lazy_gettext("Section left out"),
    **{
        f"{name}.heading": lazy_pgettext("narrative", "Heading") for name in (NARRATIVES, TEMPLATES)
    },
    **{f"{name}.text": lazy_gettext("Text") for name in (NARRATIVES, TEMPLATES)},
}
