"""Addresses of the evidence for inspection; its pages are imported on the first request."""

from collections.abc import Sequence

from partyhub.registers.lazy_views import LazyRule, lazy_blueprint

RULES: Sequence[LazyRule] = (
    ("/", "show", "pages.show", ["GET"]),
    ("/pack", "pack", "pages.pack", ["POST"]),
)
blueprint = lazy_blueprint(
    "inspection_packs", "partyhub.inspection_packs", "/inspection-packs", RULES
)
blueprints = (blueprint,)
