"""Addresses of the forms of the superior office; their pages are imported on the first request."""

from collections.abc import Sequence

from partyhub.registers.lazy_views import LazyRule, lazy_blueprint

RULES: Sequence[LazyRule] = (
    ("/", "list_forms", "pages.list_forms", ["GET"]),
    ("/new", "create", "pages.create", ["GET", "POST"]),
    ("/<id:form_id>", "show", "pages.show", ["GET"]),
    ("/<id:form_id>/history", "show_history", "pages.show_history", ["GET"]),
    ("/<id:form_id>/void", "void", "pages.void", ["GET", "POST"]),
    ("/<id:form_id>/restore", "restore", "pages.restore", ["POST"]),
    ("/<id:form_id>/cell", "map_cell", "mapping_pages.map_cell", ["POST"]),
    ("/<id:form_id>/proposals", "take_proposals", "mapping_pages.take_proposals", ["POST"]),
    (
        "/<id:form_id>/branches/<int:sheet_number>/<int:names_in>",
        "map_branches",
        "mapping_pages.map_branches",
        ["GET", "POST"],
    ),
    ("/<id:form_id>/file", "download", "file_pages.download", ["GET"]),
    ("/<id:form_id>/newer-file", "replace_file", "file_pages.replace_file", ["GET", "POST"]),
    ("/<id:form_id>/difference", "compare", "file_pages.compare_files", ["GET", "POST"]),
    ("/<id:form_id>/fill", "fill", "fill_pages.show_filling", ["GET"]),
    ("/<id:form_id>/filled", "send_filled", "fill_pages.send_filled", ["POST"]),
)
blueprint = lazy_blueprint("superior_forms", "partyhub.superior_forms", "/superior-forms", RULES)
blueprints = (blueprint,)
