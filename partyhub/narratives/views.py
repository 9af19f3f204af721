"""Addresses of narrative reports; their pages are imported on the first request."""

from collections.abc import Sequence

from partyhub.registers.lazy_views import LazyRule, lazy_blueprint

RULES: Sequence[LazyRule] = (
    ("/", "list_narratives", "pages.list_narratives", ["GET"]),
    ("/", "create", "pages.create", ["POST"]),
    ("/<id:narrative_id>", "show", "pages.show", ["GET"]),
    (
        "/<id:narrative_id>/sections/<section_key>",
        "edit_section",
        "pages.edit_section",
        ["GET", "POST"],
    ),
    ("/<id:narrative_id>/document", "send_document", "pages.send_document", ["POST"]),
    ("/<id:narrative_id>/history", "show_history", "pages.show_history", ["GET"]),
    ("/templates", "list_templates", "template_pages.list_templates", ["GET"]),
    (
        "/templates/<report_language>/<section>",
        "edit_template",
        "template_pages.edit_template",
        ["GET", "POST"],
    ),
)
blueprint = lazy_blueprint("narratives", "partyhub.narratives", "/narratives", RULES)
blueprints = (blueprint,)
