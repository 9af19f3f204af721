"""Views whose modules are imported on their first request."""

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import TypeAlias

from flask import Blueprint
from flask.typing import ResponseReturnValue

View: TypeAlias = Callable[..., ResponseReturnValue]
# An address, the endpoint, its view as `module.function`, and the methods.
LazyRule: TypeAlias = tuple[str, str, str, Sequence[str]]


def load_on_use(module: str, name: str) -> View:
    """Return a view that imports `module` on its first request and calls its function `name`.

    This is for pages that few processes ever show: what only they need takes no memory elsewhere.
    """

    def view(*given: object, **values: object) -> ResponseReturnValue:
        found: View = getattr(import_module(module), name)
        return found(*given, **values)

    view.__name__ = view.__qualname__ = name
    view.__module__ = module
    return view


def lazy_blueprint(name: str, package: str, prefix: str, rules: Iterable[LazyRule]) -> Blueprint:
    """Return a blueprint of views of `package`; each rule names one as module and function."""
    blueprint = Blueprint(name, f"{package}.views", url_prefix=prefix)
    for rule, endpoint, view, methods in rules:
        module, _, function = view.partition(".")
        found = load_on_use(f"{package}.{module}", function)
        blueprint.add_url_rule(rule, endpoint, found, methods=methods)
    return blueprint
