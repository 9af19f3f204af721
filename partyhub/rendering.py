"""The Jinja environment of this program: Flask's, without features that no template here uses."""

import re
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any

from flask import Flask, current_app, request, url_for
from flask.templating import Environment
from jinja2 import StrictUndefined, Template
from markupsafe import Markup

# A gap in a rendered part: its name between two NUL characters, which no page may contain.
GAP = re.compile("\0([a-z]+)\0")

MOST_ADDRESSES = 1024


class PlainEnvironment(Environment):
    """An environment whose templates have no globals of their own and share the environment's.

    Jinja would chain an empty mapping before the globals of each template and walk it key by key
    whenever one is rendered or imports another. Given several names, Jinja would search for each
    missing template at every rendering; here the found name is cached.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._selected: dict[tuple[Any, ...], str] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals

    def select_template(
        self,
        names: Iterable[str | Template],
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # as Jinja calls it
    ) -> Template:
        """Return the first existing template, cached unless templates may be reloaded."""
        wanted = tuple(names)
        known = None if self.auto_reload else self._selected.get(wanted)
        if known is not None:
            return self.get_template(known, parent, globals)
        found = super().select_template(wanted, parent, globals)
        if found.name in wanted:
            self._selected[wanted] = found.name
        return found


def address_of(endpoint: str, **values: Any) -> str:
    """Return the URL of an endpoint, cached because it is the same on all pages below one root."""
    known = current_app.extensions.setdefault("addresses", {})
    key = (request.script_root, endpoint, *values.items())
    found: str | None = known.get(key)
    if found is None:
        if len(known) >= MOST_ADDRESSES:
            known.clear()
        found = known[key] = url_for(endpoint, **values)
    return found


class Part:
    """A part of many pages, rendered once, with gaps for what differs from page to page."""

    def __init__(self, text: str) -> None:
        # Texts alternating with names of gaps; the indentation of the templates doesn't matter.
        self._pieces = GAP.split(re.sub(r"\s*\n\s*", "\n", text))

    def fill(self, values: Mapping[str, Markup]) -> Markup:
        """Return the part with the value of each gap filled in; every gap needs a value."""
        filled = list(self._pieces)
        filled[1::2] = [values[name] for name in filled[1::2]]
        return Markup("".join(filled))  # noqa: S704  # templates wrote the pieces; values are Markup


def gap(name: str) -> str:
    """Return the placeholder for the value of this name in a part."""
    return f"\0{name}\0"


def init_app(app: Flask) -> None:
    """Configure the Jinja environment of `app`; to be called before anything uses it."""
    app.jinja_environment = PlainEnvironment
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
