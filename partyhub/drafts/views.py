"""Addresses of the draft checker; its pages are imported on the first request."""

from collections.abc import Sequence

from partyhub.registers.lazy_views import LazyRule, lazy_blueprint

RULES: Sequence[LazyRule] = (
    ("/", "ask", "pages.ask", ["GET"]),
    ("/", "check", "pages.check", ["POST"]),
    ("/table", "table", "pages.table", ["POST"]),
)
blueprint = lazy_blueprint("drafts", "partyhub.drafts", "/drafts", RULES)
blueprints = (blueprint,)
