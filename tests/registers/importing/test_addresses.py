"""Views that are loaded on first use are there, under the names that Flask knows them by."""

from importlib import import_module

from flask import Flask


def test_every_address_of_imports_has_its_view(app: Flask) -> None:
    views = {
        endpoint: view
        for endpoint, view in app.view_functions.items()
        if endpoint.endswith(".import") or endpoint.startswith("imports.")
    }
    assert {"imports.preview", "imports.show", "members.import"} <= set(views)
    for endpoint, view in views.items():
        module = import_module(view.__module__)
        assert callable(getattr(module, view.__name__)), endpoint
