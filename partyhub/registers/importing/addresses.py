"""Routes of imports; their views read and write workbooks and are loaded on first use."""

from flask import Blueprint

from partyhub.registers.lazy_views import load_on_use

RUN = "/<id:group_id>"
UPLOAD = "/uploads/<string(length=32):token>"
COLUMNS = "partyhub.registers.importing.web.columns"
RUNS, VIEWS = "partyhub.registers.importing.web.runs", "partyhub.registers.importing.web.views"
DECISIONS = "partyhub.registers.importing.web.decisions"

import_records = load_on_use(VIEWS, "import_records")
blueprint = Blueprint("imports", __name__, url_prefix="/imports")
for rule, endpoint, view, methods in (
    ("/", "list", load_on_use(VIEWS, "list_imports"), ["GET", "POST"]),
    (RUN, "show", load_on_use(RUNS, "show_run"), ["GET"]),
    (f"{RUN}/undo", "undo", load_on_use(RUNS, "undo"), ["POST"]),
    (f"{RUN}/forget", "forget", load_on_use(RUNS, "forget_columns"), ["POST"]),
    (f"{RUN}/file", "download", load_on_use(RUNS, "download"), ["POST"]),
    (UPLOAD, "preview", load_on_use(VIEWS, "show_preview"), ["GET"]),
    (f"{UPLOAD}/progress", "progress", load_on_use(VIEWS, "progress"), ["GET"]),
    (f"{UPLOAD}/decide", "decide", load_on_use(DECISIONS, "decide"), ["POST"]),
    (f"{UPLOAD}/columns", "columns", load_on_use(COLUMNS, "columns"), ["GET", "POST"]),
    (f"{UPLOAD}/apply", "apply", load_on_use(VIEWS, "apply"), ["POST"]),
    (f"{UPLOAD}/marked", "marked", load_on_use(VIEWS, "marked"), ["POST"]),
):
    blueprint.add_url_rule(rule, endpoint, view, methods=methods)
